#!/usr/bin/env python3
"""A serial CAN adapter, played on a pseudo-terminal, against the real core: unplugged, plugged in again, passed open."""
import json
import os
import pathlib
import pty
import socket
import sys
import threading
import unittest

from rig import PATIENCE_S, Rig, wait_until

BIN_DIR = sys.argv.pop(1)
DBC = """BO_ 256 Engine: 8 ECU
 SG_ Rpm : 0|16@1+ (0.25,0) [0|16000] "rpm" ECU
 SG_ Alive : 16|4@1+ (1,0) [0|15] "" ECU
BA_ "GenMsgCycleTime" BO_ 256 20;
"""
CYCLE_S = 0.02


class Adapter(threading.Thread):
    """The other end: answers commands, and once the channel is open sends a frame each cycle."""

    def __init__(self, link=None, is_open=False):
        super().__init__(daemon=True)
        self.own, other = pty.openpty()
        self.device = os.ttyname(other)
        self.link = link
        self.heard = b""
        self.is_open = threading.Event()
        self.is_gone = threading.Event()
        self.counts = True  # the alive counter
        if is_open:
            self.is_open.set()
        if link:
            link.unlink(missing_ok=True)
            link.symlink_to(self.device)
        self.other = other  # held until the core has it, or what is said would be lost
        self.start()

    def run(self):
        os.set_blocking(self.own, False)
        beat = 0
        while not self.is_gone.wait(CYCLE_S):
            try:
                self.answer()
                if self.is_open.is_set():
                    alive = beat % 16 if self.counts else 0
                    beat += 1
                    os.write(self.own, f"t1008A00F{alive:02X}0000000000\rt7770\r".encode())
            except OSError:
                continue  # nobody listens, or it is full
        os.close(self.own)

    def answer(self):
        try:
            self.heard += os.read(self.own, 4096)
        except BlockingIOError:
            return
        *commands, self.heard = self.heard.split(b"\r")
        for command in commands:
            if command in (b"L", b"O"):
                self.is_open.set()
            if command == b"C":
                self.is_open.clear()
            os.write(self.own, b"F00\r" if command == b"F" else b"\r")

    def unplug(self):
        if self.link:
            self.link.unlink(missing_ok=True)
        os.close(self.other)
        self.is_gone.set()
        self.join()


class Slcan(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)
        self.dbc = self.rig.dir / "engine.dbc"
        self.dbc.write_text(DBC, encoding="utf-8")

    def start_core(self, buses, *arguments, **streams):
        command = self.rig.core_command("--dbc", self.dbc, *(["--set", f"can.buses={buses}"] if buses else []), *arguments)
        with open(self.rig.dir / "core.log", "w", encoding="utf-8") as log:
            core = self.rig.start(command, stderr=log, **streams)
        up = wait_until(lambda: (self.rig.run_dir / "control.sock").exists() or core.poll() is not None)
        self.assertTrue(up)
        self.assertIsNone(core.poll(), (self.rig.dir / "core.log").read_text())
        return core

    def bus(self):
        return ((self.rig.status() or {}).get("can_buses") or [{}])[0]

    def collect(self, *topics):
        """Events of these topics from now on, as they come, in a list that grows."""
        watcher = self.rig.watch(*sorted({*topics, "status"}))
        watcher.stdout.readline()  # the retained status: the subscriptions stand
        events = []

        def follow():
            for line in watcher.stdout:
                said = json.loads(line)
                if said.get("topic") in topics:
                    events.append((said["topic"], said["event"]))
        threading.Thread(target=follow, daemon=True).start()
        return events

    def alerts(self, events, *kinds):
        return [event["kind"] for topic, event in events if topic == "alert" and event.get("kind") in kinds]

    def bus_when_told(self, events, kind):
        """What the newest status before the first alert of this kind says of the bus."""
        end = next(i for i, (topic, event) in enumerate(events) if topic == "alert" and event.get("kind") == kind)
        return [event for topic, event in events[:end] if topic == "status"][-1]["can_buses"][0]

    def holders(self, device, pid):
        """Names of this process and its children that have the device open."""
        names = []
        for process in [pid, *map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
            open_files = {os.readlink(file) for file in pathlib.Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()}
            if device in open_files:
                names.append(pathlib.Path(f"/proc/{process}/comm").read_text().strip())
        return names

    def test_an_adapter_that_is_unplugged_is_told_once_and_comes_back_with_fresh_values(self):
        link = self.rig.dir / "adapter"
        first = Adapter(link)
        self.start_core(f'[{{name: "can0", source: "slcan", device: "{link}"}}]')
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1), self.bus())
        self.assertTrue(wait_until(lambda: self.bus().get("controller") == "error_active"), self.bus())
        self.assertEqual(self.bus()["unknown"][0]["id"], 0x777)
        events = self.collect("alert", "can_signals", "status")
        self.assertTrue(wait_until(lambda: any(event.get("value") for topic, event in events if topic == "can_signals")))
        first.unplug()
        self.assertTrue(wait_until(lambda: self.alerts(events, "bus_lost")))
        told = self.bus_when_told(events, "bus_lost")
        self.assertEqual((told["state"], told["lost_because"]), ("lost", "unplugged"))
        self.assertEqual(told.get("messages_seen", 0), 0, "a dead bus knows nothing")
        self.assertTrue(wait_until(lambda: any(event.get("stale") for topic, event in events if topic == "can_signals")))
        second = Adapter(link)
        self.addCleanup(second.unplug)
        self.assertTrue(wait_until(lambda: self.alerts(events, "bus_back")))
        events_before = len(events)
        self.assertTrue(wait_until(lambda: any(event.get("value") for topic, event in events[events_before:]
                                               if topic == "can_signals")))
        self.assertTrue(wait_until(lambda: self.bus().get("state") == "ok"))
        self.assertEqual(self.alerts(events, "bus_lost", "bus_back"), ["bus_lost", "bus_back"])

    def test_a_message_whose_counter_stands_still_is_invalid_and_its_values_do_not_come(self):
        link = self.rig.dir / "adapter"
        adapter = Adapter(link)
        self.addCleanup(adapter.unplug)
        self.start_core(f'[{{name: "can0", source: "slcan", device: "{link}"}}]', "--set",
                        'can.rules=[{message: "Engine", counter: "Alive", counter_step_max: 3}]')
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1))
        events = self.collect("alert", "can_signals", "status")
        adapter.counts = False
        self.assertTrue(wait_until(lambda: self.alerts(events, "message_invalid")))
        invalid = self.bus_when_told(events, "message_invalid")["invalid"][0]
        self.assertEqual((invalid["name"], invalid["state"]), ("Engine", "counter"))
        silent_from = len(events)
        frames = self.rig.counter("can_in")
        self.assertTrue(wait_until(lambda: self.rig.counter("can_in") > frames + 20))
        later = [event for topic, event in events[silent_from:] if topic == "can_signals" and event.get("value")]
        self.assertEqual(later, [], "values of an invalid message came as good ones")
        adapter.counts = True
        self.assertTrue(wait_until(lambda: self.alerts(events, "message_valid")))
        self.assertEqual(self.bus().get("state"), "ok")

    def test_a_descriptor_that_somebody_else_opened_is_a_bus(self):
        adapter = Adapter(is_open=True)
        self.addCleanup(adapter.unplug)
        passed = os.open(adapter.device, os.O_RDWR | os.O_NOCTTY)
        core = self.start_core(None, "--can-fd", f"{passed}=car", pass_fds=[passed])
        os.close(passed)
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1), self.bus())
        self.assertEqual(self.bus()["name"], "car")
        self.assertEqual(self.holders(adapter.device, core.pid), ["tripline-rt"], "the guard holds it too")

    def start_with_passed(self, passed, name, buses):
        """As systemd does it: descriptors from 3 on, their names and the process they are for in the environment."""
        core = self.rig.core_command("--dbc", self.dbc, "--set", f"can.buses={buses}")
        shell = f'export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES={name}; exec "$0" "$@"'
        if passed != 3:
            shell = f"exec 3<&{passed} {passed}<&-; " + shell
        with open(self.rig.dir / "core.log", "w", encoding="utf-8") as log:
            self.rig.start(["bash", "-c", shell, *core], stderr=log, pass_fds=[passed])
        os.close(passed)

    def test_a_descriptor_that_systemd_passed_is_found_by_its_name(self):
        adapter = Adapter(is_open=True)
        self.addCleanup(adapter.unplug)
        passed = os.open(adapter.device, os.O_RDWR | os.O_NOCTTY)
        self.start_with_passed(passed, "adapter",
                               '[{name: "car", source: "slcan", device: "systemd:adapter", mode: "as_it_is"}]')
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1),
                        (self.rig.dir / "core.log").read_text())

    def test_systemd_is_asked_to_keep_the_line_and_the_next_run_takes_it_from_there(self):
        link = self.rig.dir / "adapter"
        adapter = Adapter(link)
        self.addCleanup(adapter.unplug)
        buses = f'[{{name: "can0", source: "slcan", device: "{link}"}}]'
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.rig.dir / "notify"))
            manager.settimeout(PATIENCE_S)
            core = self.start_core(buses, env={**os.environ, "NOTIFY_SOCKET": str(self.rig.dir / "notify")})
            kept = []
            while not kept:
                message, kept, _, _ = socket.recv_fds(manager, 4096, 1)
        self.assertEqual(message.decode().split("\n"), ["FDSTORE=1", "FDNAME=can-can0"])
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1))
        core.terminate()
        core.wait(PATIENCE_S)
        link.unlink()  # from here on nobody can open the device
        self.start_with_passed(kept[0], "can-can0", buses)
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1),
                        (self.rig.dir / "core.log").read_text())

    def start_and_wait_for_the_adapter(self, link):
        command = self.rig.core_command("--dbc", self.dbc, "--device-wait", "600",
                                        "--set", f'can.buses=[{{name: "can0", source: "slcan", device: "{link}"}}]')
        with open(self.rig.dir / "core.log", "w", encoding="utf-8") as log:
            core = self.rig.start(command, stderr=log)
        self.assertTrue(wait_until(lambda: "waiting for a device: " in (self.rig.dir / "core.log").read_text()))
        return core

    def test_an_adapter_that_comes_late_is_waited_for_when_asked(self):
        link = self.rig.dir / "adapter"
        self.start_and_wait_for_the_adapter(link)
        adapter = Adapter(link)
        self.addCleanup(adapter.unplug)
        self.assertTrue(wait_until(lambda: self.bus().get("messages_seen") == 1), (self.rig.dir / "core.log").read_text())

    def test_a_core_that_waits_for_an_adapter_can_be_stopped(self):
        core = self.start_and_wait_for_the_adapter(self.rig.dir / "adapter")
        core.terminate()
        self.assertEqual(core.wait(PATIENCE_S), 0)

    def test_what_cannot_be_a_bus_is_refused_in_one_line_that_names_the_remedy(self):
        for arguments, code, words in [
                (["--set", 'can.buses=[{source: "slcan"}]'], 78, "slcan needs a device"),
                (["--set", 'can.buses=[{source: "slcan", device: "/dev/no-such"}]'], 72, "no such device"),
                (["--set", 'can.buses=[{source: "slcan", device: "fd:777"}]'], 78, "no such descriptor"),
                (["--set", 'can.buses=[{source: "slcan", device: "systemd:x"}]'], 72, "systemd passed no descriptor 'x'"),
                (["--can-fd", "three"], 64, "expected a descriptor's number"),
                (["--set", 'can.rules=[{message: "Engin", counter: "Alive"}]'], 78, "can.rules: item 0: message: 'Engin'"),
                (["--set", 'can.rules=[{message: "Engine", bus: "can9", counter: "Alive"}]'], 78, "no bus 'can9'"),
        ]:
            with self.subTest(arguments):
                core = self.rig.start(self.rig.core_command("--dbc", self.dbc, *arguments), stderr=-1)
                self.assertEqual(core.wait(PATIENCE_S), code)
                said = core.stderr.read()
                core.stderr.close()
                self.assertIn(words, said)
                self.assertEqual(len([line for line in said.splitlines() if line.startswith("tripline-rt:")]), 1, said)


if __name__ == "__main__":
    unittest.main()

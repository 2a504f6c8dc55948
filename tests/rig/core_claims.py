"""The core on real kernel interfaces: the installed unit, so its unprivileged user, its sandbox, its one capability."""
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time
import unittest

from kernel import CanInterface, GpioChip, run, wait_until
from system import (BIN, PATIENCE_S, RIG, RUN_DIR, UNIT, as_user, clean_up_rig, counter, ensure_rig, journal, main_pid,
                    status, tripline, write_profile)

PULSES = 8
PROFILE = {
    "camera": {"source": "sim", "width": 96, "height": 88, "fps": 60},
    "sim": {"strike_every_s": 0},
    "trigger": {"settle_ms": 200, "cooldown_ms": 200},
    # As long as may be: who looks at the pin does so on an emulated processor, which the host lets wait now and then.
    "strobe": {"output": "gpiod", "chip": "tripline-out", "line": "0", "pulse_us": [10000] * PULSES,
               "gap_us": [10000] * (PULSES - 1), "max_on_us": 100000, "max_duty": 0.9},
    "can": {"buses": [{"name": "vcan0", "source": "socketcan"}]},
}


def start_core(*options, **overrides):
    """Starts the core of the rig that claims are made with, configured so; options are systemctl's."""
    ensure_rig()
    write_profile({name: {**PROFILE.get(name, {}), **overrides.get(name, {})} for name in {*PROFILE, *overrides}})
    run("systemctl", "start", *options, UNIT)


class CoreClaims(unittest.TestCase):
    """What every claim about a running core needs; it has none itself."""

    @classmethod
    def setUpClass(cls):
        cls.out = GpioChip("tripline-out")
        cls.bus = CanInterface("vcan0")

    def start(self, **overrides):
        self.addCleanup(clean_up_rig)
        start_core(**overrides)
        if not wait_until(lambda: status().get("state") == "armed"):
            self.fail(f"not armed: {tripline('status').stdout}\n{journal()}")

    def watch(self, topic):
        """The events of a topic from now on; the retained status says that the subscriptions stand."""
        watcher = subprocess.Popen([BIN / "tripline", "watch", topic, "status", "--json", "--run-dir", RUN_DIR],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(watcher.stdout.close)
        self.addCleanup(watcher.wait)
        self.addCleanup(watcher.kill)
        watcher.stdout.readline()
        return watcher

    def watch_pin(self, line):
        """Each level that the pin of the strobe's chip takes from now on, one a line; it is low now."""
        pin = self.out.pins / f"sim_gpio{line}" / "value"
        watcher = subprocess.Popen(["/usr/bin/python3", pathlib.Path(__file__).parent / "pin_watch.py", pin],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(watcher.stdout.close)
        self.addCleanup(watcher.wait)
        self.addCleanup(watcher.kill)
        self.assertEqual(watcher.stdout.readline().strip(), "0")
        return watcher

    def next_level(self, watcher):
        """What a watched pin becomes next; empty when it stays as it is for too long."""
        patience = threading.Timer(PATIENCE_S, watcher.kill)
        patience.start()
        try:
            return watcher.stdout.readline().strip()
        finally:
            patience.cancel()

    def next_event(self, watcher, fits):
        patience = threading.Timer(PATIENCE_S, watcher.kill)
        patience.start()
        try:
            for line in watcher.stdout:
                event = json.loads(line).get("event") or {}
                if fits(event):
                    return event
        finally:
            patience.cancel()
        return self.fail(f"no such event\n{journal()}")


class Core(CoreClaims):
    def test_the_kernel_is_a_real_time_kernel(self):
        self.assertEqual(pathlib.Path("/sys/kernel/realtime").read_text().strip(), "1")

    def test_the_core_gets_fifo_and_locked_memory_as_an_ordinary_user(self):
        self.start()
        said = status()
        # How long reading the clock takes means nothing where the processor is emulated.
        missing = [row for row in said.get("degraded", []) if "the clock" not in row["what"]]
        self.assertEqual(missing, [])
        self.assertGreater(said["locked_bytes"], 0)
        for thread in said["threads"]:
            self.assertEqual(thread.get("priority", 0), thread.get("priority_wanted", 0), thread["name"])

    def test_the_kernel_shows_exactly_the_fifo_threads_of_the_table(self):
        self.start()
        pid = main_pid()
        shown = {}
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            fifo = os.sched_getscheduler(int(task.name)) & ~os.SCHED_RESET_ON_FORK == os.SCHED_FIFO
            if fifo:
                shown[(task / "comm").read_text().strip()] = os.sched_getparam(int(task.name)).sched_priority
        wanted = {row["name"]: row["priority_wanted"] for row in status()["threads"] if row.get("priority_wanted")}
        self.assertEqual(shown, wanted)

    def test_the_core_has_no_capability_but_sys_nice(self):
        self.start()
        text = pathlib.Path(f"/proc/{main_pid()}/status").read_text()
        self.assertEqual(int(re.search(r"CapEff:\s*(\w+)", text).group(1), 16), 1 << 23)

    def test_a_shot_shows_its_pulses_on_a_real_line(self):
        self.start()
        edges = self.watch_pin(0)
        shots = self.watch("shot")
        self.assertEqual(tripline("fire").returncode, 0)
        shot = self.next_event(shots, lambda event: event.get("shot_id") == 1)
        self.assertEqual(len(shot["pulses"]), PULSES, shot)
        self.assertEqual(self.next_level(edges), "1")
        self.assertEqual(self.next_level(edges), "0")
        self.assertEqual(self.out.level(0), 0)

    def test_a_core_that_is_killed_in_its_burst_leaves_the_line_low(self):
        self.start(strobe={"pulse_us": [5000] * 40, "gap_us": [5000] * 39})
        watcher = self.watch_pin(0)
        self.assertEqual(tripline("fire").returncode, 0)
        self.assertEqual(self.next_level(watcher), "1")
        os.kill(main_pid(), signal.SIGKILL)
        begun = time.monotonic()
        self.assertTrue(wait_until(lambda: self.out.level(0) == 0, 0.1), "still active after 100 ms")
        while time.monotonic() < begun + 1:
            self.assertEqual(self.out.level(0), 0, "active again")

    def test_frames_of_the_bus_are_counted(self):
        self.start()
        before = counter("can_in")
        for _ in range(5):
            self.bus.send("123#0102030405060708")
        self.assertTrue(wait_until(lambda: counter("can_in") >= before + 5))

    def test_a_bus_that_goes_down_is_told_and_comes_back(self):
        self.start()
        alerts = self.watch("alert")
        wait_until(lambda: counter("can_in") >= 0)
        self.bus.down()
        self.addCleanup(self.bus.up)
        self.next_event(alerts, lambda event: event.get("kind") == "bus_lost")
        self.bus.up()
        self.next_event(alerts, lambda event: event.get("kind") == "bus_back")
        before = counter("can_in")
        self.bus.send("123#01")
        self.assertTrue(wait_until(lambda: counter("can_in") > before))

    def test_a_second_core_is_refused_with_the_name_of_the_first(self):
        self.start()
        second = subprocess.run([BIN / "tripline-rt", "--rig", "second", "--run-dir", "/run/second",
                                 "--state-dir", "/run/second-state", "--set", "can.buses=[{name: \"vcan0\", source: \"socketcan\"}]"],
                                capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(second.returncode, 75, second.stderr)
        self.assertIn(f"pid {main_pid()}, rig {RIG}", second.stderr)

    def test_a_second_core_of_another_user_is_refused_with_the_name_of_the_first(self):
        self.start()
        second = as_user("nobody", BIN / "tripline-rt", "--rig", "second", "--run-dir", "/tmp/second",
                         "--state-dir", "/tmp/second-state", "--set",
                         "can.buses=[{name: \"vcan0\", source: \"socketcan\"}]")
        self.assertEqual(second.returncode, 75, second.stderr)
        self.assertIn(f"pid {main_pid()}, rig {RIG}", second.stderr)

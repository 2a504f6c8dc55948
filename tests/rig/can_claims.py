"""What happens to a CAN bus, on the kernel's own interfaces: dead, invalid and unknown are told apart."""
import contextlib
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from core_claims import CoreClaims
from kernel import run, wait_until
from system import CONFIG, LOG, PATIENCE_S, counter, done, ensure_rig, journal, main_pid, start_page, status

DBC = """BO_ 256 Engine: 8 ECU
 SG_ Rpm : 0|16@1+ (0.25,0) [0|16000] "rpm" ECU
 SG_ Alive : 16|4@1+ (1,0) [0|15] "" ECU
BA_ "GenMsgCycleTime" BO_ 256 1000;
"""


def bus():
    return (status().get("can_buses") or [{}])[0]


def received_by_the_interface():
    return int(pathlib.Path("/sys/class/net/vcan0/statistics/rx_packets").read_text())


@contextlib.contextmanager
def paused(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


class Pair:
    """Two interfaces on one wire: what one sends the other hears, and with one down the other has no carrier."""

    def __init__(self, ours, other):
        self.ours, self.other = ours, other
        run("ip", "link", "add", ours, "type", "vxcan", "peer", "name", other)
        for name in (ours, other):
            run("ip", "link", "set", name, "up")

    def remove(self):
        subprocess.run(["ip", "link", "del", self.ours], check=False, capture_output=True)


class Can(CoreClaims):
    def start_on(self, name, **can):
        ensure_rig()
        (CONFIG / "engine.dbc").write_text(DBC)
        entry = {"name": name, "source": "socketcan", **can.pop("bus", {})}
        self.start(strobe={"output": "sim"}, can={"buses": [entry], "dbc": ["engine.dbc"], **can})

    def is_told(self, alerts, kind, words=""):
        return self.next_event(alerts, lambda event: event.get("kind") == kind and words in event.get("message", ""))

    def test_a_bus_off_is_told_as_one_and_the_bus_comes_back(self):
        self.start_on("vcan0")
        alerts = self.watch("alert")
        self.bus.send("20000040#0000000000000000")
        self.is_told(alerts, "bus_lost", "bus-off")
        self.is_told(alerts, "bus_back")
        self.assertEqual(bus().get("losses"), 1)

    def test_error_counters_and_the_passive_state_of_a_controller_are_shown(self):
        self.start_on("vcan0")
        self.bus.send("20000204#0010000000000782")
        self.assertTrue(wait_until(lambda: bus().get("controller") == "error_passive", PATIENCE_S), bus())
        self.assertEqual((bus()["transmit_errors"], bus()["receive_errors"]), (7, 0x82))

    def test_a_bus_without_a_carrier_is_lost_and_is_back_with_it(self):
        pair = Pair("vxa0", "vxa1")
        self.addCleanup(pair.remove)
        self.start_on("vxa0")
        alerts = self.watch("alert")
        run("ip", "link", "set", "vxa1", "down")
        self.is_told(alerts, "bus_lost", "no carrier")
        run("ip", "link", "set", "vxa1", "up")
        self.is_told(alerts, "bus_back")
        before = counter("can_in")
        run("cansend", "vxa1", "100#0000010000000000")
        self.assertTrue(wait_until(lambda: counter("can_in") > before))

    def test_an_adapter_that_is_unplugged_is_found_when_it_is_plugged_in_again(self):
        pair = Pair("vxb0", "vxb1")
        self.addCleanup(lambda: pair.remove())
        self.start_on("vxb0")
        alerts = self.watch("alert")
        pair.remove()
        self.is_told(alerts, "bus_lost")
        pair = Pair("vxb0", "vxb1")
        self.is_told(alerts, "bus_back")

    def test_the_kernel_passes_only_ids_of_the_dbc_when_it_is_asked_to(self):
        self.start_on("vcan0", bus={"dbc_ids_only": True})
        for _ in range(3):
            self.bus.send("777#00")
        self.bus.send("100#0000010000000000")
        self.assertTrue(wait_until(lambda: bus().get("messages_seen") == 1, PATIENCE_S), bus())
        self.assertEqual(bus().get("unknown_ids", 0), 0)
        self.assertEqual(counter("can_in"), 1)

    def test_an_unknown_id_a_wrong_counter_and_a_dead_bus_are_three_things(self):
        self.start_on("vcan0", rules=[{"message": "Engine", "counter": "Alive"}])
        alerts = self.watch("alert")
        self.bus.send("777#00")
        self.bus.send("100#0000010000000000")
        self.bus.send("100#0000010000000000")
        self.is_told(alerts, "message_invalid", "Engine (wrong counter)")
        self.assertEqual([row["id"] for row in bus()["unknown"]], [0x777])
        self.assertEqual(bus()["state"], "ok")

    def test_frames_of_canplayer_are_decoded_and_seen_by_the_page_and_by_the_recorder(self):
        self.start_on("vcan0")
        page = start_page()
        self.addCleanup(done, "systemctl", "stop", LOG)
        run("systemctl", "start", LOG)
        watcher = self.watch("can_signals")
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.writelines(f"({1 + i * 0.05:.6f}) vcan0 100#{i * 40:04x}0{i % 16:x}0000000000\n" for i in range(100))
            log.flush()
            player = subprocess.Popen(["canplayer", "-I", log.name], stdout=subprocess.DEVNULL)
            self.addCleanup(player.kill)
            # Ids are counted while somebody asks; the log takes five seconds.
            self.assertTrue(wait_until(lambda: [row["id"] for row in page.get("/api/v1/can/ids").get("ids", [])] == [256],
                                       PATIENCE_S), journal())
            self.next_event(watcher, lambda event: event.get("value"))
            self.assertEqual(player.wait(PATIENCE_S), 0)
        self.assertTrue(wait_until(lambda: counter("can_in") == 100, PATIENCE_S), status())
        names = page.get("/api/v1/signals")
        self.assertIn("Rpm", str(names))
        run("systemctl", "stop", LOG)
        recorded = b"".join(path.read_bytes() for path in pathlib.Path("/var/lib/tripline-log/claims").rglob("*.mcap"))
        self.assertIn(b"can_signals", recorded)

    def test_an_interface_that_is_down_for_a_minute_is_opened_again_and_old_values_are_void(self):
        self.start_on("vcan0")
        page = start_page()
        alerts = self.watch("alert")
        self.bus.send("100#0000010000000000")
        self.assertTrue(wait_until(lambda: bus().get("messages_seen") == 1, PATIENCE_S), bus())
        self.assertTrue(wait_until(lambda: page.status().get("state"), PATIENCE_S), journal())
        self.bus.down()
        self.addCleanup(self.bus.up)
        self.is_told(alerts, "bus_lost")
        time.sleep(60)
        self.assertNotEqual(bus().get("state"), "ok")
        self.bus.up()
        self.is_told(alerts, "bus_back")
        self.assertEqual(bus().get("messages_seen", 0), 0, "what was seen before it was lost still counts")
        self.bus.send("100#0000020000000000")
        self.assertTrue(wait_until(lambda: bus().get("messages_seen") == 1, PATIENCE_S), bus())

    def test_what_a_flood_loses_is_what_the_kernel_dropped(self):
        self.start_on("vcan0")
        page = start_page()
        sent = received_by_the_interface()
        with paused(main_pid()):  # for less time than the watchdog waits
            try:
                subprocess.run(["cangen", "vcan0", "-g", "0", "-n", "60000", "-I", "100", "-L", "8", "-i"], timeout=2,
                               check=False)
            except subprocess.TimeoutExpired:
                pass  # more than the socket holds is out by now
        sent = received_by_the_interface() - sent
        # The kernel tells what it dropped with the next frame that it delivers.
        self.bus.send("100#0000010000000000")
        everything = lambda: counter("can_in") + counter("can_kernel", "drops") == sent + 1
        self.assertTrue(wait_until(everything, PATIENCE_S), f"{sent + 1} sent; {status()}\n{journal()}")
        self.assertGreater(counter("can_kernel", "drops"), 0)
        self.assertIn("can_kernel", str(page.status()["drops"]))

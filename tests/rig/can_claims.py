"""What happens to a CAN bus, on the kernel's own interfaces: dead, invalid and unknown are told apart."""
import pathlib
import subprocess

from core_claims import PATIENCE_S, CoreClaims, counter, status
from kernel import run, wait_until

CONFIG = pathlib.Path("/run/tripline-config")
DBC = """BO_ 256 Engine: 8 ECU
 SG_ Rpm : 0|16@1+ (0.25,0) [0|16000] "rpm" ECU
 SG_ Alive : 16|4@1+ (1,0) [0|15] "" ECU
BA_ "GenMsgCycleTime" BO_ 256 1000;
"""


def bus():
    return (status().get("can_buses") or [{}])[0]


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
        CONFIG.mkdir(exist_ok=True)
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

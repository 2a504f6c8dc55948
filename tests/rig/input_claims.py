"""The input on real kernel interfaces: an edge at a pin fires the strobe at another pin."""
from core_claims import PULSES, CoreClaims, counter, status, tripline
from kernel import GpioChip, wait_until

INPUT = {"source": "gpiod", "chip": "tripline-in", "line": "2", "edge": "rising"}


class InputClaims(CoreClaims):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beam = GpioChip("tripline-in")

    def setUp(self):
        self.beam.pull(2, False)

    def test_an_edge_at_an_input_pin_fires_the_strobe(self):
        self.start(input=INPUT)
        shots = self.watch("shot")
        self.beam.pull(2, True)
        shot = self.next_event(shots, lambda event: event.get("origin") == "input")
        self.assertEqual(len(shot["pulses"]), PULSES, shot)
        self.assertLess(shot["input_ns"], shot["edge_done_ns"])

    def test_an_edge_at_an_input_pin_does_nothing_while_disarmed(self):
        self.start(input=INPUT)
        self.assertEqual(tripline("disarm").returncode, 0)
        self.assertTrue(wait_until(lambda: status().get("state", "disarmed") == "disarmed"))
        self.beam.pull(2, True)
        self.assertTrue(wait_until(lambda: counter("input_not_armed") == 1))
        self.assertEqual(counter("shots"), 0)

    def test_an_input_arms_and_disarms_by_its_level(self):
        self.start(input={**INPUT, "edge": "both", "action": "arm_disarm"})
        self.beam.pull(2, True)
        self.assertTrue(wait_until(lambda: counter("input_edges") == 1))
        self.beam.pull(2, False)
        self.assertTrue(wait_until(lambda: status().get("state", "disarmed") == "disarmed"))
        self.beam.pull(2, True)
        self.assertTrue(wait_until(lambda: status().get("state") == "armed"))

    def test_an_input_that_is_unplugged_is_told_and_comes_back(self):
        self.start(input=INPUT)
        alerts = self.watch("alert")
        self.beam.unplug()
        self.next_event(alerts, lambda event: event.get("kind") == "input_lost")
        self.beam.plug()
        self.next_event(alerts, lambda event: event.get("kind") == "input_back")
        self.beam.pull(2, False)
        self.beam.pull(2, True)
        self.assertTrue(wait_until(lambda: counter("input_edges") >= 1))

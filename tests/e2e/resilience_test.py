#!/usr/bin/env python3
"""What happens to the others must not reach the trigger: a web process that dies, a subscriber that stands still."""
import json
import os
import signal
import sys
import time
import unittest

from rig import Rig, resident_kib, wait_until

BIN_DIR = sys.argv.pop(1)
STALL_S = float(os.environ.get("TRIPLINE_STALL_SECONDS", "15"))
KILLS = 20


class Resilience(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)

    def start_web(self):
        return self.rig.start([self.rig.bin / "tripline-web", "--run-dir", self.rig.run_dir, "--port", "0"])

    def test_shots_go_on_while_the_web_process_is_killed_twenty_times(self):
        self.rig.start_core("--set", "sim.strike_every_s=2.5")
        self.assertTrue(wait_until(lambda: self.rig.counter("shots")))
        before = self.rig.counter("shots")
        begun = time.monotonic()
        for _ in range(KILLS):
            web = self.start_web()
            time.sleep(0.4)  # long enough to be connected and in the middle of something
            web.send_signal(signal.SIGKILL)
            web.wait()
        strikes = int((time.monotonic() - begun) / 2.5)
        self.assertTrue(wait_until(lambda: self.rig.counter("shots") >= before + strikes, 10))
        for place, lost in self.rig.drops().items():
            if place != "frames_lost":  # a simulated camera on a busy test machine may come late itself
                self.assertEqual(lost, 0, place)

    def test_a_subscriber_that_stands_still_costs_bounded_memory_and_is_told_its_gap(self):
        core = self.rig.start_core("--set", "sim.strike_every_s=2.5")
        reader = self.rig.watch()
        self.assertTrue(reader.stdout.readline())
        reader.send_signal(signal.SIGSTOP)
        time.sleep(STALL_S / 3)
        at_first = resident_kib(core.pid)
        shots = self.rig.counter("shots")
        time.sleep(STALL_S * 2 / 3)
        grown = resident_kib(core.pid) - at_first
        self.assertLess(grown, 24 * 1024, f"the core grew by {grown} KiB behind a stalled subscriber")
        self.assertGreater(self.rig.counter("shots"), shots)
        print(f"stalled for {STALL_S:.0f} s: the core's resident set changed by {grown} KiB after the first third", file=sys.stderr)
        reader.send_signal(signal.SIGCONT)
        gap = next(line for line in map(json.loads, reader.stdout) if "lost" in line)
        self.assertGreater(gap["lost"], 0)
        self.assertIsNone(core.poll())


if __name__ == "__main__":
    unittest.main()

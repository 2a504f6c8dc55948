#!/usr/bin/env python3
"""kill -9 of the core while its lamp is lit: the guard puts the (simulated) line to rest."""
import json
import os
import signal
import struct
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from rig import Rig, wait_until

BIN = sys.argv.pop(1)
LEVELS = struct.Struct("=48sIxxxxQ")  # hw/sim/shared_levels.hpp: label, levels, changed_ns


class GuardTest(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN)
        self.addCleanup(self.rig.close)

    def levels(self):
        label, levels, changed_ns = LEVELS.unpack((self.rig.run_dir / "sim-lines").read_bytes()[:LEVELS.size])
        self.assertTrue(label.startswith(b"SIMULATED"))
        return levels, changed_ns

    def start_core(self):
        """A core whose pattern is lit nearly all of the time, and disarmed."""
        pulses = json.dumps([10000] * 64)
        return self.rig.start_core("--profile", "demo", "--set", "strobe.max_on_us=0", "--set", "strobe.max_duty=0",
                                   "--set", f"strobe.pulse_us={pulses}", "--set", "strobe.gap_us=" + json.dumps([10] * 63),
                                   "--set", "strobe.min_rest_ms=0", "--set", "trigger.arm_at_start=false",
                                   "--set", "realtime.lock_memory=false")

    def stop_while_lit(self, core):
        """The core, stopped by SIGSTOP at a moment when its lamp is lit."""
        def lit():
            core.send_signal(signal.SIGCONT)
            self.rig.cli("test-pulse")
            core.send_signal(signal.SIGSTOP)
            return self.levels()[0] == 1
        self.assertTrue(wait_until(lit), "never lit")

    def test_the_lamp_goes_out_after_kill_9(self):
        core = self.start_core()
        self.stop_while_lit(core)
        killed_ns = time.monotonic_ns()
        core.kill()
        self.assertTrue(wait_until(lambda: self.levels()[0] == 0), "the lamp stayed lit")
        print(f"kill -9 to line inactive: {(self.levels()[1] - killed_ns) / 1e6:.1f} ms (SIMULATED line)", file=sys.stderr)

    def test_a_clean_stop_says_goodbye(self):
        core = self.start_core()
        core.send_signal(signal.SIGTERM)
        self.assertEqual(core.wait(60), 0)
        self.assertEqual(self.levels()[0], 0)
        self.assertNotIn("the core is gone", (self.rig.dir / "core.log").read_text(encoding="utf-8"))

    def test_a_dead_guard_is_told(self):
        core = self.start_core()
        guard = wait_until(lambda: self.child_of(core.pid))
        self.assertTrue(guard, "no guard runs")
        os.kill(guard, signal.SIGKILL)
        self.assertTrue(wait_until(lambda: any("guard" in row["what"] for row in (self.rig.status() or {}).get("degraded", []))))

    @staticmethod
    def child_of(pid):
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8") as stat:
                    name, rest = stat.read().rsplit(")", 1)
            except OSError:
                continue
            if int(rest.split()[1]) == pid and "tripline-guard" in name:
                return int(entry)
        return None


if __name__ == "__main__":
    unittest.main(verbosity=2)

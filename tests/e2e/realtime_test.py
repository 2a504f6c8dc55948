#!/usr/bin/env python3
"""The armed core as it is shipped: no syscall in the trigger's path but the wait for a frame and the hand-over after the edge,
no allocation or lock in a real-time turn, no page fault in a real-time thread. Over the shipped build:

    python3 tests/e2e/realtime_test.py build/release/bin build/release/lib/tripline-tripwire.so"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import unittest

from rig import Rig, wait_until

BIN_DIR, TRIPWIRE = sys.argv.pop(1), sys.argv.pop(1)
SHOTS = 2
ARMED_QUICKLY = ("--set", "sim.strike_every_s=1.5", "--set", "trigger.settle_ms=300", "--set", "trigger.cooldown_ms=300")
CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(\(| resumed>)(.*)$")


def may_trace():
    """True where a process may trace its children: some containers forbid it."""
    return shutil.which("strace") and subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], check=False).returncode == 0


def is_sanitized():
    linked = subprocess.run(["ldd", pathlib.Path(BIN_DIR) / "tripline-rt"], capture_output=True, text=True, check=False)
    return "asan" in linked.stdout or "tsan" in linked.stdout


def calls_of_threads(log):
    """For each thread that strace saw, by its name: the calls that it made after it took that name."""
    names, calls = {}, {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = CALL.match(line)
        if not match or match[3] != "(":
            continue
        thread, call, rest = match[1], match[2], match[4]
        if call == "prctl" and (name := re.match(r'PR_SET_NAME, "([^"]+)"', rest)):
            names[thread] = name[1]
            calls[name[1]] = []
        elif thread in names:
            calls[names[thread]].append((call, rest))
    return calls


class RealTime(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)

    def start(self, *wrapper, environment=None):
        with open(self.rig.dir / "core.log", "w", encoding="utf-8") as log:
            return self.rig.start([*wrapper, *self.rig.core_command(*ARMED_QUICKLY)], stderr=log,
                                  env={**os.environ, **(environment or {})})

    def log(self):
        return (self.rig.dir / "core.log").read_text(encoding="utf-8")

    @unittest.skipUnless(may_trace(), "strace is missing, or this system forbids it")
    def test_the_trigger_path_has_no_syscall_but_the_frame_wait_and_the_hand_over(self):
        trace = self.rig.dir / "trace"
        tracer = self.start("strace", "-f", "-qq", "-o", str(trace))
        self.assertTrue(wait_until(lambda: (self.rig.counter("shots") or 0) >= SHOTS))
        shots = self.rig.counter("shots")
        core = self.rig.status()["pid"]
        os.kill(core, signal.SIGTERM)
        tracer.wait(timeout=60)
        calls = calls_of_threads(trace)["tl-camera"]
        waits = [i for i, (call, _) in enumerate(calls) if call == "clock_nanosleep"]
        turns = calls[waits[0]:waits[-1]]  # from the first frame on, and without the end of the thread
        self.assertEqual({call for call, _ in turns}, {"clock_nanosleep", "write"},
                         "a clock that enters the kernel, a lock or a fault would show here")
        hand_overs = [rest for call, rest in turns if call == "write"]
        self.assertGreaterEqual(len(hand_overs), shots)
        self.assertTrue(all(r'"\1\0\0\0\0\0\0\0", 8' in rest for rest in hand_overs), hand_overs)
        print(f"tl-camera: {len(turns) - len(hand_overs)} frame waits, {len(hand_overs)} hand-overs, nothing else", file=sys.stderr)

    @unittest.skipIf(is_sanitized(), "a sanitizer's shadow pages come in one by one: run this over a release build")
    def test_real_time_threads_do_not_fault_after_their_start(self):
        self.start()
        self.assertTrue(wait_until(lambda: (self.rig.counter("shots") or 0) >= SHOTS))
        faults = {row["name"]: row["page_faults"] for row in self.rig.status()["threads"] if row["priority_wanted"] > 0}
        self.assertGreaterEqual(len(faults), 3)
        self.assertEqual(set(faults.values()), {0}, faults)

    @unittest.skipIf(is_sanitized(), "a sanitizer stands in front of the C library itself: run this over a release build")
    def test_a_wire_across_its_turns_stays_untouched_and_would_be_felt(self):
        core = self.start(environment={"LD_PRELOAD": TRIPWIRE})
        self.assertTrue(wait_until(lambda: (self.rig.counter("shots") or 0) >= SHOTS or core.poll() is not None))
        self.assertIsNone(core.poll(), self.log())
        self.assertIn("tripwire: watching", self.log())
        core.terminate()
        core.wait(timeout=60)
        for call, thread in (("write", "tl-camera"), ("clock_nanosleep", "tl-strobe")):
            core = self.start(environment={"LD_PRELOAD": TRIPWIRE, "TRIPLINE_TRIPWIRE_ALSO": call})
            self.assertEqual(core.wait(timeout=60), -signal.SIGABRT)
            self.assertIn(f"tripwire: thread {thread} called {call} in a real-time turn", self.log())


if __name__ == "__main__":
    unittest.main()

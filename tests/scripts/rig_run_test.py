#!/usr/bin/env python3
"""`tripline rig run` from the outside: it starts three programs, says how they did, and leaves nothing."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

TRIPLINE = sys.argv.pop(1)
PATIENCE_S = 60  # for what takes two seconds on an idle machine
SUMMARY_KEYS = ["frames", "shots", "can", "drops", "trigger_us", "realtime"]


def processes_of(run_dir):
    """Pids of whatever was started for this run directory."""
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if str(run_dir).encode() in (entry / "cmdline").read_bytes():
                    yield int(entry.name)
            except OSError:
                pass  # it ended meanwhile


def wait_until(reached, seconds=PATIENCE_S):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.02)
    return False


class RigRun(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tripline-test-")
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        self.run_dir = self.dir / "run"
        # Whoever outlives a killed supervisor for a moment still writes there.
        self.addCleanup(wait_until, lambda: not list(processes_of(self.run_dir)))

    def command(self, *arguments, port="0"):
        return [TRIPLINE, "rig", "run", "--run-dir", str(self.run_dir), "--state-dir", str(self.dir / "state"), "--port", port,
                *arguments]

    def start(self, *arguments):
        run = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        address = run.stdout.readline()
        self.assertRegex(address, r"^Tripline runs: http://127\.0\.0\.1:\d+/ \(profile demo, rig main\)$")
        return run, address.split()[2]

    def refuse(self, *arguments, **port):
        refused = subprocess.run(self.command(*arguments, **port), capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(refused.stdout, "")
        return refused.returncode, refused.stderr.splitlines()[-1]

    def assert_nothing_left(self):
        self.assertEqual(list(processes_of(self.run_dir)), [])
        self.assertFalse(self.run_dir.exists())

    def test_a_run_of_some_seconds_ends_with_its_summary(self):
        run = subprocess.run(self.command("--seconds", "6"), capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(run.returncode, 0, run.stderr)
        summary = json.loads(run.stdout.splitlines()[-1])
        self.assertEqual([key for key in summary if key != "incomplete"], SUMMARY_KEYS)
        self.assertNotIn("incomplete", summary, run.stderr)
        self.assertGreater(summary["frames"], 0)
        self.assertGreater(summary["can"]["decoded"], 0)
        self.assert_nothing_left()

    def test_the_page_answers_when_its_address_is_said_and_sigterm_stops_all(self):
        run, address = self.start()
        self.assertEqual(urllib.request.urlopen(address + "healthz", timeout=PATIENCE_S).status, 200)
        self.assertGreaterEqual(len(list(processes_of(self.run_dir))), 4)
        run.send_signal(signal.SIGTERM)
        self.assertEqual(run.wait(PATIENCE_S), 0)
        self.assertEqual(list(json.loads(run.stdout.read().splitlines()[-1]))[:2], ["frames", "shots"])
        self.assert_nothing_left()

    def test_nothing_survives_a_killed_supervisor(self):
        run, _ = self.start()
        run.kill()
        run.wait()
        self.assertTrue(wait_until(lambda: not list(processes_of(self.run_dir))))

    def test_the_page_comes_back_each_time_it_is_killed(self):
        _, address = self.start()
        for _ in range(20):
            web = json.loads((self.run_dir / "web.state").read_text())["pid"]
            os.kill(web, signal.SIGKILL)
            self.assertTrue(wait_until(lambda: self.web_runs_anew(web)))
            self.assertEqual(urllib.request.urlopen(address + "healthz", timeout=PATIENCE_S).status, 200)

    def web_runs_anew(self, before):
        state = json.loads((self.run_dir / "web.state").read_text())
        return state["state"] == "RUNNING" and state["pid"] != before

    def test_a_second_run_of_the_rig_is_refused(self):
        self.start()
        code, said = self.refuse()
        self.assertEqual(code, 75)
        self.assertIn("runs already", said)
        self.assertTrue(self.run_dir.exists(), "the first run keeps what is its own")

    def test_a_taken_port_is_refused_in_one_line(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            code, said = self.refuse(port=str(taken.getsockname()[1]))
        self.assertEqual(code, 75)
        self.assertTrue(said.startswith("tripline: port "), said)
        self.assert_nothing_left()

    def test_a_capture_that_is_not_there_ends_the_run_with_the_cores_line(self):
        code, said = self.refuse("--frames", "/nonexistent/clip.y4m")
        self.assertEqual(code, 66)
        self.assertTrue(said.startswith("tripline-rt: "), said)
        self.assertIn("/nonexistent/clip.y4m", said)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()

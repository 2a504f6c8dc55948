#!/usr/bin/env python3
"""The core's life as the page's API sees and steers it, with `tripline rig run` for real."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

from rig import PATIENCE_S, Rig, wait_until

BIN_DIR = sys.argv.pop(1)


class Lifecycle(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)

    def start_rig(self):
        command = [self.rig.bin / "tripline", "rig", "run", "--run-dir", self.rig.run_dir, "--state-dir",
                   self.rig.dir / "state", "--port", "0"]
        run = self.rig.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait, PATIENCE_S)  # its children must be gone before the directories are
        self.addCleanup(run.terminate)
        self.address = run.stdout.readline().split()[2]
        self.wait_for("RUNNING")

    def start_web(self):
        log = self.rig.dir / "web.log"
        with open(log, "w", encoding="utf-8") as file:
            self.rig.start([self.rig.bin / "tripline-web", "--run-dir", self.rig.run_dir, "--port", "0"], stderr=file)
        mark = "listening on "
        said = wait_until(lambda: next((line for line in log.read_text().splitlines() if mark in line), None))
        self.address = said.split(mark)[1]

    def core(self):
        with urllib.request.urlopen(self.address + "api/v1/core", timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def post(self, verb):
        """Status and document of the answer."""
        request = urllib.request.Request(self.address + "api/v1/core/" + verb, data=b"{}", method="POST",
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def wait_for(self, state, pid_is_not=0):
        core = wait_until(lambda: (core := self.core())["state"] == state and core["pid"] != pid_is_not and core)
        self.assertTrue(core, self.core())
        return core

    def test_the_core_is_stopped_started_and_restarted_and_the_others_live_on(self):
        self.start_rig()
        web = (self.rig.run_dir / "web.pid").read_text()
        first = self.core()
        self.assertEqual(first["control"], {"by": "supervisor", "able": True, "refusal": ""})
        self.assertEqual(int((self.rig.run_dir / "core.pid").read_text()), first["pid"])

        status, core = self.post("stop")
        self.assertIn(status, (200, 202))
        core = self.wait_for("STOPPED")
        self.assertEqual(core["why"], "stopped on request")
        self.assertIsNone(core["pid"])
        self.assertFalse((self.rig.run_dir / "core.pid").exists())

        status, _ = self.post("start")
        self.assertIn(status, (200, 202))
        second = self.wait_for("RUNNING", first["pid"])
        status, _ = self.post("restart")
        self.assertIn(status, (200, 202))
        self.wait_for("RUNNING", second["pid"])
        self.assertEqual((self.rig.run_dir / "web.pid").read_text(), web)
        log = self.rig.dir / "state" / "log" / "core.log"
        self.assertIn("self-test", log.read_text().lower())

    def test_a_killed_core_is_told_within_two_seconds_and_comes_back(self):
        self.start_rig()
        killed = self.core()["pid"]
        os.kill(killed, signal.SIGKILL)
        begun = time.monotonic()
        seen = wait_until(lambda: (core := self.core())["pid"] != killed and core)
        print(f"killed: {seen['state']} ({seen['why']}) after {time.monotonic() - begun:.2f} s", file=sys.stderr)
        self.assertIn(seen["state"], ("FAILED", "STARTING", "RUNNING"))
        if seen["state"] == "FAILED":
            self.assertEqual(seen["signal"], signal.SIGKILL)
            self.assertIn("killed by signal 9", seen["why"])
        self.wait_for("RUNNING", killed)
        print(f"runs again after {time.monotonic() - begun:.2f} s", file=sys.stderr)

    def test_a_core_that_somebody_started_by_hand_is_shown_and_left_alone(self):
        self.start_rig()
        self.post("stop")
        self.wait_for("STOPPED")
        by_hand = self.rig.start_core()
        core = self.wait_for("RUNNING")
        self.assertEqual(core["pid"], by_hand.pid)
        self.assertIn(f"pid {by_hand.pid}, rig main", core["why"])
        self.assertFalse(core["control"]["able"])
        for verb in ("start", "stop", "restart"):
            status, problem = self.post(verb)
            self.assertEqual(status, 409)
            self.assertIn(f"pid {by_hand.pid}, rig main", problem["detail"])
        self.assertIsNone(by_hand.poll())
        by_hand.send_signal(signal.SIGTERM)
        by_hand.wait(PATIENCE_S)
        self.wait_for("STOPPED")
        self.assertIn(self.post("start")[0], (200, 202))
        self.wait_for("RUNNING", by_hand.pid)

    def test_a_start_that_fails_says_why_with_the_last_lines(self):
        self.start_rig()
        self.post("stop")
        self.wait_for("STOPPED")
        overrides = self.rig.dir / "state" / "demo.overrides.json"
        overrides.write_text("{ this is no configuration")
        status, problem = self.post("start")
        if status == 202:  # a busy machine: the answer did not wait for the end
            self.wait_for("FAILED")
            status, problem = self.post("start")
        self.assertEqual(status, 503, problem)
        self.assertIn("exit code 78", problem["detail"])
        self.assertTrue(any("overrides.json" in line for line in problem["core"]["log"]), problem)
        core = self.core()
        self.assertEqual((core["state"], core["exit_code"]), ("FAILED", 78))
        overrides.unlink()
        self.assertIn(self.post("start")[0], (200, 202))
        self.wait_for("RUNNING")

    def test_without_a_supervisor_the_page_shows_and_refuses(self):
        self.start_web()
        self.assertEqual(self.core()["state"], "STOPPED")
        self.assertEqual(self.post("start")[0], 503)
        by_hand = self.rig.start_core()
        self.assertEqual(self.wait_for("RUNNING")["pid"], by_hand.pid)
        by_hand.kill()
        by_hand.wait()
        begun = time.monotonic()
        wait_until(lambda: self.core()["state"] != "RUNNING")
        print(f"killed, unsupervised: told after {time.monotonic() - begun:.2f} s", file=sys.stderr)
        self.assertEqual(self.core()["state"], "STOPPED")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Bad input: one clear line that names the thing, a listed exit code, nothing left behind."""
import gzip
import subprocess
import sys
import unittest

from rig import PATIENCE_S, Rig

BIN_DIR = sys.argv.pop(1)
USAGE, BAD_DATA, NO_INPUT, CANNOT_CREATE, IN_USE, BAD_CONFIG = 64, 65, 66, 73, 75, 78
Y4M = b"YUV4MPEG2 W16 H16 F30:1 C420jpeg\n" + b"FRAME\n" + bytes(16 * 16 * 3 // 2)


class BadInput(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)

    def file(self, name, content):
        path = self.rig.dir / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def refuse(self, code, *says, command=None, arguments=()):
        """Runs the core (or `command`) and returns the one line it refused with."""
        command = command or self.rig.core_command(*arguments)
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        lines = [line for line in done.stderr.splitlines() if line.startswith("tripline")]
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(lines), 1, done.stderr)
        for word in says:
            self.assertIn(word, lines[0])
        self.assertFalse((self.rig.run_dir / "core.lock").exists())
        return lines[0]

    def test_an_unreadable_frame_file(self):
        self.refuse(NO_INPUT, "/nonexistent/clip.y4m", arguments=["--frames", "/nonexistent/clip.y4m"])

    def test_an_empty_directory_of_frames(self):
        (self.rig.dir / "empty").mkdir()
        self.refuse(NO_INPUT, "empty", arguments=["--frames", str(self.rig.dir / "empty")])

    def test_a_truncated_y4m(self):
        clip = self.file("cut.y4m", Y4M + b"FRAME\n" + bytes(10))
        self.refuse(BAD_DATA, "cut.y4m", "frame 1", arguments=["--frames", clip])

    def test_a_truncated_gzip(self):
        clip = self.file("cut.y4m.gz", gzip.compress(Y4M * 1)[:-20])
        self.refuse(BAD_DATA, "cut.y4m.gz", arguments=["--frames", clip])

    def test_something_that_is_no_y4m(self):
        self.refuse(BAD_DATA, "no.y4m", arguments=["--frames", self.file("no.y4m", b"\x7fELF rubbish")])

    def test_a_dbc_of_rubbish(self):
        dbc = self.file("bad.dbc", 'BO_ 256 Engine 8 ECU\n')
        self.refuse(BAD_DATA, "bad.dbc:1:", arguments=["--dbc", dbc])

    def test_a_dbc_that_is_not_there(self):
        self.refuse(NO_INPUT, "/nonexistent.dbc", arguments=["--dbc", "/nonexistent.dbc"])

    def test_a_malformed_line_in_a_can_log(self):
        log = self.file("bad.log", "(1.000000) can0 123#11\n(1.000001) can0 12#XY\n")
        self.refuse(BAD_DATA, "bad.log:2:", arguments=["--can-log", log])

    def test_an_unknown_key_in_a_profile(self):
        self.file("mine.json", "{\n  trigger: { treshold: 30 }\n}")
        self.refuse(BAD_CONFIG, "mine.json:2", "treshold", arguments=["--config-dir", str(self.rig.dir), "--profile", "mine"])

    def test_a_value_out_of_range(self):
        self.file("mine.json", "{\n  trigger: {\n    threshold: 0\n  }\n}")
        self.refuse(BAD_CONFIG, "mine.json:3: trigger.threshold: 0 is out of range, allowed 1..254",
                    arguments=["--config-dir", str(self.rig.dir), "--profile", "mine"])

    def test_a_strobe_pattern_that_would_burn_the_lamp(self):
        self.refuse(BAD_CONFIG, "strobe.pulse_us[0] is 5000 us, strobe.max_on_us allows 1000",
                    arguments=["--set", "strobe.pulse_us=[5000]", "--set", "strobe.gap_us=[]"])

    def test_a_real_line_without_stated_limits(self):
        self.refuse(BAD_CONFIG, "strobe.max_on_us",
                    arguments=["--set", 'strobe.output="gpiod"', "--set", "strobe.max_on_us=0"])

    def test_a_profile_that_is_not_there(self):
        self.refuse(NO_INPUT, "golf-of-nobody", "--profile", arguments=["--profile", "golf-of-nobody"])

    def test_a_directory_that_cannot_be_made(self):
        self.refuse(CANNOT_CREATE, "/proc/x", command=[str(self.rig.bin / "tripline-rt"), "--run-dir", "/proc/x/run"])

    def test_a_rig_name_that_is_none(self):
        self.refuse(USAGE, "../evil", arguments=["--rig", "../evil"])

    def test_an_option_that_is_none(self):
        self.refuse(USAGE, "--frobnicate", arguments=["--frobnicate"])

    def test_a_second_core_names_the_holder(self):
        core = self.rig.start_core()
        done = subprocess.run(self.rig.core_command(), capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        self.assertEqual(done.returncode, IN_USE)
        for word in (f"pid {core.pid}", "rig main", "profile demo", "since 20"):
            self.assertIn(word, done.stderr)
        self.assertIsNone(core.poll(), "the first core goes on")

    def test_a_refused_live_change_changes_nothing(self):
        self.rig.start_core()
        code, _, said = self.rig.cli("set", "trigger.threshold", "0")
        self.assertEqual(code, BAD_CONFIG)
        self.assertIn("allowed 1..254", said)
        code, _, said = self.rig.cli("set", "strobe.pulse_us", "[5000]")
        self.assertEqual(code, BAD_CONFIG)
        self.assertEqual(self.rig.cli("get", "trigger.threshold")[1].strip(), "25")
        self.assertEqual(self.rig.cli("set", "trigger.threshold", "30")[0], 0)
        self.assertEqual(self.rig.cli("get", "trigger.threshold")[1].strip(), "30")
        self.assertEqual(self.rig.cli("reset", "trigger.threshold")[0], 0)
        self.assertEqual(self.rig.cli("get", "trigger.threshold")[1].strip(), "25")

    def test_no_core_to_talk_to(self):
        code, _, said = self.rig.cli("arm")
        self.assertEqual(code, 69)
        self.assertIn("tripline", said)


if __name__ == "__main__":
    unittest.main()

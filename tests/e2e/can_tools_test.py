#!/usr/bin/env python3
"""`tripline can …` as a person at a terminal and a script have it: on logs, on the running core, on a pty."""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unittest

from rig import PATIENCE_S, SHARED, Rig, wait_until

BIN_DIR = sys.argv.pop(1)
CAR_LOG = SHARED / "can" / "logs" / "normalsportcomfortengineon.log"
CAR_DBC = SHARED / "can" / "logs" / "ford_lincoln_base_pt.dbc"
LOG = "".join(f"({10 + i / 100:.6f}) can0 044#{i % 256:02X}0F03\n({10 + i / 100:.6f}) can1 18FEF100#\n" for i in range(200))


class Terminal:
    """A terminal of 80 columns and 24 lines, and a program on it."""

    def __init__(self, command, **options):
        self.near, far = pty.openpty()
        self.resize(80, 24)
        self.before = termios.tcgetattr(far)
        self.process = subprocess.Popen(command, stdin=options.get("stdin", far), stdout=far, stderr=far,
                                        start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(far, termios.TIOCSCTTY, 0))
        self.far = far
        self.seen = ""

    def resize(self, columns, lines):
        fcntl.ioctl(self.near, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read(self):
        while select.select([self.near], [], [], 0)[0]:
            self.seen += os.read(self.near, 65536).decode(errors="replace")

    def wait_for(self, pattern):
        """Waits until what is on the screen from now on shows the pattern."""
        self.seen = ""

        def shown():
            self.read()
            return re.search(pattern, self.seen)
        assert wait_until(shown), self.seen[-4000:]

    def type(self, keys):
        os.write(self.near, keys.encode())

    def wait_for_end(self):
        assert wait_until(lambda: (self.read(), self.process.poll() is not None)[1])
        self.read()
        return self.process.returncode

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.near)
        os.close(self.far)


class CanTools(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)
        self.log = self.rig.dir / "a.log"
        self.log.write_text(LOG)

    def can(self, *arguments, code=0, **options):
        done = subprocess.run([self.rig.bin / "tripline", "can", *arguments], capture_output=True, text=True,
                              timeout=PATIENCE_S, check=False, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout + done.stderr

    def terminal(self, *arguments):
        terminal = Terminal([self.rig.bin / "tripline", "can", "monitor", *arguments])
        self.addCleanup(terminal.close)
        return terminal

    def test_the_monitor_shows_a_log_and_gives_the_terminal_back(self):
        terminal = self.terminal("--log", self.log, "--at-once")
        terminal.wait_for(r"400 frames, 2 ids")
        self.assertIn("\x1b[?1049h", terminal.seen)
        terminal.type("q")
        self.assertEqual(terminal.wait_for_end(), 0)
        self.assertTrue(terminal.seen.endswith("\x1b[?25h\x1b[?1049l"), repr(terminal.seen[-60:]))
        self.assertEqual(termios.tcgetattr(terminal.far), terminal.before)

    def test_the_monitor_gives_the_terminal_back_when_it_is_told_to_end(self):
        for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            terminal = self.terminal("--log", self.log, "--at-once")
            terminal.wait_for(r"400 frames")
            terminal.process.send_signal(told)
            self.assertEqual(terminal.wait_for_end(), 0)
            self.assertTrue(terminal.seen.endswith("\x1b[?1049l"), repr(terminal.seen[-60:]))
            self.assertEqual(termios.tcgetattr(terminal.far), terminal.before)

    def test_the_monitor_obeys_its_keys_and_the_size_of_the_terminal(self):
        terminal = self.terminal("--log", self.log, "--at-once")
        terminal.wait_for(r"sort \(id\).*lines 1-2 of 2")
        terminal.type("s")
        terminal.wait_for(r"sort \(name\)")
        terminal.type(" ")
        terminal.wait_for(r"PAUSED")
        terminal.resize(120, 4)
        terminal.wait_for(r"rate Hz(?s:.)*lines 1-1 of 2")
        terminal.type("\x1b[B")
        terminal.wait_for(r"lines 2-2 of 2")
        terminal.type("c")
        terminal.wait_for(r"0 frames, 0 ids")

    def test_the_monitor_reads_a_pipe_and_its_keys_from_the_terminal(self):
        source, sink = os.pipe()
        terminal = Terminal([self.rig.bin / "tripline", "can", "monitor", "--log", "-"], stdin=source)
        self.addCleanup(terminal.close)
        os.close(source)
        os.write(sink, b"(1.0) can0 123#11\n")
        terminal.wait_for(r"1 frames, 1 ids")
        os.write(sink, b"(1.5) can0 124#11\n")
        terminal.wait_for(r"2 frames, 2 ids")
        terminal.type("q")
        self.assertEqual(terminal.wait_for_end(), 0)
        os.close(sink)

    def test_no_color_is_respected(self):
        os.environ["NO_COLOR"] = "1"
        self.addCleanup(os.environ.pop, "NO_COLOR")
        terminal = self.terminal("--log", self.log, "--at-once")
        terminal.wait_for(r"400 frames(?s:.)*lines")
        self.assertNotRegex(terminal.seen, "\x1b\\[[0-9;]*3[0-9]m")
        self.assertIn("\x1b[1;7m", terminal.seen)

    def test_monitor_and_stats_show_the_running_core(self):
        self.rig.start_core()
        self.assertTrue(wait_until(lambda: self.rig.counter("can_in")))
        place = ("--run-dir", str(self.rig.run_dir))
        text = self.can("monitor", "--once", "--signals", "*", *place)
        self.assertRegex(text, r"[1-9]\d* frames, [1-9]\d* ids  core in ")
        self.assertRegex(text, r"\n      \w+=-?\d")
        counted = json.loads(self.can("stats", "--seconds", "2", "--json", *place))
        self.assertGreater(counted["buses"][0]["frames"], 0)
        self.assertTrue(any(row["message"] for row in counted["ids"]))
        terminal = self.terminal(*place)
        terminal.wait_for(r"[1-9]\d* frames, [1-9]\d* ids")
        terminal.type("\x03")
        self.assertEqual(terminal.wait_for_end(), 0)

    def test_without_a_core_monitor_and_stats_say_so(self):
        for tool in ("monitor", "stats"):
            said = self.can(tool, "--run-dir", str(self.rig.dir), code=69)
            self.assertIn("no core answers in", said)
            self.assertEqual(said.count("\n"), 1)

    def test_a_convert_that_is_killed_leaves_what_was_there(self):
        out = self.rig.dir / "out.csv"
        out.write_text("what was there")
        source, sink = os.pipe()
        convert = subprocess.Popen([self.rig.bin / "tripline", "can", "convert", "--log", "-", "-o", out], stdin=source)
        os.close(source)
        os.write(sink, LOG.encode())
        self.assertTrue(wait_until(lambda: any(path.name.endswith(".part") for path in self.rig.dir.iterdir())))
        convert.kill()
        convert.wait()
        os.close(sink)
        self.assertEqual(out.read_text(), "what was there")

    def test_sending_without_a_bus_is_refused_in_one_line(self):
        said = self.can("send", "can-nowhere", "123#1122", code=72)
        self.assertTrue(said.startswith("tripline: can-nowhere: "), said)
        self.assertEqual(said.count("\n"), 1)

    @unittest.skipUnless(SHARED.exists(), f"{SHARED} is not here")
    def test_a_real_cars_log_is_decoded_counted_and_converted_whole(self):
        lines = self.can("decode", "--dbc", CAR_DBC, "--log", CAR_LOG, "--json").splitlines()
        self.assertEqual(len(lines), 40_929)
        known = [row for row in map(json.loads, lines) if row["message"]]
        self.assertEqual(len(known), 39_290)
        rpm = [row["signals"]["EngAout_N_Actl"] for row in known if "EngAout_N_Actl" in row["signals"]]
        self.assertEqual((min(rpm), max(rpm)), (598, 766))
        counted = json.loads(self.can("stats", "--log", CAR_LOG, "--dbc", CAR_DBC, "--json"))
        self.assertEqual(sum(row["frames"] for row in counted["ids"]), 40_929)
        self.assertEqual(counted["buses"][0]["unknown_frames"], 40_929 - 39_290)
        copy = self.rig.dir / "copy.log"
        self.can("convert", "--log", CAR_LOG, "-o", copy)
        self.assertEqual(copy.read_bytes(), CAR_LOG.read_bytes())

    @unittest.skipUnless(SHARED.exists(), f"{SHARED} is not here")
    def test_every_shared_dbc_file_can_be_linted(self):
        for path in sorted(SHARED.glob("can/**/*.dbc")):
            done = subprocess.run([self.rig.bin / "tripline", "can", "lint", path], capture_output=True, text=True,
                                  timeout=PATIENCE_S, check=False)
            self.assertIn(done.returncode, (0, 1), f"{path}: {done.stderr}")
            self.assertRegex(done.stdout, r"messages, \d+ signals, \d+ warnings, \d+ errors\n$")


if __name__ == "__main__":
    unittest.main()

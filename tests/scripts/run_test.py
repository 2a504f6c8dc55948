#!/usr/bin/env python3
"""scripts/run refuses a wrong command line before it installs or builds anything; root hands on what it must."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*arguments):
    return subprocess.run([ROOT / "scripts/run", *arguments], capture_output=True, text=True, timeout=60)


def with_library(script):
    """Runs bash code after what root's way of scripts/run needs is sourced."""
    setup = f'set -euo pipefail; . "{ROOT}/scripts/lib/common.sh"; . "{ROOT}/scripts/lib/unprivileged.sh"; '
    return subprocess.run(["bash", "-c", setup + script], capture_output=True, text=True, timeout=60)


class CommandLine(unittest.TestCase):
    def test_help_is_shown_when_asked_for(self):
        shown = run("--help")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("usage: ./scripts/run", shown.stdout)

    def test_what_is_wrong_is_said_in_the_last_line(self):
        for arguments, word in ((["--bogus"], "'--bogus'"), (["--port"], "--port needs a value"), (["extra"], "'extra'"),
                                (["--frames", "--dbc", "x"], "--frames needs a value"), (["--rig", "../x"], "'../x'")):
            with self.subTest(arguments):
                refused = run(*arguments)
                self.assertEqual(refused.returncode, 64)
                self.assertEqual(refused.stdout, "")
                self.assertIn(word, refused.stderr.splitlines()[-1])
                self.assertTrue(refused.stderr.splitlines()[-1].startswith("tripline: "))


@unittest.skipUnless(os.getuid() == 0, "needs root: gives up its rights")
class AsRoot(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tripline-test-")
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        self.dir.chmod(0o700)
        (self.dir / "clip.y4m").write_text("pixels")
        self.stage = tempfile.mkdtemp(prefix="tripline-test-stage-")
        self.addCleanup(subprocess.run, ["rm", "-rf", self.stage])
        os.chmod(self.stage, 0o755)
        os.mkdir(self.stage + "/input", 0o755)

    def test_the_user_has_at_most_cap_sys_nice(self):
        shown = with_library('prepare_unprivileged "$(run_user)"; "${unprivileged[@]}" cat /proc/self/status')
        self.assertEqual(shown.returncode, 0, shown.stderr)
        fields = dict(line.split(":\t", 1) for line in shown.stdout.splitlines() if ":\t" in line)
        self.assertNotIn("0", fields["Uid"].split())
        for name in ("CapPrm", "CapBnd", "CapAmb"):
            self.assertIn(int(fields[name], 16), (0, 1 << 23), name)
        self.assertEqual(fields["NoNewPrivs"], "1")

    def reachable(self, path):
        found = with_library(f'prepare_unprivileged "$(run_user)"; reachable_input {self.stage} {path}')
        self.assertEqual(found.returncode, 0, found.stderr)
        return found.stdout.strip(), found.stderr

    def test_a_file_that_the_user_cannot_read_is_copied(self):
        path, said = self.reachable(self.dir / "clip.y4m")
        self.assertTrue(path.startswith(self.stage))
        self.assertTrue(path.endswith("/clip.y4m"))
        self.assertEqual(pathlib.Path(path).read_text(), "pixels")
        self.assertIn("using a copy", said)

    def test_a_directory_with_one_unreadable_file_is_copied(self):
        self.dir.chmod(0o755)
        (self.dir / "clip.y4m").chmod(0o600)
        path, _ = self.reachable(self.dir)
        self.assertTrue(path.startswith(self.stage))
        self.assertTrue((pathlib.Path(path) / "clip.y4m").stat().st_mode & 0o004)

    def test_what_can_be_read_or_is_not_there_stays_where_it_is(self):
        self.dir.chmod(0o755)
        for name in ("clip.y4m", "none.y4m"):
            path, _ = self.reachable(self.dir / name)
            self.assertEqual(path, str(self.dir / name))


if __name__ == "__main__":
    unittest.main()

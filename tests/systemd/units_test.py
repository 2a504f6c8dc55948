#!/usr/bin/env python3
"""What the shipped units promise: how exposed they are, that systemd understands each line, that each has its reason.

Arguments: the build directory. Without systemd-analyze it skips.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else "build/dev")
UNITS = BUILD / "systemd"
MOST_EXPOSURE = {"tripline-rt": 1.8, "tripline-web": 1.4, "tripline-log": 1.4}
NEEDS_A_REASON = re.compile(
    r"^(Ambient|Capability|Limit|Restrict|Device|Protect|Private|NoNew|SystemCall|Lock|Memory|Remove|Keyring|IP|Nice|"
    r"IOSched|OOM|Watchdog|StartLimit|User|SupplementaryGroups|KillMode|Tasks|LoadCredential|ExecStopPost)\w*=")


def settings(unit):
    """name → values, of a rendered unit."""
    found = {}
    for line in (UNITS / f"{unit}@.service").read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="tripline-units-")
        cls.addClassCleanup(scratch.cleanup)
        cls.dir = pathlib.Path(scratch.name)
        for unit in MOST_EXPOSURE:  # an instance each, whose programs are the build's
            text = (UNITS / f"{unit}@.service").read_text()
            prefix = re.search(r"ExecStart=(\S+)/bin/", text).group(1)
            (cls.dir / f"{unit}@main.service").write_text(text.replace(prefix, str(BUILD.resolve())))
        shutil.copy(pathlib.Path(__file__).parents[2] / "systemd/units/tripline.target", cls.dir)

    def analyze(self, *arguments):
        return subprocess.run(["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, check=False)

    def test_no_unit_is_more_exposed_than_it_may_be(self):
        for unit, most in MOST_EXPOSURE.items():
            with self.subTest(unit):
                done = self.analyze("security", "--offline=yes", str(self.dir / f"{unit}@main.service"))
                level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
                self.assertIsNotNone(level, done.stdout + done.stderr)
                print(f"{unit}: exposure {level.group(1)}, {most} allowed")
                self.assertLessEqual(float(level.group(1)), most, done.stdout)

    def test_systemd_understands_every_line(self):
        units = [str(path) for path in sorted(self.dir.iterdir())]
        done = self.analyze("verify", "--man=no", "--recursive-errors=no", *units)
        ours = [line for line in done.stderr.splitlines() if "tripline" in line and "tripline(1)" not in line]
        self.assertEqual(ours, [])

    def test_every_hardening_and_real_time_line_has_its_reason(self):
        for path in sorted((pathlib.Path(__file__).parents[2] / "systemd/units").glob("*.service.in")):
            reason = False
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if not line.strip() or line.startswith("["):
                    reason = False
                elif line.startswith("#"):
                    reason = True
                elif NEEDS_A_REASON.match(line):
                    self.assertTrue(reason, f"{path.name}:{number}: {line}: say why, in a comment above")

    def test_only_the_core_has_a_capability_and_only_one(self):
        self.assertEqual(settings("tripline-rt")["AmbientCapabilities"], ["CAP_SYS_NICE"])
        self.assertEqual(settings("tripline-rt")["CapabilityBoundingSet"], ["CAP_SYS_NICE"])
        for unit in ("tripline-web", "tripline-log"):
            self.assertNotIn("AmbientCapabilities", settings(unit))
            self.assertEqual(settings(unit)["CapabilityBoundingSet"], [""])

    def test_stopping_the_core_stops_nothing_else(self):
        for unit in ("tripline-web", "tripline-log"):
            text = (UNITS / f"{unit}@.service").read_text()
            self.assertNotRegex(text, r"(?m)^(Requires|BindsTo|PartOf|Requisite)=.*tripline-rt")

    def test_no_two_units_make_the_same_directory(self):
        made = [value for unit in MOST_EXPOSURE for name in ("RuntimeDirectory", "StateDirectory")
                for value in (f"{name}={text}" for text in settings(unit).get(name, []))]
        self.assertEqual(len(made), len(set(made)), made)
        self.assertGreaterEqual(len(made), 3)


if __name__ == "__main__":
    if not shutil.which("systemd-analyze"):
        print("systemd-analyze is not installed: scripts/install test")
        sys.exit(77)
    unittest.main(verbosity=2)

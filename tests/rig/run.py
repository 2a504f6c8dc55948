"""Inside the virtual rig: checks every claim, prints a line for each, at last `end <holding> <failing>`.

A claim is a test method; its name is the sentence. Each program labelled rig is a claim too: all of its tests pass, and
none was skipped, for here the devices are there.
"""
import pathlib
import re
import subprocess
import sys
import time
import traceback
import unittest

from kernel import CanInterface, GpioChip

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE.parent / "tests"


class Program(unittest.TestCase):
    """One test program on the real kernel interfaces."""

    def __init__(self, path):
        super().__init__("runTest")
        self.path = path

    def id(self):
        return f"{self.path.name} passes on the real kernel interface"

    def runTest(self):
        done = subprocess.run([self.path], capture_output=True, text=True, timeout=300, check=False)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, said[-6000:])
        self.assertNotIn("[  SKIPPED ]", said, said[-6000:])


class Lines(unittest.TestResult):
    """One line a claim, as soon as it is known; what a failing one said follows, indented."""

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.monotonic()

    def say(self, verdict, test):
        sentence = test.id() if isinstance(test, Program) else test.id().split(".")[-1]
        sentence = re.sub(r"^test ", "", sentence.replace("_", " "))
        print(f"{verdict:<7}{sentence} ({time.monotonic() - self.begun:.1f} s)", flush=True)

    def addSuccess(self, test):
        self.say("holds", test)

    def fail_with(self, test, error):
        self.say("FAILS", test)
        text = "".join(traceback.format_exception(*error)).rstrip()
        print("\n".join("       " + line for line in text.splitlines()), flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail_with(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.fail_with(test, err)


def flat(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flat(item)
        else:
            yield item


def wanted(claim, names):
    return not names or any(name in claim.id() for name in names)


def asked_for():
    """Names on the command line, or those that the host put on the kernel's."""
    only = re.search(r"tripline\.only=(\S+)", pathlib.Path("/proc/cmdline").read_text(encoding="utf-8"))
    return sys.argv[1:] or [name for name in (only.group(1).split(",") if only else []) if name]


def main():
    GpioChip("tripline-test")  # what the programs look for
    CanInterface("vcan0")
    claims = [Program(path) for path in sorted(PROGRAMS.iterdir())] if PROGRAMS.is_dir() else []
    claims += flat(unittest.defaultTestLoader.discover(str(HERE), pattern="*_claims.py"))
    names = asked_for()
    result = Lines()
    unittest.TestSuite(claim for claim in claims if wanted(claim, names)).run(result)
    failing = len(result.failures) + len(result.errors)
    print(f"end {result.testsRun - failing} {failing}", flush=True)
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())

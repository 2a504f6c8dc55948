"""Inside the virtual rig: checks every claim, prints a line for each, at last `end <holding> <failing>`.

With tripline.rig=arm on the kernel's command line it only waits until the rig is armed and says so: the host then cuts
the power, and the next boot is claimed about.

A claim is a test method; its name is the sentence. Each program labelled rig is a claim too: all of its tests pass, and
none was skipped, for here the devices are there.
"""
import os
import pathlib
import re
import subprocess
import sys
import time
import traceback
import unittest

from boot_claims import PowerCut as BootPowerCut
from kernel import CanInterface, GpioChip, wait_until
from system import Page

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE.parent / "tests"
# What was there before anybody did anything comes first, what takes it all away comes last.
ORDER = ["boot", None, "core", "camera", "usb_camera", "input", "can", "can_send", "lifecycle", "package", "deploy"]


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
        sentence = re.sub(r"^test (\d+ )?", "", sentence.replace("_", " "))
        print(f"{verdict:<7}{sentence} ({time.monotonic() - self.begun:.1f} s)", flush=True)

    def addSuccess(self, test):
        self.say("holds", test)

    def fail_with(self, test, error):
        self.say("FAILS", test)
        ours = [frame for frame in traceback.extract_tb(error[2]) if frame.filename.startswith(str(HERE))]
        text = "".join(traceback.format_list(ours) + traceback.format_exception_only(error[0], error[1])).rstrip()
        print("\n".join("       " + line for line in text.splitlines()), flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail_with(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say("unsaid", test)

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


def claims():
    for name in ORDER:
        if name is None:
            GpioChip("tripline-test")  # what the programs look for
            CanInterface("vcan0")
            yield from (Program(path) for path in sorted(PROGRAMS.iterdir()))
        else:
            yield from flat(unittest.defaultTestLoader.loadTestsFromName(f"{name}_claims"))


def phase():
    return re.search(r"tripline\.rig=(\w+)", pathlib.Path("/proc/cmdline").read_text(encoding="utf-8")).group(1)


def wait_for_the_power_cut():
    """Armed, in the middle of a recording: the mark is on the disk, and the next line is the host's sign."""
    page = Page(8080)
    recordings = pathlib.Path("/var/lib/tripline-log/main")
    armed = lambda: page.status().get("state") == "armed" and list(recordings.rglob("*.part"))
    if not wait_until(armed, 300):
        print(f"FAILS  not armed before the power cut: {page.status()}\nend 0 1", flush=True)
        return
    BootPowerCut.MARK.write_text("armed\n")
    os.sync()
    print("armed", flush=True)
    time.sleep(600)


def main():
    print("begin", flush=True)
    if phase() == "arm":
        return wait_for_the_power_cut()
    names = asked_for()
    result = Lines()
    known = [claim for claim in claims() if wanted(claim, names)]
    unittest.TestSuite(known).run(result)
    failing = len(result.failures) + len(result.errors)
    print(f"end {result.testsRun - failing - len(result.skipped)} {failing}", flush=True)
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())

"""What is there after the machine was switched on: packages, units, users, rights; nobody has typed anything."""
import json
import os
import pathlib
import pwd
import re
import stat
import struct
import subprocess
import unittest

from kernel import wait_until
from system import PATIENCE_S, Page, done, is_active, journal, main_pid, shown

CORE, LOG, WEB = (f"tripline-{name}@main.service" for name in ("rt", "log", "web"))
AT_SECURE = 23


def process(pid, field):
    return re.search(rf"^{field}:\s*(.*)$", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M).group(1)


class Boot(unittest.TestCase):
    def test_the_rig_main_comes_up_by_itself(self):
        for unit in (CORE, LOG, WEB):
            self.assertTrue(wait_until(lambda unit=unit: is_active(unit), PATIENCE_S), journal(unit))
        page = Page(8080)
        self.assertTrue(wait_until(lambda: page.core().get("state") == "RUNNING", PATIENCE_S), page.core())
        self.assertTrue(wait_until(lambda: page.ask("GET", "/readyz")[0] == 200, PATIENCE_S), page.get("/readyz"))

    def test_the_packages_are_installed_and_whole(self):
        for package in ("tripline-core", "tripline-web", "tripline-tools"):
            self.assertEqual(done("dpkg-query", "-W", "-f=${db:Status-Status}", package).stdout, "installed")
            self.assertEqual(done("dpkg", "--verify", package).stdout, "")

    def test_the_page_listens_on_loopback_alone(self):
        listening = done("ss", "-Hltn").stdout.split("\n")
        ports = [line.split()[3] for line in listening if line]
        self.assertEqual(ports, ["127.0.0.1:8080"])

    def test_page_and_recorder_have_no_capability_and_users_of_their_own(self):
        for unit, user in ((WEB, "tripline-web"), (LOG, "tripline-log")):
            pid = main_pid(unit)
            for field in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
                self.assertEqual(int(process(pid, field), 16), 0, f"{unit} {field}")
            self.assertEqual(process(pid, "Uid").split(), [str(pwd.getpwnam(user).pw_uid)] * 4)
            self.assertEqual(process(pid, "NoNewPrivs"), "1")

    def test_the_core_is_not_a_secure_execution_and_has_one_capability(self):
        pid = main_pid(CORE)
        vector = pathlib.Path(f"/proc/{pid}/auxv").read_bytes()
        entries = dict(struct.iter_unpack("=QQ", vector))
        self.assertEqual(entries[AT_SECURE], 0)
        for field in ("CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(process(pid, field), 16), 1 << 23, field)
        self.assertEqual(process(pid, "Uid").split(), [str(pwd.getpwnam("tripline").pw_uid)] * 4)

    def test_the_core_holds_the_processor_out_of_deep_sleep(self):
        fds = pathlib.Path(f"/proc/{main_pid(CORE)}/fd")
        self.assertIn("/dev/cpu_dma_latency", [os.readlink(fd) for fd in fds.iterdir()])

    def test_devices_belong_to_the_groups_of_the_core(self):
        for device, group in (("/dev/gpiochip0", "gpio"), ("/dev/cpu_dma_latency", "tripline"), ("/dev/udmabuf", "video")):
            found = pathlib.Path(device)
            self.assertEqual((found.group(), stat.S_IMODE(found.stat().st_mode)), (group, 0o660), device)

    def test_sockets_are_open_to_their_group_and_to_nobody_else(self):
        directory = pathlib.Path("/run/tripline/main")
        self.assertEqual((directory.owner(), directory.group(), stat.S_IMODE(directory.stat().st_mode)),
                         ("tripline", "tripline", 0o750))
        for name in ("events.sock", "control.sock"):
            self.assertEqual(stat.S_IMODE((directory / name).stat().st_mode), 0o660, name)

    def test_the_units_are_no_more_exposed_than_promised(self):
        for unit, most in ((CORE, 1.8), (WEB, 1.4), (LOG, 1.4)):
            report = json.loads(done("systemd-analyze", "security", "--json=short", unit).stdout)
            exposure = sum(float(row["exposure"] or 0) for row in report)
            level = done("systemd-analyze", "security", "--no-pager", unit).stdout
            found = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", level).group(1))
            self.assertLessEqual(found, most, level)
            self.assertGreater(exposure, 0)

    def test_the_recorder_writes_what_the_core_tells(self):
        directory = pathlib.Path("/var/lib/tripline-log/main")
        self.assertTrue(wait_until(lambda: list(directory.rglob("*.mcap*")), PATIENCE_S), journal(LOG))
        self.assertEqual(directory.owner(), "tripline-log")
        self.assertIn("tripline-log", subprocess.run(["id", "-nG", "tripline-web"], capture_output=True, text=True,
                                                     check=True).stdout + shown(WEB, "SupplementaryGroups"))


class PowerCut(unittest.TestCase):
    """The machine was switched off while the rig main was armed; only then is there something to be claimed."""

    MARK = pathlib.Path("/var/lib/power-was-cut")

    def setUp(self):
        if not self.MARK.exists():
            self.skipTest("this boot does not follow a power cut")

    def test_after_a_power_cut_while_armed_the_rig_comes_up_by_itself(self):
        self.assertIn("armed", self.MARK.read_text())
        for unit in (CORE, LOG, WEB):
            self.assertTrue(wait_until(lambda unit=unit: is_active(unit), PATIENCE_S), journal(unit))
            self.assertEqual(shown(unit, "NRestarts"), "0", journal(unit))
        page = Page(8080)
        self.assertTrue(wait_until(lambda: page.status().get("state") == "armed", PATIENCE_S),
                        page.status())

    def test_after_a_power_cut_no_stale_lock_socket_or_line_is_in_the_way(self):
        said = journal(CORE, 200) + journal(WEB, 200) + journal(LOG, 200)
        self.assertNotRegex(said, r"is held by|in use|cannot bind|cannot open the lock")
        lock = pathlib.Path("/run/tripline/main/core.lock").read_text()
        self.assertIn(f"pid {main_pid(CORE)},", lock)

    def test_after_a_power_cut_the_recording_that_was_being_written_is_whole(self):
        recordings = sorted(pathlib.Path("/var/lib/tripline-log/main").rglob("*"))
        finished = [path for path in recordings if path.suffix == ".mcap"]
        self.assertTrue(finished, [path.name for path in recordings])
        for path in finished:
            self.assertEqual(path.read_bytes()[-8:], b"\x89MCAP0\r\n", path.name)

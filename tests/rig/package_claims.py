"""The packages on a running system: installed again, upgraded, removed, purged. The steps follow one another."""
import pathlib
import unittest

from kernel import wait_until
from system import PATIENCE_S, RIG, Page, done, is_active, journal, main_pid, shown

DEBS = sorted(pathlib.Path("/srv/rig/packages").glob("*.deb"))
UNITS = [f"tripline-{name}@main.service" for name in ("rt", "log", "web")]
PACKAGES = ["tripline-tools", "tripline-web", "tripline-core"]
PROFILE = pathlib.Path("/etc/tripline/main/mine.json")
RECORDING = pathlib.Path("/var/lib/tripline-log/main/kept-by-a-claim.mcap")


def processes():
    return [name for name in done("ps", "-eo", "comm=").stdout.split() if name.startswith("tripline")]


class Packages(unittest.TestCase):
    def assert_done(self, answer):
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def assert_up(self):
        for unit in UNITS:
            self.assertTrue(wait_until(lambda unit=unit: is_active(unit), PATIENCE_S), journal(unit))
        self.assertTrue(wait_until(lambda: Page(8080).core().get("state") == "RUNNING", PATIENCE_S), journal(UNITS[2]))

    def test_1_installing_over_a_running_rig_starts_it_anew_and_keeps_its_configuration(self):
        done("tripline", "rig", "remove", RIG, "--purge")
        done("systemctl", "start", *UNITS)
        self.assert_up()
        PROFILE.write_text("{}")
        RECORDING.write_bytes(b"not ours to touch")
        before = [main_pid(unit) for unit in UNITS]
        self.assert_done(done("dpkg", "-i", *DEBS))
        self.assert_up()
        for unit, pid in zip(UNITS, before):
            self.assertNotEqual(main_pid(unit), pid, f"{unit} still runs the old program")
        self.assertTrue(PROFILE.exists())

    def test_2_removing_stops_everything_and_keeps_configuration_and_recordings(self):
        self.assert_done(done("dpkg", "-r", *PACKAGES))
        self.assertTrue(wait_until(lambda: not processes(), PATIENCE_S), processes())
        self.assertTrue(PROFILE.exists() and RECORDING.exists())
        self.assertFalse(pathlib.Path("/run/tripline/main").exists())
        self.assertNotEqual(shown(UNITS[0], "LoadState"), "loaded")

    def test_3_installing_on_a_running_system_brings_the_rig_up(self):
        self.assert_done(done("dpkg", "-i", *DEBS))
        self.assert_up()
        self.assertTrue(PROFILE.exists())

    def test_4_purging_leaves_recordings_and_what_an_administrator_wrote_and_nothing_else(self):
        PROFILE.unlink()
        self.assert_done(done("dpkg", "-P", *PACKAGES))
        self.assertEqual(processes(), [])
        self.assertTrue(RECORDING.exists())
        roots = [pathlib.Path(root) for root in ("/etc/systemd", "/usr/lib/systemd", "/usr/lib/tripline", "/usr/bin",
                                                 "/usr/lib/udev", "/usr/share/polkit-1", "/run/lock")]
        self.assertEqual([str(path) for root in roots for path in root.rglob("*tripline*")], [])
        self.assertFalse(pathlib.Path("/run/tripline").exists())
        self.assertFalse(pathlib.Path("/etc/tripline/main").exists())

"""The packages on a running system: installed again, upgraded, removed, purged. The steps follow one another."""
import pathlib

from kernel import wait_until
from system import PATIENCE_S, RIG, MainRig, done, main_pid, shown

DEBS = sorted(pathlib.Path("/srv/rig/packages").glob("*.deb"))
PACKAGES = ["tripline-tools", "tripline-web", "tripline-core"]


def processes():
    return [name for name in done("ps", "-eo", "comm=").stdout.split() if name.startswith("tripline")]


class Packages(MainRig):
    def test_1_installing_over_a_running_rig_starts_it_anew_and_keeps_its_configuration(self):
        done("tripline", "rig", "remove", RIG, "--purge")
        done("systemctl", "start", *self.UNITS)
        self.assert_up()
        self.put_what_must_be_kept()
        before = [main_pid(unit) for unit in self.UNITS]
        self.assert_done(done("dpkg", "-i", *DEBS))
        self.assert_up()
        for unit, pid in zip(self.UNITS, before):
            self.assertNotEqual(main_pid(unit), pid, f"{unit} still runs the old program")
        self.assertTrue(self.PROFILE.exists())

    def test_2_removing_stops_everything_and_keeps_configuration_and_recordings(self):
        self.assert_done(done("dpkg", "-r", *PACKAGES))
        self.assertTrue(wait_until(lambda: not processes(), PATIENCE_S), processes())
        self.assert_kept()
        self.assertFalse(pathlib.Path("/run/tripline/main").exists())
        self.assertNotEqual(shown(self.UNITS[0], "LoadState"), "loaded")

    def test_3_installing_on_a_running_system_brings_the_rig_up(self):
        self.assert_done(done("dpkg", "-i", *DEBS))
        self.assert_up()
        self.assertTrue(self.PROFILE.exists())

    def test_4_purging_leaves_recordings_and_what_an_administrator_wrote_and_nothing_else(self):
        self.PROFILE.unlink()
        self.assert_done(done("dpkg", "-P", *PACKAGES))
        self.assertEqual(processes(), [])
        self.assertTrue(self.RECORDING.exists())
        roots = [pathlib.Path(root) for root in ("/etc/systemd", "/usr/lib/systemd", "/usr/lib/tripline", "/usr/bin",
                                                 "/usr/lib/udev", "/usr/share/polkit-1", "/run/lock")]
        self.assertEqual([str(path) for root in roots for path in root.rglob("*tripline*")], [])
        self.assertFalse(pathlib.Path("/run/tripline").exists())
        self.assertFalse(pathlib.Path("/etc/tripline/main").exists())

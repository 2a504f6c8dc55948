"""Releases by scripts/deploy on a running system, after the packages are gone. The steps follow one another."""
import os
import pathlib
import shutil

from system import PATIENCE_S, MainRig, done, main_pid

RELEASE = pathlib.Path("/srv/rig/release")
OPT = pathlib.Path("/opt/tripline")
os.environ["TRIPLINE_HEALTH_SECONDS"] = str(PATIENCE_S)


def deploy(*arguments):
    return done(RELEASE / "libexec/deploy", *arguments)


def current():
    return (OPT / "current").resolve().name


def tree():
    """What is below /opt and /etc/systemd: name, mode, owner, target or content."""
    return {str(path): (path.lstat().st_mode, path.lstat().st_uid,
                        os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else "")
            for root in (OPT, pathlib.Path("/etc/systemd")) for path in root.rglob("*")}


def changed_release(name, change):
    """A release tree that differs from the shipped one by what `change` does to its bin directory."""
    made = pathlib.Path("/var/tmp") / name
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(RELEASE, made, symlinks=True)
    change(made / "bin")
    return made


def breaks_the_core(programs):
    core = programs / "tripline-rt"
    core.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "tripline-rt 0.1.0" && exit\necho "broken on purpose" >&2\nexit 1\n')


def adds_a_byte(programs):
    with open(programs / "tripline", "ab") as program:
        program.write(b"\0")


class Deploy(MainRig):
    def assert_up(self):
        super().assert_up()
        core = f"/proc/{main_pid(self.UNITS[0])}/exe"
        self.assertEqual(os.readlink(core), str(OPT / "releases" / current() / "bin/tripline-rt"))

    def test_1_a_release_is_installed_and_comes_up(self):
        self.assert_done(deploy("install", "--from", RELEASE))
        self.assert_up()

    def test_2_installing_it_again_gives_the_identical_tree(self):
        before = tree()
        self.assert_done(deploy("install", "--from", RELEASE))
        self.assertEqual(tree(), before)
        self.assert_up()

    def test_3_an_upgrade_to_a_broken_release_rolls_back_by_itself(self):
        good = current()
        os.environ["TRIPLINE_HEALTH_SECONDS"] = "60"
        answer = deploy("upgrade", "--from", changed_release("broken", breaks_the_core))
        os.environ["TRIPLINE_HEALTH_SECONDS"] = str(PATIENCE_S)
        self.assertEqual(answer.returncode, 69, answer.stdout + answer.stderr)
        self.assertIn("broken on purpose", answer.stdout + answer.stderr)
        self.assertEqual(current(), good)
        self.assert_up()

    def test_4_an_upgrade_keeps_configuration_and_recordings_and_can_be_taken_back(self):
        self.put_what_must_be_kept()
        old = current()
        self.assert_done(deploy("upgrade", "--from", changed_release("newer", adds_a_byte)))
        self.assertNotEqual(current(), old)
        self.assert_up()
        self.assert_done(deploy("rollback"))
        self.assertEqual(current(), old)
        self.assert_up()
        self.assert_kept()

    def test_5_uninstalling_leaves_configuration_and_recordings_and_nothing_else(self):
        self.assert_done(deploy("uninstall"))
        self.assert_kept()
        left = [str(path) for root in ("/etc/systemd", "/etc/udev", "/etc/polkit-1", "/etc/sysusers.d", "/etc/tmpfiles.d",
                                       "/opt", "/usr/local/bin", "/run/lock", "/run/tripline")
                for path in pathlib.Path(root).rglob("*tripline*")]
        self.assertEqual(left, [])

#!/usr/bin/env python3
"""scripts/deploy in a directory that stands for /: releases come, change, go back and go, and leave what they should."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from deploy_support import DEPLOY, UNITS, DeployTest, HoldLock, leave_socket, look_at

WANTED = "tripline.target.wants/tripline-rt@main.service"


class UpgradeUnit(unittest.TestCase):
    """The service that installs bundles as root: what it may do, and that each line has its reason."""

    def setUp(self):
        self.text = (UNITS / "upgrade/tripline-upgrade.service.in").read_text()

    def test_every_hardening_line_has_its_reason(self):
        reason, seen = False, 0
        for line in self.text.split("[Service]")[1].splitlines():
            if line.startswith("#") or not line:
                reason = bool(line)
            elif not line.startswith(("Type=", "ExecStart=")):
                seen += 1
                self.assertTrue(reason, f"{line}: say why, in a comment above")
        self.assertGreater(seen, 30)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "needs systemd-analyze: scripts/install test")
    def test_it_is_no_more_exposed_than_it_must_be(self):
        with tempfile.TemporaryDirectory(prefix="tripline-units-") as place:
            unit = pathlib.Path(place) / "tripline-upgrade.service"
            unit.write_text(self.text.replace("@TRIPLINE_PREFIX@/libexec/deploy", "/bin/true"))
            shutil.copy(UNITS / "upgrade/tripline-upgrade.path", place)
            judged = subprocess.run(["systemd-analyze", "security", "--no-pager", "--offline=yes", unit],
                                    capture_output=True, text=True, check=False).stdout
            self.assertLessEqual(float(re.search(r"exposure level for \S+: ([0-9.]+)", judged).group(1)), 2.5, judged)
            said = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit,
                                   unit.with_suffix(".path")], capture_output=True, text=True, check=False).stderr
            self.assertEqual([line for line in said.splitlines() if "tripline" in line], [])


class Installing(DeployTest):
    def test_twice_gives_identical_trees(self):
        tree = self.release()
        self.deploy("install", "--from", tree)
        once = look_at(self.root)
        self.assertIn("opt/tripline/current", once)
        self.deploy("install", "--from", tree)
        self.assertEqual(look_at(self.root), once)
        copy = shutil.copytree(tree, self.dir / "copy", symlinks=True)  # another day's build of the same
        subprocess.run(["chmod", "-R", "g+w", copy], check=True)
        self.deploy("install", "--from", copy)
        self.assertEqual(look_at(self.root), once)

    def test_all_stands_where_it_belongs(self):
        self.deploy("install", "--from", self.release())
        version = self.current()
        self.assertRegex(version, r"^1\.0\.0-[0-9a-f]{8}$")
        seen = look_at(self.root)
        self.assertEqual(seen["usr/local/bin/tripline"][3], "/opt/tripline/current/bin/tripline")
        self.assertEqual(seen[f"etc/systemd/system/{WANTED}"][3], "/etc/systemd/system/tripline-rt@.service")
        self.assertIn("etc/systemd/system/multi-user.target.wants/tripline.target", seen)
        self.assertNotIn("etc/systemd/system/multi-user.target.wants/tripline-upgrade.path", seen)
        for name in ("sysusers.d", "tmpfiles.d"):
            self.assertEqual(seen[f"etc/{name}/tripline.conf"][:3], ("0o100644", 0, 0))
        self.assertEqual(seen["etc/tripline/main/rig.env"][0], "0o100640")
        self.assertEqual(seen[f"opt/tripline/releases/{version}/bin/tripline"][:3], ("0o100755", 0, 0))
        self.assertEqual([name for name in seen if ".new" in name or ".work" in name], [])

    def test_after_one_that_broke_half_way_it_is_as_good_as_the_first(self):
        tree, in_the_way = self.release(), self.root / "etc/tripline"
        in_the_way.write_text("no directory")
        self.refused("unavailable", "a step before the start failed", "install", "--from", tree)
        in_the_way.unlink()
        self.deploy("install", "--from", tree)
        self.assertTrue(self.unit(WANTED).is_symlink())

    def test_a_dry_run_tells_every_step_and_changes_nothing(self):
        tree, newer = self.release(), self.release("1.1.0")
        before = look_at(self.root)
        told = self.deploy("install", "--from", tree, "--dry-run").stderr
        self.assertEqual(look_at(self.root), before)
        for word in ("tripline-rt@.service", "/opt/tripline/current", "rig.env", "tripline-rt@main.service"):
            self.assertIn(word, told)
        self.deploy("install", "--from", tree)
        self.deploy("install", "--from", newer)
        leave_socket(self.root / "run/tripline/main/events.sock")
        self.deploy("backup", self.dir / "backup")
        before = look_at(self.root)
        for arguments in (["upgrade", "--from", self.release("1.2.0")], ["rollback"], ["uninstall", "--purge"],
                          ["restore", self.dir / "backup"], ["incoming"]):
            with self.subTest(arguments[0]):
                self.assertIn("would: ", self.deploy(*arguments, "--dry-run").stderr)
                self.assertEqual(look_at(self.root), before)

    def test_what_was_changed_in_a_release_is_put_right(self):
        tree = self.release()
        self.deploy("install", "--from", tree)
        before = look_at(self.root)
        (self.root / "opt/tripline/current/bin/tripline").write_text("#!/bin/sh\necho harm\n")
        self.unit("tripline-rt@.service").write_text("[Service]\n")
        self.deploy("install", "--from", tree)
        self.assertEqual(look_at(self.root), before)

    def test_what_is_no_release_is_refused(self):
        before = look_at(self.root)
        for name, word, spoil in (
                ("empty", "bin/tripline is not in it", lambda tree: (tree / "bin/tripline").unlink()),
                ("mute", "does not run here", lambda tree: (tree / "bin/tripline").write_text("#!/bin/sh\nexit 3\n")),
                ("odd", "is no version", lambda tree: (tree / "bin/tripline").write_text("#!/bin/sh\necho ../x\n")),
                ("away", "link share/away leads out", lambda tree: os.symlink("/etc", tree / "share/away")),
                ("up", "link share/up leads out", lambda tree: os.symlink("../../x", tree / "share/up")),
                ("pipe", "share/pipe", lambda tree: os.mkfifo(tree / "share/pipe")),
                ("setuid", "bin/tripline", lambda tree: (tree / "bin/tripline").chmod(0o4755))):
            with self.subTest(name):
                tree = self.release(name=name)
                spoil(tree)
                self.refused("bad_data", word, "install", "--from", tree)
                self.assertEqual(look_at(self.root), before)
        self.refused("no_input", "no directory", "install", "--from", self.dir / "none")

    def test_debian_packages_in_the_way_are_named_with_the_remedy(self):
        (self.root / "var/lib/dpkg").mkdir()
        (self.root / "var/lib/dpkg/status").write_text(
            "Package: tripline-core\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: x <x@x>\n"
            "Description: x\n")
        before = look_at(self.root)
        self.refused("conflict", "apt-get remove tripline-core", "install", "--from", self.release())
        self.assertEqual(look_at(self.root), before)

    def test_units_of_somebody_else_are_named_and_moved_only_when_told(self):
        tree = self.release()
        self.unit("tripline-old.service").write_text("[Service]\n")
        self.assertIn("tripline-old.service is not ours", self.deploy("install", "--from", tree).stderr)
        self.assertTrue(self.unit("tripline-old.service").exists())
        self.deploy("uninstall")
        self.unit("tripline-rt@.service").write_text("[Service]\n")
        self.refused("conflict", "--replace", "install", "--from", tree)
        self.assertEqual(self.unit("tripline-rt@.service").read_text(), "[Service]\n")
        self.deploy("install", "--from", tree, "--replace")
        self.assertEqual(self.unit("tripline-rt@.service.moved-aside").read_text(), "[Service]\n")
        self.assertTrue(self.unit("tripline-old.service.moved-aside").exists())

    def test_one_deploy_at_a_time(self):
        with subprocess.Popen(["flock", self.root / "opt", "sh", "-c", "echo; exec cat"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as other:
            other.stdout.readline()
            self.refused("in_use", "another deploy", "install", "--from", self.release())
            other.stdin.close()

    def test_another_user_is_sent_to_root(self):
        done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", "bash", DEPLOY, "install"], cwd="/",
                              capture_output=True, text=True, check=False)
        if done.returncode == 126 or "Permission denied" in done.stderr:
            self.skipTest("the checkout cannot be read by another user")
        self.assertEqual(done.returncode, 77)
        self.assertIn("needs root", done.stderr)

    def test_a_full_disk_is_named_before_anything_is_copied(self):
        tree = self.release()
        (tree / "share/large").write_bytes(os.urandom(3 << 20))
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=5m none "$1/opt" || exit 99; exec "$2" install '
             '--from "$3" --root "$1"', "sh", self.root, DEPLOY, tree], capture_output=True, text=True, check=False)
        if done.returncode in (1, 99):
            self.skipTest("nothing can be mounted here")
        self.assertEqual(done.returncode, 73, done.stderr)
        self.assertIn("MiB free", done.stderr)

    def test_the_command_line(self):
        for arguments, word in ((["fly"], "'fly'"), (["install", "--bogus"], "'--bogus'"), (["backup"], "needs a name"),
                                (["install", "x"], "'x'"), (["install", "--from"], "--from needs a value"),
                                (["bundle", "out"], "--key"), (["install", "--from=a", "--bundle=b"], "exclude")):
            with self.subTest(arguments):
                done = subprocess.run([DEPLOY, *arguments], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 64, done.stderr)
                self.assertIn(word, done.stderr.splitlines()[-1])


class Changing(DeployTest):
    def setUp(self):
        super().setUp()
        self.old = self.release(also=["lib/udev/rules.d/60-tripline.rules", "share/profiles/old.json"])
        self.new = self.release("1.1.0", also=["lib/systemd/journald.conf.d/tripline.conf"])
        self.deploy("install", "--from", self.old)
        self.first = self.current()
        (self.root / "var/lib/tripline/main").mkdir(parents=True)
        (self.root / "var/lib/tripline/main/demo.overrides.json").write_text("{}")
        (self.root / "etc/tripline/main/golf.json").write_text("{}")

    def test_upgrade_and_rollback_bring_and_take_what_is_theirs(self):
        placed = look_at(self.root / "etc")
        state = look_at(self.root / "var/lib")
        self.deploy("upgrade", "--from", self.new)
        self.assertTrue(self.current().startswith("1.1.0-"))
        self.assertTrue((self.root / "etc/systemd/journald.conf.d/tripline.conf").exists())
        self.assertFalse((self.root / "etc/udev/rules.d/60-tripline.rules").exists())
        self.assertEqual((self.root / "etc/tripline/main/golf.json").read_text(), "{}")
        self.deploy("rollback")
        self.assertEqual(self.current(), self.first)
        self.assertEqual(look_at(self.root / "etc", ["systemd/journald.conf.d"]), placed)
        self.assertEqual(look_at(self.root / "var/lib"), state)
        self.assertEqual(self.run_deploy("list").stdout.split()[:2], [self.first, "current"])
        self.deploy("rollback", next(name for name in self.releases() if name != self.first))
        self.assertTrue(self.current().startswith("1.1.0-"))

    def test_what_the_administrator_disabled_stays_disabled(self):
        self.unit(WANTED).unlink()
        self.deploy("upgrade", "--from", self.new)
        self.assertFalse(self.unit(WANTED).exists())

    def test_a_new_template_is_enabled_for_every_rig_and_goes_with_its_release(self):
        rig = self.root / "etc/tripline/left"
        rig.mkdir()
        (rig / "rig.env").write_text("TRIPLINE_PORT=8081\n")
        shutil.copytree(rig, self.root / "etc/tripline/left.before-restore-x")  # no rig: the name is none
        extra = "lib/systemd/system/tripline-more@.service"
        (self.new / extra).write_text("[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=tripline.target\n")
        self.deploy("upgrade", "--from", self.new)
        wants = self.unit("tripline.target.wants")
        self.assertEqual(sorted(path.name for path in wants.glob("tripline-more@*")),
                         ["tripline-more@left.service", "tripline-more@main.service"])
        self.deploy("rollback")
        self.assertEqual([path.name for path in wants.glob("tripline-more@*")], [])
        self.assertTrue(self.unit(WANTED).is_symlink())

    def test_the_last_three_releases_are_kept(self):
        for minor in range(1, 6):
            self.deploy("upgrade", "--from", self.release(f"2.{minor}.0"))
        kept = [name.split("-")[0] for name in self.releases()]
        self.assertEqual(kept, ["2.3.0", "2.4.0", "2.5.0"])
        self.assertEqual(sorted(path.name.split("-")[0] for path in (self.root / "opt/tripline/manifests").iterdir()),
                         ["2.3.0", "2.4.0", "2.5.0", "directories"])

    def test_an_older_release_must_be_meant(self):
        older = self.release("0.9.0")
        self.refused("bad_data", "--downgrade", "upgrade", "--from", older)
        self.assertEqual(self.current(), self.first)
        self.deploy("upgrade", "--from", older, "--downgrade")
        self.assertTrue(self.current().startswith("0.9.0-"))

    def test_releases_that_are_not_here_are_named(self):
        self.refused("no_input", "no release before", "rollback")
        self.refused("no_input", "'9.9.9-00000000'", "rollback", "9.9.9-00000000")
        self.refused("no_input", "'../../etc'", "rollback", "../../etc")
        shutil.rmtree(self.root / "opt/tripline")
        self.refused("no_input", "use install", "upgrade", "--from", self.new)

    def test_what_a_killed_deploy_left_is_removed(self):
        (self.root / "opt/tripline/.work.abcdef/copy").mkdir(parents=True)
        self.deploy("upgrade", "--from", self.new)
        self.assertEqual([path.name for path in (self.root / "opt/tripline").glob(".*")], [])

    def test_uninstalling_leaves_configuration_and_state_alone(self):
        self.deploy("upgrade", "--from", self.new)
        self.unit("tripline-rt@main.service.d").mkdir()
        self.unit("tripline-rt@main.service.d/50-mode.conf").write_text("[Service]\nRestart=no\n")
        leave_socket(self.root / "run/tripline/main/control.sock")
        kept = {**look_at(self.root / "etc/tripline"), **look_at(self.root / "var/lib")}
        self.deploy("uninstall")
        files = [name for name in look_at(self.root) if "tripline" in name]
        self.assertEqual(sorted(files), sorted(
            ["etc/tripline", "etc/tripline/main", "etc/tripline/main/rig.env", "etc/tripline/main/golf.json",
             "var/lib/tripline", "var/lib/tripline/main", "var/lib/tripline/main/demo.overrides.json"]))
        self.assertEqual({**look_at(self.root / "etc/tripline"), **look_at(self.root / "var/lib")}, kept)
        self.assertEqual({path.name for path in self.root.glob("etc/*")}, {"systemd", "tripline"})
        self.deploy("install", "--from", self.old)
        self.assertEqual((self.root / "etc/tripline/main/golf.json").read_text(), "{}")

    def test_purging_leaves_nothing_and_says_what_goes(self):
        said = self.deploy("uninstall", "--purge").stderr
        for path in ("etc/tripline", "var/lib/tripline"):
            self.assertIn(f"Removing {self.root / path}", said)
        self.assertEqual([name for name in look_at(self.root) if "tripline" in name], [])


class Leftovers(DeployTest):
    def test_what_nobody_holds_is_removed_and_named(self):
        run = self.root / "run/tripline/main"
        for name in ("events.sock", "control.sock"):
            leave_socket(run / name)
        (run / "core.lock").write_text("pid 1, rig main")
        (run / "core.pid").write_text("999999999\n")
        (run / "guard.lines").write_text("")
        lock = self.root / "run/lock/tripline-CAN_interface_can0.lock"
        lock.write_text("pid 1, rig main")
        said = self.deploy("install", "--from", self.release()).stderr
        for path in (run / "events.sock", run / "control.sock", run / "core.lock", run / "core.pid", lock):
            self.assertFalse(path.exists(), path)
            self.assertIn(str(path), said)
        self.assertTrue((run / "guard.lines").exists())  # it tells which lines to bring to rest

    def test_a_process_that_is_no_unit_of_ours_is_named_with_its_pid(self):
        for name in ("run/tripline/main/core.lock", "run/lock/tripline-GPIO_line_17.lock"):
            with self.subTest(name), HoldLock(self.root / name) as holder:
                before = look_at(self.root)
                self.refused("in_use", f"process {holder.pid} holds", "install", "--from", self.release(name=name[-9:]))
                self.assertEqual(look_at(self.root), before)

    def test_the_pid_file_of_a_living_process_stays(self):
        program = self.dir / "tripline-rt"
        shutil.copy("/bin/sleep", program)
        pid_file = self.root / "run/tripline/main/core.pid"
        pid_file.parent.mkdir(parents=True)
        with subprocess.Popen([program, "60"]) as process:
            pid_file.write_text(f"{process.pid}\n")
            self.assertIn(f"{pid_file} names a process", self.deploy("install", "--from", self.release()).stderr)
            self.assertTrue(pid_file.exists())
            process.kill()


if __name__ == "__main__":
    unittest.main()

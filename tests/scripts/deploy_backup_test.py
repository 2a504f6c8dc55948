#!/usr/bin/env python3
"""Backup and restore of what people set: round trip, what is left out, and archives that are not to be trusted."""
import hashlib
import io
import os
import stat
import tarfile
import unittest

from deploy_support import DeployTest, HoldLock, look_at

WEB, CORE = 1234, 4321  # any owners that are not root


class Backup(DeployTest):
    def setUp(self):
        super().setUp()
        self.deploy("install", "--from", self.release())
        self.main = self.root / "etc/tripline/main"
        self.write("etc/tripline/main/golf.json", "{golf}", CORE, 0o640)
        self.write("etc/tripline/main/calibration.json", "{as measured}", 0, 0o644)
        self.write("etc/tripline/main/cars/my car.dbc", "VERSION", 0, 0o644)
        self.write("etc/tripline/main/web.tokens", "token", WEB, 0o600)
        self.write("etc/tripline/main/core.key", "key", 0, 0o644)
        self.write("etc/tripline/main/private.txt", "mine", 0, 0o600)
        self.write("etc/tripline/left/rig.env", "TRIPLINE_PORT=8081\n", 0, 0o640)
        self.write("var/lib/tripline/main/golf.overrides.json", "{live}", CORE, 0o640)
        self.write("var/lib/tripline/main/other", "state", CORE, 0o640)
        self.write("var/lib/tripline-log/main/shot.mcap", "recording", WEB, 0o640)
        self.file = self.dir / "backup"

    def write(self, name, text, owner, mode):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.chown(path, owner, owner)
        path.chmod(mode)

    def names(self):
        with tarfile.open(self.file) as archive:
            return sorted(member.name for member in archive if member.isreg())

    def kept(self, pattern):
        return sorted(self.root.glob(pattern))

    def test_configuration_is_in_it_and_neither_recordings_nor_secrets(self):
        said = self.deploy("backup", self.file).stderr
        self.assertEqual(self.names(), [
            "./SHA256SUMS", "./etc/tripline/left/rig.env", "./etc/tripline/main/calibration.json",
            "./etc/tripline/main/cars/my car.dbc", "./etc/tripline/main/golf.json", "./etc/tripline/main/rig.env",
            "./var/lib/tripline/main/golf.overrides.json"])
        for name in ("web.tokens", "core.key", "private.txt"):
            self.assertIn(name, said)
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.deploy("backup", self.file, "--with-secrets")
        self.assertIn("./etc/tripline/main/web.tokens", self.names())
        self.assertIn("./etc/tripline/main/core.key", self.names())

    def test_a_round_trip_brings_back_content_owner_and_mode(self):
        before = look_at(self.root)
        self.deploy("backup", self.file)
        self.write("etc/tripline/main/golf.json", "{spoiled}", 0, 0o666)
        self.write("etc/tripline/main/added.json", "{}", 0, 0o644)
        (self.main / "calibration.json").unlink()
        self.write("var/lib/tripline/main/golf.overrides.json", "{spoiled}", 0, 0o666)
        (self.root / "etc/tripline/left/rig.env").unlink()
        self.deploy("restore", self.file)
        after = look_at(self.root)
        added = set(after) - set(before)
        self.assertEqual({name: after[name] for name in before}, before)  # the secrets that were there stayed
        self.assertTrue(all(".before-restore-" in name or name == "etc/tripline/.lock" for name in added), added)
        kept, = self.kept("etc/tripline/main.before-restore-*")
        self.assertEqual((kept / "golf.json").read_text(), "{spoiled}")
        self.assertTrue((kept / "added.json").exists())
        kept, = self.kept("var/lib/tripline/main/golf.overrides.json.before-restore-*")
        self.assertEqual(kept.read_text(), "{spoiled}")

    def test_a_machine_that_has_the_rig_not_gets_it(self):
        self.deploy("backup", self.file)
        self.deploy("uninstall", "--purge")
        self.refused("no_input", "use install first", "restore", self.file)
        self.deploy("install", "--from", self.dir / "1.0.0")
        self.deploy("restore", self.file)
        self.assertEqual((self.main / "golf.json").read_text(), "{golf}")
        self.assertEqual(stat.S_IMODE((self.root / "etc/tripline/left").stat().st_mode), 0o750)
        self.assertFalse((self.main / "web.tokens").exists())

    def test_a_link_is_left_out_and_said(self):
        os.symlink("/etc/passwd", self.main / "users.json")
        self.assertIn("a link: ", self.deploy("backup", self.file).stderr)
        self.assertNotIn("./etc/tripline/main/users.json", self.names())

    def test_a_rig_that_runs_is_to_be_stopped_first(self):
        self.deploy("backup", self.file)
        with HoldLock(self.root / "run/tripline/main/core.lock"):
            before = look_at(self.root)
            self.refused("in_use", "systemctl stop", "restore", self.file)
            self.assertEqual(look_at(self.root), before)

    def test_somebody_else_who_changes_the_rigs_is_waited_for_by_the_user(self):
        self.deploy("backup", self.file)
        with HoldLock(self.root / "etc/tripline/.lock"):
            self.refused("in_use", "somebody else changes the rigs", "restore", self.file)

    def make(self, *members, sums=None):
        """An archive of these members: name, kind, target, mode; with true sums unless others are given."""
        listed = "".join(f"{hashlib.sha256(b'x').hexdigest()}  {name}\n" for name, *rest in members
                         if not rest or rest[0] == tarfile.REGTYPE)
        with tarfile.open(self.file, "w:gz") as archive:
            for name, *rest in [*members, ("SHA256SUMS",)]:
                member = tarfile.TarInfo(name)
                member.type, member.linkname, member.mode = [*rest, *(tarfile.REGTYPE, "", 0o644)[len(rest):]]
                content = (listed if sums is None else sums).encode() if name == "SHA256SUMS" else b"x"
                member.size = len(content) if member.isreg() else 0
                archive.addfile(member, io.BytesIO(content))

    def test_archives_that_do_not_belong_are_refused(self):
        rig = ("etc/tripline/main/rig.env",)
        for what, word, members in (
                ("above", "leaves its directory", [rig, ("etc/tripline/main/../../x",)]),
                ("absolute", "leaves its directory", [rig, ("/etc/x",)]),
                ("elsewhere", "neither configuration", [rig, ("etc/passwd",)]),
                ("no rig's name", "neither configuration", [("etc/tripline/.x/rig.env",)]),
                ("long name", "neither configuration", [("etc/tripline/" + "a" * 33 + "/rig.env",)]),
                ("state", "neither configuration", [rig, ("var/lib/tripline/main/other",)]),
                ("deep", "neither configuration", [rig, ("var/lib/tripline/main/a/b.overrides.json",)]),
                ("no rig", "has no rig.env", [("etc/tripline/main/golf.json",)]),
                ("nothing", "no rig is in it", []),
                ("link", "no file or directory", [rig, ("etc/tripline/main/x", tarfile.SYMTYPE, "/etc/shadow")]),
                ("device", "no file or directory", [rig, ("etc/tripline/main/x", tarfile.CHRTYPE)]),
                ("set-uid", "set-id", [rig, ("etc/tripline/main/x", tarfile.REGTYPE, "", 0o4755)])):
            with self.subTest(what):
                self.make(*members)
                before = look_at(self.root)
                self.refused("bad_data", word, "restore", self.file)
                self.assertEqual(look_at(self.root), before)
        self.make(rig, sums="0" * 64 + "  etc/tripline/main/rig.env\n")
        self.refused("bad_data", "checksum of etc/tripline/main/rig.env", "restore", self.file)
        self.file.write_bytes(b"hello")
        self.refused("bad_data", "damaged", "restore", self.file)
        self.file.write_bytes(b"")
        os.truncate(self.file, (64 << 20) + 1)
        self.refused("bad_data", "larger than 64 MiB", "restore", self.file)
        self.refused("no_input", "no file", "restore", self.dir / "none")


if __name__ == "__main__":
    unittest.main()

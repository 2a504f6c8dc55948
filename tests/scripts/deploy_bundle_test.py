#!/usr/bin/env python3
"""Upgrade bundles: good ones are installed, each kind of bad one is refused in one line and changes nothing."""
import gzip
import io
import os
import shutil
import stat
import subprocess
import tarfile
import unittest

from deploy_support import ROOT, DeployTest, look_at

ARCHITECTURE = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


@unittest.skipUnless(shutil.which("minisign"), "needs minisign: scripts/install test")
class BundleTest(DeployTest):
    def setUp(self):
        super().setUp()
        for name in ("mine", "strangers"):
            self.make_key(name)
        (self.root / "etc/tripline").mkdir()
        shutil.copy(self.dir / "mine.pub", self.root / "etc/tripline/upgrade.pub")
        self.deploy("install", "--from", self.release())
        self.first = self.current()
        self.bundle = self.make_bundle(self.release("1.1.0"), "good.bundle")

    def make_key(self, name):
        subprocess.run(["minisign", "-G", "-W", "-p", self.dir / f"{name}.pub", "-s", self.dir / f"{name}.key"], check=True,
                       stdout=subprocess.DEVNULL)

    def make_bundle(self, tree, name):
        self.deploy("bundle", self.dir / name, "--from", tree, "--key", self.dir / "mine.key")
        return self.dir / name

    def parts(self, bundle=None):
        """The signed comment, and the archive."""
        lines = (bundle or self.bundle).read_bytes().split(b"\n", 4)
        return lines[2].decode().removeprefix("trusted comment: "), lines[4]

    def signed(self, payload, comment=None, key="mine"):
        """A bundle of that archive, signed as it is."""
        file = self.dir / "payload"
        file.write_bytes(payload)
        subprocess.run(["minisign", "-S", "-s", self.dir / f"{key}.key", "-m", file, "-t", comment or self.parts()[0]],
                       check=True, stdout=subprocess.DEVNULL)
        (self.dir / "made.bundle").write_bytes((self.dir / "payload.minisig").read_bytes() + payload)
        return self.dir / "made.bundle"

    def with_member(self, name, kind=tarfile.REGTYPE, target="", mode=0o644, content=b"x"):
        """The good archive and one member more, signed."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=io.BytesIO(self.parts()[1])) as good, tarfile.open(fileobj=packed, mode="w:gz") as bad:
            for member in good:
                bad.addfile(member, good.extractfile(member) if member.isreg() else None)
            extra = tarfile.TarInfo(name)
            extra.type, extra.linkname, extra.mode, extra.size = kind, target, mode, len(content) * (kind == tarfile.REGTYPE)
            extra.devmajor, extra.devminor = 1, 3
            bad.addfile(extra, io.BytesIO(content))
        return self.signed(packed.getvalue())

    def assert_refused(self, word, bundle, *arguments):
        before = look_at(self.root)
        done = self.refused("bad_data", word, "upgrade", "--bundle", bundle, *arguments)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertEqual(look_at(self.root), before)


class Bundles(BundleTest):
    def test_a_good_bundle_is_the_release_that_its_tree_is(self):
        self.deploy("upgrade", "--bundle", self.bundle)
        version = self.current()
        self.assertEqual(self.parts()[0], f"tripline {version} {ARCHITECTURE}")
        before = look_at(self.root)
        self.deploy("install", "--from", self.dir / "1.1.0")
        self.assertEqual(look_at(self.root), before)

    def test_the_same_tree_makes_the_same_archive(self):
        again = self.make_bundle(self.dir / "1.1.0", "again.bundle")
        self.assertEqual(self.parts(again)[1], self.parts()[1])

    def test_what_the_key_did_not_sign_is_refused(self):
        comment, payload = self.parts()
        raw = self.bundle.read_bytes()
        made = self.dir / "made.bundle"
        for what, content in (("nothing", b""), ("no signature", payload), ("text", b"hello\n" * 9),
                              ("cut", raw[:-20]), ("longer", raw + b"x"), ("other version", raw.replace(b"1.1.0-", b"9.1.0-", 1)),
                              ("one bit", raw[:-30] + bytes([raw[-30] ^ 1]) + raw[-29:])):
            with self.subTest(what):
                made.write_bytes(content)
                self.assert_refused("not signed with the key", made)
        self.assert_refused("not signed with the key", self.signed(payload, comment, key="strangers"))

    def test_a_signed_claim_that_is_not_true_is_refused(self):
        comment, payload = self.parts()
        version = comment.split()[1]
        for claim, word in ((comment.replace(ARCHITECTURE, "riscv64"), "is for riscv64"),
                            (comment.replace("1.1.0", "1.2.0"), "is not 1.2.0-"),
                            (comment.replace(version, "1.1.0-00000000"), "is not 1.1.0-00000000"),
                            (comment.replace(version, "../../x-00000000"), "names no release"),
                            ("hello", "names no release")):
            with self.subTest(claim):
                self.assert_refused(word, self.signed(payload, claim))

    def test_members_that_do_not_belong_are_refused(self):
        for what, word, *member in (
                ("above", "leaves its directory", "../evil"),
                ("within", "leaves its directory", "./share/../../evil"),
                ("absolute", "leaves its directory", "/etc/cron.d/evil"),
                ("newline", "name that is not plain", "share/a\nb"),
                ("link to /", "leads out", "share/evil", tarfile.SYMTYPE, "/etc/shadow"),
                ("link above", "leads out", "share/evil", tarfile.SYMTYPE, "../../etc"),
                ("hard link", "no file or directory", "share/evil", tarfile.LNKTYPE, "./bin/tripline"),
                ("device", "no file or directory", "share/null", tarfile.CHRTYPE),
                ("pipe", "no file or directory", "share/pipe", tarfile.FIFOTYPE),
                ("set-uid", "set-id", "share/su", tarfile.REGTYPE, "", 0o4755),
                ("twice", "twice", "./bin/tripline"),
                ("unlisted", "do not name the same: share/more", "./share/more")):
            with self.subTest(what):
                self.assert_refused(word, self.with_member(*member))

    def test_a_file_behind_a_link_is_refused(self):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as bad:
            link = tarfile.TarInfo("a")
            link.type, link.linkname = tarfile.SYMTYPE, str(self.root / "etc")
            bad.addfile(link)
            file = tarfile.TarInfo("a/evil")
            file.size = 1
            bad.addfile(file, io.BytesIO(b"x"))
        self.assert_refused("", self.signed(packed.getvalue()))

    def test_a_file_that_its_sum_does_not_match_is_refused(self):
        archive = gzip.decompress(self.parts()[1])
        changed = archive.replace(b"echo 1.1.0", b"echo 1.1.1")
        self.assertNotEqual(changed, archive)
        self.assert_refused("checksum of bin/tripline", self.signed(gzip.compress(changed)))

    def test_no_archive_at_all_is_refused(self):
        self.assert_refused("archive is damaged", self.signed(b"hello"))
        self.assert_refused("archive is damaged", self.signed(self.parts()[1][:-100]))
        self.assert_refused("", self.signed(gzip.compress(gzip.decompress(self.parts()[1])[:5000])))

    def test_what_is_too_large_is_refused(self):
        with self.bundle.open("ab") as file:
            file.truncate((256 << 20) + 1)
        self.assert_refused("larger than 256 MiB", self.bundle)
        with (self.dir / "zeros").open("wb") as file:
            file.truncate(2 << 30)
        sparse = subprocess.run(["tar", "--sparse", "-czC", self.dir, "zeros"], capture_output=True, check=True).stdout
        self.bundle = self.make_bundle(self.dir / "1.1.0", "good.bundle")
        self.assert_refused("unpacks to more than 1024 MiB", self.signed(sparse))

    def test_an_older_release_must_be_meant(self):
        older = self.make_bundle(self.release("0.9.0"), "older.bundle")
        self.assert_refused("--downgrade", older)
        self.deploy("upgrade", "--bundle", older, "--downgrade")
        self.assertTrue(self.current().startswith("0.9.0-"))

    def test_without_a_key_nothing_is_accepted(self):
        (self.root / "etc/tripline/upgrade.pub").unlink()
        self.refused("no_input", "upgrade.pub is missing", "upgrade", "--bundle", self.bundle)

    def test_no_bundle_is_made_of_what_would_be_refused(self):
        os.symlink("/etc", self.dir / "1.1.0/share/away")
        self.refused("bad_data", "leads out", "bundle", self.dir / "x", "--from", self.dir / "1.1.0", "--key", self.dir / "mine.key")
        self.assertFalse((self.dir / "x").exists())


class Incoming(BundleTest):
    def setUp(self):
        super().setUp()
        self.drop = self.root / "var/lib/tripline-upgrade"
        (self.drop / "incoming").mkdir(parents=True)
        self.reasons = lambda: {path.name: path.read_text() for path in (self.drop / "refused").glob("*.reason")}

    def put(self, name, source=None):
        shutil.copy(source or self.bundle, self.drop / "incoming" / name)

    def test_a_complete_bundle_is_installed_and_taken_away(self):
        self.put("new.bundle")
        self.put("later.bundle.part")
        self.deploy("incoming")
        self.assertTrue(self.current().startswith("1.1.0-"))
        self.assertEqual([path.name for path in (self.drop / "incoming").iterdir()], ["later.bundle.part"])
        self.assertEqual(list((self.drop / "private").rglob("*.bundle")), [])
        self.assertEqual(stat.S_IMODE((self.drop / "private").stat().st_mode), 0o700)
        self.assertEqual(self.reasons(), {})

    def test_bad_bundles_are_put_aside_with_their_reason_and_do_not_stop_good_ones(self):
        (self.dir / "text").write_text("hello")
        self.put("a.bundle", self.dir / "text")
        self.put("b.bundle")
        os.symlink(self.root / "etc/tripline/upgrade.pub", self.drop / "incoming/link.bundle")
        os.mkfifo(self.drop / "incoming/pipe.bundle")
        (self.drop / "incoming/dir.bundle").mkdir()
        self.put("odd name\n.bundle")
        done = self.run_deploy("incoming")
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertTrue(self.current().startswith("1.1.0-"))
        reasons = self.reasons()
        self.assertEqual(set(reasons), {f"{name}.bundle.reason" for name in ("a", "link", "pipe", "dir", "odd name\n")})
        self.assertIn("not signed with the key", reasons["a.bundle.reason"])
        self.assertIn("not plain", reasons["odd name\n.bundle.reason"])
        for name in ("link", "pipe", "dir"):
            self.assertIn("no file", reasons[f"{name}.bundle.reason"])
        self.assertTrue((self.drop / "refused/link.bundle").is_symlink())
        self.assertEqual(list((self.drop / "incoming").iterdir()), [])

    def test_only_the_last_refused_ones_are_kept(self):
        (self.dir / "text").write_text("hello")
        for number in range(7):
            self.put(f"{number}.bundle", self.dir / "text")
            self.assertEqual(self.run_deploy("incoming").returncode, 65)
        self.assertEqual(sorted(self.reasons()), [f"{number}.bundle.reason" for number in range(2, 7)])
        self.assertEqual(len(list((self.drop / "refused").iterdir())), 10)

    def test_what_a_power_cut_interrupted_is_put_aside(self):
        (self.drop / "private").mkdir()
        shutil.copy(self.bundle, self.drop / "private/cut.bundle")
        self.deploy("incoming")
        self.assertIn("interrupted", self.reasons()["cut.bundle.reason"])
        self.assertEqual(self.current(), self.first)

    def test_a_deploy_that_is_at_work_is_waited_for(self):
        self.put("new.bundle")
        with subprocess.Popen(["flock", self.root / "opt", "sh", "-c", "echo; sleep 2"], stdout=subprocess.PIPE) as other:
            other.stdout.readline()
            self.deploy("incoming")
        self.assertTrue(self.current().startswith("1.1.0-"))

    def test_the_installed_deploy_takes_them(self):
        tree = self.release("1.2.0")
        shutil.copytree(self.program().parent, tree / "libexec")
        self.deploy("upgrade", "--from", tree)
        newer = self.release("1.3.0")
        self.put("c.bundle", self.make_bundle(newer, "c.bundle"))
        done = self.run_deploy("incoming", program=self.root / "opt/tripline/current/libexec/deploy")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(self.current().startswith("1.3.0-"))

    def program(self):
        """deploy as CMake installs it: itself, and its part of lib."""
        place = self.dir / "libexec"
        (place / "lib").mkdir(parents=True)
        shutil.copy(ROOT / "scripts/deploy", place)
        shutil.copy(ROOT / "scripts/lib/common.sh", place / "lib")
        shutil.copytree(ROOT / "scripts/lib/deploy", place / "lib/deploy")
        return place / "deploy"


if __name__ == "__main__":
    unittest.main()

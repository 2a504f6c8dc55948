"""What the tests of scripts/deploy share: a directory that stands for /, release trees, and a look at all that is there."""
import hashlib
import os
import pathlib
import re
import shutil
import socket
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "scripts/deploy"
UNITS = ROOT / "systemd"
CODES = {"usage": 64, "bad_data": 65, "no_input": 66, "unavailable": 69, "cannot_create": 73, "in_use": 75,
         "conflict": 76, "no_permission": 77}


def look_at(top, without=()):
    """Everything below top: path → kind, mode, owner, group, and content or target."""
    seen = {}
    for path in sorted(pathlib.Path(top).rglob("*")):
        name = str(path.relative_to(top))
        if any(name == skipped or name.startswith(skipped + "/") for skipped in without):
            continue
        info = path.lstat()
        if stat.S_ISLNK(info.st_mode):
            what = os.readlink(path)
        elif stat.S_ISREG(info.st_mode):
            what = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            what = ""
        seen[name] = (oct(info.st_mode), info.st_uid, info.st_gid, what)
    return seen


def leave_socket(path):
    """A socket file whose process is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(path))


class HoldLock:
    """A process that holds a lock file and wrote itself into it, as the core does."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self.process = subprocess.Popen(["flock", path, "sh", "-c", f'echo "pid $$, rig main" >"{path}"; echo; exec cat'],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdout.readline()
        self.pid = int(re.search(r"\d+", path.read_text()).group())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@unittest.skipUnless(os.getuid() == 0, "needs root: deploying sets owners")
class DeployTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tripline-deploy-")
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        self.root = self.dir / "root"
        for name in ("opt", "etc/systemd/system", "run/lock", "var/lib", "usr/local/bin"):
            (self.root / name).mkdir(parents=True)

    def release(self, version="1.0.0", name=None, also=(), without=()):
        """A tree as 'cmake --install' makes it: the shipped units, and a program that says its version."""
        tree = self.dir / (name or version)
        for name in ("bin", "share/profiles", "lib/systemd/system", "lib/sysusers.d", "lib/tmpfiles.d"):
            (tree / name).mkdir(parents=True)
        (tree / "bin/tripline").write_text(f"#!/bin/sh\necho {version}\n")
        (tree / "bin/tripline").chmod(0o755)
        os.symlink("tripline", tree / "bin/tl")
        shutil.copy(UNITS / "rig.env", tree / "share")
        shutil.copy(UNITS / "sysusers/tripline.conf", tree / "lib/sysusers.d")
        shutil.copy(UNITS / "tmpfiles/tripline.conf", tree / "lib/tmpfiles.d")
        shutil.copy(UNITS / "units/tripline.target", tree / "lib/systemd/system")
        shutil.copy(UNITS / "upgrade/tripline-upgrade.path", tree / "lib/systemd/system")
        for unit in ("rt", "log", "web"):
            text = (UNITS / f"units/tripline-{unit}@.service.in").read_text()
            text = text.replace("@TRIPLINE_PREFIX@", "/opt/tripline/current")
            (tree / f"lib/systemd/system/tripline-{unit}@.service").write_text(text)
        for name in also:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(f"{name} of {version}\n")
        for name in without:
            (tree / name).unlink()
        return tree

    def run_deploy(self, *arguments, program=DEPLOY, **environment):
        return subprocess.run([program, *arguments, "--root", self.root], capture_output=True, text=True, timeout=120,
                              check=False, env={**os.environ, **environment})

    def deploy(self, *arguments, **environment):
        done = self.run_deploy(*arguments, **environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def refused(self, code, word, *arguments, **environment):
        """Refused with that code, and the last line says that word."""
        done = self.run_deploy(*arguments, **environment)
        self.assertEqual(done.returncode, CODES[code], done.stderr)
        last = done.stderr.splitlines()[-1]
        self.assertTrue(last.startswith("tripline: "), done.stderr)
        self.assertIn(word, last)
        return done

    def current(self):
        return os.path.basename(os.readlink(self.root / "opt/tripline/current"))

    def releases(self):
        return sorted(path.name for path in (self.root / "opt/tripline/releases").iterdir())

    def unit(self, name):
        return self.root / "etc/systemd/system" / name

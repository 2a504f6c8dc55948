"""The installed system as its users meet it: units, the command line, the page's API, users."""
import ctypes
import json
import os
import pathlib
import pwd
import subprocess
import unittest
import urllib.error
import urllib.request

from kernel import run, wait_until

BIN = pathlib.Path("/usr/lib/tripline/bin")
RIG = "claims"
PORT = 8099
RUN_DIR = pathlib.Path("/run/tripline") / RIG
CONFIG = pathlib.Path("/etc/tripline") / RIG
UNIT = f"tripline-rt@{RIG}.service"
WEB = f"tripline-web@{RIG}.service"
LOG = f"tripline-log@{RIG}.service"
PATIENCE_S = 120  # for what takes a second where the processor is not emulated


def done(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=300,
                          **options)


def tripline(*arguments):
    return done(BIN / "tripline", *arguments, "--run-dir", RUN_DIR)


def status():
    answer = tripline("status", "--json")
    return json.loads(answer.stdout) if answer.returncode == 0 else {}


def counter(name, group="counters"):
    return next((row.get("value", 0) for row in status().get(group, []) if row["name"] == name), 0)


def shown(unit, name):
    return done("systemctl", "show", "-P", name, unit).stdout.strip()


def is_active(unit):
    return shown(unit, "ActiveState") == "active"


def main_pid(unit=UNIT):
    return int(shown(unit, "MainPID"))


def journal(unit=UNIT, lines=30):
    return done("journalctl", "-b", "-u", unit, "-o", "cat", "-n", str(lines)).stdout


def write_profile(profile, name="claims"):
    (CONFIG / f"{name}.json").write_text(json.dumps(profile))


def ensure_rig():
    """A second rig beside main, made as an administrator makes it; the load of main's core is taken away."""
    if (CONFIG / "rig.env").exists():
        return
    subprocess.run(["systemctl", "stop", "tripline-rt@main.service", "tripline-log@main.service"], check=True)
    CONFIG.mkdir(parents=True, exist_ok=True)
    write_profile({"sim": {"strike_every_s": 0}})
    added = done("tripline", "rig", "add", RIG, "--profile", "claims", "--port", PORT, "--no-start")
    assert added.returncode == 0, added.stdout + added.stderr
    run("chgrp", "-R", "tripline", str(CONFIG))


def clean_up_rig():
    """After a claim: nothing of the rig runs, and systemd has forgotten how it ended."""
    done("systemctl", "stop", UNIT, WEB, LOG)
    done("systemctl", "reset-failed", UNIT, WEB, LOG)


class Page:
    """The API of a rig's page, asked as somebody on this machine."""

    def __init__(self, port=PORT):
        self.root = f"http://127.0.0.1:{port}"

    def ask(self, method, path, body=None):
        """Status, and the answer's bytes; 0 when nobody answers."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return 0, b""

    def get(self, path):
        code, body = self.ask("GET", path)
        return json.loads(body) if code in (200, 503) and body else {}

    def status(self):
        """The newest status of the core, as the page has it."""
        return self.get("/api/v1/status").get("status") or {}

    def core(self):
        return self.get("/api/v1/core")

    def is_up(self):
        return self.ask("GET", "/healthz")[0] == 200


def start_page(unit=WEB, port=PORT):
    run("systemctl", "start", unit)
    page = Page(port)
    assert wait_until(page.is_up, PATIENCE_S), journal(unit)
    return page


class MainRig(unittest.TestCase):
    """The rig that an installation brings: what claims about installing say of it."""

    UNITS = [f"tripline-{name}@main.service" for name in ("rt", "log", "web")]
    PROFILE = pathlib.Path("/etc/tripline/main/mine.json")
    RECORDING = pathlib.Path("/var/lib/tripline-log/main/kept-by-a-claim.mcap")

    def assert_done(self, answer):
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def assert_up(self):
        for unit in self.UNITS:
            self.assertTrue(wait_until(lambda unit=unit: is_active(unit), PATIENCE_S), journal(unit))
        page = Page(8080)
        self.assertTrue(wait_until(lambda: page.ask("GET", "/readyz")[0] == 200, PATIENCE_S), page.get("/readyz"))

    def put_what_must_be_kept(self):
        self.PROFILE.write_text("{}")
        self.RECORDING.write_bytes(b"not ours to touch")

    def assert_kept(self):
        self.assertTrue(self.PROFILE.exists() and self.RECORDING.exists())


def as_user(user, *command):
    """What a program of that user's gets for an answer, with the groups that it has, and no password to be asked for."""
    group = pwd.getpwnam(user).pw_gid
    return done("setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", *command)


class FrozenThread:
    """One thread of a process stands still, as one that hangs does, while the others run: ptrace stops it."""

    SEIZE, INTERRUPT = 0x4206, 0x4207

    def __init__(self, pid, name):
        self.libc = ctypes.CDLL(None, use_errno=True)
        tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
        self.tid = next(int(task.name) for task in tasks if (task / "comm").read_text().strip() == name)
        self.ptrace(self.SEIZE)
        self.ptrace(self.INTERRUPT)

    def bury(self):
        """Once its process was killed: what is traced stays a zombie until its tracer has looked."""
        wall = 0x40000000  # __WALL: of any kind of thread
        os.waitpid(self.tid, wall | os.WNOHANG)

    def ptrace(self, request):
        none = ctypes.c_void_p(None)
        if self.libc.ptrace(ctypes.c_long(request), ctypes.c_long(self.tid), none, none) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

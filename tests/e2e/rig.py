"""A core in directories of its own, and readers of its sockets, for tests from the outside."""
import json
import pathlib
import subprocess
import tempfile
import time

PATIENCE_S = 60  # for what takes two seconds on an idle machine
ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"


def wait_until(reached, seconds=PATIENCE_S):
    """What `reached` returns as soon as it is true, or its last answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := reached():
            return answer
        time.sleep(0.05)
    return reached()


class Rig:
    """Owns a scratch directory; everything that it started ends with it."""

    def __init__(self, bin_dir):
        self.bin = pathlib.Path(bin_dir)
        self.scratch = tempfile.TemporaryDirectory(prefix="tripline-e2e-")
        self.dir = pathlib.Path(self.scratch.name)
        self.run_dir = self.dir / "run"
        self.started = []

    def core_command(self, *arguments):
        return [str(self.bin / "tripline-rt"), "--run-dir", str(self.run_dir), "--state-dir", str(self.dir / "state"), *arguments]

    def start(self, command, **streams):
        process = subprocess.Popen([str(part) for part in command], text=True, **streams)
        self.started.append(process)
        return process

    def start_core(self, *arguments):
        log = open(self.dir / "core.log", "w", encoding="utf-8")
        core = self.start(self.core_command(*arguments), stderr=log)
        log.close()
        assert wait_until(lambda: (self.run_dir / "control.sock").exists() or core.poll() is not None)
        return core

    def cli(self, *arguments):
        """Exit code, standard output, standard error of `tripline …` on this rig."""
        done = subprocess.run([self.bin / "tripline", *arguments, "--run-dir", self.run_dir], capture_output=True, text=True,
                              timeout=PATIENCE_S, check=False)
        return done.returncode, done.stdout, done.stderr

    def status(self):
        code, out, _ = self.cli("status", "--json")
        return json.loads(out) if code == 0 else None

    def counter(self, name, group="counters"):
        status = self.status() or {}
        return next((row.get("value", 0) for row in status.get(group, []) if row["name"] == name), None)

    def drops(self):
        return {row["name"]: row.get("value", 0) for row in self.status()["drops"]}

    def watch(self, *topics, count=None):
        command = [self.bin / "tripline", "watch", *topics, "--json", "--run-dir", self.run_dir]
        if count is not None:
            command += ["--count", str(count)]
        return self.start(command, stdout=subprocess.PIPE)

    def close(self):
        for process in reversed(self.started):
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.scratch.cleanup()


def resident_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0

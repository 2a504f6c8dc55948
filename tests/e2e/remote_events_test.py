#!/usr/bin/env python3
"""Events over TCP, between the real core and real subscribers: listed keys hear them, strangers get nothing."""
import json
import os
import select
import subprocess
import sys
import unittest

from proxy import free_port
from rig import PATIENCE_S, Rig, wait_until

BIN_DIR = sys.argv.pop(1)
USAGE, NO_INPUT, IN_USE, NO_PERMISSION, BAD_CONFIG = 64, 66, 75, 77, 78


class RemoteEvents(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)
        self.public = {name: self.new_key(name) for name in ("core", "logger", "stranger")}
        self.clients = self.rig.dir / "clients.keys"
        self.clients.write_text(f"# loggers\n{self.public['logger']} logger\n", encoding="ascii")
        self.endpoint = f"tcp://127.0.0.1:{free_port()}"

    def key_file(self, name):
        return self.rig.dir / f"{name}.key"

    def new_key(self, name):
        made = subprocess.run([self.rig.bin / "tripline", "keys", "new", name, "--file", self.key_file(name)], check=True, text=True,
                              capture_output=True)
        public, named = made.stdout.split()
        self.assertEqual(named, name)
        self.assertEqual(os.stat(self.key_file(name)).st_mode & 0o777, 0o600)
        shown = subprocess.run([self.rig.bin / "tripline", "keys", "public", self.key_file(name)], check=True, text=True,
                               capture_output=True)
        self.assertEqual(shown.stdout.strip(), public)
        return public

    def settings(self, **changed):
        fields = {"tcp_endpoint": self.endpoint, "server_secret_key_file": self.key_file("core"), "client_keys_file": self.clients}
        for name, value in (fields | changed).items():
            yield from ("--set", f"events.{name}={json.dumps(str(value))}")

    def watch(self, key, server="core", count=2):
        return self.rig.start([self.rig.bin / "tripline", "watch", "status", "--json", "--count", str(count), "--connect", self.endpoint,
                               "--server-key", self.public[server], "--key-file", self.key_file(key)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_a_listed_key_hears_events_and_strangers_nothing(self):
        self.rig.start_core(*self.settings())
        listed = self.watch("logger")
        out, err = listed.communicate(timeout=PATIENCE_S)
        self.assertEqual(listed.returncode, 0, err)
        self.assertEqual([json.loads(line)["topic"] for line in out.splitlines()], ["status", "status"])
        self.assertEqual(self.rig.counter("events_strangers"), 0)

        strangers = [self.watch("stranger"), self.watch("logger", server="stranger")]
        self.assertTrue(wait_until(lambda: (self.rig.counter("events_strangers") or 0) >= 2))
        for stranger in strangers:
            self.assertIsNone(stranger.poll())
            self.assertEqual(select.select([stranger.stdout], [], [], 0)[0], [], "not a byte of an event")
            stranger.kill()
            stranger.communicate()
        log = (self.rig.dir / "core.log").read_text(encoding="utf-8")
        self.assertIn("remote subscribers were turned away", log)
        self.assertNotIn(self.key_file("core").read_text(encoding="ascii").splitlines()[1], log)

    def refuse(self, code, word, **changed):
        done = subprocess.run(self.rig.core_command(*self.settings(**changed)), capture_output=True, text=True, timeout=PATIENCE_S,
                              check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line.startswith("tripline")]
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertIn(word, lines[0])

    def test_without_keys_nothing_is_opened(self):
        self.refuse(BAD_CONFIG, "events.server_secret_key_file: is empty", server_secret_key_file="")
        self.refuse(BAD_CONFIG, "events.client_keys_file: is empty", client_keys_file="")
        self.refuse(NO_INPUT, "nowhere", client_keys_file="/nowhere")
        self.refuse(BAD_CONFIG, "events.tcp_endpoint: 'ipc:///tmp/x' is none", tcp_endpoint="ipc:///tmp/x")

    def test_keys_that_others_could_read_or_change_are_refused(self):
        os.chmod(self.key_file("core"), 0o640)
        self.refuse(NO_PERMISSION, "chmod 600")
        os.chmod(self.key_file("core"), 0o600)
        os.chmod(self.clients, 0o666)
        self.refuse(NO_PERMISSION, "chmod 644")

    def test_a_subscriber_needs_both_keys(self):
        command = [self.rig.bin / "tripline", "watch", "--connect", self.endpoint]
        for options, word in (([], "--server-key"), (["--server-key", self.public["core"]], "--key-file"),
                              (["--server-key", "xyz", "--key-file", self.key_file("logger")], "64 hexadecimal digits")):
            done = subprocess.run(command + options, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
            self.assertEqual(done.returncode, USAGE, done.stderr)
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()

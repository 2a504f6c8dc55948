#!/usr/bin/env python3
"""A rig behind nginx, as README says: TLS, a path prefix, the login, the WebSocket, and nothing for strangers."""
import gzip
import json
import re
import subprocess
import sys
import unittest

from proxy import NAME, Proxy
from rig import Rig, wait_until

BIN_DIR = sys.argv.pop(1)
EVIL = "https://evil.example"


class BehindNginx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rig = Rig(BIN_DIR)
        cls.addClassCleanup(cls.rig.close)
        tokens = cls.rig.dir / "web-tokens"
        cls.token = {role: subprocess.run([cls.rig.bin / "tripline", "token", "add", role, "--file", tokens], check=True, text=True,
                                          capture_output=True).stdout.strip() for role in ("read", "configure")}
        log = cls.rig.dir / "web.log"
        with open(log, "w", encoding="utf-8") as stderr:
            cls.rig.start([cls.rig.bin / "tripline-web", "--run-dir", cls.rig.run_dir, "--port", "0", "--token-file", tokens,
                           "--host", NAME], stderr=stderr)
        listening = wait_until(lambda: re.search(r"listening on http://127.0.0.1:(\d+)/", log.read_text()))
        assert listening, log.read_text()
        cls.proxy = Proxy(cls.rig.dir, int(listening.group(1)))
        cls.addClassCleanup(cls.proxy.close)

    def log_in(self, token, origin=None):
        return self.proxy.ask("POST", "/rig1/api/v1/session", [f"Origin: {origin or self.proxy.origin}"],
                              json.dumps({"token": token}))

    def test_the_page_names_its_files_beside_itself(self):
        page = self.proxy.ask("GET", "/rig1/")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.header("Content-Encoding"), "gzip")
        self.assertIn("frame-ancestors 'none'", page.header("Content-Security-Policy"))
        self.assertEqual(page.header("Strict-Transport-Security"), "max-age=31536000")
        self.assertEqual(self.proxy.ask("GET", "/rig1").header("Location"), "/rig1/")
        files = re.findall(r'(?:src|href)="([^"]+)"', gzip.decompress(page.rest).decode())
        self.assertGreaterEqual(len(files), 3)
        for name in files:
            self.assertRegex(name, r"^[\w-]+\.(js|css|svg)$")
            self.assertEqual(self.proxy.ask("GET", f"/rig1/{name}").status, 200)

    def test_a_stranger_sees_nothing(self):
        self.assertEqual(self.proxy.ask("GET", "/rig1/api/v1/status").status, 401)
        self.assertEqual(self.proxy.web_socket().status, 401)
        self.assertEqual(self.log_in("x" * 40).status, 401)

    def test_a_login_gives_a_cookie_of_this_prefix_for_encrypted_connections(self):
        cookie = self.log_in(self.token["read"]).header("Set-Cookie")
        self.assertRegex(cookie, r"^tripline_session_main=[\w-]{43}; Path=/rig1/; HttpOnly; SameSite=Strict; Secure$")

    def test_a_page_that_is_logged_in_listens_and_may_do_what_its_role_may(self):
        cookie = "Cookie: " + self.log_in(self.token["read"]).header("Set-Cookie").split(";")[0]
        self.assertEqual(self.proxy.ask("GET", "/rig1/api/v1/status", [cookie]).status, 200)
        upgraded = self.proxy.web_socket([cookie])
        self.assertEqual(upgraded.status, 101)
        self.assertEqual(upgraded.header("Sec-WebSocket-Protocol"), "tripline.v1")
        first = upgraded.rest or upgraded.connection.recv(65536)
        self.assertEqual(first[0] & 0x0F, 1, "the first message says in text whether the core is alive")
        upgraded.connection.close()
        session = json.loads(self.proxy.ask("GET", "/rig1/api/v1/session", [cookie]).rest)
        self.assertEqual(session["role"], "read")
        self.assertEqual(self.proxy.ask("DELETE", "/rig1/api/v1/session", [cookie, f"Origin: {self.proxy.origin}"]).status, 204)
        self.assertEqual(self.proxy.web_socket([cookie]).status, 401)

    def test_a_script_shows_its_token(self):
        bearer = f"Authorization: Bearer {self.token['configure']}"
        self.assertEqual(self.proxy.ask("GET", "/rig1/api/v1/status", [bearer]).status, 200)
        upgraded = self.proxy.web_socket([bearer])
        self.assertEqual(upgraded.status, 101)
        upgraded.connection.close()

    def test_a_foreign_page_is_refused_also_with_a_cookie(self):
        self.assertEqual(self.log_in(self.token["read"], EVIL).status, 403)
        cookie = "Cookie: " + self.log_in(self.token["configure"]).header("Set-Cookie").split(";")[0]
        self.assertEqual(self.proxy.web_socket([cookie], EVIL).status, 403)
        self.assertEqual(self.proxy.ask("DELETE", "/rig1/api/v1/session", [cookie, f"Origin: {EVIL}"]).status, 403)
        reply = self.proxy.ask("GET", "/rig1/api/v1/status", [cookie, f"Origin: {EVIL}"])
        self.assertIsNone(reply.header("Access-Control-Allow-Origin"))


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""What scripts/deploy does when a release is not well, asked of a real HTTP server that answers by what is current."""
import http.server
import socket
import subprocess
import threading
import unittest

from deploy_support import ROOT, DeployTest, look_at


class Page(http.server.BaseHTTPRequestHandler):
    """As tripline-web answers: /healthz while it lives, /readyz by whether the release that is current is good."""

    def do_GET(self):
        self.server.asked.append(self.path)
        good = (self.server.current / "share/good").exists()
        status = 200 if self.path == "/healthz" or good else 503
        body = b'{"ready":true}' if status == 200 else b'{"reasons":["camera: gone"]}'
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Health(DeployTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.server.current, self.server.asked = self.root / "opt/tripline/current", []
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)
        self.where = {"TRIPLINE_HEALTH_PORT": str(self.server.server_port), "TRIPLINE_HEALTH_SECONDS": "10"}
        self.good = self.release(also=["share/good"])

    def test_a_release_that_is_well_stays(self):
        self.deploy("install", "--from", self.good, **self.where)
        self.deploy("upgrade", "--from", self.release("1.1.0", also=["share/good"]), **self.where)
        self.assertTrue(self.current().startswith("1.1.0-"))
        self.assertNotIn("/healthz", self.server.asked)

    def test_a_release_that_is_not_ready_is_taken_back(self):
        self.deploy("install", "--from", self.good, **self.where)
        before = look_at(self.root)
        bad = self.release("1.1.0", also=["lib/systemd/system/tripline-more@.service"])
        refused = self.refused("unavailable", "camera: gone", "upgrade", "--from", bad, **self.where)
        self.assertIn("is back at work", refused.stderr.splitlines()[-1])
        self.assertEqual(look_at(self.root), before)

    def test_going_back_to_a_bad_release_is_taken_back_too_and_removes_none(self):
        self.deploy("install", "--from", self.release("0.9.0"))
        self.deploy("upgrade", "--from", self.good)
        before = look_at(self.root)
        self.refused("unavailable", "is back at work", "rollback", **self.where)
        self.assertEqual(look_at(self.root), before)

    def test_the_first_release_has_nothing_to_go_back_to(self):
        self.refused("unavailable", "is installed and not well", "install", "--from", self.release("0.9.0"), **self.where)
        self.assertTrue(self.current().startswith("0.9.0-"))

    def test_a_rig_that_was_not_ready_before_need_not_become_ready(self):
        self.deploy("install", "--from", self.release("0.9.0"))
        said = self.deploy("upgrade", "--from", self.release("0.9.1"), **self.where).stderr
        self.assertIn("/healthz is asked", said)
        self.assertIn("/healthz", self.server.asked)
        self.assertTrue(self.current().startswith("0.9.1-"))

    def test_a_page_that_did_not_answer_before_need_not_answer(self):
        self.deploy("install", "--from", self.good)
        with socket.socket() as nobody:  # bound, not listening: nobody else gets this port meanwhile
            nobody.bind(("127.0.0.1", 0))
            said = self.deploy("upgrade", "--from", self.release("1.1.0"), TRIPLINE_HEALTH_SECONDS="10",
                               TRIPLINE_HEALTH_PORT=str(nobody.getsockname()[1])).stderr
        self.assertIn("nothing is asked", said)

    def test_a_limit_that_is_no_number_is_refused(self):
        self.refused("usage", "TRIPLINE_HEALTH_SECONDS", "install", "--from", self.good, TRIPLINE_HEALTH_SECONDS="soon")

    def test_the_port_is_the_one_of_the_rig(self):
        (self.root / "etc/tripline/main").mkdir(parents=True)
        for text, port in (("TRIPLINE_PROFILE=demo\nTRIPLINE_PORT=9001\n", "9001"), ('TRIPLINE_PORT="9002"\n', "9002"),
                           ("TRIPLINE_PROFILE=demo\n", "8080"), ("#TRIPLINE_PORT=1\nTRIPLINE_PORT=$(reboot)\n", "8080")):
            (self.root / "etc/tripline/main/rig.env").write_text(text)
            done = subprocess.run(["bash", "-euc", '. "$1/scripts/lib/deploy/rigs.sh"; etc=$2; rig_port main', "-", ROOT,
                                   self.root / "etc"], capture_output=True, text=True, check=True)
            self.assertEqual(done.stdout.strip(), port, text)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""The REST API with a real core behind it: answers as described, changes whole or not at all, and no old news."""
import concurrent.futures
import http.client
import json
import re
import signal
import subprocess
import sys
import unittest

from described import Description
from rig import PATIENCE_S, Rig, wait_until

BIN_DIR = sys.argv.pop(1)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Api(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)
        self.core = self.start_core()
        log = self.rig.dir / "web.log"
        with open(log, "w", encoding="utf-8") as stream:
            self.web = self.rig.start(
                [self.rig.bin / "tripline-web", "--run-dir", self.rig.run_dir, "--state-dir", self.rig.dir / "state",
                 "--config-dir", self.rig.dir / "etc", "--port", "0"], stderr=stream)
        found = wait_until(lambda: re.search(r"listening on http://127.0.0.1:(\d+)/", log.read_text(encoding="utf-8")))
        self.assertTrue(found, log.read_text(encoding="utf-8"))
        self.port = int(found.group(1))
        self.assertTrue(wait_until(lambda: self.get("/api/v1/status").json()["core"]["alive"]))
        self.assertTrue(wait_until(lambda: self.get("/api/v1/config").status == 200))

    def start_core(self):
        return self.rig.start_core("--set", "sim.strike_every_s=2", "--set", "trigger.settle_ms=200")

    def ask(self, method, target, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        headers = dict(headers or {})
        text = None if body is None else json.dumps(body)
        if text is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, target, text, headers)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def get(self, target):
        return self.ask("GET", target)

    def etag(self):
        return self.get("/api/v1/config").headers["ETag"]

    def value(self, path):
        return next(row["value"] for row in self.get("/api/v1/config").json()["values"] if row["path"] == path)

    def patch(self, changes, etag, query=""):
        return self.ask("PATCH", "/api/v1/config" + query, changes, {"If-Match": etag})

    def a_shot(self):
        return wait_until(lambda: next((shot for shot in self.get("/api/v1/shots").json()["shots"] if shot["frames_kept"] == 15), None))

    def test_every_answer_is_as_the_document_describes_it(self):
        described = Description(self.get("/api/v1/openapi.json").json())
        shot = self.a_shot()
        frame = self.get(f"/api/v1/shots/{shot['id']}").json()["frames"][0]["sequence"]
        signals = wait_until(lambda: self.get("/api/v1/signals").json().get("signals"))
        paths = {"/api/v1/shots/{id}": f"/api/v1/shots/{shot['id']}",
                 "/api/v1/shots/{id}/frames/{sequence}": f"/api/v1/shots/{shot['id']}/frames/{frame}",
                 "/api/v1/signals/{name}": f"/api/v1/signals/{signals[0]['name']}?decimate=10",
                 "/api/v1/profiles/{name}": "/api/v1/profiles/demo"}
        for path, operation in described.operations("get"):
            answer = self.get(paths.get(path, path))
            self.assertIn(str(answer.status), operation["responses"], path)
            content_type = answer.headers["Content-Type"]
            schema = described.schema_of(operation, answer.status, content_type)
            if "json" in content_type:
                self.assertEqual(list(described.faults(answer.json(), schema)), [], path)
            head = self.ask("HEAD", paths.get(path, path))
            self.assertEqual((head.status, head.body), (answer.status, b""), path)

    def test_of_two_changes_to_the_same_revision_one_is_refused(self):
        etag = self.etag()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            answers = list(pool.map(lambda guard: self.patch({"trigger": {"guard": guard}}, etag), [3, 4, 5, 6]))
        statuses = sorted(answer.status for answer in answers)
        self.assertEqual(statuses, [200, 412, 412, 412])
        done = next(answer for answer in answers if answer.status == 200)
        self.assertEqual(done.headers["ETag"], self.etag(), "who reads next sees the change")
        self.assertEqual(done.json()["changed"], ["trigger.guard"])

    def test_a_change_with_one_wrong_field_changes_nothing(self):
        before = self.get("/api/v1/config").body
        for changes, field in [({"trigger": {"threshold": 40, "guard": 900}}, "trigger.guard"),
                               ({"trigger.threshold": 40, "trigger.nonsense": 1}, "trigger.nonsense"),
                               ({"trigger": {"threshold": "high"}}, "trigger.threshold"),
                               ({"strobe": {"pulse_us": [17, 17], "gap_us": []}, "trigger.threshold": 40}, None)]:
            refused = self.patch(changes, self.etag())
            self.assertEqual(refused.status, 422, refused.body)
            self.assertEqual(refused.headers["Content-Type"], "application/problem+json")
            if field:
                self.assertEqual(refused.json()["field"], field)
                self.assertTrue(refused.json()["remedy"])
        self.assertEqual(self.get("/api/v1/config").body, before)
        self.assertFalse(list((self.rig.dir / "state").glob("*.overrides.json")))

    def test_says_what_needs_a_restart_and_takes_it_back(self):
        changed = self.patch({"camera": {"fps": 300}, "trigger": {"threshold": 33}}, self.etag()).json()
        self.assertEqual(changed["changed"], ["camera.fps", "trigger.threshold"])
        self.assertEqual(changed["restart"], ["camera.fps"])
        self.assertEqual({row["path"] for row in self.get("/api/v1/config/diff").json()["from_profile"]} & {"camera.fps", "trigger.threshold"},
                         {"camera.fps", "trigger.threshold"})
        exported = self.get("/api/v1/config/export").json()
        self.assertEqual(self.patch({"camera": None}, self.etag()).json()["changed"], ["camera.fps"])
        self.assertEqual(self.ask("POST", "/api/v1/config/reset").status, 200)
        self.assertNotEqual(self.value("trigger.threshold"), 33)
        self.assertEqual(self.ask("POST", "/api/v1/config/import?dry_run=true", exported).json()["dry_run"], True)
        self.assertNotEqual(self.value("trigger.threshold"), 33)
        self.assertEqual(self.ask("POST", "/api/v1/config/import", exported).status, 200)
        self.assertEqual((self.value("trigger.threshold"), self.value("camera.fps")), (33, 300))

    def test_commands_go_to_the_core_and_its_refusals_come_back(self):
        self.assertEqual(self.ask("POST", "/api/v1/disarm").status, 202)
        self.assertTrue(wait_until(lambda: self.get("/api/v1/status").json()["status"]["state"] == "disarmed"))
        refused = self.ask("POST", "/api/v1/fire")
        self.assertEqual(refused.status, 409)
        self.assertIn("disarmed", refused.json()["detail"])
        self.assertEqual(self.ask("POST", "/api/v1/arm").status, 202)
        self.assertTrue(wait_until(lambda: self.ask("POST", "/api/v1/fire").status == 202))
        self.assertTrue(wait_until(lambda: any(shot["origin"] == "command" for shot in self.get("/api/v1/shots").json()["shots"])))
        self.assertTrue(any(line["message"] == "fire" for line in self.get("/api/v1/logs?level=info").json()["lines"]))

    def test_ids_and_signals_are_those_of_the_bus(self):
        ids = self.get("/api/v1/can/ids?wait=2").json()
        self.assertGreaterEqual(ids["watched_s"], 2)
        self.assertTrue(any(row["rate_hz"] > 1 and row["message"] for row in ids["ids"]), ids)
        name = next(row["name"] for row in self.get("/api/v1/signals").json()["signals"] if row["newest"]["value"] is not None)
        window = self.get(f"/api/v1/signals/{name}").json()
        self.assertTrue(window["points"])
        self.assertFalse(window["newest"]["stale"])

    def test_metrics_of_a_real_core_pass_the_checker(self):
        self.a_shot()
        metrics = self.get("/metrics").body
        checked = subprocess.run(["promtool", "check", "metrics"], input=metrics, capture_output=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, b"", b""))
        buckets = re.findall(rb'tripline_latency_seconds_bucket\{path="trigger",le="[^"]+"\} (\d+)', metrics)
        counts = [int(count) for count in buckets]
        self.assertGreater(len(counts), 10)
        self.assertEqual(counts, sorted(counts))
        self.assertGreater(counts[-1], 0)

    def test_nothing_old_is_told_as_if_it_were_new(self):
        ready = self.get("/readyz")
        failed = [check["name"] for check in ready.json()["checks"] if not check["ok"]]
        self.assertIn((ready.status, failed), [(200, []), (503, ["disk"])])
        etag = self.etag()
        self.core.send_signal(signal.SIGKILL)
        self.core.wait()
        self.assertTrue(wait_until(lambda: self.get("/readyz").status == 503 and not self.get("/readyz").json()["checks"][0]["ok"]))
        self.assertEqual(self.get("/api/v1/can/buses").status, 503)
        self.assertTrue(all(row["newest"]["stale"] for row in self.get("/api/v1/signals").json()["signals"]))
        self.assertIn(b"\ntripline_core_up 0\n", self.get("/metrics").body)
        self.assertEqual(self.ask("POST", "/api/v1/arm").status, 503)
        self.assertEqual(self.get("/healthz").status, 200)
        self.core = self.start_core()
        self.assertTrue(wait_until(lambda: self.etag() not in (None, etag)))
        self.assertEqual(self.patch({"trigger.guard": 3}, etag).status, 412, "revision of another run")

    def test_requests_that_wait_leave_workers_for_the_others_and_end_with_the_process(self):
        newest = self.get("/api/v1/logs").json()["next"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            waiting = [pool.submit(self.get, f"/api/v1/logs?after={newest}&level=error&wait=10") for _ in range(12)]
            busy = wait_until(lambda: sum(one.done() and one.result().status == 429 for one in waiting) >= 8)
            self.assertTrue(busy)
            self.assertEqual(self.get("/healthz").status, 200)
            self.web.send_signal(signal.SIGTERM)
            self.assertEqual(self.web.wait(PATIENCE_S), 0)
            self.assertEqual(sum(one.result().status == 200 for one in waiting), 4)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""A web process under attack, beside a core that fires: REST goes on, memory stays bounded, nothing is left behind."""
import json
import os
import signal
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from attacks import STEP_S, all_attacks, ask, frame, running, web_socket
from rig import Rig, resident_kib, wait_until

BIN_DIR = sys.argv.pop(1)
LOOK_S = float(os.environ.get("TRIPLINE_ATTACK_SECONDS", "3"))
WORKERS = 32  # limits::kHttpWorkers
GROWTH_KIB = 72 * 1024  # queues of 16 stalled pages, whatever a sanitizer adds
SMALL_QUARANTINE = "quarantine_size_mb=1:thread_local_quarantine_size_kb=16"  # or freed memory would count


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Attack(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)
        self.rig.start_core()
        with open(self.rig.dir / "web.log", "w", encoding="utf-8") as log:
            self.web = self.rig.start([self.rig.bin / "tripline-web", "--run-dir", self.rig.run_dir, "--port", "0"], stderr=log,
                                      env={**os.environ, "ASAN_OPTIONS": SMALL_QUARANTINE})
        self.port = wait_until(self.port_of_log)
        self.assertTrue(wait_until(lambda: json.loads(ask(self.port)[2])["core"]["alive"]))

    def port_of_log(self):
        for line in (self.rig.dir / "web.log").read_text(encoding="utf-8").splitlines():
            if "listening on http://127.0.0.1:" in line:
                return int(line.rsplit(":", 1)[1].split("/")[0])
        return None

    def quiet(self):
        ask(self.port)
        return threads(self.web.pid), descriptors(self.web.pid)

    def ask_as_ordinary_clients_do(self):
        """Once every worker has served some, a sanitizer's allocator has taken for each what it takes."""
        with ThreadPoolExecutor(WORKERS) as clients:
            answers = list(clients.map(lambda _: ask(self.port)[0], range(20 * WORKERS)))
        self.assertEqual(set(answers), {200})

    def test_every_attack(self):
        self.ask_as_ordinary_clients_do()
        before, memory = self.quiet(), resident_kib(self.web.pid)
        for attack in all_attacks():
            with self.subTest(attack.name), running(attack, self.port):
                times = []
                end = time.monotonic() + LOOK_S
                while time.monotonic() < end:
                    status, _, body, seconds = ask(self.port)
                    self.assertEqual(status, 200)
                    self.assertTrue(json.loads(body)["core"]["alive"])
                    times.append(seconds * 1000)
                    time.sleep(STEP_S)
                grown = resident_kib(self.web.pid) - memory
                times.sort()
                print(json.dumps({"attack": attack.name, "requests": len(times), "p50_ms": round(times[len(times) // 2], 1),
                                  "max_ms": round(times[-1], 1), "grown_kib": grown}), file=sys.stderr)
                self.assertLess(grown, GROWTH_KIB)
        self.assertTrue(wait_until(lambda: self.quiet() == before), f"threads and descriptors: {before} before, {self.quiet()} now")

    def test_bad_bytes_are_answered(self):
        self.assertEqual(ask(self.port, "/api/v1/%ff%fe")[0], 404)
        self.assertEqual(ask(self.port, "/api/v1/\xff")[0], 400)
        self.assertEqual(ask(self.port, more="X-Bad: \xff\xfe\r\n")[0], 200)
        self.assertIn(ask(self.port, more="X-Long: " + "x" * 60000 + "\r\n")[0], (400, 413, 431))
        for more, status in (("Sec-WebSocket-Protocol: chat\r\n", 400), ("Origin: http://evil.example\r\n", 403)):
            client, got = web_socket(self.port, more=more)
            client.close()
            self.assertEqual(got, status)
        for payload, opcode, code in ((b"\xff\xfe", 1, 1007), (b"{}", 2, 1003), (b"", 3, 1002)):
            client, status = web_socket(self.port)
            self.assertEqual(status, 101)
            client.sendall(frame(opcode, payload))
            reply = b""
            while chunk := client.recv(4096):
                reply += chunk
            client.close()
            self.assertIn(bytes([0x88]), reply)
            self.assertIn(code.to_bytes(2, "big"), reply)

    def test_a_stop_lets_requests_finish_and_says_goodbye(self):
        client, status = web_socket(self.port)
        self.assertEqual(status, 101)
        self.web.send_signal(signal.SIGTERM)
        reply = b""
        while chunk := client.recv(4096):
            reply += chunk
        client.close()
        self.assertIn((1001).to_bytes(2, "big"), reply)
        self.assertEqual(self.web.wait(timeout=20), 0)


if __name__ == "__main__":
    unittest.main()

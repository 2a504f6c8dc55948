#!/usr/bin/env python3
"""The web process: REST under attack beside REST at rest, requests a second, resident memory. See tests/e2e/attacks.py."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "e2e"))
from attacks import all_attacks, ask, running  # noqa: E402  (the path comes first)
from rig import Rig, resident_kib, wait_until  # noqa: E402

ANSWER_MS = 250  # what REST may take throughout
IDLE_KIB = 12 * 1024
REQUESTS = 40  # of each side, each round


def percentile(samples, share):
    return sorted(samples)[min(len(samples) - 1, int(share * len(samples)))]


def timed(port):
    times = []
    for _ in range(REQUESTS):
        status, _, _, seconds = ask(port)
        assert status == 200, status
        times.append(seconds * 1000)
        time.sleep(0.01)
    return times


class Report:
    def __init__(self, as_json):
        self.as_json, self.missed = as_json, 0

    def add(self, name, value, unit, reference, reference_name, met, rounds, **more):
        self.missed += not met
        ratio = value / reference if reference else 0
        row = {"name": name, "value": round(value, 3), "unit": unit, "reference": round(reference, 3),
               "reference_name": reference_name, "ratio": round(ratio, 3), "rounds": rounds, "met": met, **more}
        print(json.dumps(row) if self.as_json else f"{name:40} {value:10.2f} {unit:5} beside {reference:10.2f} {reference_name}"
                                                   f"{'' if met else '  MISSED'}  {more or ''}", flush=True)


class WebBench:
    def __init__(self, bin_dir):
        self.rig = Rig(bin_dir)
        self.rig.start_core()
        self.log = self.rig.dir / "web.log"
        with open(self.log, "w", encoding="utf-8") as out:
            self.web = self.rig.start([self.rig.bin / "tripline-web", "--run-dir", self.rig.run_dir, "--port", "0"], stderr=out)
        self.port = wait_until(self.listening)
        assert wait_until(lambda: json.loads(ask(self.port)[2])["core"]["alive"])

    def listening(self):
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.log.read_text(encoding="utf-8"))
        return int(found.group(1)) if found else None

    def idle_memory(self, report):
        time.sleep(2)
        kib = resident_kib(self.web.pid)
        report.add("web/idle_rss", kib, "KiB", IDLE_KIB, "limit", kib <= IDLE_KIB, 1)

    def attacks(self, report, rounds):
        for attack in all_attacks():
            under, rest = [], []
            for _ in range(rounds):
                rest += timed(self.port)
                with running(attack, self.port):
                    under += timed(self.port)
            worst = percentile(under, 0.999)
            report.add(f"web/attack/{attack.name.replace(' ', '_')}", percentile(under, 0.5), "ms", percentile(rest, 0.5), "at rest",
                       worst <= ANSWER_MS, rounds, p90=round(percentile(under, 0.9), 2), p99=round(percentile(under, 0.99), 2),
                       p999=round(worst, 2), rss_kib=resident_kib(self.web.pid))

    def requests_a_second(self, report, rounds, seconds):
        if shutil.which("wrk") is None:
            print("bench_web: wrk is not installed; no requests a second", file=sys.stderr)
            return
        ours, reference = [], []
        for _ in range(rounds):
            reference.append(self.wrk("/healthz", seconds))
            ours.append(self.wrk("/api/v1/status", seconds))
        report.add("web/wrk/status", percentile(ours, 0.5), "1/s", percentile(reference, 0.5), "/healthz", True, rounds)

    def wrk(self, path, seconds):
        done = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds:g}s", f"http://127.0.0.1:{self.port}{path}"], capture_output=True,
                              text=True, check=True)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin-dir", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--cpu", type=int, help="not used: clients and server need CPUs of their own")
    options = parser.parse_args()
    report = Report(options.json)
    bench = WebBench(options.bin_dir)
    try:
        bench.idle_memory(report)
        bench.requests_a_second(report, options.rounds, options.seconds)
        bench.attacks(report, options.rounds)
    finally:
        bench.rig.close()
    print(f"bench_web: {report.missed} targets missed", file=sys.stderr)


if __name__ == "__main__":
    main()

"""Who starts and stops what: the page through polkit, systemd after a crash or a hang, and nobody else."""
import os
import pathlib
import signal
import unittest

from core_claims import CoreClaims
from kernel import wait_until
from system import (LOG, PATIENCE_S, RIG, UNIT, WEB, FrozenThread, as_user, done, is_active, journal, main_pid, shown,
                    start_page, status, tripline)


class Lifecycle(CoreClaims):
    def start_both(self, **overrides):
        self.start(strobe={"output": "sim"}, **overrides)
        return start_page()

    def ask(self, page, verb):
        code, body = page.ask("POST", f"/api/v1/core/{verb}", {})
        self.assertIn(code, (200, 202), body.decode())

    def becomes(self, page, state):
        self.assertTrue(wait_until(lambda: page.core().get("state") == state, PATIENCE_S), f"{page.core()}\n{journal()}")

    def test_the_page_stops_starts_and_restarts_the_core_through_polkit(self):
        page = self.start_both()
        web = main_pid(WEB)
        self.becomes(page, "RUNNING")
        self.ask(page, "stop")
        self.becomes(page, "STOPPED")
        self.assertEqual(main_pid(UNIT), 0)
        self.ask(page, "start")
        self.becomes(page, "RUNNING")
        before = main_pid()
        self.ask(page, "restart")
        self.assertTrue(wait_until(lambda: main_pid() not in (0, before) and is_active(UNIT), PATIENCE_S))
        self.becomes(page, "RUNNING")
        self.assertEqual(main_pid(WEB), web, "the page was stopped with the core")

    def test_the_user_of_the_page_may_do_nothing_else(self):
        self.start_both()
        journald, core = main_pid("systemd-journald.service"), main_pid()
        for command in (["stop", "systemd-journald.service"], ["restart", "dbus.service"], ["stop", WEB],
                        ["kill", UNIT], ["enable", UNIT], ["disable", UNIT], ["mask", UNIT], ["daemon-reload"],
                        ["start", "tripline.target"], ["stop", f"tripline-rt@{RIG}.service.evil.service"],
                        ["set-property", UNIT, "CPUWeight=1"], ["poweroff"]):
            with self.subTest(" ".join(command)):
                refused = as_user("tripline-web", "systemctl", "--no-ask-password", *command)
                self.assertNotEqual(refused.returncode, 0, refused.stdout)
        self.assertEqual((main_pid("systemd-journald.service"), main_pid()), (journald, core))
        self.assertTrue(is_active(WEB))

    def test_who_is_no_operator_may_not_even_start_the_core(self):
        refused = as_user("nobody", "systemctl", "--no-ask-password", "start", LOG)
        self.assertNotEqual(refused.returncode, 0)
        done("useradd", "--system", "--groups", "tripline-ops", "crew")
        allowed = as_user("crew", "systemctl", "--no-ask-password", "start", LOG)
        self.addCleanup(done, "systemctl", "stop", LOG)
        self.assertEqual(allowed.returncode, 0, allowed.stderr)

    def test_twenty_restarts_of_the_page_while_armed_and_the_trigger_still_fires(self):
        self.start_both()
        core = main_pid()
        for _ in range(20):
            done("systemctl", "restart", WEB)
        self.assertTrue(wait_until(lambda: status().get("state") == "armed"), status())
        shots = self.watch("shot")
        self.assertEqual(tripline("fire").returncode, 0)
        self.next_event(shots, lambda event: event.get("shot_id") == 1)
        self.assertEqual(main_pid(), core)

    def test_five_crashes_in_five_minutes_end_in_failed_and_the_page_says_so(self):
        page = self.start_both()
        for crash in range(5):
            self.assertTrue(wait_until(lambda: is_active(UNIT) and main_pid(), PATIENCE_S), f"{crash}: {journal()}")
            os.kill(main_pid(), signal.SIGSEGV)
            self.assertTrue(wait_until(lambda: not is_active(UNIT), PATIENCE_S))
        self.assertTrue(wait_until(lambda: shown(UNIT, "ActiveState") == "failed", PATIENCE_S), journal())
        self.becomes(page, "FAILED")
        self.assertTrue(wait_until(lambda: "gives up" in page.core().get("why", ""), PATIENCE_S), page.core())
        self.assertEqual(shown(UNIT, "ActiveState"), "failed")
        code, body = page.ask("POST", "/api/v1/core/start", {})
        self.assertEqual(code, 503, body.decode())
        done("systemctl", "reset-failed", UNIT)
        self.ask(page, "start")
        self.becomes(page, "RUNNING")

    def test_the_watchdog_ends_a_core_whose_loop_stands_still_and_it_comes_back(self):
        page = self.start_both()
        frozen = main_pid()
        thread = FrozenThread(frozen, "tl-publish")
        self.addCleanup(thread.bury)
        self.assertTrue(wait_until(lambda: main_pid() not in (0, frozen), PATIENCE_S), journal())
        self.assertIn("watchdog", journal(lines=60).lower())
        self.becomes(page, "RUNNING")

    def test_in_safe_mode_a_core_that_crashed_stays_down(self):
        self.assertEqual(done("tripline", "rig", "mode", RIG, "safe").returncode, 0)
        self.addCleanup(done, "tripline", "rig", "mode", RIG, "production")
        page = self.start_both()
        os.kill(main_pid(), signal.SIGKILL)
        self.becomes(page, "FAILED")
        self.assertEqual(shown(UNIT, "Restart"), "no")
        self.assertTrue(wait_until(lambda: shown(UNIT, "ActiveState") == "failed", PATIENCE_S), journal())

    def test_a_configuration_that_is_wrong_is_not_tried_again(self):
        self.start_both()
        done("systemctl", "stop", UNIT)
        env = pathlib.Path(f"/etc/tripline/{RIG}/claims.json")
        env.write_text('{ trigger: { pixel_treshold: 3 } }')
        self.assertNotEqual(done("systemctl", "start", UNIT).returncode, 0)
        self.assertEqual((shown(UNIT, "ExecMainStatus"), shown(UNIT, "NRestarts")), ("78", "0"))
        self.assertIn("claims.json:1:", journal())


class Rigs(unittest.TestCase):
    def test_a_further_rig_is_added_runs_beside_the_others_and_is_removed(self):
        self.addCleanup(done, "tripline", "rig", "remove", "track", "--purge")
        added = done("tripline", "rig", "add", "track", "--port", "8098")
        self.assertEqual(added.returncode, 0, added.stderr)
        for name in ("rt", "log", "web"):
            unit = f"tripline-{name}@track.service"
            self.assertTrue(wait_until(lambda unit=unit: is_active(unit), PATIENCE_S), journal(unit))
        taken = done("tripline", "rig", "add", "second", "--port", "8098")
        self.assertEqual(taken.returncode, 75, taken.stderr)
        self.assertIn("track", taken.stderr)
        listed = done("tripline", "rig", "list").stdout
        for name in ("main", "track", RIG):
            self.assertIn(name, listed)
        removed = done("tripline", "rig", "remove", "track", "--purge")
        self.assertEqual(removed.returncode, 0, removed.stderr)
        self.assertFalse(is_active("tripline-rt@track.service"))
        self.assertFalse(pathlib.Path("/etc/tripline/track").exists())
        self.assertFalse(pathlib.Path("/run/tripline/track").exists())
        self.assertEqual(shown("tripline-rt@track.service", "UnitFileState"), "disabled")

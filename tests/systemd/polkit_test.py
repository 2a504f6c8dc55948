#!/usr/bin/env python3
"""What systemd/polkit/60-tripline.rules allows, asked of a real polkitd on a bus of its own.

It needs root and a mount namespace, in which the rules, the users and the groups are the test's. Without them it skips.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

RULES = pathlib.Path(__file__).resolve().parents[2] / "systemd/polkit/60-tripline.rules"
POLKITD = next((p for p in ("/usr/lib/polkit-1/polkitd", "/usr/libexec/polkitd") if os.path.exists(p)), None)
UNITS = "org.freedesktop.systemd1.manage-units"
USERS = {"tl-operator": 7001, "tl-visitor": 7002, "tripline-web": 7003, "tripline": 7004}
OPERATORS = 7005
NEEDS_S = 30
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={}</listen><policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
</policy></busconfig>"""


def missing():
    """Why it cannot run here; None: it can."""
    if os.geteuid() != 0:
        return "polkitd must be started as root"
    if POLKITD is None or not shutil.which("dbus-daemon") or not shutil.which("busctl"):
        return "polkitd, dbus-daemon or busctl is not installed: scripts/install test"
    if not os.path.exists("/usr/share/polkit-1/actions/org.freedesktop.systemd1.policy"):
        return "systemd's polkit actions are not installed"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0:
        return "no mount namespace can be made here (a container without CAP_SYS_ADMIN)"
    return None


def mount_over(path, source):
    subprocess.run(["mount", "--bind", source, path], check=True)


class PolkitRules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="tripline-polkit-")
        cls.addClassCleanup(scratch.cleanup)
        cls.dir = pathlib.Path(scratch.name)
        cls.dir.chmod(0o755)
        cls.make_users()
        cls.put_rules()
        cls.address = f"unix:path={cls.dir}/bus"
        (cls.dir / "bus.conf").write_text(BUS.format(cls.dir / "bus"))
        cls.start("dbus-daemon", f"--config-file={cls.dir}/bus.conf", "--nofork", "--nopidfile")
        cls.wait_for(lambda: (cls.dir / "bus").exists(), "the bus")
        cls.start(POLKITD, "--no-debug")
        cls.wait_for(lambda: cls.busctl("status", "org.freedesktop.PolicyKit1").returncode == 0, "polkitd")
        cls.pids = {user: cls.start("setpriv", f"--reuid={uid}", "--clear-groups", "sleep", "1000").pid
                    for user, uid in USERS.items()}

    @classmethod
    def make_users(cls):
        """Seen in this mount namespace alone."""
        passwd = pathlib.Path("/etc/passwd").read_text() + "".join(
            f"{user}:x:{uid}:{uid}::/nonexistent:/bin/false\n" for user, uid in USERS.items())
        group = pathlib.Path("/etc/group").read_text() + f"tripline-ops:x:{OPERATORS}:tl-operator\n" + "".join(
            f"{user}:x:{uid}:\n" for user, uid in USERS.items())
        for name, text in (("passwd", passwd), ("group", group)):
            (cls.dir / name).write_text(text)
            mount_over(f"/etc/{name}", cls.dir / name)

    @classmethod
    def put_rules(cls):
        rules = cls.dir / "rules.d"
        rules.mkdir(mode=0o755)
        shutil.copy(RULES, rules)
        for path in ("/usr/share/polkit-1/rules.d", "/etc/polkit-1/rules.d"):
            mount_over(path, rules)

    @classmethod
    def start(cls, *command):
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=getattr(cls, "address", ""))
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.kill)
        return process

    @classmethod
    def busctl(cls, *arguments):
        command = ["busctl", f"--address={cls.address}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    @staticmethod
    def wait_for(reached, what):
        end = time.monotonic() + NEEDS_S
        while not reached():
            if time.monotonic() > end:
                raise AssertionError(f"{what} does not come up")
            time.sleep(0.05)

    def allows(self, user, action, **details):
        pairs = [word for pair in details.items() for word in pair]
        start_time = pathlib.Path(f"/proc/{self.pids[user]}/stat").read_text().rsplit(")", 1)[1].split()[19]
        answer = self.busctl(
            "call", "org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority",
            "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization", "(sa{sv})sa{ss}us", "unix-process", "3",
            "pid", "u", str(self.pids[user]), "start-time", "t", start_time, "uid", "i", str(USERS[user]),
            action, str(len(details)), *pairs, "0", "")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout.split()[1] == "true"

    def may(self, user, verb, unit):
        return self.allows(user, UNITS, verb=verb, unit=unit)

    def test_operators_and_the_page_start_stop_and_restart_core_and_recorder(self):
        for user in ("tl-operator", "tripline-web"):
            for verb in ("start", "stop", "restart"):
                for unit in ("tripline-rt@main.service", "tripline-log@main.service", "tripline-rt@rig-2.service"):
                    self.assertTrue(self.may(user, verb, unit), (user, verb, unit))

    def test_others_may_nothing(self):
        for user in ("tl-visitor", "tripline"):
            self.assertFalse(self.may(user, "start", "tripline-rt@main.service"), user)

    def test_no_other_unit(self):
        for unit in ("ssh.service", "tripline-web@main.service", "tripline-rt@main.socket", "tripline-rt@.service",
                     "tripline-rt.service", "xtripline-rt@main.service", "tripline-rt@main.service.d",
                     "tripline-rt@main.service\n", "tripline-rt@Main.service", "tripline-rt@a/b.service",
                     "tripline-rt@" + "a" * 33 + ".service"):
            self.assertFalse(self.may("tl-operator", "start", unit), unit)

    def test_no_other_verb_and_no_other_action(self):
        for verb in ("reload", "kill", "set-property", "reset-failed", "freeze", ""):
            self.assertFalse(self.may("tl-operator", verb, "tripline-rt@main.service"), verb)
        self.assertFalse(self.allows("tl-operator", UNITS), "without details")
        for action in ("org.freedesktop.systemd1.manage-unit-files", "org.freedesktop.systemd1.reload-daemon"):
            self.assertFalse(self.allows("tl-operator", action, verb="start", unit="tripline-rt@main.service"), action)

    def test_the_core_alone_may_keep_the_machine_awake(self):
        sleep = "org.freedesktop.login1.inhibit-block-sleep"
        self.assertTrue(self.allows("tripline", sleep))
        self.assertTrue(self.allows("tripline", "org.freedesktop.login1.inhibit-block-idle"))
        for user in ("tl-operator", "tl-visitor", "tripline-web"):
            self.assertFalse(self.allows(user, sleep), user)
        self.assertFalse(self.allows("tripline", "org.freedesktop.login1.inhibit-block-shutdown"))


if __name__ == "__main__":
    if reason := missing():
        print(f"SKIPPED: {reason}")
        sys.exit(77)
    if os.environ.get("TRIPLINE_OWN_MOUNTS") != "yes":
        os.environ["TRIPLINE_OWN_MOUNTS"] = "yes"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])
    unittest.main()

"""A template of python3-dbusmock: as much of systemd's manager as a client of one service sees.

The template that comes with dbusmock takes no unit with an '@' in its name, and its jobs always succeed.
"""
import re

import dbus
from dbusmock import MOCK_IFACE, mockobject
from gi.repository import GLib

BUS_NAME = "org.freedesktop.systemd1"
MAIN_OBJ = "/org/freedesktop/systemd1"
MAIN_IFACE = BUS_NAME + ".Manager"
UNIT_IFACE = BUS_NAME + ".Unit"
SERVICE_IFACE = BUS_NAME + ".Service"
SYSTEM_BUS = True


def load(mock, _parameters):
    mock.jobs = 0
    mock.job_result = "done"  # "" means: the job never ends; "denied": polkit says no
    mock.units = {}
    mock.subscribed = set()
    mock.unit_files = {}  # what was enabled and disabled, and is not read yet


def path_of(name):
    return MAIN_OBJ + "/unit/" + re.sub(r"[^A-Za-z0-9]", lambda m: f"_{ord(m[0]):02x}", name)


def unit_of(mock, name):
    unit = mockobject.objects.get(path_of(name))
    if unit is None or unit.props[UNIT_IFACE]["LoadState"] == "not-found":
        raise dbus.exceptions.DBusException(f"Unit {name} not found.", name=BUS_NAME + ".NoSuchUnit")
    return unit


def change(unit, state, sub_state, **service):
    if service:
        unit.UpdateProperties(SERVICE_IFACE, service)
    changed = dbus.UInt64(unit.props[UNIT_IFACE]["StateChangeTimestamp"] + 1)
    unit.UpdateProperties(UNIT_IFACE, {"ActiveState": state, "SubState": sub_state, "StateChangeTimestamp": changed})


def run_job(mock, name, begun, settle):
    """Begins a job; its end is told later, as systemd does it."""
    if mock.job_result == "denied":
        raise dbus.exceptions.DBusException("Interactive authentication required.",
                                            name="org.freedesktop.DBus.Error.InteractiveAuthorizationRequired")
    unit = unit_of(mock, name)
    change(unit, *begun)
    mock.jobs += 1
    path = f"{MAIN_OBJ}/job/{mock.jobs}"
    arguments = [dbus.UInt32(mock.jobs), dbus.ObjectPath(path), name, mock.job_result]

    def end():
        settle(unit, mock.job_result)
        mock.EmitSignal(MAIN_IFACE, "JobRemoved", "uoss", arguments)

    if mock.job_result:
        GLib.timeout_add(50, end)
    return path


def settle_started(unit, result):
    if result == "done":
        change(unit, "active", "running", Result="success", MainPID=dbus.UInt32(4711))
    else:
        change(unit, "failed", "failed", Result="exit-code", MainPID=dbus.UInt32(0), ExecMainCode=dbus.Int32(1),
               ExecMainStatus=dbus.Int32(66))


def settle_stopped(unit, _result):
    if unit.props[UNIT_IFACE]["ActiveState"] == "failed":
        return  # it stays failed, as with systemd
    change(unit, "inactive", "dead", MainPID=dbus.UInt32(0), ExecMainCode=dbus.Int32(1), ExecMainStatus=dbus.Int32(0))


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="", sender_keyword="sender")
def Subscribe(self, sender=None):
    if sender in self.subscribed:
        raise dbus.exceptions.DBusException("Client is already subscribed.", name=BUS_NAME + ".AlreadySubscribed")
    self.subscribed.add(sender)


@dbus.service.method(MAIN_IFACE, in_signature="s", out_signature="o")
def LoadUnit(self, name):
    name = str(name)
    if name not in self.units:  # systemd answers for every name, and says in LoadState that there is none
        self.AddUnit(name, "not-found")
    return self.units[name]


@dbus.service.method(MAIN_IFACE, in_signature="ss", out_signature="o")
def StartUnit(self, name, _mode):
    return run_job(self, str(name), ("activating", "start"), settle_started)


@dbus.service.method(MAIN_IFACE, in_signature="ss", out_signature="o")
def StopUnit(self, name, _mode):
    failed = unit_of(self, str(name)).props[UNIT_IFACE]["ActiveState"] == "failed"
    begun = ("failed", "failed") if failed else ("deactivating", "stop-sigterm")
    return run_job(self, str(name), begun, settle_stopped)


@dbus.service.method(MAIN_IFACE, in_signature="ss", out_signature="o")
def RestartUnit(self, name, _mode):
    return run_job(self, str(name), ("deactivating", "stop-sigterm"), settle_started)


def note_files(mock, names, state):
    for name in map(str, names):
        unit_of(mock, name)
        mock.unit_files[name] = state


@dbus.service.method(MAIN_IFACE, in_signature="asbb", out_signature="ba(sss)")
def EnableUnitFiles(self, names, runtime, force):
    assert not runtime and not force
    note_files(self, names, "enabled")
    return True, dbus.Array([], signature="(sss)")


@dbus.service.method(MAIN_IFACE, in_signature="asb", out_signature="a(sss)")
def DisableUnitFiles(self, names, runtime):
    assert not runtime
    note_files(self, names, "disabled")
    return dbus.Array([], signature="(sss)")


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="")
def Reload(self):
    for name, state in self.unit_files.items():
        unit_of(self, name).UpdateProperties(UNIT_IFACE, {"UnitFileState": state})
    self.unit_files = {}


@dbus.service.method(MAIN_IFACE, in_signature="s", out_signature="")
def ResetFailedUnit(self, name):
    unit = unit_of(self, str(name))
    if unit.props[UNIT_IFACE]["ActiveState"] == "failed":
        change(unit, "inactive", "dead", Result="success")


@dbus.service.method(MOCK_IFACE, in_signature="ss", out_signature="")
def AddUnit(self, name, load_state):
    self.units[str(name)] = path_of(str(name))
    self.AddObject(path_of(str(name)), UNIT_IFACE,
                   {"Id": str(name), "LoadState": load_state, "ActiveState": "inactive", "SubState": "dead",
                    "StateChangeTimestamp": dbus.UInt64(1795771800000000), "StartLimitBurst": dbus.UInt32(5),
                    "StartLimitIntervalUSec": dbus.UInt64(300_000_000), "UnitFileState": "disabled"}, [])
    mockobject.objects[path_of(str(name))].AddProperties(
        SERVICE_IFACE, {"Result": "success", "MainPID": dbus.UInt32(0), "ExecMainCode": dbus.Int32(0),
                        "ExecMainStatus": dbus.Int32(0), "Restart": "on-failure", "NRestarts": dbus.UInt32(0),
                        "ExecMainExitTimestamp": dbus.UInt64(1795771800000000)})


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="")
def EndJobsWith(self, result):
    self.job_result = str(result)


@dbus.service.method(MOCK_IFACE, in_signature="ssu", out_signature="")
def SetRestarts(self, name, restart, restarts):
    unit_of(self, str(name)).UpdateProperties(SERVICE_IFACE, {"Restart": str(restart),
                                                              "NRestarts": dbus.UInt32(restarts)})


@dbus.service.method(MOCK_IFACE, in_signature="sss(sii)", out_signature="")
def ChangeUnit(self, name, state, sub_state, end):
    """`end`: Result, ExecMainCode, ExecMainStatus."""
    change(unit_of(self, str(name)), str(state), str(sub_state), Result=str(end[0]), MainPID=dbus.UInt32(0),
           ExecMainCode=dbus.Int32(end[1]), ExecMainStatus=dbus.Int32(end[2]))

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
    change(unit, "inactive", "dead", MainPID=dbus.UInt32(0), ExecMainCode=dbus.Int32(1), ExecMainStatus=dbus.Int32(0))


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="")
def Subscribe(self):
    del self


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
    return run_job(self, str(name), ("deactivating", "stop-sigterm"), settle_stopped)


@dbus.service.method(MAIN_IFACE, in_signature="ss", out_signature="o")
def RestartUnit(self, name, _mode):
    return run_job(self, str(name), ("deactivating", "stop-sigterm"), settle_started)


@dbus.service.method(MOCK_IFACE, in_signature="ss", out_signature="")
def AddUnit(self, name, load_state):
    self.units[str(name)] = path_of(str(name))
    self.AddObject(path_of(str(name)), UNIT_IFACE,
                   {"LoadState": load_state, "ActiveState": "inactive", "SubState": "dead",
                    "StateChangeTimestamp": dbus.UInt64(1795771800000000)}, [])
    mockobject.objects[path_of(str(name))].AddProperties(
        SERVICE_IFACE, {"Result": "success", "MainPID": dbus.UInt32(0), "ExecMainCode": dbus.Int32(0),
                        "ExecMainStatus": dbus.Int32(0)})


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="")
def EndJobsWith(self, result):
    self.job_result = str(result)


@dbus.service.method(MOCK_IFACE, in_signature="sss(sii)", out_signature="")
def ChangeUnit(self, name, state, sub_state, end):
    """`end`: Result, ExecMainCode, ExecMainStatus."""
    change(unit_of(self, str(name)), str(state), str(sub_state), Result=str(end[0]), MainPID=dbus.UInt32(0),
           ExecMainCode=dbus.Int32(end[1]), ExecMainStatus=dbus.Int32(end[2]))

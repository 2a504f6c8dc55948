#!/usr/bin/env python3
"""Checks the arrows between rooms: every #include of the project against the table of ARCHITECTURE.md, and who links what."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Room -> rooms it may include. A name that ends in '/' stands for all rooms below it. The longest match is the room.
ARROWS = {
    "schemas": [],
    "rt/base": [],
    "rt/queue": ["rt/base"],
    "rt/port": ["rt/base"],
    "rt/core": ["rt/base", "rt/port"],
    "rt/exec": ["rt/base", "rt/queue"],
    "rt/tripwire": [],
    "rt/ipc": ["rt/base", "rt/queue", "schemas"],
    "rt/config": ["rt/base", "schemas"],
    "rt/settings": ["rt/base", "rt/config", "rt/core", "schemas"],
    "rt/loops": ["rt/base", "rt/config", "rt/settings", "rt/core", "rt/port", "rt/queue", "rt/exec", "rt/ipc", "schemas"],
    "rt/guard": ["rt/base", "rt/port", "hw/gpiod", "hw/sim", "hw/spidev"],
    "rt/app": ["rt/", "hw/", "schemas"],
    "hw/libcamera": ["rt/base", "rt/port"],
    "hw/gpiod": ["rt/base", "rt/port"],
    "hw/socketcan": ["rt/base", "rt/port"],
    "hw/spidev": ["rt/base", "rt/port"],
    "hw/slcan": ["rt/base", "rt/port"],
    "hw/sim": ["rt/base", "rt/port"],
    "hw/replay": ["rt/base", "rt/port"],
    "shim/bus": ["rt/base", "rt/ipc", "schemas"],
    "shim/http": ["rt/base", "rt/ipc", "shim/api", "shim/ui"],
    "shim/api": ["rt/base", "rt/config", "rt/ipc", "shim/bus", "shim/doctor", "shim/lifecycle", "shim/record", "shim/ui",
                 "schemas"],
    "shim/foxglove": ["rt/base", "rt/ipc", "shim/api", "shim/bus", "schemas"],
    "shim/lifecycle": ["rt/base", "rt/ipc"],
    "shim/record": ["rt/base", "rt/ipc", "shim/bus", "schemas"],
    "shim/doctor": ["rt/base", "rt/ipc"],
    "shim/ui": [],
    "shim/app": ["rt/base", "rt/ipc", "shim/bus", "shim/http", "shim/api", "shim/foxglove", "shim/lifecycle", "shim/record",
                 "shim/ui", "schemas"],
    "shim/cli": ["rt/base", "rt/port", "rt/queue", "rt/core", "rt/ipc", "rt/config", "rt/settings", "hw/replay",
                 "hw/socketcan", "shim/api", "shim/bus", "shim/doctor", "shim/record", "shim/lifecycle", "schemas"],
    "bench": ["rt/", "hw/", "shim/", "schemas"],
    "tests": ["rt/", "hw/", "shim/", "schemas", "bench"],
}
# Header of a library -> the only rooms that may include it.
LIBRARIES = {
    "civetweb.h": ["shim/http", "tests"], "wslay/": ["shim/http"], "turbojpeg.h": ["shim/foxglove", "tests"],
    "gpiod.hpp": ["hw/gpiod", "tests"], "gpiod.h": ["hw/gpiod", "tests"],
    "libcamera/": ["hw/libcamera", "tests"],
    "muParser.h": ["rt/core"],
    "nlohmann/": ["shim/", "tests"],
    "opencv2/": ["bench"],
    "prometheus/": ["shim/api"],
    "systemd/sd-bus.h": ["rt/app", "shim/lifecycle", "tests"],
    "systemd/sd-journal.h": ["shim/lifecycle"],
}
# Program -> libraries it never links.
NEVER_LINKED = {program: ["rt_core", "rt_loops", "rt_exec", "hw_"] for program in ("tripline-web", "tripline-log")}
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def room_of(path):
    """The room a path from the root of the project is in; None outside of all rooms."""
    fits = [room for room in ARROWS if path == room or path.startswith(room + "/")]
    return max(fits, key=len) if fits else None


def allowed(room, patterns):
    return any(room == p or (p.endswith("/") and room.startswith(p)) for p in patterns)


def faults_of_text(source, text):
    """One line for each include in `text`, the file `source`, that goes against an arrow."""
    room = room_of(source)
    for match in INCLUDE.finditer(text):
        target = match.group(1)
        place = f"{source}:{text.count(chr(10), 0, match.start(1)) + 1}"
        for header, rooms in LIBRARIES.items():
            if target == header or (header.endswith("/") and target.startswith(header)):
                if room and not allowed(room, rooms) and room not in rooms:
                    yield f"{place}: {room} includes {target}, which only {', '.join(rooms)} may"
        to = room_of(target)
        if room and to and to != room and not allowed(to, ARROWS[room]):
            yield f"{place}: no arrow from {room} to {to} ({target})"
        if room and not to and "/" in target and target.split("/")[0] in ("rt", "hw", "shim"):
            yield f"{place}: {target} is in no room of the table"


def faults_of_links(build):
    """One line for each library that a program links though it must not. Asks ninja what goes into the program."""
    for program, libraries in NEVER_LINKED.items():
        query = subprocess.run(["ninja", "-C", build, "-t", "query", f"bin/{program}"], capture_output=True, text=True)
        if query.returncode != 0:
            yield f"{program}: ninja knows no such program in {build}"
        for library in libraries:
            if re.search(rf"libtripline_{library}", query.stdout):
                yield f"{program}: links {library}*, which belongs to the real-time process alone"


def main():
    files = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "*.cpp", "*.hpp"],
                           capture_output=True, text=True, check=True).stdout.split()
    faults = [fault for name in files if (ROOT / name).exists()
              for fault in faults_of_text(name, (ROOT / name).read_text(encoding="utf-8"))]
    if len(sys.argv) > 1:
        faults += faults_of_links(sys.argv[1])
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

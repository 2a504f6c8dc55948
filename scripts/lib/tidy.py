#!/usr/bin/env python3
"""Runs clang-tidy on the project's sources: changed ones first, then the others, as far as the time goes.

A source that was clean is not looked at again until its object file is newer, which ninja makes so when anything that
it includes has changed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True).stdout.split()


def changed_files():
    """What differs from the commit before the last, and what git does not know yet."""
    return set(git("diff", "--name-only", "HEAD~1")) | set(git("ls-files", "-o", "--exclude-standard"))


class Source:
    def __init__(self, entry, build):
        self.path = pathlib.Path(entry["file"])
        self.name = str(self.path.relative_to(ROOT))
        self.object = pathlib.Path(entry["directory"]) / re.search(r" -o (\S+)", entry["command"]).group(1)
        self.stamp = build / "tidy" / (self.name + ".clean")

    def is_clean(self):
        needed = [self.path, ROOT / ".clang-tidy"] + ([self.object] if self.object.exists() else [])
        return self.stamp.exists() and all(p.stat().st_mtime <= self.stamp.stat().st_mtime for p in needed)


def sources(build):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build"):
            yield Source(entry, build)


def check(source, build, deadline):
    """(name, None) when there was no time, (name, "") when clean, else what clang-tidy said."""
    if time.monotonic() > deadline:
        return source.name, None
    command = ["clang-tidy", "-p", str(build), "--quiet", "--warnings-as-errors=*", str(source.path)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == 0:
        source.stamp.parent.mkdir(parents=True, exist_ok=True)
        source.stamp.touch()
        return source.name, ""
    return source.name, result.stdout + result.stderr


def findings(said):
    """What clang-tidy said, cut into findings: one in a header comes with every source that includes it."""
    parts = re.split(r"(?m)^(?=/\S+:\d+:\d+: (?:error|warning):)", said)
    return [part for part in parts if part.startswith("/")] or [said]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path, help="build directory with compile_commands.json")
    parser.add_argument("--seconds", type=float, default=600, help="begin no further file after this long")
    options = parser.parse_args()
    changed = changed_files()
    todo = sorted((s for s in sources(options.build) if not s.is_clean()),
                  key=lambda s: (s.name not in changed, s.name.startswith("tests/"), s.name))
    deadline = time.monotonic() + options.seconds
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda s: check(s, options.build, deadline), todo))
    faults = dict.fromkeys(fault for _, said in results if said for fault in findings(said))
    skipped = [name for name, said in results if said is None]
    print("".join(faults), end="")
    if skipped:
        print(f"no time for {len(skipped)} of {len(todo)} files, among them {sum(n in changed for n in skipped)} changed ones")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

# What every script here shares: where the project is, how to say things, how to become root for one command.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export root

# Exit codes, as in rt/base/exit_code.hpp.
readonly exit_usage=64 exit_bad_data=65 exit_no_input=66 exit_unavailable=69 exit_system=71 exit_cannot_create=73 \
  exit_in_use=75 exit_conflict=76 exit_no_permission=77
export exit_usage exit_bad_data exit_no_input exit_unavailable exit_system exit_cannot_create exit_in_use exit_conflict \
  exit_no_permission

say() { printf '%s\n' "$*" >&2; }
die() { local code=$1; shift; say "tripline: $*"; exit "$code"; }

# Runs one command as root: directly, or through sudo; false where neither is possible.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else say "tripline: this needs root and there is no sudo: $*"; return 1; fi
}

jobs_by_memory() { # one compiler per core, but never more than one per 1.5 GiB
  local cores memory; cores=$(nproc); memory=$(($(awk '/MemAvailable/{print $2}' /proc/meminfo) / 1572864))
  [ "$memory" -ge 1 ] || memory=1
  [ "$cores" -le "$memory" ] && echo "$cores" || echo "$memory"
}

mirror() { # the Debian mirror this machine already uses
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' '
}

# Where things stand below the directory that stands for /; and how a step is done, or only told.
# shellcheck shell=bash

set_paths() { # the directory that stands for /, '' for the running system
  sysroot=${1%/}
  opt=$sysroot/opt/tripline etc=$sysroot/etc state=$sysroot/var/lib run=$sysroot/run
  releases=$opt/releases manifests=$opt/manifests unit_dir=$etc/systemd/system
  command_link=$sysroot/usr/local/bin/tripline
  drop=$state/tripline-upgrade
  export sysroot opt etc state run releases manifests unit_dir command_link drop
}

# Does one step; in a dry run only says it.
step() {
  if [ -n "$dry" ]; then say "would:$(printf ' %q' "$@")"; else "$@"; fi
}

# A directory that is removed when this ends. Below $1, so that what is made in there can be renamed into place; a dry
# run changes nothing there.
make_work() { # directory
  if [ -n "$dry" ]; then work=$(mktemp -d); return; fi
  mkdir -p "$1"
  rm -rf "$1"/.work.* # what a deploy left that was killed: there is one deploy at a time
  work=$(mktemp -d "$1/.work.XXXXXX")
}

# One deploy at a time. The lock is on a directory that is there anyway: nothing is left of it.
lock_deploy() {
  [ -z "$dry" ] || return 0
  mkdir -p "$sysroot/opt"
  exec {deploy_lock}<"$sysroot/opt"
  flock -n "$deploy_lock" || die "$exit_in_use" "another deploy is at work in ${sysroot:-/}; try again when it has ended"
}

# True when a living process holds the lock file.
is_held() { # file
  [ -f "$1" ] && ! (flock -n 8) 8<"$1" 2>/dev/null
}

require_file() { # file: one that can be read, of at most that many MiB
  if [ ! -f "$1" ] || [ ! -r "$1" ]; then die "$exit_no_input" "$1: no file that can be read"; fi
  [ "$(stat -Lc %s "$1")" -le $(($2 * 1048576)) ] || die "$exit_bad_data" "${1##*/}: larger than $2 MiB"
}

mib_of() { du -sm --apparent-size "$1" | cut -f1; }

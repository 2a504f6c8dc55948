# How a preset is built: configured when that is missing or out of date, then ninja, which does no work twice.
# shellcheck shell=bash

# The owner of the checkout builds, also when root asks, so that no file of root's is left in it.
as_owner() {
  local uid gid home
  uid=$(stat -c %u "$root") gid=$(stat -c %g "$root")
  if [ "$(id -u)" -ne 0 ] || [ "$uid" -eq 0 ]; then "$@"; return; fi
  home=$(getent passwd "$uid" | cut -d: -f6)
  setpriv --reuid="$uid" --regid="$gid" --clear-groups env HOME="${home:-/tmp}" "$@"
}

# A build directory of another checkout, or one made before the presets changed, is configured anew.
configured() { # dir, NAME=VALUE…
  local dir=$1 option; shift
  [ -f "$dir/build.ninja" ] && [ ! "$root/CMakePresets.json" -nt "$dir/CMakeCache.txt" ] || return 1
  grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt" || return 1
  for option in "$@"; do grep -qE "^${option%%=*}:[A-Z]+=${option#*=}$" "$dir/CMakeCache.txt" || return 1; done
}

# build <preset> [NAME=VALUE…] -- <target>…: all output goes to standard error. The build is in build/<preset>.
build() {
  local preset=$1 options=() dir; shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  dir=$root/build/$preset
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
  if ! command -v cmake >/dev/null || ! command -v ninja >/dev/null; then
    die "$exit_unavailable" "cmake or ninja is missing; run ./scripts/install build, or leave --no-install out"
  fi
  if ! configured "$dir" "${options[@]}"; then
    rm -f "$dir/CMakeCache.txt"
    (cd "$root" && as_owner cmake --preset "$preset" "${options[@]/#/-D}" >&2) ||
      die "$exit_unavailable" "cmake could not configure $dir; see above"
    touch "$dir/CMakeCache.txt"
  fi
  # One build at a time in a directory: two would compile the same files twice.
  as_owner flock "$dir/build.lock" ninja -C "$dir" -j "$(jobs_by_memory)" "$@" >&2 || die 1 "the build failed; see above"
}

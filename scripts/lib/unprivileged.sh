# How root starts a rig without running anything as root: another user, and of all capabilities CAP_SYS_NICE alone.
# shellcheck shell=bash

readonly cap_sys_nice_bit=23

run_user() { if id -u tripline >/dev/null 2>&1; then echo tripline; else echo nobody; fi; }

has_sys_nice() { # true when this process may hand on CAP_SYS_NICE: it is effective here and in the bounding set
  local name
  for name in CapEff CapBnd; do
    (((0x$(awk -v name="$name:" '$1 == name {print $2}' /proc/self/status) >> cap_sys_nice_bit) & 1)) || return 1
  done
}

# Fills the array `unprivileged`: the command in front of a command. TERM follows when this script dies.
prepare_unprivileged() { # user
  local capabilities=-all groups=--clear-groups
  [ "$1" = nobody ] || groups=--init-groups # a user made for Tripline has the groups of its devices
  unprivileged=(setpriv "--reuid=$(id -u "$1")" "--regid=$(id -g "$1")" "$groups" --no-new-privs --pdeathsig TERM)
  if has_sys_nice && "${unprivileged[@]}" --inh-caps=-all,+sys_nice --ambient-caps=-all,+sys_nice true 2>/dev/null; then
    capabilities=-all,+sys_nice
  else
    say "CAP_SYS_NICE is not to be had here: the trigger runs without real-time priority. In a container, start that with --cap-add=SYS_NICE."
  fi
  unprivileged+=("--inh-caps=$capabilities" "--ambient-caps=$capabilities" "--bounding-set=$capabilities")
  ulimit -l unlimited 2>/dev/null ||
    say "Memory cannot be locked beyond $(ulimit -l) KiB, not even by root here. In a container, start that with --ulimit memlock=-1."
}

# True when that user can read the file, or the directory and all in it.
readable_for_user() { # path
  "${unprivileged[@]}" find "$1" -follow ! -readable -print -quit >/dev/null 2>&1 &&
    [ -z "$("${unprivileged[@]}" find "$1" -follow ! -readable -print -quit 2>&1)" ]
}

remove_dead_stages() { # what scripts that were killed left: the stage, and the run directory that it names
  local stage pid
  for stage in /run/tripline-stage.* /var/tmp/tripline-stage.* /tmp/tripline-stage.*; do
    pid=${stage#*/tripline-stage.}; pid=${pid%%.*}
    if [ -d "$stage" ] && [ ! -L "$stage" ] && [ "$(stat -c %u "$stage")" -eq 0 ] && [ ! -e "/proc/$pid" ]; then
      [ ! -s "$stage/made" ] || rmdir "$(cat "$stage/made")" 2>/dev/null || true
      rm -rf "$stage"
    fi
  done
}

# Copies the programs and what they read to where that user can reach them; prints the stage. /run is often noexec.
make_stage() { # build directory
  local base stage
  for base in /run /var/tmp /tmp; do
    stage=$(mktemp -d "$base/tripline-stage.$$.XXXXXX") || continue
    chmod 0755 "$stage"
    if stage_programs "$1" "$stage" && "${unprivileged[@]}" "$stage/bin/tripline" --version >/dev/null 2>&1; then
      echo "$stage"; return
    fi
    rm -rf "$stage"
  done
  return 1
}

stage_programs() { # build directory, stage
  mkdir "$2/bin" "$2/share" "$2/input" && cp "$1"/bin/tripline{,-rt,-guard,-log,-web} "$2/bin/" &&
    cp -r "$1/share/profiles" "$2/share/" && chmod -R a+rX "$2"
}

# Prints the path that the user can read: the path itself, or that of a copy in the stage.
reachable_input() { # stage, path
  local path=$2 place
  case $path in /*) ;; *) path=$PWD/$path ;; esac
  if [ ! -e "$path" ] || readable_for_user "$path"; then echo "$path"; return; fi
  place=$(mktemp -d "$1/input/XXXXXX") && chmod 0755 "$place"
  say "$path cannot be read by user $(run_user); using a copy of it."
  cp -rL "$path" "$place/" && chmod -R a+rX "$place" && echo "$place/$(basename "$path")"
}

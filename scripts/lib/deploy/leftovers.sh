# What processes that are gone left in /run, and what one that still lives holds.
# shellcheck shell=bash

holder_of() { # lock file: the pid that its holder wrote into it; the core's says "pid N, rig …"
  grep -m 1 -oE '[0-9]+' "$1" 2>/dev/null | head -n 1 || true
}

is_of_a_unit() { # pid
  grep -qsE '/tripline-[a-z]+@[^/]*\.service' "/proc/${1:-none}/cgroup"
}

# A core that was started by hand keeps its rig or its devices; stopping our units would not free them.
refuse_other_processes() {
  local lock pid
  for lock in "$run"/tripline/*/{core,supervisor}.lock "$run"/lock/tripline-*.lock; do
    is_held "$lock" || continue
    pid=$(holder_of "$lock")
    is_of_a_unit "$pid" ||
      die "$exit_in_use" "process ${pid:-unknown} holds $lock and is none of our units; stop it (kill ${pid:-<pid>}), then try again"
  done
}

remove_leftovers() {
  local dir lock
  for dir in "$run"/tripline/*/; do
    dir=${dir%/}
    if [ ! -d "$dir" ] || [ -L "$dir" ]; then continue; fi
    if is_held "$dir/core.lock" || is_held "$dir/supervisor.lock"; then
      say "$dir is in use and stays."
    else
      remove_dead_files "$dir"
    fi
  done
  for lock in "$run"/lock/tripline-*.lock; do
    [ -f "$lock" ] || continue
    if is_held "$lock"; then say "$lock is held by process $(holder_of "$lock") and stays."
    else say "Removing $lock, which nobody holds."; step rm -f "$lock"; fi
  done
}

remove_dead_files() { # run directory of a rig that nobody holds
  local file
  for file in "$1"/*; do
    if [[ $file == *.pid ]] && is_alive "$(holder_of "$file")"; then
      say "$file names a process that lives and stays."
    elif [ -S "$file" ] || [[ $file == *.lock || $file == *.pid ]]; then
      [ -e "$file" ] || [ -L "$file" ] || continue
      say "Removing $file, which nobody holds."
      step rm -f "$file"
    fi
  done
}

is_alive() { # pid: of a process of Tripline
  [ -n "$1" ] && grep -qs '^tripline' "/proc/$1/comm"
}

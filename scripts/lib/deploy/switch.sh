# The change from one release to another: as short as it can be, looked at afterwards, and taken back when it was bad.
# shellcheck shell=bash

# Ends this with 69, with the old release back at work, when the new one is not well.
change_to() { # tree, version
  local before code
  before=$(current_version)
  if [ "$before" = "$2" ] && is_placed "$1" "$2"; then say "Release $2 is installed already."; return; fi
  demand_health "$before"
  trap '' INT TERM HUP # half a switch is worse than a late one
  activate "$1" "$2"
  [ "$code" -ne 0 ] || { finish_change "$before" "$2"; return; }
  take_back "$before" "$2"
}

# Sets code: bash forgets 'set -e' inside a condition, so this is none.
activate() { # tree, version
  set +e
  (set -e; bring_up "$1" "$2")
  code=$?
  set -e
}

bring_up() { # tree, version
  local file units=$started_units
  place_files "$1" "$2"
  refresh_system
  if [ ! -L "$opt/current" ]; then
    make_first_rig "$1"
    demand_health ''
    units=tripline.target
  fi
  for file in "${new_files[@]}"; do enable_unit "$file"; done
  # shellcheck disable=SC2086
  stop_units $started_units
  remove_leftovers
  point "$opt/current" "releases/$2"
  tell_systemd systemctl daemon-reload
  # shellcheck disable=SC2086
  start_units $units
  if [ -n "$dry" ]; then say "would: wait until all is well, at most $health_seconds s"; else check_health; fi
}

finish_change() { # release before, release now
  local told=''
  if [ -n "$1" ] && [ "$1" != "$2" ]; then
    point "$opt/previous" "releases/$1"
    told="; before it was $1"
  fi
  step touch -c "$releases/$2"
  prune_releases
  [ -n "$dry" ] || say "Release $2 is at work$told."
}

take_back() { # release before, release that is not well
  local why; why=$(cat "$work/trouble" 2>/dev/null || echo "a step before the start failed, see above")
  if [ -z "$1" ] || [ "$1" = "$2" ]; then
    die "$exit_unavailable" "release $2 is installed and not well: $why"
  fi
  say "Release $2 is not well: $why"
  rm -f "$work/trouble"
  activate "$releases/$1" "$1"
  [ -z "$made_release" ] || remove_release "$2"
  [ "$code" -eq 0 ] || die "$exit_unavailable" "release $2 was not well ($why) and $1 is back, but not well either: $(cat "$work/trouble" 2>/dev/null)"
  die "$exit_unavailable" "release $2 was not well and $1 is back at work: $why"
}

roll_back() { # version, '' for the one before
  local version=${1:-$(previous_version)}
  [ -n "$version" ] || die "$exit_no_input" "there is no release before this one; 'list' names those that are here"
  if ! [[ $version =~ $version_pattern ]] || [ ! -d "$releases/$version" ]; then
    die "$exit_no_input" "release '$version' is not here; 'list' names those that are"
  fi
  refuse_other_processes
  change_to "$releases/$version" "$version"
}

list_releases() {
  local version mark
  [ -d "$releases" ] || return 0
  while read -r version; do
    mark=''
    [ "$version" != "$(previous_version)" ] || mark=' previous'
    [ "$version" != "$(current_version)" ] || mark=' current'
    echo "$version$mark"
  done < <(releases_by_use)
}

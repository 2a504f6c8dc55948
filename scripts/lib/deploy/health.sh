# Whether the rigs are as well after a change as they were before it.
# shellcheck shell=bash

# GET from this machine's own page: status and body. Without curl, which a small Debian has not.
http_get() { # port, path
  # shellcheck disable=SC2016 # it is the inner shell's
  timeout "$answer_seconds" bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n" "$2" "$1" >&3
    read -r _ status _ <&3 && while IFS= read -r line <&3 && [ "$line" != $'"'\\r'"' ]; do :; done
    echo "$status"; cat <&3' - "$1" "$2" 2>/dev/null
}

answers_ok() { # port, path
  local answer; answer=$(http_get "$1" "$2") && [ "${answer%%$'\n'*}" = 200 ]
}

# What is demanded of each rig afterwards is what it did before: a rig that was not ready, say because its core was
# stopped on purpose, need not become ready; one whose page did not run need not answer. At the first installation
# there is no before: all must be ready.
declare -A demanded=()
demand_health() { # release that runs, '' at the first installation
  local rig port path
  needed_units=$(units_in active) started_units=$(units_in active,activating,reloading)
  while read -r rig; do
    if [ -z "$live${TRIPLINE_HEALTH_PORT:-}" ] || [ -z "$rig" ]; then continue; fi
    port=$(rig_port "$rig")
    demanded[$rig]=/readyz
    [ -n "$1" ] || continue
    for path in /readyz /healthz ''; do [ -z "$path" ] || ! answers_ok "$port" "$path" || break; done
    demanded[$rig]=$path
    [ "$path" = /readyz ] || say "Rig $rig is not ready now; ${path:-nothing} is asked of it afterwards."
  done < <(rigs)
}

# Prints what is not well, nothing when all is.
look_for_trouble() {
  local rig unit answer port down=''
  for unit in $needed_units; do # all of them: one that fails often takes others along
    ask_systemd systemctl --quiet is-active "$unit" || down+="${down:+, }$unit is $(systemctl is-active "$unit" || true)"
  done
  if [ -n "$down" ]; then echo "$down"; return; fi
  for rig in "${!demanded[@]}"; do
    [ -n "${demanded[$rig]}" ] || continue
    port=$(rig_port "$rig")
    answer=$(http_get "$port" "${demanded[$rig]}") || answer="no answer"
    [ "${answer%%$'\n'*}" = 200 ] ||
      { echo "rig $rig: http://127.0.0.1:$port${demanded[$rig]} says ${answer//[$'\n\r']/ }"; return; }
  done
}

# False, with the reason in $work/trouble, when not all is well within the limit. A unit that failed does not come back.
check_health() {
  local trouble='' steady=0 end=$((SECONDS + health_seconds))
  [ ${#demanded[@]} -gt 0 ] || [ -n "$needed_units" ] || return 0
  while [ "$SECONDS" -lt "$end" ]; do
    trouble=$(look_for_trouble)
    if [ -z "$trouble" ]; then steady=$((steady + 1)); else steady=0; fi
    [ "$steady" -lt "$steady_looks" ] || return 0
    [[ $trouble != *' is failed'* ]] || break
    sleep 1
  done
  echo "${trouble:-not well for $steady_looks s}" >"$work/trouble"
  show_journal
  return 1
}

show_journal() { # of each unit that ran before or was started, and does not run now
  local unit
  [ -n "$live" ] || return 0
  while read -r unit; do
    if [ -n "$unit" ] && ! systemctl --quiet is-active "$unit"; then
      say "Last lines of $unit:"
      journalctl --unit "$unit" --lines "$journal_lines" --no-pager --output cat >&2 || true
    fi
  done < <({ tr ' ' '\n' <<<"$needed_units"; units_in failed,activating; } | sort -u)
}

# Bundles that were dropped into a directory. Who may drop one need not be trusted: it is taken away from its owner and
# copied before it is looked at, and only a signature brings it further.
# shellcheck shell=bash

take_incoming() {
  local file failed=''
  private=$drop/private
  step install -d -m 0755 -o 0 -g 0 "$drop"
  step install -d -m 0750 -o 0 -g "$(group_number tripline-ops)" "$drop/refused"
  step install -d -m 0700 -o 0 -g 0 "$private" "$private/checked"
  step rm -rf "$private/checked/"*
  step flock "$sysroot/opt" true # waits for a deploy that somebody else has at work
  for file in "$private"/*.bundle; do # a power cut came in between
    [ ! -e "$file" ] || refuse "$file" "the upgrade was interrupted; drop the bundle again"
  done
  for file in "$drop"/incoming/*.bundle; do
    if [ -e "$file" ] || [ -L "$file" ]; then take_one "$file" || failed=yes; fi
  done
  [ -z "$failed" ] || exit "$exit_bad_data"
}

take_one() { # file
  local taken copy reason
  if [ -n "$dry" ]; then say "would: take $(printf %q "$1")"; return; fi
  taken=$private/${1##*/} copy=$private/checked/${1##*/}
  mv -fT "$1" "$taken" || return 1
  if ! [[ ${1##*/} =~ ^[A-Za-z0-9._+~-]{1,100}$ ]]; then
    refuse "$taken" "its name is not plain: use at most 100 of A-Z, a-z, 0-9, '.', '_', '+', '~', '-'"
    return 1
  fi
  # Not through a link, not waiting for a pipe, and never more than a bundle may have.
  dd if="$taken" of="$copy" iflag=nofollow,nonblock,fullblock bs=1M count=$((bundle_mib + 1)) status=none 2>/dev/null || true
  if [ ! -s "$copy" ]; then
    refuse "$taken" "no file with anything in it"
    return 1
  fi
  if reason=$("$0" upgrade --bundle "$copy" --no-install ${sysroot:+--root "$sysroot"} 2>&1 >/dev/null); then
    say "Installed $(printf %q "${1##*/}"): ${reason##*$'\n'}"
    rm -rf "$taken" "$copy"
    return
  fi
  refuse "$taken" "${reason##*$'\n'}"
  rm -f "$copy"
  return 1
}

refuse() { # file, reason
  local name=${1##*/}
  say "Refused $(printf %q "$name"): $2"
  rm -rf "$drop/refused/$name" "$drop/refused/$name.reason"
  mv -fT "$1" "$drop/refused/$name"
  printf '%s\n' "$2" >"$drop/refused/$name.reason"
  # The oldest go, by when they were moved here: whoever may drop may not fill the disk.
  find "$drop/refused" -mindepth 1 -maxdepth 1 -printf '%C@ %p\0' | sort -zrn | tail -zn +$((2 * kept_refused + 1)) |
    cut -zd' ' -f2- | xargs -0r rm -rf
}

# What of a release stands outside of it, for systemd, udev and polkit; each release's manifest names its files, so that
# what an older one had placed and a newer one has not is removed again.
# shellcheck shell=bash

readonly placements='lib/systemd/system etc/systemd/system
lib/sysusers.d etc/sysusers.d
lib/tmpfiles.d etc/tmpfiles.d
lib/udev/rules.d etc/udev/rules.d
lib/systemd/journald.conf.d etc/systemd/journald.conf.d
share/polkit-1/rules.d etc/polkit-1/rules.d'

placed_files() { # tree: "<file in the tree> <file below />" a line
  local from to file
  while read -r from to; do
    for file in "$1/$from"/*; do
      [ ! -f "$file" ] || printf '%s %s\n' "$from/${file##*/}" "$to/${file##*/}"
    done
  done <<<"$placements"
}

known_files() { # what any release here has placed
  [ ! -d "$manifests" ] || find "$manifests" -type f ! -name directories -exec cat {} + | sort -u
}

# True when all that a release places is there already, as it is in the tree.
is_placed() { # tree, version
  local from to
  [ -f "$manifests/$2" ] || return 1
  while read -r from to; do cmp -s "$1/$from" "$sysroot/$to" || return 1; done < <(placed_files "$1")
}

place_files() { # tree, version
  local from to known
  known=$(known_files) journald_changed='' new_files=()
  step write_manifest "$1" "$2"
  while read -r from to; do
    cmp -s "$1/$from" "$sysroot/$to" || replace_file "$1/$from" "$to"
    # What was placed by an installation that ended before anything was at work is as new as ever.
    if [ ! -L "$opt/current" ] || ! grep -qxF "$to" <<<"$known"; then new_files+=("$1/$from"); fi
  done < <(placed_files "$1")
  while read -r to; do
    [ -z "$to" ] || grep -qxF "$to" < <(placed_files "$1" | cut -d' ' -f2) || step rm -f "$sysroot/$to"
  done <<<"$known"
  remove_dangling_links
  if [ ! -e "$command_link" ] || [ -L "$command_link" ]; then
    step mkdir -p "${command_link%/*}"
    [ "$(readlink "$command_link")" = /opt/tripline/current/bin/tripline ] ||
      point "$command_link" /opt/tripline/current/bin/tripline
  else
    say "$command_link is not ours and stays."
  fi
}

write_manifest() { # tree, version
  make_directory "$manifests"
  placed_files "$1" | cut -d' ' -f2 >"$work/manifest"
  install -m 0644 "$work/manifest" "$manifests/$2.new" && mv -T "$manifests/$2.new" "$manifests/$2"
}

replace_file() { # file, its path below /
  [[ $2 != */journald.conf.d/* ]] || journald_changed=yes
  step place_file "$1" "$sysroot/$2"
}

place_file() { # from, to
  make_directory "${2%/*}"
  install -m 0644 -o 0 -g 0 "$1" "$2.new" && mv -T "$2.new" "$2"
}

# Makes a directory and notes those that were not there, for the one who uninstalls.
make_directory() { # directory
  local missing=$1
  [ ! -d "$1" ] || return 0
  mkdir -p "$manifests"
  while [ ! -d "$missing" ]; do echo "${missing#"$sysroot"/}" >>"$manifests/directories"; missing=${missing%/*}; done
  mkdir -p "$1"
}

# Units of somebody else: refused where ours would replace them, otherwise only named; --replace moves them aside.
handle_foreign_units() { # tree
  local file name known ours
  known=$(known_files) ours=$(placed_files "$1" | cut -d' ' -f2)
  for file in "$unit_dir"/tripline*.{service,socket,target,path,timer}; do
    name=etc/systemd/system/${file##*/}
    if { [ ! -e "$file" ] && [ ! -L "$file" ]; } || grep -qxF "$name" <<<"$known"; then continue; fi
    if [ -n "$replace" ]; then
      say "Moving aside a unit that is not ours: $file.moved-aside"
      tell_systemd systemctl disable --now "${file##*/}"
      step mv -T "$file" "$file.moved-aside"
    elif grep -qxF "$name" <<<"$ours"; then
      die "$exit_conflict" "$file is not ours and stands where ours belongs; --replace moves it aside"
    else
      say "$file is not ours and stays; --replace moves it aside."
    fi
  done
}

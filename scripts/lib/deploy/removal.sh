# Uninstalling: nothing of ours stays but configuration, state and users; those go with --purge.
# shellcheck shell=bash

readonly users='tripline-web tripline-log tripline' groups='tripline-web tripline-log tripline tripline-ops'

uninstall() {
  refuse_other_processes
  tell_systemd systemctl_if_loaded stop tripline-upgrade.path
  tell_systemd systemctl_if_loaded stop tripline.target "$rig_units"
  remove_leftovers
  remove_placed
  tell_systemd systemctl daemon-reload
  tell_systemd systemctl_if_loaded reset-failed 'tripline*'
  step rm -rf "$opt"
  remove_run
  [ -z "$purge" ] || purge
}

remove_placed() {
  local file dir
  while IFS= read -r file; do step rm "$file"; done < <(unit_links)
  while IFS= read -r file; do [ -z "$file" ] || step rm -f "$sysroot/$file"; done < <(known_files)
  for dir in "$unit_dir"/tripline-*.d "$unit_dir"/tripline.target.d; do [ ! -d "$dir" ] || step rm -rf "$dir"; done
  if [ -L "$command_link" ] && [ "$(readlink "$command_link")" = /opt/tripline/current/bin/tripline ]; then
    step rm "$command_link"
  fi
  remove_made_directories
}

# Those that were not there before us and that nobody else uses now, the deepest first.
remove_made_directories() {
  [ -f "$manifests/directories" ] || return 0
  while IFS= read -r dir; do
    [[ $dir == opt/* ]] || step rmdir --ignore-fail-on-non-empty "$sysroot/$dir"
  done < <(sort -ru "$manifests/directories")
}

remove_run() { # of rigs whose core is gone
  local dir
  for dir in "$run"/tripline/*/; do
    [ ! -d "$dir" ] || is_held "$dir/core.lock" || step rm -rf "$dir"
  done
  [ ! -d "$run/tripline" ] || step rmdir --ignore-fail-on-non-empty "$run/tripline"
}

purge() {
  local path name
  for path in "$etc/tripline" "$state"/tripline{,-log,-web,-upgrade}; do
    [ -e "$path" ] || continue
    say "Removing $path and all in it."
    step rm -rf "$path"
  done
  [ -n "$live" ] || return 0
  for name in $users; do
    ! getent passwd "$name" >/dev/null || { say "Removing user $name."; step userdel "$name"; }
  done
  for name in $groups; do
    ! getent group "$name" >/dev/null || { say "Removing group $name."; step groupdel "$name"; }
  done
}

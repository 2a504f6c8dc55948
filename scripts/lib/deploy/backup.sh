# Backup and restore of what people set: configuration and calibration of each rig, and what was set live.
# Recordings are left out, and so are secrets: keys, tokens, and what the group may not read.
# shellcheck shell=bash

is_secret() { # file
  case ${1##*/} in *tokens* | *.key | *.pem) return 0 ;; esac
  [ -z "$(find "$1" -maxdepth 0 -perm -040)" ]
}

back_up() { # file
  local list=$work/list
  backup_files >"$list"
  [ -s "$list" ] || die "$exit_no_input" "$etc/tripline has no rig; there is nothing to back up"
  step write_backup "$1" "$list"
  say "Backup of $(rigs | tr '\n' ' ')in $1"
}

backup_files() { # paths below /, one a line; says what it leaves out
  local rig file
  while read -r rig; do
    while IFS= read -r file; do
      if [[ $file == *[\\[:cntrl:]]* ]]; then say "Left out, its name is not plain: $(printf %q "$file")"
      elif [ -L "$file" ]; then say "Left out, a link: $file"
      elif [ -z "$with_secrets" ] && is_secret "$file"; then say "Left out, a secret (--with-secrets takes it): $file"
      else echo "${file#"$sysroot"/}"; fi
    done < <(find "$etc/tripline/$rig" -type f -o -type l)
    find "$state/tripline/$rig" -maxdepth 1 -type f -name '*.overrides.json' -printf "${state#"$sysroot"/}/tripline/$rig/%f\n" \
      2>/dev/null || true
  done < <(rigs)
}

write_backup() { # file, list
  mkdir "$work/files"
  tar --create --directory "${sysroot:-/}" --no-recursion --verbatim-files-from --files-from "$2" |
    tar --extract --directory "$work/files" --same-owner --preserve-permissions
  write_sums "$work/files"
  (umask 077 && tar --create --gzip --directory "$work/files" --sort=name . >"$1.part" && mv -T "$1.part" "$1") ||
    die "$exit_cannot_create" "$1: cannot be written"
}

# Everything is looked at before anything is changed; then rig by rig, each in one rename.
restore() { # file
  local name dir rig
  name=$(basename "$1")
  require_file "$1" "$backup_mib"
  refuse_bad_archive "$1" "$name" -d "$backup_mib"
  mkdir "$work/files"
  tar --extract --gzip --file "$1" --directory "$work/files" --same-owner --preserve-permissions 2>/dev/null ||
    die "$exit_bad_data" "$name: its archive does not unpack"
  refuse_bad_sums "$work/files" "$name"
  refuse_bad_backup "$name"
  lock_registry
  for dir in "$work"/files/etc/tripline/*/; do
    rig=$(basename "$dir")
    restore_rig "$rig" "${dir%/}"
    restore_overrides "$rig" "$work/files/var/lib/tripline/$rig"
    say "Restored rig $rig; what was there is $etc/tripline/$rig.before-restore-$now"
  done
}

lock_registry() { # as 'tripline rig add' does
  [ -z "$dry" ] || return 0
  exec {registry_lock}>>"$etc/tripline/.lock"
  flock -n "$registry_lock" || die "$exit_in_use" "$etc/tripline/.lock is held: somebody else changes the rigs; try again"
}

refuse_bad_backup() { # name
  local bad dir rig
  bad=$(cd "$work/files" && find . -type f ! -path ./SHA256SUMS -printf '%P\n' |
    grep -vE '^etc/tripline/[a-z][a-z0-9-]{0,31}/|^var/lib/tripline/[a-z][a-z0-9-]{0,31}/[^/]+\.overrides\.json$' | head -n 1) || true
  [ -z "$bad" ] || die "$exit_bad_data" "$1: $bad is neither configuration of a rig nor what was set live"
  bad=$(find "$work/files" -perm /7000 -printf '%P' -quit)
  [ -z "$bad" ] || die "$exit_bad_data" "$1: $bad has set-id bits"
  for dir in "$work"/files/{etc,var/lib}/tripline/*/; do
    [ -d "$dir" ] || continue
    rig=$(basename "$dir")
    [ -f "$work/files/etc/tripline/$rig/rig.env" ] || die "$exit_bad_data" "$1: rig $rig has no rig.env"
    ! is_held "$run/tripline/$rig/core.lock" ||
      die "$exit_in_use" "rig $rig runs; stop it first: systemctl stop 'tripline-*@$rig.service'"
  done
  [ -d "$work/files/etc/tripline" ] || die "$exit_bad_data" "$1: no rig is in it"
}

# Secrets that the backup has not stay: without its tokens a page would be open to everybody on this machine.
restore_rig() { # rig, restored directory
  local place=$etc/tripline/$1 file to
  if [ -d "$place" ]; then
    while IFS= read -r file; do
      to=$2/${file#"$place"/}
      if [ ! -e "$to" ] && is_secret "$file"; then mkdir -p "${to%/*}" && cp -a "$file" "$to"; fi
    done < <(find "$place" -type f)
    chown --reference="$place" "$2" && chmod --reference="$place" "$2"
  else
    chown "0:$(group_number tripline)" "$2" && chmod 0750 "$2"
  fi
  [ ! -d "$place" ] || step mv -T "$place" "$place.before-restore-$now"
  step mv -T "$2" "$place"
}

restore_overrides() { # rig, restored directory
  local file place
  for file in "$2"/*.overrides.json; do
    [ -f "$file" ] || continue
    place=$state/tripline/$1/${file##*/}
    [ -d "$state/tripline/$1" ] || step install -d -m 0750 "$state/tripline/$1"
    [ ! -e "$place" ] || step mv -T "$place" "$place.before-restore-$now"
    step cp -a "$file" "$state/tripline/.restored" # on the same file system, and where only root may write
    step mv -T "$state/tripline/.restored" "$place"
  done
}

# A release: a tree of programs and units below releases/, named by its version and its content.
# shellcheck shell=bash

readonly base_version_pattern='[0-9][0-9A-Za-z.+~]{0,31}'
readonly version_pattern="^$base_version_pattern-[0-9a-f]{8}\$"

current_version() { linked_version current; }
previous_version() { linked_version previous; }
linked_version() { # link: '' when there is none
  if [ -L "$opt/$1" ]; then basename "$(readlink "$opt/$1")"; fi
}

# Eight digits that two trees share only when names, contents, link targets and what is executable are the same.
tree_digest() { # tree
  (cd "$1" && {
    find . -type l -printf 'link %P %l\n'
    find . -type f -perm /111 -printf 'program %P\n'
    find . -type f ! -path ./SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0r sha256sum
  } | LC_ALL=C sort | sha256sum | cut -c 1-8)
}

release_version() { # tree
  local said file
  for file in bin/tripline lib/systemd/system/tripline.target share/rig.env; do
    [ -f "$1/$file" ] || die "$exit_bad_data" "$1: no release: $file is not in it; name what 'cmake --install' made"
  done
  said=$("$1/bin/tripline" --version 2>&1) || die "$exit_bad_data" "$1/bin/tripline does not run here: ${said//$'\n'/ }"
  [[ $said =~ ^$base_version_pattern$ ]] || die "$exit_bad_data" "$1/bin/tripline: '${said:0:60}' is no version"
  echo "$said-$(tree_digest "$1")"
}

refuse_strange_files() { # tree, what it is
  local found
  found=$(find "$1" \( ! -type f ! -type d ! -type l -o ! -type l -perm /7000 \) -printf '%P' -quit)
  [ -z "$found" ] || die "$exit_bad_data" "$2: $found: only files without set-id bits, directories and links belong in a release"
  found=$(links_that_leave "$1")
  [ -z "$found" ] || die "$exit_bad_data" "$2: the link $found leads out of the release"
}

links_that_leave() { # tree: the first one
  local top link to
  top=$(realpath "$1")
  find "$top" -type l -print0 | while IFS= read -rd '' link; do
    to=$(readlink "$link")
    case $to in /*) to=/ ;; *) to=$(realpath -m "$(dirname "$link")/$to") ;; esac
    [[ $to == "$top"/* ]] || { echo "${link#"$top"/}"; break; }
  done
}

require_space() { # tree
  local needed free place=$sysroot/opt
  [ -d "$place" ] || place=${sysroot:-/}
  needed=$(($(mib_of "$1") * space_factor)) free=$(df --output=avail -m "$place" | tail -n 1)
  [ "$free" -ge "$needed" ] ||
    die "$exit_cannot_create" "$place has ${free// /} MiB free, $needed are needed; make room, or remove a release of $releases"
}

refuse_older() { # version: only --downgrade goes back
  local now; now=$(current_version)
  if [ -n "$now" ] && [ -z "$downgrade" ] && dpkg --compare-versions "${1%-*}" lt "${now%-*}"; then
    die "$exit_bad_data" "release ${1%-*} is older than ${now%-*}, which is installed; use rollback, or --downgrade"
  fi
}

# Copies a tree to where a rename brings it into place: root's, writable by nobody else, with its sums.
copy_tree() { # tree, copy
  cp -R --no-dereference --preserve=mode "$1" "$2" && chown -R 0:0 "$2" && chmod -R u=rwX,go=rX "$2" && write_sums "$2"
}

write_sums() { # tree
  (cd "$1" && find . -type f ! -path ./SHA256SUMS -printf '%P\0' | LC_ALL=C sort -z | xargs -0r sha256sum >SHA256SUMS &&
    chmod 0644 SHA256SUMS)
}

# Brings a tree to releases/<version>. One that is there already stays, unless it was changed since.
stage_release() { # tree, version
  made_release=''
  if [ -d "$releases/$2" ]; then
    [ "$(tree_digest "$releases/$2")" != "${2##*-}" ] || return 0
    say "$releases/$2 was changed since it was installed; replacing it."
  else
    made_release=yes
  fi
  step mkdir -p "$releases"
  step copy_tree "$1" "$work/copy"
  [ ! -d "$releases/$2" ] || step mv -T "$releases/$2" "$work/changed"
  step mv -T "$work/copy" "$releases/$2"
}

point() { # link, target: switched in one rename
  step ln -sfT "$2" "$1.new"
  step mv -T "$1.new" "$1"
}

# Keeps the current release, the one before it, and as many of those used last as are kept in all.
prune_releases() {
  local now previous left=$kept_releases version
  now=$(current_version) previous=$(previous_version)
  [ -d "$releases" ] || return 0
  while read -r version; do
    if [ "$left" -le 0 ] && [ "$version" != "$now" ] && [ "$version" != "$previous" ]; then remove_release "$version"; fi
    left=$((left - 1))
  done < <({ echo "$now"; echo "$previous"; releases_by_use; } | grep . | awk '!seen[$0]++')
}

releases_by_use() { find "$releases" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %f\n' | sort -rn | cut -d' ' -f2; }

remove_release() { # version
  say "Removing release $1."
  step rm -rf "$releases/${1:?}" "$manifests/$1"
}

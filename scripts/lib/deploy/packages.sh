# Debian packages: those that stand in the way, and those that the programs need to run.
# shellcheck shell=bash

readonly package_list=share/tripline/packages # in a release: names, one a line, written where it was built

installed() { # package…: those of them that are installed
  { dpkg-query --admindir="$sysroot/var/lib/dpkg" --show --showformat='${Package} ${db:Status-Status}\n' "$@" || true; } \
    2>/dev/null | sed -n 's/ installed$//p'
}

refuse_debs() {
  local found
  [ -d "$sysroot/var/lib/dpkg" ] || return 0
  found=$(installed 'tripline-*' | tr '\n' ' ')
  [ -z "$found" ] ||
    die "$exit_conflict" "the packages ${found% } are installed and own the units; run 'apt-get remove ${found% }' first, or upgrade with apt"
}

install_packages() { # package…: false where nothing may be installed
  [ -n "$install" ] && [ -n "$live" ] || return 1
  say "Installing $*"
  [ -n "$dry" ] || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@" >&2; }
}

# The packages that own the libraries that the programs load. What libcamera loads later is not seen so.
needed_packages() { # tree
  local libraries
  libraries=$({ ldd "$1"/bin/* || true; } 2>/dev/null | awk '$3 ~ /^\// { print $3; print "/usr" $3 }' | sort -u)
  # shellcheck disable=SC2086
  { dpkg-query --search $libraries || true; } 2>/dev/null | cut -d: -f1 | sort -u | sed 's/^libcamera[0-9].*/&\nlibcamera-ipa/'
}

write_package_list() { # tree
  mkdir -p "$1/${package_list%/*}" && needed_packages "$1" >"$1/$package_list"
}

require_packages() { # tree
  local missing lacking=''
  if [ -n "$live" ] && [ -s "$1/$package_list" ]; then
    # shellcheck disable=SC2046
    missing=$(comm -23 <(sort -u "$1/$package_list") <(installed $(cat "$1/$package_list") | sort -u) | tr '\n' ' ')
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_packages $missing ||
      die "$exit_unavailable" "packages are missing that the programs need; run 'apt-get install $missing'"
  fi
  [ -n "$dry" ] || lacking=$({ ldd "$1"/bin/* || true; } 2>/dev/null | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
  [ -z "$lacking" ] || die "$exit_unavailable" "no package here has the libraries ${lacking}that the programs need; install them"
}

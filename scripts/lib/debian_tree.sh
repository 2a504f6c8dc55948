# Debian trees from packages only, kept in a cache: to build in, or to become a machine's disk. The script that sources
# this says in `job` what is not done when one cannot be made ("virtual rig").
# shellcheck shell=bash

cache_root=${TRIPLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tripline}
export cache_root
readonly backports_packages="libgpiod-dev libcamera-dev" # Debian 12 itself carries ones that are too old
# Beside what a build needs: what its tests need, what packs it, and Node, which the host may have from elsewhere.
readonly build_tree_packages="libgtest-dev libsimde-dev python3-minimal nodejs npm
  build-essential debhelper dpkg-dev fakeroot lintian $backports_packages"

not_done() { die "$1" "the ${job:?} was not run: $2"; }

# Ends the script where it could not make trees in this directory. What is there already counts as room.
need_root_and_room() { # directory, KiB
  local free made
  [ "$(id -u)" -eq 0 ] || not_done "$exit_no_permission" "it needs root to make Debian trees; run 'sudo $0 ${verb:-}'"
  mkdir -p "$1" || not_done "$exit_unavailable" "$1 cannot be made; set TRIPLINE_CACHE"
  free=$(df --output=avail -k "$1" | tail -n 1) made=$({ du -skx "$1" 2>/dev/null || true; } | cut -f1) # others may make something there
  [ $((free + made)) -ge "$2" ] ||
    not_done "$exit_unavailable" "$1 has $((free / 1024)) MiB free, $(($2 / 1024)) are needed; set TRIPLINE_CACHE"
}

key_of() { printf '%s\n' "$@" | sha256sum | cut -c 1-16; }

# The stamp beside a file carries the key of what it was made of; a half-made file never gets one.
is_made() { [ -e "$1" ] && [ "$(cat "$1.key" 2>/dev/null)" = "$2" ]; } # file or directory, key

unless_made() { # file or directory, key, command…
  local file=$1 key=$2; shift 2
  is_made "$file" "$key" && return
  rm -rf "$file" "$file.key"
  "$@" || not_done "$exit_unavailable" "$(basename "$file") could not be made; see above"
  echo "$key" >"$file.key"
}

debian_tree() { # directory, suite, architectures with commas between, package…
  local directory=$1 suite=$2 architectures=$3 from sources; shift 3
  command -v mmdebstrap >/dev/null || { say "mmdebstrap is missing; leave --no-install out"; return 1; }
  from=$(mirror) || true
  sources=("deb ${from:=http://deb.debian.org/debian} $suite main")
  [ "$suite" != bookworm ] || sources+=("deb $from bookworm-backports main")
  say "Making $(basename "$directory") of Debian $suite ($architectures), once."
  rm -rf --one-file-system "$directory.part" # a run that was killed may have left things mounted in it
  # shellcheck disable=SC2068
  mmdebstrap --quiet --variant=minbase --format=directory --architectures="$architectures" \
    --include="$(as_apt_takes_them "$suite" $@)" "$suite" "$directory.part" "${sources[@]}" >&2 &&
    mv "$directory.part" "$directory"
}

as_apt_takes_them() { # suite, package…: with commas between, on Debian 12 some of them from backports
  local suite=$1 package; shift
  for package in "$@"; do
    [ "$suite" != bookworm ] || [[ " $backports_packages " != *" ${package%:*} "* ]] || package+=/bookworm-backports
    printf '%s,' "$package"
  done
}

# Libraries are the foreign architecture's, as far as they differ; what runs while building stays native.
foreign_packages() { # architecture, package…
  local architecture=$1 package; shift
  for package in "$@"; do
    case $package in
      libcli11-dev | libsimde-dev | nlohmann-json3-dev) echo "$package" ;; # headers, the same for all
      *-dev) echo "$package:$architecture" ;;
      *) echo "$package" ;;
    esac
  done
}

# Sets `tree` to the tree that everything of a suite is built in, native or across; made when it is not there.
build_tree() { # suite, [arm64]
  local suite=$1 foreign=${2:-} architectures wanted key
  architectures=$(dpkg --print-architecture)
  wanted="$("$root/scripts/install" --list build) $build_tree_packages"
  if [ -n "$foreign" ]; then
    architectures+=,$foreign
    # shellcheck disable=SC2086
    wanted="$(foreign_packages "$foreign" $wanted) crossbuild-essential-$foreign qemu-user"
  fi
  tree=$cache_root/trees/$suite${foreign:+-$foreign}
  key=$(key_of "$suite" "$architectures" "$wanted")
  is_made "$tree" "$key" && return
  mkdir -p "$cache_root/trees"
  # Whoever builds in it holds the lock shared, and is not to lose it meanwhile.
  (flock 8 && unless_made "$tree" "$key" debian_tree "$tree" "$suite" "$architectures" "$wanted") 8>"$tree.lock" || exit
}

# Runs a shell command as root in the tree, with the checkout at /src (read-only, as is the data beside it, where there
# is any), the directory at /build, a compiler cache that all trees share, and the network as it is outside. Whatever it
# leaves running ends with it.
in_tree() { # tree, build directory, command
  local tree=$1 name environment=(HOME=/build "PATH=/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 "TERM=${TERM:-dumb}"
    CCACHE_DIR=/ccache CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1)
  for name in http_proxy https_proxy no_proxy npm_config_registry; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
  done
  mkdir -p "$2" "$cache_root/ccache" "$tree/src" "$tree/build" "$tree/ccache" "$tree/shared/data"
  touch "$tree/etc/resolv.conf"
  # The first bash stays, for it is what collects orphans in there.
  # shellcheck disable=SC2016
  flock --shared "$tree.lock" unshare --mount --pid --fork --kill-child bash -ec '
    checkout=$1 build=$2 cache=$3 tree=$4 command=$5; shift 5
    mount --bind "$checkout" "$tree/src" && mount -o remount,bind,ro "$tree/src"
    data=$checkout/../shared/data
    [ ! -d "$data" ] || { mount --bind "$data" "$tree/shared/data" && mount -o remount,bind,ro "$tree/shared/data"; }
    mount --bind "$build" "$tree/build"
    mount --bind "$cache" "$tree/ccache"
    mount --bind /etc/resolv.conf "$tree/etc/resolv.conf"
    mount --rbind /dev "$tree/dev"
    mount -t proc proc "$tree/proc"
    chroot "$tree" env -i "$@" bash -ec "$command"
    exit' bash "$root" "$2" "$cache_root/ccache" "$tree" "$3" "${environment[@]}" </dev/null
}

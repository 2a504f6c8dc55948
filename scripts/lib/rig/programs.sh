# The programs and the tests labelled rig, built in the Debian tree; they go into the machine on a disk of their own.
# shellcheck shell=bash

# Runs a shell command in the build tree, with the checkout at /src (read-only) and the build at /build.
in_tree() { # command
  mkdir -p "$cache/build" "$cache/tree/src" "$cache/tree/build"
  # shellcheck disable=SC2016
  unshare --mount bash -ec '
    mount --bind "$1" "$3/src" && mount -o remount,bind,ro "$3/src"
    mount --bind "$2" "$3/build"
    mount -t proc proc "$3/proc"
    exec chroot "$3" env CCACHE_DIR=/build/ccache CCACHE_BASEDIR=/src bash -ec "$4"' \
    bash "$root" "$cache/build" "$cache/tree" "$1" </dev/null >&2
}

# The page needs Node and is not built here: nothing in the machine looks at it.
build_programs() {
  in_tree "
    [ -f /build/release/build.ninja ] || cmake -S /src -B /build/release -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
      -DBUILD_TESTING=ON -DNPM=/bin/false -DNODE=/bin/false
    ninja -C /build/release -j $(jobs_by_memory) tripline-rt tripline rig_tests" ||
    die 1 "the build for the virtual rig failed; see above"
  make_payload
}

make_payload() {
  local payload=$cache/payload
  rm -rf "$payload" && mkdir -p "$payload/bin" "$payload/share"
  cp "$cache"/build/release/bin/tripline* "$payload/bin/"
  cp -r "$cache/build/release/tests/rig" "$payload/tests"
  cp -r "$cache/build/release/share/profiles" "$payload/share/"
  cp -r "$root/tests/rig" "$payload/claims"
  find "$payload" -name __pycache__ -exec rm -r {} +
  find "$payload/bin" "$payload/tests" -type f -exec strip -g {} +
  chmod -R a+rX "$payload"
  rm -f "$cache/payload.img"
  mke2fs -q -t ext4 -L tripline -d "$payload" "$cache/payload.img" 256M
}

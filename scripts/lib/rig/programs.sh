# What goes into the machine: our packages, as scripts/package makes them; the tests labelled rig, a release tree and
# the claims on a disk of their own.
# shellcheck shell=bash

# Everything that the packages and the tests of the machine are made of; the claims themselves are only copied.
sources_key() {
  key_of "$(cd "$root" && git ls-files -co --exclude-standard -- CMakeLists.txt LICENSE rt shim schemas hw systemd debian \
    tests bench scripts/cmake scripts/deploy scripts/lib ':!tests/rig' ':!tests/e2e' ':!scripts/lib/rig' |
    while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done | xargs -d '\n' sha256sum)" "$(cat "$tree.key")"
}

build_programs() {
  build_tree "$rig_suite"
  unless_made "$cache/programs" "$(sources_key)" make_programs "$cache/programs"
}

# The tests and the release tree come out of the packages' own build; only the prefix that units name is another.
make_programs() { # directory
  build_packages "$rig_suite" "$(dpkg --print-architecture)" for-rig && judge_packages || return
  in_tree "$tree" "$work" "
    rm -rf /build/release
    cmake -DTRIPLINE_PREFIX=/opt/tripline/current /build/compiled >/dev/null
    ninja -C /build/compiled -j $(jobs_by_memory) rig_tests
    cmake --install /build/compiled --prefix /build/release --strip >/dev/null" >&2 || return
  mkdir -p "$1/packages" && cp "$packages"/*.deb "$1/packages/" &&
    cp -r "$work/compiled/tests/rig" "$1/tests" && cp -r "$work/release" "$1/release" &&
    find "$1/tests" -type f -exec strip -g {} +
}

make_payload() {
  local payload=$cache/payload
  rm -rf "$payload" && cp -r "$cache/programs" "$payload" && cp -r "$root/tests/rig" "$payload/claims"
  find "$payload" -name __pycache__ -exec rm -r {} +
  chmod -R a+rX "$payload"
  rm -f "$cache/payload.img"
  mke2fs -q -t ext4 -L rig -d "$payload" "$cache/payload.img" 384M
}

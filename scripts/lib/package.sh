# How packages are made: a copy of what is in the checkout, dpkg-buildpackage in a Debian tree, lintian.
# shellcheck shell=bash

# Sets `tree`, `work` (the build directory, /build in the tree) and `packages` (where the .deb files are).
# The compiled code stays in work/compiled, so that a second build compiles what has changed.
build_packages() { # suite, architecture [, for-rig: the tests are configured too, nobody looks at debug symbols]
  local suite=$1 architecture=$2 native cross='' testing=OFF symbols=''
  native=$(dpkg --print-architecture)
  [ "$architecture" = "$native" ] || cross=$architecture
  [ -z "${3:-}" ] || testing=ON symbols=noautodbgsym
  build_tree "$suite" "$cross"
  work=$cache_root/packages/$suite-$architecture packages=$cache_root/packages/$suite-$architecture/out
  mkdir -p "$work"
  copy_checkout "$work/tripline"
  sed -i "1s/) [a-z]*;/) $suite;/" "$work/tripline/debian/changelog"
  in_tree "$tree" "$work" "
    rm -f /build/*.deb /build/*.changes /build/*.buildinfo
    cd /build/tripline
    export TRIPLINE_DEB_BUILD=/build/compiled TRIPLINE_DEB_TESTS=$testing DEB_BUILD_OPTIONS='parallel=$(jobs_by_memory) nocheck $symbols'
    dpkg-buildpackage --build=binary --no-sign --no-pre-clean ${cross:+--host-arch $cross --build-profiles=cross,nocheck}
    rm -rf /build/out && mkdir /build/out && mv /build/*.deb /build/*.buildinfo /build/*.changes /build/out/" >&2 ||
    die 1 "the packages for $architecture ($suite) could not be built; see above"
}

# What git would commit. A file is as old as its content: the times of another checkout say nothing about what was
# compiled from the last one.
copy_checkout() { # directory
  rm -rf "$1.new" && mkdir -p "$1" "$1.new"
  git -C "$root" ls-files -co --exclude-standard -z |
    (cd "$root" && while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
      tar --null -T - -cf -) | tar -C "$1.new" -xmpf - --no-same-owner
  # shellcheck disable=SC2016
  (cd "$1.new" && find . -type f -exec bash -c '
    old=$1; shift
    for file; do ! cmp -s "$old/$file" "$file" || touch -r "$old/$file" "$file"; done' bash "$1" {} +)
  rm -rf "$1" && mv "$1.new" "$1"
}

judge_packages() {
  in_tree "$tree" "$work" "cd /build/out && lintian --allow-root --fail-on error,warning --tag-display-limit 0 *.changes" >&2 ||
    die 1 "lintian finds fault with the packages in $packages; see above"
  say "lintian: no error and no warning."
}

list_packages() { # what each .deb says of itself
  local package
  for package in "$packages"/*.deb; do
    # shellcheck disable=SC2016 # the names are dpkg-deb's
    dpkg-deb --show --showformat='${Package} ${Version} ${Architecture} ${Installed-Size} KiB\n' "$package"
  done
}

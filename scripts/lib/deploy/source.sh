# Where a release comes from: a bundle, a tree that somebody installed, or a build of this checkout. Sets tree and version.
# shellcheck shell=bash

find_source() {
  if [ -n "$bundle" ]; then
    open_bundle "$bundle"
    tree=$bundle_tree
    return
  fi
  [ -n "$from" ] || build_release
  [ -d "$from" ] || die "$exit_no_input" "$from: no directory; name what 'cmake --install' made, or leave --from out"
  tree=$from
  refuse_strange_files "$tree" "$tree"
  version=$(release_version "$tree")
  refuse_older "$version"
}

# The owner of the checkout builds; the tree is root's.
build_release() {
  [ -f "$root/CMakePresets.json" ] || die "$exit_usage" "this is no checkout that could be built; name a release with --from or --bundle"
  if [ -n "$dry" ]; then
    say "would: build the release in $root and install what it makes"
    exit 0
  fi
  [ -z "$install" ] || "$root/scripts/install" build deploy
  build release -- tripline tripline-rt tripline-guard tripline-log tripline-web
  from=$work/built
  cmake --install "$root/build/release" --prefix "$from" >/dev/null || die 1 "cmake could not install the build; see above"
  write_package_list "$from"
}

# A bundle: one file, the four lines of a minisign signature and then the .tar.gz that they sign. Nothing but minisign
# reads the archive before the signature holds. The signed comment says which release it is, and for what machines.
# shellcheck shell=bash

need_minisign() {
  command -v minisign >/dev/null || install_packages minisign ||
    die "$exit_unavailable" "minisign is missing, bundles cannot be checked; run 'apt-get install minisign'"
}

make_bundle() { # tree, file, secret key
  local version
  need_minisign
  [ -r "$3" ] || die "$exit_no_input" "$3: the secret key cannot be read; make one with 'minisign -G'"
  refuse_strange_files "$1" "$1"
  version=$(release_version "$1")
  step sign_bundle "$1" "$2" "$3" "tripline $version $(dpkg --print-architecture)"
  say "Bundle of $version: $2"
}

sign_bundle() { # tree, file, secret key, trusted comment
  cp -R --no-dereference --preserve=mode "$1" "$work/tree" && chmod -R u=rwX,go=rX "$work/tree"
  write_sums "$work/tree"
  pack_tree "$work/tree" >"$work/payload"
  minisign -S -s "$3" -m "$work/payload" -x "$work/signature" -c "untrusted comment of a Tripline bundle" -t "$4" >/dev/null ||
    die "$exit_system" "$3: minisign did not sign with this key"
  cat "$work/signature" "$work/payload" >"$2.part"
  mv -T "$2.part" "$2"
}

# Takes a bundle apart in $work; sets bundle_tree and version. Whatever is wrong is one line and exit code 65.
open_bundle() { # file
  local comment architecture name key=$etc/tripline/upgrade.pub
  name=$(basename "$1")
  need_minisign
  [ -f "$key" ] || die "$exit_no_input" "$key is missing: put the public key of who signs your bundles there"
  require_file "$1" "$bundle_mib"
  head -c $((bundle_mib * 1048576)) "$1" >"$work/bundle" # from here on nobody can exchange it
  head -c "$signature_bytes" "$work/bundle" | head -n 4 >"$work/signature"
  tail -c +$(($(stat -c %s "$work/signature") + 1)) "$work/bundle" >"$work/payload"
  comment=$(minisign -V -Q -H -p "$key" -x "$work/signature" -m "$work/payload" 2>/dev/null) ||
    die "$exit_bad_data" "$name: not signed with the key in $key, or changed since"
  [[ $comment =~ ^tripline\ ([^ ]+)\ ([a-z0-9]+)$ && ${BASH_REMATCH[1]} =~ $version_pattern ]] ||
    die "$exit_bad_data" "$name: the signature names no release of Tripline"
  read -r _ version architecture <<<"$comment"
  [ "$architecture" = "$(dpkg --print-architecture)" ] ||
    die "$exit_bad_data" "$name: is for $architecture, this machine is $(dpkg --print-architecture)"
  refuse_older "$version"
  unpack_bundle "$name"
}

unpack_bundle() { # name; $work/payload is the archive
  local found
  bundle_tree=$work/tree
  refuse_bad_archive "$work/payload" "$1" -dl "$tree_mib"
  mkdir "$bundle_tree"
  tar --extract --gzip --file "$work/payload" --directory "$bundle_tree" --no-same-owner --preserve-permissions 2>/dev/null ||
    die "$exit_bad_data" "$1: its archive does not unpack"
  refuse_strange_files "$bundle_tree" "$1"
  refuse_bad_sums "$bundle_tree" "$1"
  found=$(release_version "$bundle_tree")
  [ "$found" = "$version" ] ||
    die "$exit_bad_data" "$1: the release in it is not $version, as its signature says"
}

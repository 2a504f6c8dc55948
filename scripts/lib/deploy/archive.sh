# A .tar.gz from outside: looked at before it is unpacked, unpacked where nobody else can write, compared with its sums.
# shellcheck shell=bash

members() { LC_ALL=C.UTF-8 tar --list --gzip --quoting-style=escape "$@" 2>/dev/null; }

refuse_bad_archive() { # file, what it is, kinds of members allowed, MiB that it may unpack to
  local list=$work/members kinds bad
  members --verbose --numeric-owner --file "$1" >"$list" || die "$exit_bad_data" "$2: its archive is damaged"
  [ "$(wc -l <"$list")" -le "$archive_members" ] || die "$exit_bad_data" "$2: more than $archive_members files"
  kinds=$(cut -c 1 "$list" | sort -u | tr -d '\n')
  [ -z "${kinds//[$3]/}" ] || die "$exit_bad_data" "$2: a member is no file or directory: $(grep -m 1 "^[^$3]" "$list")"
  awk -v limit="$4" '{ sum += $3 } END { exit sum > limit * 1048576 }' "$list" ||
    die "$exit_bad_data" "$2: unpacks to more than $4 MiB"
  members --absolute-names --file "$1" >"$list"
  bad=$(grep -m 1 -E '^/|(^|/)\.\.(/|$)|\\' "$list" || true)
  [ -z "$bad" ] || die "$exit_bad_data" "$2: leaves its directory or has a name that is not plain: $bad"
  bad=$(sed -E 's,^\./,,; s,/$,,' "$list" | LC_ALL=C sort | uniq -d | head -n 1)
  [ -z "$bad" ] || die "$exit_bad_data" "$2: contains $bad twice"
}

refuse_bad_sums() { # directory, what it is
  local bad
  [ -f "$1/SHA256SUMS" ] || die "$exit_bad_data" "$2: has no SHA256SUMS"
  bad=$(LC_ALL=C comm -3 <(sed -nE 's/^[0-9a-f]{64}  //p' "$1/SHA256SUMS" | LC_ALL=C sort) \
    <(find "$1" -type f ! -path "$1/SHA256SUMS" -printf '%P\n' | LC_ALL=C sort) | head -n 1 | tr -d '\t')
  [ -z "$bad" ] || die "$exit_bad_data" "$2: SHA256SUMS and the files do not name the same: $bad"
  bad=$(cd "$1" && sha256sum --check --strict --quiet SHA256SUMS 2>/dev/null | head -n 1) || true
  [ -z "$bad" ] || die "$exit_bad_data" "$2: checksum of ${bad%%:*} does not match"
}

# Prints the archive with fixed order, owners and times: the same tree is the same archive.
pack_tree() { # tree
  tar --create --directory "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu . | gzip -n
}

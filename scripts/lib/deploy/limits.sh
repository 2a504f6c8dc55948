# Every limit of scripts/deploy.
# shellcheck shell=bash
readonly kept_releases=3                               # the current one, the one before, and one more
readonly health_seconds=${TRIPLINE_HEALTH_SECONDS:-30} # until all must be well; an emulated machine needs 120
readonly steady_looks=3                                # in a row, a second apart: a unit that dies at once is not well
readonly answer_seconds=5                              # for one HTTP answer
readonly journal_lines=20                              # of a unit that did not come up
readonly space_factor=2                                # times the release must be free: the copy, and room to work
readonly bundle_mib=256                                # a bundle as it comes
readonly tree_mib=1024                                 # a bundle unpacked
readonly kept_refused=5                                # bundles that were refused, each with its reason
readonly backup_mib=64                                 # a backup, packed and unpacked
readonly archive_members=5000                          # files, directories and links in an archive
readonly signature_bytes=2048                          # the lines of a signature; minisign's are about 350 bytes
export kept_releases health_seconds steady_looks answer_seconds journal_lines space_factor bundle_mib tree_mib kept_refused \
  backup_mib archive_members signature_bytes

// Files whose content is trusted: tokens and keys. Who could read or write them is checked before a byte is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

enum class Keep : std::uint8_t {
  kSecret,      ///< nobody but the owner may read or write it (0600)
  kCredential,  ///< as systemd hands it out: its group may read it too
  kGenuine,     ///< anybody may read it, nobody but the owner may write it (0644)
};

/// The text of a regular file that belongs to the caller or to root and is kept as `keep` says.
/// Thread: any ordinary. Errors: kNoInput when it cannot be opened; kNoPermission with the command that mends it for a
/// wrong owner or mode; kBadConfig for something that is no file or is longer than `limit_bytes`.
Result<std::string> read_trusted_file(const std::string& path, Keep keep, std::size_t limit_bytes);

}  // namespace tripline

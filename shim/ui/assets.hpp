// The page, embedded: every file of the web UI, already gzipped, as the web process serves it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tripline {

/// One file of the page. Lifetime: static, never changes.
struct Asset {
  std::string_view path;          ///< path of the URL; "/" is the page itself; others carry a hash of their content
  std::string_view content_type;  ///< as the header of the same name wants it
  std::span<const std::uint8_t> gzip;  ///< body for `Content-Encoding: gzip`
  std::string_view etag;               ///< quoted, as the header of the same name wants it
};

/// All files of the page. Thread: any. RT-safe: yes (a constant table).
std::span<const Asset> assets() noexcept;

}  // namespace tripline

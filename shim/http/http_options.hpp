// HttpOptions: where the web process listens; and the checks that make a refusal clear before anything starts.
#pragma once

#include <cstdint>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

struct HttpOptions {
  std::string address = "127.0.0.1";  ///< a loopback address; whoever is on this machine may look
  std::uint16_t port = 8080;          ///< 0: any free one
};

/// Errors: kUsage for an address that is not loopback, kInUse for a taken port, kNoPermission for a reserved one.
Result<void> check_http_options(const HttpOptions& options);

}  // namespace tripline

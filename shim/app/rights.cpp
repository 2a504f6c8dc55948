#include "shim/app/rights.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "shim/lifecycle/drop_capabilities.hpp"

namespace tripline {

Result<void> give_up_capabilities() {
  if (drop_capabilities()) return {};
  return Error{ExitCode::kSystem,
               fmt::format("cannot give up its capabilities: {}; start it as a user of its own", std::strerror(errno))};
}

}  // namespace tripline

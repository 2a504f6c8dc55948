#include "tests/shim/support/api_caller.hpp"

namespace tripline::test {

nlohmann::json json_of(const Response& response) { return nlohmann::json::parse(response.body, nullptr, false); }

}  // namespace tripline::test

// ApiCaller: asks an Api without any socket, as the HTTP side would.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/api/api.hpp"

namespace tripline::test {

/// The value of a header of the answer; "" where there is none.
inline std::string header_of(const Response& response, std::string_view name) {
  for (const auto& header : response.headers)
    if (header.name == name) return header.value;
  return {};
}

nlohmann::json json_of(const Response& response);

class ApiCaller {
 public:
  explicit ApiCaller(std::vector<Routes> resources) : api_(std::move(resources)) {}

  Response ask(std::string method, std::string_view target, std::vector<HttpHeader> headers = {},
               std::string body = {}) const {
    const auto mark = std::min(target.find('?'), target.size());
    const auto query = target.substr(std::min(mark + 1, target.size()));
    if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
    return api_.handle({std::move(method), std::string(target.substr(0, mark)), std::string(query), std::move(headers),
                        std::move(body), Role::kConfigure});
  }
  Response get(std::string_view target) const { return ask("GET", target); }
  Response post(std::string_view target, std::string body = {}) const {
    return ask("POST", target, {}, std::move(body));
  }

  const Api& api() const noexcept { return api_; }

 private:
  Api api_;
};

}  // namespace tripline::test

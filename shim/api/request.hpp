// What a resource gets: one HTTP request, whole, without any socket.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shim/api/role.hpp"

namespace tripline {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct Request {
  std::string method;  ///< upper case: GET, HEAD, …
  std::string path;    ///< decoded, begins with '/'
  std::string query;   ///< behind the '?', as it came
  std::vector<HttpHeader> headers;
  std::string body;  ///< at most limits::kHttpBodyBytes
  /// What the caller may do, as the HTTP side found out. Without a token everybody on this machine may do everything.
  Role role = Role::kConfigure;

  /// Value of the first header of that name, in any letter case; "" where there is none.
  std::string_view header(std::string_view name) const noexcept;
};

}  // namespace tripline

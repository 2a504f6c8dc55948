// What a resource gives back, and the problem documents (RFC 9457) for everything that goes wrong.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shim/api/request.hpp"

namespace tripline {

struct Response {
  int status = 200;
  std::string content_type;
  std::vector<HttpHeader> headers;  ///< besides Content-Type, Content-Length and the security headers
  std::string body;
  std::span<const std::uint8_t> static_body;  ///< instead of `body`: bytes that live as long as the program
};

/// The standard words for a status code, e.g. "Not Found".
std::string_view reason_phrase(int status) noexcept;

/// What a problem document says besides its detail; empty: left out.
struct ProblemPlace {
  std::string field{};   ///< path of the field that is wrong: `trigger.threshold`, `query.limit`, `body.token`
  std::string remedy{};  ///< one sentence: what to do
};

/// An `application/problem+json` document. `detail` is one sentence: what is wrong and what is allowed.
Response problem(int status, std::string_view detail, const ProblemPlace& place = {});

/// The problem 401, with the header that it must have: how a script shows who it is.
Response unauthorized(std::string_view detail, const ProblemPlace& place = {});

/// A JSON text that must not be kept by any cache.
Response json_response(std::string body);

}  // namespace tripline

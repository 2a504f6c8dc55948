// Query: what a request says behind the '?', parameter by parameter.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "shim/api/request.hpp"

namespace tripline {

/// Errors are kUsage with a message that begins with the field: `query.limit: 'x' …; what to do`.
class Query {
 public:
  /// Errors: a parameter that is none of `known`, or comes twice, or is not percent-encoded right.
  static Result<Query> read(const Request& request, std::initializer_list<std::string_view> known);

  /// Nothing where it is not given.
  std::optional<std::string> text(std::string_view name) const;
  /// Errors: it is given, and is no whole number from `min` to `max`.
  Result<std::optional<std::uint64_t>> number(std::string_view name, std::uint64_t min, std::uint64_t max) const;
  /// `fallback` where it is not given. Errors: as above.
  Result<std::uint64_t> number(std::string_view name, std::uint64_t fallback, std::uint64_t min,
                               std::uint64_t max) const;
  /// false where it is not given. Errors: neither `true` nor `false`.
  Result<bool> flag(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace tripline

// An expected failure as a value: Result<T> holds a T or an Error that names the thing and the remedy.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "rt/base/check.hpp"
#include "rt/base/exit_code.hpp"

namespace tripline {

/// What failed. `message` is one line: the thing, the place, the field, what is allowed, the remedy.
struct Error {
  ExitCode code = ExitCode::kFailure;
  std::string message;
};

/// A T or an Error, with std::expected's member names (not in the C++20 library).
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & { return checked(*this); }
  const T& value() const& { return checked(*this); }
  T&& value() && { return std::move(checked(*this)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    RT_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    RT_CHECK(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  template <typename Self>
  static auto& checked(Self& self) {
    RT_CHECK(self.has_value());
    return *std::get_if<0>(&self.state_);
  }

  std::variant<T, Error> state_;
};

/// Success, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  const Error& error() const& {
    RT_CHECK(!has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace tripline

// The name of a bus in captures of several interfaces at once, which know their interfaces by number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {

/// Thread: one. The name is valid until the next of().
class InterfaceName {
 public:
  /// "if3" for the system's interface 3; `name` where the capture tells none, which is 0.
  std::string_view of(std::uint32_t index, std::string_view name) {
    if (index == 0) return name;
    if (index != index_) text_ = "if" + std::to_string(index);
    index_ = index;
    return text_;
  }

 private:
  std::uint32_t index_ = 0;
  std::string text_;
};

}  // namespace tripline

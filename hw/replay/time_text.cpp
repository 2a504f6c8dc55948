#include "hw/replay/time_text.hpp"

#include <charconv>
#include <cstdint>

namespace tripline {

std::string_view TimeText::write(nanoseconds time) noexcept {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t whole = time.count() / kSecond;
  std::int64_t fraction = time.count() % kSecond;
  const bool is_fine = fraction % 1000 != 0;
  if (!is_fine) fraction /= 1000;
  char* at = std::to_chars(text_.data(), text_.data() + text_.size(), whole).ptr;
  *at++ = '.';
  const std::ptrdiff_t digits = is_fine ? 9 : 6;
  for (std::ptrdiff_t i = digits - 1; i >= 0; --i, fraction /= 10) at[i] = static_cast<char>('0' + fraction % 10);
  return {text_.data(), static_cast<std::size_t>(at + digits - text_.data())};
}

}  // namespace tripline

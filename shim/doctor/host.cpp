#include "shim/doctor/host.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace tripline {
namespace {

constexpr std::size_t kFileBytes = 64U << 10;
constexpr const char* kBlanks = " \t\n\r";

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(kBlanks);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

bool Host::exists(const std::string& absolute) const {
  std::error_code ignored;
  return std::filesystem::exists(path(absolute), ignored);
}

std::optional<std::string> Host::read(const std::string& absolute) const {
  std::ifstream file(path(absolute), std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(kFileBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(file.gcount()));
  return trimmed(text);
}

std::optional<long long> Host::read_number(const std::string& absolute) const {
  const auto text = read(absolute);
  long long number = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc())
    return std::nullopt;
  return number;
}

std::vector<std::string> Host::list(const std::string& absolute) const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path(absolute), error))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> Host::read_row(const std::string& absolute, const std::string& key) const {
  std::istringstream lines(read(absolute).value_or(""));
  for (std::string line; std::getline(lines, line);)
    if (line.rfind(key, 0) == 0) return trimmed(line.substr(std::min(line.size(), key.size() + 1)));
  return std::nullopt;
}

}  // namespace tripline

#include "rt/config/json_place.hpp"

#include <cctype>
#include <optional>
#include <vector>

namespace tripline {
namespace {

/// Walks a text that is known to parse, and keeps the path of the key it stands at.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  bool next_key(std::string& path) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (skip_comment()) continue;
      if (c == '{' || c == '[') {
        open_.push_back({key_, c == '[', 0});
        key_.clear();
        ++at_;
      } else if (c == '}' || c == ']') {
        if (!open_.empty()) open_.pop_back();
        key_.clear();
        ++at_;
      } else if (c == '"' || c == '\'' || std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
        if (read_word() && followed_by_colon()) {
          key_ = word_;
          path = joined();
          return true;
        }
      } else {
        if (c == ',' && !open_.empty()) ++open_.back().item;
        line_ += c == '\n' ? 1 : 0;
        ++at_;
      }
    }
    return false;
  }
  int line() const { return line_; }

 private:
  bool skip_comment() {
    const auto rest = text_.substr(at_);
    const bool line = rest.rfind("//", 0) == 0;
    if (!line && rest.rfind("/*", 0) != 0) return false;
    auto end = text_.find(line ? "\n" : "*/", at_);
    end = end == std::string_view::npos ? text_.size() : end + (line ? 0 : 2);
    for (; at_ < end; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
    return true;
  }
  bool read_word() {
    const char quote = text_[at_];
    const bool is_quoted = quote == '"' || quote == '\'';
    const auto start = at_ + (is_quoted ? 1 : 0);
    auto end = start;
    if (is_quoted)
      while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    else
      while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_')) ++end;
    end = end > text_.size() ? text_.size() : end;
    word_ = std::string(text_.substr(start, end - start));
    at_ = end + (is_quoted ? 1 : 0);
    return true;
  }
  bool followed_by_colon() const {
    const auto next = text_.find_first_not_of(" \t\r\n", at_);
    return next != std::string_view::npos && text_[next] == ':';
  }
  std::string joined() const {
    std::string path;
    for (const auto& [key, is_list, item] : open_) {
      if (!key.empty()) path += (path.empty() ? "" : ".") + key;
      if (is_list) path += "[" + std::to_string(item) + "]";
    }
    return path + (path.empty() ? "" : ".") + key_;
  }

  struct Open {
    std::string key;
    bool is_list = false;
    std::size_t item = 0;
  };

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::string word_;
  std::string key_;
  std::vector<Open> open_;
};

}  // namespace

JsonPlace place_of(std::string_view text, const std::string& path) {
  const auto parent = path.substr(0, path.find_last_of(".["));
  std::optional<int> beside, at_parent;
  Walker walker(text);
  for (std::string found; walker.next_key(found);) {
    if (found == path) return {walker.line()};
    if (!beside && found.rfind(parent + ".", 0) == 0) beside = walker.line();
    if (!at_parent && found == parent.substr(0, parent.find('['))) at_parent = walker.line();
  }
  return {beside.value_or(at_parent.value_or(1))};
}

}  // namespace tripline

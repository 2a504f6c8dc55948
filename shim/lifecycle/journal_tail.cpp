#include "shim/lifecycle/journal_tail.hpp"

#include <fmt/format.h>
#include <systemd/sd-journal.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

struct JournalClose {
  void operator()(sd_journal* journal) const noexcept { ::sd_journal_close(journal); }
};
using Journal = std::unique_ptr<sd_journal, JournalClose>;

Journal open_at_tail(const std::string& unit) {
  sd_journal* opened = nullptr;
  if (::sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY) < 0) return nullptr;
  Journal journal(opened);
  const auto match = "_SYSTEMD_UNIT=" + unit;
  if (::sd_journal_add_match(opened, match.data(), match.size()) < 0 || ::sd_journal_seek_tail(opened) < 0)
    return nullptr;
  return journal;
}

std::string message_at(sd_journal* journal) {
  constexpr std::string_view kField = "MESSAGE=";
  const void* data = nullptr;
  std::size_t size = 0;
  if (::sd_journal_get_data(journal, "MESSAGE", &data, &size) < 0 || size < kField.size()) return {};
  const std::string_view text(static_cast<const char*>(data), size);
  return std::string(text.substr(kField.size(), limits::kReasonLineBytes));
}

}  // namespace

std::vector<std::string> journal_tail(const std::string& unit) {
  std::vector<std::string> lines;
  if (const auto journal = open_at_tail(unit))
    while (lines.size() < limits::kReasonLines && ::sd_journal_previous(journal.get()) > 0)
      lines.push_back(message_at(journal.get()));
  std::reverse(lines.begin(), lines.end());
  if (lines.empty())
    lines.push_back(
        fmt::format("The journal has no line of {} that this process may read; its user needs the group "
                    "systemd-journal.",
                    unit));
  return lines;
}

}  // namespace tripline

#include "hw/replay/can_log_format.hpp"

#include <algorithm>
#include <optional>

#include "hw/replay/asc_log.hpp"
#include "hw/replay/candump_log.hpp"
#include "hw/replay/candump_screen.hpp"
#include "hw/replay/pcap_log.hpp"
#include "hw/replay/pcapng_log.hpp"
#include "hw/replay/trc_log.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMagicBytes = 4;

struct Other {
  std::string_view magic;
  const char* advice;
};
constexpr Other kOthers[] = {
    {"\x1F\x8B", "a CAN log, not gzip: zcat it and read from standard input (-)"},
    {"\x28\xB5\x2F\xFD", "a CAN log, not zstd: zstdcat it and read from standard input (-)"},
    {"LOGG", "a CAN log as text or capture, not Vector .blf: export it as .asc"},
    {"MDF ", "a CAN log as text or capture, not ASAM .mf4: export it as .asc"},
    {"\xFF\xFE", "a CAN log in UTF-8, not UTF-16: convert it with iconv"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `1)` of a PEAK trace, `0.000000 ` of a Vector log.
std::optional<CanLogFormat> format_of_number(std::string_view word) {
  if (word.empty() || !is_digit(word.front())) return std::nullopt;
  if (word.back() == ')') return CanLogFormat::kTrc;
  const bool is_time = word.find('.') != std::string_view::npos && word.find_first_not_of("0123456789.") == word.npos;
  return is_time ? std::optional(CanLogFormat::kAsc) : std::nullopt;
}

bool begins_vector_log(std::string_view word) {
  for (const std::string_view known : {"date", "base", "internal", "no", "begin"})
    if (is_word(word, known)) return true;
  return word.starts_with("//");
}

/// `can0  123   [8]  11 22 …`, with or without a time before it; `{8}` is a raw length code.
bool is_screen_line(std::string_view line) {
  LogFault ignored;
  LogCursor words(line, ignored);
  for (std::string_view word = words.word(); !word.empty(); word = words.word())
    if (word.find('#') != std::string_view::npos)
      return false;
    else if (word.front() == '[' || word.front() == '{')
      return true;
  return false;
}

std::optional<CanLogFormat> format_of_line(std::string_view line) {
  LogFault ignored;
  const std::string_view word = LogCursor(line, ignored).word();
  if (word.starts_with(';')) return CanLogFormat::kTrc;
  if (const auto format = format_of_number(word)) return *format;
  if (is_screen_line(line)) return CanLogFormat::kCandumpScreen;
  if (begins_vector_log(word)) return CanLogFormat::kAsc;
  const bool is_candump = word.empty() || word.starts_with('(') || word.starts_with("DROPCOUNT:");
  return is_candump ? std::optional(CanLogFormat::kCandump) : std::nullopt;
}

/// The first line that is not blank; nothing while its end is not yet there.
std::optional<std::string_view> first_line(std::string_view text, bool is_all) {
  const std::size_t from = text.find_first_not_of(kBlanks);
  const std::size_t end = text.find_first_of("\r\n", std::min(from, text.size()));
  if (from == text.npos) return is_all ? std::optional(std::string_view()) : std::nullopt;
  if (end == text.npos && !is_all && text.size() - from <= limits::kLogLineBytes) return std::nullopt;
  return text.substr(from, std::min(end, text.size()) - from);
}

}  // namespace

Result<CanLogFormat> recognise_can_log(LogSource& source) {
  const Result<bool> held = source.hold(kMagicBytes);
  if (!held) return held.error();
  if (PcapLog::is_one(source.buffered())) return CanLogFormat::kPcap;
  if (PcapngLog::is_one(source.buffered())) return CanLogFormat::kPcapng;
  for (const Other& other : kOthers)
    if (source.buffered().starts_with(other.magic)) return source.bad(0, other.advice);
  if (source.buffered().starts_with(kByteOrderMark)) source.take(kByteOrderMark.size());
  for (bool is_all = false;;) {
    if (const auto line = first_line(source.buffered(), is_all)) {
      if (const auto format = format_of_line(*line)) return *format;
      const auto at = static_cast<std::size_t>(line->data() - source.buffered().data());
      return source.bad(source.offset() + at, "a CAN log: candump, PEAK .trc, Vector .asc, pcap or pcapng");
    }
    // Blanks alone may fill the buffer; a line that long is refused by whoever reads it.
    if (source.buffered().size() > limits::kLogLineBytes) return CanLogFormat::kCandump;
    const Result<bool> more = source.fill();
    if (!more) return more.error();
    is_all = !*more;
  }
}

std::unique_ptr<CanLogReader> make_can_log_reader(CanLogFormat format, LogSource& source) {
  switch (format) {
    case CanLogFormat::kCandump:
      return std::make_unique<TextLog<CandumpLog>>(source);
    case CanLogFormat::kCandumpScreen:
      return std::make_unique<TextLog<CandumpScreen>>(source);
    case CanLogFormat::kTrc:
      return std::make_unique<TextLog<TrcLog>>(source);
    case CanLogFormat::kAsc:
      return std::make_unique<TextLog<AscLog>>(source);
    case CanLogFormat::kPcap:
      return std::make_unique<PcapLog>(source);
    case CanLogFormat::kPcapng:
      return std::make_unique<PcapngLog>(source);
  }
  return nullptr;
}

}  // namespace tripline

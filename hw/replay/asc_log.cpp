#include "hw/replay/asc_log.hpp"

#include "hw/replay/asc_event.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

// `date Sam Sep 30 …`, `internal events logged`, `no internal events logged`, `Begin Triggerblock`, `End TriggerBlock`.
constexpr std::string_view kHeaderWords[] = {"date", "internal", "no", "begin", "end"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

// `base hex  timestamps absolute`.
LineMeaning AscLog::read_base(LogCursor& line) noexcept {
  const std::string_view base = line.word();
  if (!is_word(base, "hex") && !is_word(base, "dec")) return line.fail_at(base, "hex or dec"), LineMeaning::kFault;
  base_ = is_word(base, "hex") ? 16 : 10;
  if (!is_word(line.word(), "timestamps")) return LineMeaning::kNothing;
  const std::string_view kind = line.word();
  if (!is_word(kind, "absolute") && !is_word(kind, "relative"))
    return line.fail_at(kind, "absolute or relative"), LineMeaning::kFault;
  is_relative_ = is_word(kind, "relative");
  return LineMeaning::kNothing;
}

LineMeaning AscLog::read_header(LogCursor& line) noexcept {
  const std::string_view word = line.word();
  if (word.empty() || word.starts_with("//")) return LineMeaning::kNothing;
  if (is_word(word, "base")) return read_base(line);
  for (const std::string_view known : kHeaderWords)
    if (is_word(word, known)) return LineMeaning::kNothing;
  return line.fail_at(word, "a time, a comment, or a line of the header"), LineMeaning::kFault;
}

bool AscLog::read_time(LogCursor& line) noexcept {
  nanoseconds time{0};
  const std::size_t from = line.at();
  if (!line.decimal(1s, time)) return false;
  if (is_relative_ && time > nanoseconds::max() - time_) {
    line.seek(from);
    return line.fail("times whose sum is before the year 2262");
  }
  time_ = is_relative_ ? time_ + time : time;
  return true;
}

LineMeaning AscLog::read(std::string_view text, LoggedFrame& frame, LogFault& fault) noexcept {
  LogCursor line(text, fault);
  line.skip_blanks();
  if (!is_digit(line.peek())) return read_header(line);
  if (!read_time(line)) return LineMeaning::kFault;
  if (line.skip_blanks() == 0) return line.fail("a blank and the event"), LineMeaning::kFault;
  const LineMeaning meaning = read_asc_event(line, base_, frame);
  if (meaning != LineMeaning::kFrame) return meaning;
  frame.time = time_;
  frame.time_text = text_.write(time_);
  return meaning;
}

}  // namespace tripline

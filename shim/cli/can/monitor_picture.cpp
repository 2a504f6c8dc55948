#include "shim/cli/can/monitor_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <vector>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 5> kSortNames{"id", "name", "count", "cycle", "age"};
constexpr nanoseconds kHighlight = 1s;
constexpr nanoseconds kStaleLeast = 1s;
constexpr std::size_t kFixedColumns = 41;  // bus, id, count, cycle, age, each with a blank
constexpr std::size_t kRateColumns = 9;
constexpr std::size_t kRateFrom = 100;  // narrower screens go without the rate, which is one over the cycle
constexpr std::size_t kDataColumns = 24;
constexpr std::size_t kHeadLines = 2;
constexpr std::size_t kFootLines = 1;

struct Layout {
  explicit Layout(const MonitorView& view) : has_rate(view.columns == 0 || view.columns >= kRateFrom) {
    const std::size_t taken = kFixedColumns + kDataColumns + (has_rate ? kRateColumns : 0);
    name = view.columns == 0 ? 32 : std::clamp<std::size_t>(view.columns - std::min(view.columns, taken), 8, 32);
  }
  bool has_rate;
  std::size_t name;
};

double seconds(nanoseconds time) { return std::chrono::duration<double>(time).count(); }

bool is_stale(const MonitorRow& row, nanoseconds now) { return now - row.time > std::max(3 * row.cycle, kStaleLeast); }

std::string id_text(const CanFrame& frame) {
  if ((frame.flags & kCanErrorFrame) != 0) return "error";
  return fmt::format("{:0{}X}", frame.id, (frame.flags & kCanExtended) != 0 ? 8 : 3);
}

/// Numbers that would not fit into their column lose their decimals first.
std::string fitted(double number, std::size_t columns) {
  std::string text = fmt::format("{:.1f}", number);
  return text.size() <= columns ? text : fmt::format("{:.{}g}", number, 3);
}

void add_payload(StyledLine& line, const MonitorRow& row, nanoseconds now, Style style) {
  if ((row.frame.flags & kCanRemote) != 0) line.add("remote request", style);
  for (std::size_t i = 0; i < row.frame.length && (row.frame.flags & kCanRemote) == 0; ++i) {
    const bool is_new = row.changed_at[i] != MonitorRow::kNever && now - row.changed_at[i] < kHighlight;
    line.add(fmt::format("{:02X}", row.frame.data[i]), is_new ? Style::kChanged : style);
    if (i + 1 < row.frame.length) line.add(" ");
  }
}

class Painter {
 public:
  Painter(const MonitorTable& table, const MonitorView& view) : table_(table), view_(view), layout_(view) {}

  MonitorPicture paint() {
    for (const std::size_t row : order()) paint_row(table_.rows()[row]);
    if (!table_.derived().empty()) body_.push_back(line().add("derived", Style::kStale).text());
    paint_values(table_.derived(), Style::kPlain);
    const std::size_t body =
        view_.lines == 0 ? body_.size() : view_.lines - std::min(view_.lines, kHeadLines + kFootLines);
    MonitorPicture picture;
    picture.last_scroll = body_.size() - std::min(body, body_.size());
    const std::size_t first = std::min(view_.scroll, picture.last_scroll);
    std::vector<std::string> screen{title(), heading()};
    for (std::size_t i = 0; i < body; ++i) screen.push_back(first + i < body_.size() ? body_[first + i] : "");
    if (view_.lines > 0) {
      screen.push_back(foot(first, body));
      screen.resize(view_.lines);
    }
    for (const std::string& line : screen) picture.text += line + "\n";
    return picture;
  }

 private:
  StyledLine line() const { return {view_.columns, view_.styling}; }

  std::string title() const {
    StyledLine text = line();
    text.add(fmt::format("{} frames, {} ids", table_.frames(), table_.rows().size()));
    if (table_.further_frames() > 0)
      text.add(fmt::format(", {} frames of further ids", table_.further_frames()), Style::kAlarm);
    if (view_.is_paused) text.add("  ").add("PAUSED", Style::kAlarm);
    return text.add("  " + view_.about).text();
  }

  std::string heading() const {
    StyledLine text = line();
    const std::string rate = layout_.has_rate ? fmt::format("{:>8} ", "rate Hz") : "";
    const std::string words = fmt::format("{:<6} {:>8} {:>8} {}{:>8} {:>6} {} data", "bus", "id", "count", rate,
                                          "cycle ms", "age s", left_aligned("name", layout_.name));
    text.add(view_.columns == 0 ? words : left_aligned(words, view_.columns), Style::kHeading);
    return text.text();
  }

  std::string foot(std::size_t first, std::size_t body) const {
    const std::size_t last = std::min(first + body, body_.size());
    return line()
        .add(fmt::format("q quit  space pause  c clear  s sort ({})  arrows scroll  lines {}-{} of {}",
                         to_text(view_.sort), body_.empty() ? 0 : first + 1, last, body_.size()),
             Style::kStale)
        .text();
  }

  void paint_row(const MonitorRow& row) {
    const bool is_old = is_stale(row, view_.now);
    const Style style = is_old ? Style::kStale : Style::kPlain;
    const double cycle_ms = seconds(row.cycle) * 1e3;
    StyledLine text = line();
    text.add(left_aligned(table_.bus_name(row), 6), style);
    text.add(fmt::format(" {:>8} {:>8} ", id_text(row.frame), row.count), style);
    if (layout_.has_rate) text.add(fmt::format("{:>8} ", row.cycle > 0ns ? fitted(1e3 / cycle_ms, 8) : "-"), style);
    text.add(fmt::format("{:>8} ", row.cycle > 0ns ? fitted(cycle_ms, 8) : "-"), style);
    text.add(fmt::format("{:>6}", fitted(seconds(std::max(0ns, view_.now - row.time)), 6)),
             is_old ? Style::kAlarm : style);
    text.add(" " + left_aligned(row.name, layout_.name) + " ", style);
    add_payload(text, row, view_.now, style);
    body_.push_back(text.text());
    paint_values(row.values, style);
  }

  /// As many to a line as fit.
  void paint_values(std::span<const MonitorValue> values, Style style) {
    std::string text;
    const auto end_line = [&] {
      if (!text.empty()) body_.push_back(line().add(text, style).text());
      text.clear();
    };
    for (const MonitorValue& value : values) {
      const SignalName& signal = table_.names().signals[value.signal];
      std::string piece = fmt::format("  {}={:.10g}", signal.name, value.value);
      if (!signal.unit.empty()) piece += " " + signal.unit;
      if (!value.choice.empty()) piece += " (" + value.choice + ")";
      if (view_.columns > 0 && !text.empty() && text.size() + piece.size() > view_.columns) end_line();
      text += (text.empty() ? "    " : "") + piece;
    }
    end_line();
  }

  std::vector<std::size_t> order() const {
    std::vector<std::size_t> order(table_.rows().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [this](std::size_t a, std::size_t b) { return is_before(table_.rows()[a], table_.rows()[b]); });
    return order;
  }

  /// Where the wish leaves it open, by bus and id: a row stays where it was.
  bool is_before(const MonitorRow& a, const MonitorRow& b) const {
    const auto place = [this](const MonitorRow& row) {
      return std::tuple(std::string_view(table_.bus_name(row)), row.frame.flags & kCanErrorFrame,
                        row.frame.can_id().key());
    };
    const auto wish = [this](const MonitorRow& row) {
      const auto cycle = row.cycle > 0ns ? row.cycle : nanoseconds::max();
      switch (view_.sort) {
        case MonitorSort::kName:
          return std::tuple(std::string_view(row.name), std::int64_t{0});
        case MonitorSort::kCount:
          return std::tuple(std::string_view(), -static_cast<std::int64_t>(row.count));
        case MonitorSort::kCycle:
          return std::tuple(std::string_view(), std::int64_t{cycle.count()});
        case MonitorSort::kAge:
          return std::tuple(std::string_view(), -std::int64_t{row.time.count()});
        case MonitorSort::kId:
          break;
      }
      return std::tuple(std::string_view(), std::int64_t{0});
    };
    return std::tuple(wish(a), place(a)) < std::tuple(wish(b), place(b));
  }

  const MonitorTable& table_;
  const MonitorView& view_;
  Layout layout_;
  std::vector<std::string> body_;
};

}  // namespace

std::string_view to_text(MonitorSort sort) noexcept { return kSortNames[static_cast<std::size_t>(sort)]; }

MonitorSort next_sort(MonitorSort sort) noexcept {
  return static_cast<MonitorSort>((static_cast<std::size_t>(sort) + 1) % kSortNames.size());
}

MonitorPicture draw(const MonitorTable& table, const MonitorView& view) { return Painter(table, view).paint(); }

}  // namespace tripline

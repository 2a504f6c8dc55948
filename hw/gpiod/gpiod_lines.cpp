#include "hw/gpiod/gpiod_lines.hpp"

#include <linux/gpio.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>

#include "hw/gpiod/line_refusal.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr const char* kConsumer = "tripline";

/// The lines as found, all on one chip, in the order of the choices.
struct Found {
  GpiodHandle<gpiod_chip> chip;
  std::string label;
  std::vector<unsigned> offsets;
};

std::string named(const std::string& line) { return "GPIO line '" + line + "'"; }

Result<void> add_line(const GpiodLinesOptions& options, const GpiodLineChoice& choice, Found& found) {
  auto line = find_line({options.chip, choice.line, options.directory});
  if (!line) return line.error();
  if (!found.chip) {
    found.chip = std::move(line->chip);
    found.label = line->chip_label;
  }
  if (line->chip_label != found.label)
    return Error{ExitCode::kBadConfig, named(choice.line) + " is on chip '" + line->chip_label + "', " +
                                           named(options.lines.front().line) + " on '" + found.label +
                                           "'; the strobe's lines must be on one chip"};
  if (std::find(found.offsets.begin(), found.offsets.end(), line->offset.value) != found.offsets.end())
    return Error{ExitCode::kBadConfig, named(choice.line) + " is named twice among the strobe's lines"};
  found.offsets.push_back(line->offset.value);
  return {};
}

Result<Found> find_all(const GpiodLinesOptions& options) {
  if (options.lines.empty() || options.lines.size() > limits::kLines)
    return Error{ExitCode::kBadConfig, "GPIO: the strobe has " + std::to_string(options.lines.size()) +
                                           " lines, 1 to " + std::to_string(limits::kLines) + " are allowed"};
  Found found;
  for (const auto& choice : options.lines)
    if (auto added = add_line(options, choice, found); !added) return added.error();
  return found;
}

GpiodHandle<gpiod_line_config> output_config(const GpiodLinesOptions& options, const Found& found) {
  GpiodHandle<gpiod_line_config> config(gpiod_line_config_new());
  const GpiodHandle<gpiod_line_settings> settings(gpiod_line_settings_new());
  if (!config || !settings) return nullptr;
  gpiod_line_settings_set_direction(settings.get(), GPIOD_LINE_DIRECTION_OUTPUT);
  gpiod_line_settings_set_output_value(settings.get(), GPIOD_LINE_VALUE_INACTIVE);
  for (std::size_t i = 0; i < found.offsets.size(); ++i) {
    gpiod_line_settings_set_active_low(settings.get(), options.lines[i].active_low);
    if (gpiod_line_config_add_line_settings(config.get(), &found.offsets[i], 1, settings.get()) != 0) return nullptr;
  }
  return config;
}

/// The first of the lines that somebody holds, or the first one.
std::size_t held_line(const Found& found) {
  for (std::size_t i = 0; i < found.offsets.size(); ++i) {
    const GpiodHandle<gpiod_line_info> info(gpiod_chip_get_line_info(found.chip.get(), found.offsets[i]));
    if (info && gpiod_line_info_is_used(info.get())) return i;
  }
  return 0;
}

Error refused(const GpiodLinesOptions& options, const Found& found, int error) {
  const std::size_t i = held_line(found);
  return line_refusal({options.lines[i].line, found.chip.get(), found.label, found.offsets[i]}, error, "an output");
}

DigitalOutInfo describe(const GpiodLinesOptions& options, const Found& found) {
  DigitalOutInfo info;
  info.detail = found.label + ", outputs at offset";
  for (std::size_t i = 0; i < found.offsets.size(); ++i) {
    info.lines.push_back(options.lines[i].line);
    info.name += (i == 0 ? "" : ", ") + options.lines[i].line;
    info.detail +=
        (i == 0 ? " " : ", ") + std::to_string(found.offsets[i]) + (options.lines[i].active_low ? " (active low)" : "");
  }
  return info;
}

}  // namespace

Result<std::unique_ptr<GpiodLines>> GpiodLines::create(const GpiodLinesOptions& options) {
  auto found = find_all(options);
  if (!found) return found.error();
  const auto config = output_config(options, *found);
  const GpiodHandle<gpiod_request_config> request_config(gpiod_request_config_new());
  if (!config || !request_config) return refused(options, *found, errno);
  gpiod_request_config_set_consumer(request_config.get(), kConsumer);
  GpiodHandle<gpiod_line_request> request(
      gpiod_chip_request_lines(found->chip.get(), request_config.get(), config.get()));
  if (!request) return refused(options, *found, errno);
  return std::unique_ptr<GpiodLines>(new GpiodLines(describe(options, *found), std::move(request)));
}

GpiodLines::GpiodLines(DigitalOutInfo info, GpiodHandle<gpiod_line_request> request)
    : info_(std::move(info)), request_(std::move(request)), fd_(gpiod_line_request_get_fd(request_.get())) {}

// The kernel may keep the levels after the release, so the lines are put to rest first.
GpiodLines::~GpiodLines() { static_cast<void>(set(info_.all(), 0)); }

bool GpiodLines::set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING {
  if (which == 0) return true;  // the kernel refuses an empty mask
  gpio_v2_line_values values{.bits = levels, .mask = which};
  return ::ioctl(fd_, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) == 0;
}

}  // namespace tripline

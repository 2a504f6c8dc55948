#include "hw/gpiod/gpiod_line.hpp"

#include <cerrno>
#include <cstring>

namespace tripline {
namespace {

constexpr const char* kConsumer = "tripline";

GpiodHandle<gpiod_line_config> output_config(unsigned offset, bool active_low) {
  GpiodHandle<gpiod_line_config> config(gpiod_line_config_new());
  const GpiodHandle<gpiod_line_settings> settings(gpiod_line_settings_new());
  if (!config || !settings) return nullptr;
  gpiod_line_settings_set_direction(settings.get(), GPIOD_LINE_DIRECTION_OUTPUT);
  gpiod_line_settings_set_active_low(settings.get(), active_low);
  gpiod_line_settings_set_output_value(settings.get(), GPIOD_LINE_VALUE_INACTIVE);
  if (gpiod_line_config_add_line_settings(config.get(), &offset, 1, settings.get()) != 0) return nullptr;
  return config;
}

std::string holder_of(gpiod_chip* chip, unsigned offset) {
  const GpiodHandle<gpiod_line_info> info(gpiod_chip_get_line_info(chip, offset));
  const char* consumer = info ? gpiod_line_info_get_consumer(info.get()) : nullptr;
  return consumer != nullptr ? consumer : "the kernel";
}

Error refused(const GpiodLineOptions& options, const FoundLine& line, int error) {
  const std::string what = "GPIO line '" + options.where.line + "' on chip '" + line.chip_label + "'";
  if (error == EBUSY)
    return {ExitCode::kInUse, what + ": held by '" + holder_of(line.chip.get(), line.offset.value) +
                                  "'; stop that, or choose another line"};
  if (error == EACCES || error == EPERM)
    return {ExitCode::kNoPermission, what + ": not permitted; add this user to the group that owns the chip"};
  return {ExitCode::kSystem, what + ": cannot be an output: " + std::strerror(error)};
}

std::string detail_of(const GpiodLineOptions& options, const FoundLine& line) {
  return line.chip_label + " offset " + std::to_string(line.offset.value) +
         (options.active_low ? ", output, active low" : ", output, active high");
}

}  // namespace

Result<std::unique_ptr<GpiodLine>> GpiodLine::create(const GpiodLineOptions& options) {
  auto line = find_line(options.where);
  if (!line) return line.error();
  const auto config = output_config(line->offset.value, options.active_low);
  const GpiodHandle<gpiod_request_config> request_config(gpiod_request_config_new());
  if (!config || !request_config) return refused(options, *line, errno);
  gpiod_request_config_set_consumer(request_config.get(), kConsumer);
  GpiodHandle<gpiod_line_request> request(
      gpiod_chip_request_lines(line->chip.get(), request_config.get(), config.get()));
  if (!request) return refused(options, *line, errno);
  return std::unique_ptr<GpiodLine>(new GpiodLine(options, *line, std::move(request)));
}

GpiodLine::GpiodLine(const GpiodLineOptions& options, const FoundLine& line, GpiodHandle<gpiod_line_request> request)
    : info_{options.where.line, detail_of(options, line), Provenance::kMeasured},
      offset_(line.offset.value),
      request_(std::move(request)) {}

// The kernel may keep the level after the release, so the line is put to rest first.
GpiodLine::~GpiodLine() { static_cast<void>(set(false)); }

bool GpiodLine::set(bool active) noexcept RT_NONBLOCKING {
  const gpiod_line_value value = active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
  return gpiod_line_request_set_value(request_.get(), offset_, value) == 0;
}

}  // namespace tripline

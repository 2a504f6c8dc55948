#include "hw/gpiod/gpiod_input.hpp"

#include <algorithm>
#include <cerrno>

#include "hw/gpiod/line_refusal.hpp"

namespace tripline {
namespace {

constexpr const char* kConsumer = "tripline-input";

gpiod_line_edge edge_of(EdgeChoice choice) {
  if (choice == EdgeChoice::kBoth) return GPIOD_LINE_EDGE_BOTH;
  return choice == EdgeChoice::kRising ? GPIOD_LINE_EDGE_RISING : GPIOD_LINE_EDGE_FALLING;
}

gpiod_line_bias bias_of(InputBias bias) {
  switch (bias) {
    case InputBias::kAsIs:
      return GPIOD_LINE_BIAS_AS_IS;
    case InputBias::kPullUp:
      return GPIOD_LINE_BIAS_PULL_UP;
    case InputBias::kPullDown:
      return GPIOD_LINE_BIAS_PULL_DOWN;
    case InputBias::kDisabled:
      return GPIOD_LINE_BIAS_DISABLED;
  }
  return GPIOD_LINE_BIAS_AS_IS;
}

// No debounce in the kernel: it tells an edge only after the line was quiet, which is too late for a strobe.
GpiodHandle<gpiod_line_config> input_config(unsigned offset, const GpiodInputOptions& options) {
  GpiodHandle<gpiod_line_config> config(gpiod_line_config_new());
  const GpiodHandle<gpiod_line_settings> settings(gpiod_line_settings_new());
  if (!config || !settings) return nullptr;
  gpiod_line_settings_set_direction(settings.get(), GPIOD_LINE_DIRECTION_INPUT);
  gpiod_line_settings_set_edge_detection(settings.get(), edge_of(options.edges));
  gpiod_line_settings_set_bias(settings.get(), bias_of(options.bias));
  gpiod_line_settings_set_active_low(settings.get(), options.active_low);
  gpiod_line_settings_set_event_clock(settings.get(), GPIOD_LINE_CLOCK_MONOTONIC);
  if (gpiod_line_config_add_line_settings(config.get(), &offset, 1, settings.get()) != 0) return nullptr;
  return config;
}

Error refused(const GpiodInputOptions& options, const FoundLine& line, int error) {
  return line_refusal({options.where.line, line.chip.get(), line.chip_label, line.offset.value}, error,
                      "an input that tells edges");
}

Result<GpiodHandle<gpiod_line_request>> request_input(const GpiodInputOptions& options, const FoundLine& line) {
  const auto config = input_config(line.offset.value, options);
  const GpiodHandle<gpiod_request_config> request_config(gpiod_request_config_new());
  if (!config || !request_config) return refused(options, line, errno);
  gpiod_request_config_set_consumer(request_config.get(), kConsumer);
  GpiodHandle<gpiod_line_request> request(
      gpiod_chip_request_lines(line.chip.get(), request_config.get(), config.get()));
  if (!request) return refused(options, line, errno);
  return request;
}

std::string detail_of(const GpiodInputOptions& options, const FoundLine& line) {
  const char* edges = options.edges == EdgeChoice::kBoth     ? "both edges"
                      : options.edges == EdgeChoice::kRising ? "rising edges"
                                                             : "falling edges";
  return line.chip_label + " offset " + std::to_string(line.offset.value) + ", " + edges +
         (options.active_low ? ", active low" : ", active high");
}

InputEdge to_input_edge(gpiod_edge_event* event) noexcept {
  const bool rising = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
  return {MonoTime(nanoseconds(static_cast<std::int64_t>(gpiod_edge_event_get_timestamp_ns(event)))),
          rising ? Slope::kRising : Slope::kFalling};
}

}  // namespace

Result<std::unique_ptr<GpiodInput>> GpiodInput::create(const GpiodInputOptions& options) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  GpiodHandle<gpiod_edge_event_buffer> events(gpiod_edge_event_buffer_new(kBatch));
  if (!events) return Error{ExitCode::kSystem, "GPIO: no memory for edge events"};
  std::unique_ptr<GpiodInput> input(new GpiodInput(options, std::move(events), std::move(*wake)));
  if (auto opened = input->reopen(); !opened) return opened.error();
  return input;
}

GpiodInput::GpiodInput(const GpiodInputOptions& options, GpiodHandle<gpiod_edge_event_buffer> events, WakeEvent wake)
    : options_(options),
      info_{options.where.line, "", Provenance::kMeasured},
      events_(std::move(events)),
      wake_(std::move(wake)) {}

Result<void> GpiodInput::reopen() {
  request_.reset();
  const auto line = find_line(options_.where);
  if (!line) return line.error();
  auto request = request_input(options_, *line);
  if (!request) return request.error();
  request_ = std::move(*request);
  sequence_ = 0;
  info_.detail = detail_of(options_, *line);
  return {};
}

InputRead GpiodInput::read(std::span<InputEdge> edges, nanoseconds wait) noexcept {
  if (!request_) return {.status = InputReadStatus::kLost};
  if (edges.empty() || wake_.wait(gpiod_line_request_get_fd(request_.get()), wait) != Wake::kReadable) return {};
  const int count = gpiod_line_request_read_edge_events(request_.get(), events_.get(), std::min(edges.size(), kBatch));
  if (count < 0) return lose();
  InputRead result;
  for (; result.count < static_cast<std::size_t>(count); ++result.count) {
    gpiod_edge_event* event = gpiod_edge_event_buffer_get_event(events_.get(), result.count);
    const unsigned long sequence = gpiod_edge_event_get_line_seqno(event);
    result.dropped += sequence - sequence_ - 1;
    sequence_ = sequence;
    edges[result.count] = to_input_edge(event);
  }
  return result;
}

// The chip was unplugged, or its driver unloaded.
InputRead GpiodInput::lose() noexcept {
  request_.reset();
  return {.status = InputReadStatus::kLost};
}

}  // namespace tripline

#include "hw/sim/scene_options.hpp"

#include <array>
#include <string>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

struct Range {
  const char* field;
  double value;
  double min;
  double max;
};

std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

double seconds(nanoseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Result<void> check_scene(const SceneOptions& options) {
  constexpr double kEdge = limits::kFrameEdgePx;
  const std::array<Range, 8> ranges{{
      {"width", static_cast<double>(options.width), 16, kEdge},
      {"height", static_cast<double>(options.height), 16, kEdge},
      {"fps", options.fps, 1, 2000},
      {"strike_every_s", seconds(options.strike_every), 0, 3600},
      {"lamp_every_s", seconds(options.lamp_every), 0, 3600},
      {"noise", options.noise, 0, 20},
      {"flicker", options.flicker, 0, 0.2},
      {"ball_m_s", options.ball_m_s, 0.1, 120},
  }};
  for (const Range& range : ranges) {
    if (range.value >= range.min && range.value <= range.max) continue;
    return Error{ExitCode::kBadConfig, std::string("simulated camera: ") + range.field + " is " + number(range.value) +
                                           ", allowed are " + number(range.min) + " to " + number(range.max)};
  }
  return {};
}

}  // namespace tripline

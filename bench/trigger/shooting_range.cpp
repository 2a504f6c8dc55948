#include "bench/trigger/shooting_range.hpp"

#include "hw/sim/sim_strobe.hpp"
#include "rt/base/check.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/settings/settings.hpp"

namespace tripline::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kWidth = 96;
constexpr std::uint32_t kHeight = 88;

std::vector<std::uint8_t> picture(bool with_ball) {
  std::vector<std::uint8_t> pixels;
  for (std::uint32_t y = 0; y < kHeight; ++y)
    for (std::uint32_t x = 0; x < kWidth; ++x) {
      const auto dx = static_cast<int>(x) - 48;
      const auto dy = static_cast<int>(y) - 44;
      const bool ball = with_ball && dx * dx + dy * dy < 30 * 30;
      pixels.push_back(static_cast<std::uint8_t>(ball ? 230 : 60 + (x * 7919 + y * 104'729) % 60));
    }
  return pixels;
}

TriggerTuning tuning() {
  wire::TriggerT defaults;
  defaults.settle_ms = 20;
  defaults.cooldown_ms = 10;
  return tuning_of(defaults);
}

}  // namespace

ShootingRange::ShootingRange(int cpu) : still_(picture(true)), gone_(picture(false)), store_(kWidth, kHeight, 40) {
  auto line = SimStrobe::create({});
  const auto plan = make_strobe_plan({{20}, {}}, {});
  RT_CHECK(line && plan);
  auto strobe = StrobeLoop::create(std::make_unique<EdgePlayer>(std::move(*line)), {*plan, {}}, -1, slots_);
  RT_CHECK(strobe.has_value());
  strobe_ = std::move(*strobe);
  strobe_->start();
  slot_ = &slots_.add();
  loop_ = std::make_unique<CameraLoop>(tuning(), true, *strobe_, store_, *slot_, cpu);
  loop_->on_camera_thread_start();
}

void ShootingRange::arm() {
  while (pulses_run_)
    if (strobe_->take_finished(train_)) pulses_run_ = false;
  while (loop_->state() != TriggerState::kArmed) show(still_);
  for (int i = 0; i < 6; ++i) show(still_);
}

std::optional<double> ShootingRange::hit() {
  shot_ = {};
  show(gone_);
  if (shot_.shot_id == 0 || shot_.edge.refusal != StrobeRefusal::kNone) return std::nullopt;
  pulses_run_ = true;
  return static_cast<double>((shot_.edge.done - shot_.delivered).count());
}

void ShootingRange::show(const std::vector<std::uint8_t>& pixels) {
  now_ += 2ms;
  loop_->on_frame({ImageView{pixels.data(), kWidth, kHeight, kWidth}, FrameIndex(index_++), now_});
  drain();
}

void ShootingRange::drain() {
  for (CameraRecord record; loop_->take_record(record);)
    if (record.shot_id != 0) shot_ = record;
  while (FrameSlot* slot = store_.next()) store_.give_back(slot);
}

}  // namespace tripline::bench

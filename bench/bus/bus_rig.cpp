#include "bench/bus/bus_rig.hpp"

#include <fmt/format.h>

#include <thread>

#include "hw/sim/sim_strobe.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/loops/totals.hpp"
#include "rt/settings/settings.hpp"

namespace tripline::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kEdgePx = 16;  // of a camera that shows nothing

template <typename Value>
Value must(Result<Value> result) {
  if (!result) fmt::print(stderr, "bench_bus: {}\n", result.error().message);
  RT_CHECK(result.has_value());
  return std::move(*result);
}

}  // namespace

BusRig::BusRig(const Traffic& traffic, double seconds, const RunDir& run_dir)
    : plan_(must(DecodePlan::compile(std::vector{parse_dbc(dbc_text(traffic), "bench.dbc")}))),
      config_(must(ConfigStore::load({}, {{"trigger.stall_ms", "60000"}}))),
      frames_(kEdgePx, kEdgePx, limits::kShotFrames) {
  facts_.started = MonoClock::now();
  facts_.wake_latency = std::make_shared<Histogram>();
  camera_info_.name = "none";
  camera_info_.provenance = Provenance::kSimulated;
  const auto plan = must(make_strobe_plan({{20}, {}}, {}));
  strobe_ = must(StrobeLoop::create(std::make_unique<EdgePlayer>(must(SimStrobe::create({}))), {plan, {}}, -1, slots_));
  camera_ = std::make_unique<CameraLoop>(tuning_of(wire::TriggerT()), false, *strobe_, frames_, slots_.add(), -1);
  for (std::size_t i = 0; i < traffic.buses; ++i) {
    auto bus = must(PacedBus::create(fmt::format("can{}", i), traffic, traffic.frames_of(seconds)));
    buses_.push_back(must(CanLoop::create(std::move(bus), plan_, {}, static_cast<int>(i), slots_)));
  }
  auto events = must(EventPublisher::bind(context_, run_dir, 1));
  publish_ = std::make_unique<PublishLoop>(std::move(events), parts(), slots_.add());
  publish_->start();
}

BusRig::~BusRig() { publish_->stop("the bench is over"); }

CoreParts BusRig::parts() {
  return {facts_,
          config_,
          notices_,
          slots_,
          camera_info_,
          *camera_,
          frames_,
          *strobe_,
          0,
          nullptr,
          buses_,
          plan_,
          [](std::uint32_t) { return nanoseconds(2s); },
          [] { return true; }};
}

void BusRig::start() {
  for (auto& bus : buses_) bus->start();
}

void BusRig::wait_for_listener() const {
  while (!publish_->has_subscriber()) std::this_thread::sleep_for(1ms);
}

void BusRig::wait_for_end() const {
  for (const auto& bus : buses_)
    while (bus->state() != BusState::kEnded) std::this_thread::sleep_for(10ms);
}

std::uint64_t BusRig::frames() const {
  std::uint64_t total = 0;
  for (const auto& bus : buses_) total += bus->counters().in.get();
  return total;
}

std::uint64_t BusRig::drops() const {
  std::uint64_t total = 0;
  for (const auto& bus : buses_) {
    const auto& counters = bus->counters();
    total += counters.lost_in_kernel.get() + counters.lost_frames.get() + counters.lost_samples.get();
  }
  return total;
}

}  // namespace tripline::bench

#include "hw/sim/sim_input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tripline {

Result<std::unique_ptr<SimInput>> SimInput::create(const SimInputOptions& options) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    return Error{ExitCode::kSystem, std::string("pipe: ") + std::strerror(errno) + "; raise LimitNOFILE"};
  UniqueFd poked(ends[0]);
  UniqueFd poke(ends[1]);
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  return std::unique_ptr<SimInput>(new SimInput(options, std::move(poked), std::move(poke), std::move(*wake)));
}

SimInput::SimInput(const SimInputOptions& options, UniqueFd poked, UniqueFd poke, WakeEvent wake)
    : options_(options),
      info_{options.name, "simulated line that is poked", Provenance::kSimulated},
      poked_(std::move(poked)),
      poke_(std::move(poke)),
      wake_(std::move(wake)),
      own_due_(options.every.count() > 0 ? MonoClock::now() + options.every : MonoTime::max()) {}

void SimInput::set(bool active) noexcept {
  if (std::exchange(level_, active) == active) return;
  const InputEdge edge{MonoClock::now(), active ? Slope::kRising : Slope::kFalling};
  // A pipe takes what is shorter than PIPE_BUF whole or, when nobody reads, not at all: then the edge is lost.
  if (tells(options_.edges, edge.slope)) [[maybe_unused]]
    const auto written = ::write(poke_.get(), &edge, sizeof edge);
}

InputRead SimInput::read(std::span<InputEdge> edges, nanoseconds wait) noexcept {
  InputRead result;
  if (edges.empty()) return result;
  const nanoseconds until_own = std::max(own_due_ - MonoClock::now(), nanoseconds(0));
  wake_.wait(poked_.get(), std::min(wait, until_own));
  while (result.count < edges.size() && read_poke(edges[result.count])) ++result.count;
  if (result.count < edges.size() && make_own(edges[result.count])) ++result.count;
  return result;
}

bool SimInput::read_poke(InputEdge& edge) noexcept {
  InputEdge poked;
  if (::read(poked_.get(), &poked, sizeof poked) != sizeof poked) return false;
  newest_ = poked.time = std::max(poked.time, newest_);
  edge = poked;
  return true;
}

bool SimInput::make_own(InputEdge& edge) noexcept {
  const MonoTime now = MonoClock::now();
  if (now < own_due_) return false;
  own_level_ = !own_level_;
  own_due_ = now + (own_level_ ? kPulse : options_.every - std::min(kPulse, options_.every));
  newest_ = now;
  edge = {now, own_level_ ? Slope::kRising : Slope::kFalling};
  return tells(options_.edges, edge.slope);
}

}  // namespace tripline

#include "rt/loops/strobe_loop.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "rt/exec/realtime_turn.hpp"

namespace tripline {

Result<std::unique_ptr<StrobeLoop>> StrobeLoop::create(std::unique_ptr<PatternPlayer> player, const StrobePlans& plans,
                                                       int cpu, ThreadSlots& slots) {
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC));
  if (!wake) return Error{ExitCode::kSystem, fmt::format("strobe: eventfd: {}", std::strerror(errno))};
  return std::unique_ptr<StrobeLoop>(new StrobeLoop(std::move(player), plans, cpu, slots, std::move(wake)));
}

StrobeLoop::StrobeLoop(std::unique_ptr<PatternPlayer> player, const StrobePlans& plans, int cpu, ThreadSlots& slots,
                       UniqueFd wake)
    : player_(std::move(player)),
      cpu_(cpu),
      slot_(slots.add()),
      wake_(std::move(wake)),
      shot_plan_(plans.shot),
      prime_plan_(plans.prime) {}

StrobeLoop::~StrobeLoop() { stop(); }

void StrobeLoop::start() {
  thread_ = std::jthread([this] { run(); });
}

void StrobeLoop::stop() noexcept {
  halt_priming_.store(true, std::memory_order_release);
  stopping_.store(true, std::memory_order_release);  // partner: the loop's and the player's acquire
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  if (thread_.joinable()) thread_.join();
  if (player_) player_->rest();
}

FirstEdge StrobeLoop::fire(std::uint32_t shot_id, MonoTime asked) noexcept RT_NONBLOCKING {
  FirstEdge edge{asked, {}, claim(asked)};
  if (edge.refusal != StrobeRefusal::kNone) return edge;
  const StrobePlan& plan = shot_plan_.read();
  if (!player_->begin(plan, job_.played)) {
    let_go();
    edge.refusal = StrobeRefusal::kDevice;
    return edge;
  }
  if (job_.played.made > 0) edge.done = job_.played.zero;
  hand_over(plan, TrainKind::kShot, shot_id, true);
  return edge;
}

void StrobeLoop::expect_shot() const noexcept RT_NONBLOCKING {
  constexpr std::size_t kCacheLine = 64;
  const auto fetch = [](const void* first, std::size_t bytes) {
    const auto* at = static_cast<const std::byte*>(first);
    for (std::size_t i = 0; i < bytes; i += kCacheLine) __builtin_prefetch(at + i);
  };
  fetch(&claimed_, kCacheLine);
  fetch(&job_, 4 * kCacheLine);
  fetch(&rest_until_, kCacheLine);
  fetch(&shot_plan_, kCacheLine);
  if (player_) fetch(player_.get(), kCacheLine);
}

/// kNone: the job is the caller's, until it is handed over or let go.
StrobeRefusal StrobeLoop::claim(MonoTime now) noexcept RT_NONBLOCKING {
  if (!player_) return StrobeRefusal::kNoOutput;
  if (locked_out()) return StrobeRefusal::kUnguarded;
  if (claimed_.exchange(true, std::memory_order_acq_rel)) return StrobeRefusal::kBusy;
  if (now >= rest_until_) return StrobeRefusal::kNone;
  let_go();
  return StrobeRefusal::kResting;
}

void StrobeLoop::hand_over(const StrobePlan& plan, TrainKind kind, std::uint32_t shot_id,
                           bool begun) noexcept RT_NONBLOCKING {
  job_.plan = &plan;
  job_.kind = kind;
  job_.shot_id = shot_id;
  job_.begun = begun;
  handed_over_.store(true, std::memory_order_release);  // partner: the exchange in run(), after which job_ is its own
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void StrobeLoop::prime() noexcept RT_NONBLOCKING {
  if (prime_state() == PrimeState::kRunning || claim(MonoClock::now()) != StrobeRefusal::kNone) return;
  halt_priming_.store(stopping_.load(std::memory_order_acquire), std::memory_order_relaxed);
  prime_state_.store(PrimeState::kRunning, std::memory_order_release);
  hand_over(prime_plan_.read(), TrainKind::kPrime, 0, false);
}

void StrobeLoop::stop_priming() noexcept RT_NONBLOCKING {
  halt_priming_.store(true, std::memory_order_release);  // partner: the player's acquire
  auto done = PrimeState::kDone;
  prime_state_.compare_exchange_strong(done, PrimeState::kIdle, std::memory_order_acq_rel);
}

Result<void> StrobeLoop::test(const std::string& line) {
  const auto index = line_named(line);
  if (!index) return index.error();
  if (const auto refusal = claim(MonoClock::now()); refusal != StrobeRefusal::kNone)
    return Error{ExitCode::kUnavailable, fmt::format("no test pulse: {}", text_of(refusal))};
  test_plan_ = line.empty() ? shot_plan_.read() : single_pulse(shot_plan_.read(), *index);
  if (!line.empty()) test_plan_.revision = ++revision_;
  hand_over(test_plan_, TrainKind::kTest, 0, false);
  return {};
}

Result<std::size_t> StrobeLoop::line_named(const std::string& line) const {
  if (line.empty()) return 0;
  const auto lines = player_ ? player_->info().lines : std::vector<std::string>();
  const auto found = std::find(lines.begin(), lines.end(), line);
  if (found != lines.end()) return static_cast<std::size_t>(found - lines.begin());
  return Error{ExitCode::kUsage, fmt::format("no strobe line '{}': there is {}", line,
                                             lines.empty() ? "none" : fmt::format("{}", fmt::join(lines, ", ")))};
}

void StrobeLoop::set_plans(StrobePlans plans) noexcept {
  plans.shot.revision = plans.prime.revision = ++revision_;
  shot_plan_.write(plans.shot);
  prime_plan_.write(plans.prime);
}

void StrobeLoop::run() noexcept {
  slot_.enter(ThreadRole::kStrobe, cpu_);
  while (true) {
    std::uint64_t count = 0;
    if (::read(wake_.get(), &count, sizeof count) != sizeof count) continue;
    if (handed_over_.exchange(false, std::memory_order_acq_rel)) turn();  // also when stopping: the shot is told
    if (stopping_.load(std::memory_order_acquire)) return;
  }
}

void StrobeLoop::turn() noexcept {
  slot_.entered.add();
  {
    RealtimeTurn turn;
    finish(job_);
  }
  slot_.left.add();
}

void StrobeLoop::finish(Job& job) noexcept RT_NONBLOCKING {
  const bool primes = job.kind == TrainKind::kPrime;
  const std::atomic<bool>& halt = primes ? halt_priming_ : stopping_;
  if (!job.begun) job.played.reset();
  if (!job.begun && !player_->begin(*job.plan, job.played))
    job.played.device_failed = true;
  else
    player_->finish(*job.plan, job.played, halt);
  train_.kind = job.kind;
  train_.shot_id = job.shot_id;
  tell_train(*job.plan, job.played, train_);
  note_errors(job);
  if (!primes && train_.count > 0) rest_until_ = train_.last_edge + rest_after(*job.plan, train_);
  if (!finished_.try_push(train_)) lost_trains_.add();
  let_go();
  if (primes)
    prime_state_.store(job.played.cut_short ? PrimeState::kIdle : PrimeState::kDone, std::memory_order_release);
}

void StrobeLoop::note_errors(const Job& job) noexcept RT_NONBLOCKING {
  if (job.kind == TrainKind::kPrime) return;
  for (std::size_t i = 1; i < job.played.made; ++i)
    edge_error_->record(std::chrono::abs(job.played.done[i] - (job.played.zero + job.plan->edges[i].at)));
}

}  // namespace tripline

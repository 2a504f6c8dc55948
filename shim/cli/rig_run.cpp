#include "shim/cli/rig_run.hpp"

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"
#include "rt/base/unique_fd.hpp"
#include "shim/bus/event_subscriber.hpp"
#include "shim/cli/local_port.hpp"
#include "shim/cli/run_summary.hpp"
#include "shim/lifecycle/supervisor.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kTurn = 50ms;
constexpr auto kLastWords = 100ms;  ///< what the core published while it stopped may still be on its way

/// SIGINT, SIGTERM and SIGHUP as a file descriptor, for this thread and those that it starts.
UniqueFd block_stop_signals() {
  sigset_t stop;
  ::sigemptyset(&stop);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&stop, number);
  ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return UniqueFd(::signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC));
}

bool signalled(const UniqueFd& signals) {
  signalfd_siginfo info{};
  return ::read(signals.get(), &info, sizeof info) == sizeof info;
}

/// One run: the supervisor, and the newest status of the core.
class RigRun {
 public:
  RigRun(Supervisor supervisor, const RunDir& run_dir, const RigRunOptions& options, std::uint16_t port,
         UniqueFd signals)
      : supervisor_(std::move(supervisor)),
        subscriber_(run_dir),
        options_(options),
        port_(port),
        signals_(std::move(signals)) {
    subscriber_.subscribe("status");
  }

  Result<void> run() {
    while (!should_stop()) turn();
    supervisor_.stop();
    while (!supervisor_.finished()) turn();
    if (failure_) return *failure_;
    listen(kLastWords);
    print_summary();
    return {};
  }

 private:
  void turn() {
    supervisor_.turn(kTurn, stopping_ ? -1 : signals_.get());
    listen(0ms);
    if (!announced_at_ && page_answers_now()) announce();
  }

  bool should_stop() {
    if (signalled(signals_)) return stopping_ = true;
    failure_ = supervisor_.startup_failure();
    if (failure_) return stopping_ = true;
    return stopping_ = announced_at_ && options_.seconds &&
                       MonoClock::now() - *announced_at_ >= std::chrono::duration<double>(*options_.seconds);
  }

  /// The core may be slow or keep failing; the page then says why, so it is announced all the same.
  bool page_answers_now() const {
    const bool waited_enough = MonoClock::now() - begun_ >= limits::kStartCheck;
    return !stopping_ && (supervisor_.is_up() || waited_enough) && page_answers(port_);
  }

  void announce() {
    announced_at_ = MonoClock::now();
    fmt::print("Tripline runs: http://127.0.0.1:{}/ (profile {}, rig {})\n", port_, options_.profile, options_.rig);
    std::fflush(stdout);
  }

  void listen(std::chrono::milliseconds wait) {
    while (auto event = subscriber_.receive(wait)) newest_ = std::move(event);
  }

  void print_summary() const {
    const auto own = core_summary(supervisor_.run_dir());
    const auto* status = newest_ ? wire::GetStatus(newest_->bytes().data()) : nullptr;
    fmt::print("{}\n", own ? *own : summary_from_status(status));
    std::fflush(stdout);
  }

  Supervisor supervisor_;
  EventSubscriber subscriber_;
  const RigRunOptions& options_;
  std::uint16_t port_;
  UniqueFd signals_;
  MonoTime begun_ = MonoClock::now();
  std::optional<MonoTime> announced_at_;
  std::optional<Event> newest_;
  std::optional<Error> failure_;
  bool stopping_ = false;
};

Result<void> make_state_dir(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return Error{ExitCode::kCannotCreate, fmt::format("state directory {}: cannot create it: {}; choose another with "
                                                      "--state-dir",
                                                      path.string(), error.message())};
  return {};
}

}  // namespace

Result<void> rig_run(const RigRunOptions& options) {
  auto signals = block_stop_signals();
  if (auto named = check_rig_name(options.rig); !named) return named.error();
  const auto run_dir = find_run_dir(options.rig, options.run_dir);
  auto hold = RunDirHold::acquire(run_dir);
  if (!hold) return hold.error();
  const auto port = choose_port(options.port);
  if (!port) return port.error();
  const auto state_dir = find_state_dir(options.rig, options.state_dir);
  if (auto made = make_state_dir(state_dir); !made) return made.error();
  const auto programs = fs::read_symlink("/proc/self/exe").parent_path();
  const auto plans = plan_units(options, programs, run_dir, state_dir, *port);
  auto supervisor = Supervisor::create(std::move(*hold), plans);
  if (!supervisor) return supervisor.error();
  return RigRun(std::move(*supervisor), run_dir, options, *port, std::move(signals)).run();
}

}  // namespace tripline

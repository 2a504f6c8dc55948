#include "shim/lifecycle/unit.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <ctime>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"

namespace tripline {
namespace {

struct CodeRow {
  ExitCode code;
  bool final;
  const char* meaning;
};

constexpr std::array kCodes{
    CodeRow{ExitCode::kOk, false, "ended by itself"},
    CodeRow{ExitCode::kUsage, true, "the command line is wrong"},
    CodeRow{ExitCode::kBadData, true, "an input file is malformed"},
    CodeRow{ExitCode::kNoInput, true, "a file or directory cannot be read"},
    CodeRow{ExitCode::kUnavailable, false, "a service does not answer"},
    CodeRow{ExitCode::kInternal, false, "a bug"},
    CodeRow{ExitCode::kSystem, false, "the system refused something"},
    CodeRow{ExitCode::kNoDevice, false, "a device is not there"},
    CodeRow{ExitCode::kCannotCreate, true, "a file or directory cannot be made"},
    CodeRow{ExitCode::kInUse, true, "another process holds the rig, a device or the port"},
    CodeRow{ExitCode::kNoPermission, true, "the user may not do this"},
    CodeRow{ExitCode::kBadConfig, true, "the configuration is wrong"},
};

const CodeRow* find_code(int exit_code) noexcept {
  for (const CodeRow& row : kCodes)
    if (static_cast<int>(row.code) == exit_code) return &row;
  return nullptr;
}

std::string utc_now() {
  return fmt::format(
      "{:%Y-%m-%dT%H:%M:%SZ}",
      fmt::gmtime(std::chrono::duration_cast<std::chrono::seconds>(WallClock::now().time_since_epoch()).count()));
}

}  // namespace

bool is_final(int exit_code) noexcept {
  const CodeRow* row = find_code(exit_code);
  return row != nullptr && row->final;
}

std::string describe(const ChildExit& exit) {
  if (exit.signal) return fmt::format("killed by signal {} ({})", *exit.signal, ::strsignal(*exit.signal));
  const CodeRow* row = find_code(exit.code.value_or(0));
  const auto code = fmt::format("exit code {}", exit.code.value_or(0));
  return row == nullptr ? code : fmt::format("{} ({})", code, row->meaning);
}

Unit::Unit(UnitPlan plan, std::filesystem::path run_dir, std::string notify_socket)
    : plan_(std::move(plan)), run_dir_(std::move(run_dir)), notify_socket_(std::move(notify_socket)) {}

Result<void> Unit::start(MonoTime now) {
  restart_at_.reset();
  said_.clear();
  auto child = ChildProcess::spawn({plan_.command, plan_.capabilities, notify_socket_});
  if (!child) {
    given_up_ = child.error().code;
    enter(UnitPhase::kFailed, child.error().message);
    return child.error();
  }
  child_.emplace(std::move(*child));
  started_ = now;
  state_.pid = child_->pid();
  enter(UnitPhase::kStarting, {});
  return {};
}

void Unit::step(MonoTime now) {
  if (child_) {
    if (const auto exit = child_->poll()) return on_exit(*exit, now);
    if (kill_at_ && now >= *kill_at_) child_->kill();
    if (state_.phase == UnitPhase::kStarting && now - started_ >= limits::kStartCheck) on_ready();
  } else if (restart_at_ && now >= *restart_at_) {
    [[maybe_unused]] const auto written_down_in_state = start(now);
  }
}

void Unit::on_ready() {
  if (!child_ || state_.phase != UnitPhase::kStarting) return;
  was_ready_ = true;
  enter(UnitPhase::kRunning, {});
}

void Unit::on_exit(const ChildExit& exit, MonoTime now) {
  child_.reset();
  state_.pid = 0;
  state_.exit_code = exit.code;
  state_.signal = exit.signal;
  const auto why = said_.empty() ? describe(exit) : fmt::format("{}: {}", describe(exit), said_);
  if (stopping_) return enter(UnitPhase::kStopped, why);
  if (exit.code && is_final(*exit.code)) {
    given_up_ = static_cast<ExitCode>(*exit.code);
    return enter(UnitPhase::kFailed, why);
  }
  const auto wait = backoff_.next(exit.signal.has_value(), now - started_);
  restart_at_ = now + wait;
  enter(UnitPhase::kFailed,
        fmt::format("{}; starting again in {:.1f} s", why, std::chrono::duration<double>(wait).count()));
  log_warning("rig", fmt::format("{}: {}", plan_.name, state_.reason));
}

void Unit::stop(MonoTime now) {
  if (stopping_) return;
  stopping_ = true;
  restart_at_.reset();
  if (!child_) return;
  kill_at_ = now + limits::kStopGrace;
  child_->terminate();
}

std::optional<pid_t> Unit::pid() const {
  if (!child_) return std::nullopt;
  return child_->pid();
}

std::optional<MonoTime> Unit::next_step() const {
  if (!child_) return restart_at_;
  if (kill_at_) return kill_at_;
  if (state_.phase == UnitPhase::kStarting) return started_ + limits::kStartCheck;
  return std::nullopt;
}

void Unit::enter(UnitPhase phase, std::string reason) {
  state_.phase = phase;
  state_.since = utc_now();
  state_.reason = std::move(reason);
  if (const auto written = write_unit_state(run_dir_, plan_.name, state_); !written)
    log_error("rig", written.error().message);
}

}  // namespace tripline

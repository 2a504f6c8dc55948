#include "shim/lifecycle/unit.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"
#include "shim/lifecycle/utc_text.hpp"

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
  if (child_) {
    start_again_ = stopping_;
    return {};
  }
  restart_at_.reset();
  given_up_.reset();
  stopping_ = start_again_ = false;
  said_.clear();
  state_ = {};
  if (const auto left = PidFile::living(run_dir_, plan_.name, plan_.command.front()))
    return fail({ExitCode::kInUse,
                 fmt::format("{}: process {} of an earlier run still lives; end that one first", plan_.name, *left)});
  open_log();
  if (auto spawned = spawn(); !spawned) return fail(spawned.error());
  started_ = now;
  enter(UnitPhase::kStarting, {});
  return {};
}

Result<void> Unit::spawn() {
  auto child = ChildProcess::spawn(
      {plan_.command, plan_.capabilities, notify_socket_, log_ ? log_->write_end() : ChildOptions().standard_error});
  if (!child) return child.error();
  auto file = PidFile::write(run_dir_, plan_.name, child->pid());
  if (!file) return file.error();  // the child goes with its object
  child_.emplace(std::move(*child));
  pid_file_.emplace(std::move(*file));
  state_.pid = child_->pid();
  return {};
}

Error Unit::fail(Error error) {
  given_up_ = error.code;
  enter(UnitPhase::kFailed, error.message);
  return error;
}

/// Without a log file the program runs all the same.
void Unit::open_log() {
  if (log_) return log_->forget_lines();
  if (plan_.log_file.empty()) return;
  auto log = UnitLog::open(plan_.log_file);
  if (log)
    log_.emplace(std::move(*log));
  else
    log_warning("rig", log.error().message);
}

void Unit::step(MonoTime now) {
  if (child_) {
    const auto exit = child_->poll();
    if (log_) log_->pump();  // after poll(): what it said last is in the pipe by then
    if (exit) return on_exit(*exit, now);
    if (kill_at_ && now >= *kill_at_) child_->kill();
    if (state_.phase == UnitPhase::kStarting && now - started_ >= limits::kStartCheck) on_ready();
    return;
  }
  if (log_) log_->pump();
  if (restart_at_ && now >= *restart_at_) {
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
  pid_file_.reset();
  kill_at_.reset();
  state_.pid = 0;
  state_.exit_code = exit.code;
  state_.signal = exit.signal;
  if (log_) state_.log = log_->last_lines();
  if (stopping_) return on_stopped(exit, now);
  const auto why = said_.empty() ? describe(exit) : fmt::format("{}: {}", describe(exit), said_);
  if (exit.code && is_final(*exit.code)) {
    given_up_ = static_cast<ExitCode>(*exit.code);
    return enter(UnitPhase::kFailed, why);
  }
  start_later(why, exit.signal.has_value(), now);
}

void Unit::on_stopped(const ChildExit& exit, MonoTime now) {
  enter(UnitPhase::kStopped, exit.code == 0 ? "stopped on request" : "stopped on request; " + describe(exit));
  if (!start_again_) return;
  [[maybe_unused]] const auto written_down_in_state = start(now);
}

void Unit::start_later(const std::string& why, bool by_signal, MonoTime now) {
  const auto wait = backoff_.next(by_signal, now - started_);
  restart_at_ = now + wait;
  enter(UnitPhase::kFailed,
        fmt::format("{}; starting again in {:.1f} s", why, std::chrono::duration<double>(wait).count()));
  log_warning("rig", fmt::format("{}: {}", plan_.name, state_.reason));
}

void Unit::stop(MonoTime now, nanoseconds grace) {
  start_again_ = false;
  restart_at_.reset();
  const auto kill_at = now + grace;
  if (child_ && (!kill_at_ || kill_at < *kill_at_)) kill_at_ = kill_at;
  if (stopping_) return;
  stopping_ = true;
  if (!child_) {
    if (state_.phase != UnitPhase::kStopped) enter(UnitPhase::kStopped, "stopped on request; it was not running");
    return;
  }
  enter(UnitPhase::kStopping, {});
  child_->terminate();
}

Result<void> Unit::restart(MonoTime now, nanoseconds grace) {
  if (!child_) return start(now);
  stop(now, grace);
  start_again_ = true;
  return {};
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
  state_.since = utc_text(WallClock::now());
  state_.reason = std::move(reason);
  if (const auto written = write_unit_state(run_dir_, plan_.name, state_); !written)
    log_error("rig", written.error().message);
}

}  // namespace tripline

// What both programs do alike: say who they are, tell the service manager, report failures and gaps.
#pragma once

#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// Options that both programs have.
struct ServiceOptions {
  std::string rig = "main";
  std::string run_dir;
};

/// Checks the rig's name; finds its run directory, which the core makes (systemd for it), and which goes and comes back
/// with it. It is made here only where a stranger could be first, as in /tmp. Errors: those of rt/ipc/run_dir.hpp.
Result<RunDir> prepare_run_dir(const ServiceOptions& options);

/// Tells the service manager, if there is one: `READY=1`, `STOPPING=1`, `STATUS=…`.
void notify_service_manager(const std::string& message);

/// Prints the one line of a start that failed; returns the exit code.
int report_failure(std::string_view program, const Error& error);

/// Logs a line when events were missed or refused, at most one a second for each topic.
class GapReport {
 public:
  explicit GapReport(std::string source) : source_(std::move(source)) {}
  void look(const BusCounts& counts, MonoTime now);

 private:
  std::string source_;
  BusCounts seen_;
  MonoTime looked_at_;
};

}  // namespace tripline

#include "shim/app/service.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdio>

#include "rt/base/log.hpp"
#include "rt/ipc/run_dir_trust.hpp"

namespace tripline {
namespace {

constexpr std::chrono::seconds kLookEvery{1};

}  // namespace

Result<RunDir> prepare_run_dir(const ServiceOptions& options) {
  if (const auto checked = check_rig_name(options.rig); !checked) return checked.error();
  auto run_dir = find_run_dir(options.rig, options.run_dir);
  if (check_run_dir(run_dir)) return run_dir;  // there, or waited for
  if (const auto made = make_run_dir(run_dir); !made) return made.error();
  return run_dir;
}

void notify_service_manager(const std::string& message) { ::sd_notify(0, message.c_str()); }

int report_failure(std::string_view program, const Error& error) {
  fmt::print(stderr, "{}: {}\n", program, error.message);
  return static_cast<int>(error.code);
}

void GapReport::look(const BusCounts& counts, MonoTime now) {
  if (now - looked_at_ < kLookEvery) return;
  looked_at_ = now;
  for (std::size_t place = 0; place < kTopics.size(); ++place)
    if (const auto lost = counts.lost[place] - seen_.lost[place]; lost != 0)
      log_warning(source_, fmt::format("missed {} events of {}: this process was too slow, or stopped for a while",
                                       lost, kTopics[place].key));
  if (const auto rejected = counts.rejected - seen_.rejected; rejected != 0)
    log_warning(source_, fmt::format("refused {} malformed messages on the event socket", rejected));
  if (counts.runs != seen_.runs) log_info(source_, counts.runs == 1 ? "the core is here" : "the core was restarted");
  seen_ = counts;
}

}  // namespace tripline

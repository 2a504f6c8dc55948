#include "shim/lifecycle/systemd_job.hpp"

#include <fmt/format.h>

#include <memory>

namespace tripline {
namespace {

constexpr const char* kService = "org.freedesktop.systemd1";
constexpr const char* kPath = "/org/freedesktop/systemd1";
constexpr const char* kManager = "org.freedesktop.systemd1.Manager";
constexpr const char* kSubscribedBefore = "org.freedesktop.systemd1.AlreadySubscribed";

constexpr const char* method_of(Verb verb) noexcept {
  constexpr const char* kMethods[]{"StartUnit", "StopUnit", "RestartUnit"};
  return kMethods[static_cast<std::size_t>(verb)];
}

/// What the job of one path came to, noted by the handler of the signal.
struct Job {
  std::string path;
  std::string result;
};

int on_job_removed(sd_bus_message* message, void* user_data, sd_bus_error* /*error*/) {
  auto& job = *static_cast<Job*>(user_data);
  std::uint32_t id = 0;
  const char* path = nullptr;
  const char* unit = nullptr;
  const char* result = nullptr;
  if (::sd_bus_message_read(message, "uoss", &id, &path, &unit, &result) >= 0 && job.path == path) job.result = result;
  return 0;
}

struct SlotUnref {
  void operator()(sd_bus_slot* slot) const noexcept { ::sd_bus_slot_unref(slot); }
};
using Slot = std::unique_ptr<sd_bus_slot, SlotUnref>;

/// Hears of every job that ends, while `slot` lives. systemd tells only those who have subscribed,
/// and refuses a second time, of an earlier job on the same bus.
int listen(sd_bus* bus, Job& job, Slot& slot, BusError& error) {
  sd_bus_slot* added = nullptr;
  const int result = ::sd_bus_match_signal(bus, &added, kService, kPath, kManager, "JobRemoved", on_job_removed, &job);
  slot.reset(added);
  if (result < 0) return result;
  BusError before;
  const int subscribed =
      ::sd_bus_call_method(bus, kService, kPath, kManager, "Subscribe", &before.raw, nullptr, nullptr);
  if (subscribed >= 0 || ::sd_bus_error_has_name(&before.raw, kSubscribedBefore) != 0) return 0;
  ::sd_bus_error_move(&error.raw, &before.raw);
  return subscribed;
}

int begin(sd_bus* bus, Verb verb, const std::string& unit, Job& job, BusError& error) {
  sd_bus_message* reply = nullptr;
  const char* path = nullptr;
  int result = ::sd_bus_call_method(bus, kService, kPath, kManager, method_of(verb), &error.raw, &reply, "ss",
                                    unit.c_str(), "replace");
  const BusMessage owner(reply);
  if (result >= 0) result = ::sd_bus_message_read(reply, "o", &path);
  if (result >= 0) job.path = path;
  return result;
}

int wait(sd_bus* bus, const Job& job, MonoTime until) {
  while (job.result.empty()) {
    const int worked = ::sd_bus_process(bus, nullptr);
    if (worked < 0) return worked;
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until - MonoClock::now());
    if (left.count() <= 0) return 0;
    if (worked > 0) continue;
    if (const int waited = ::sd_bus_wait(bus, static_cast<std::uint64_t>(left.count())); waited < 0) return waited;
  }
  return 0;
}

}  // namespace

Result<std::string> run_systemd_job(sd_bus* bus, Verb verb, const std::string& unit, MonoTime until) {
  Job job;
  Slot slot;
  BusError error;
  int result = listen(bus, job, slot, error);
  if (result >= 0) result = begin(bus, verb, unit, job, error);
  if (result >= 0) result = wait(bus, job, until);
  if (result < 0) return refusal(fmt::format("systemd: {} {}", to_text(verb), unit), result, error);
  return job.result;
}

}  // namespace tripline

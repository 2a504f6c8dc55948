#include "shim/api/core_resource.hpp"

#include <string>

#include "shim/api/error_problem.hpp"
#include "shim/api/request_body.hpp"

namespace tripline {
namespace {

template <typename Value>
Json value_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json process_json(const CoreProcess& process) {
  const UnitState unit = process.unit.value_or(UnitState{});
  const pid_t pid = process.other ? process.other->pid : unit.pid;
  return {{"pid", pid == 0 ? Json(nullptr) : Json(pid)},
          {"since", unit.since.empty() ? Json(nullptr) : Json(unit.since)},
          {"exit_code", value_or_null(unit.exit_code)},
          {"signal", value_or_null(unit.signal)},
          {"log", unit.log}};
}

Json control_json(const CoreWatch& watch) {
  const auto refusal = watch.refusal();
  const bool able = watch.control_name() != "none" && refusal.empty();
  return {{"by", watch.control_name()}, {"able", able}, {"refusal", refusal}};
}

/// What GET answers, and what every other answer holds.
Json core_json(const CoreView& core, const CoreWatch& watch) {
  auto document = Json::parse(core.health(MonoClock::now()).to_json());
  document.update(process_json(watch.process()));
  document["control"] = control_json(watch);
  return document;
}

struct Refusal {
  int status;
  const char* remedy;
};

Refusal refusal_of(ExitCode code) {
  switch (code) {
    case ExitCode::kNoPermission:
      return {403, "Give the web process's user the group tripline-ops, and start it again."};
    case ExitCode::kInUse:
      return {409, "Wait, or stop the other one first."};
    case ExitCode::kUnavailable:
      return {503, "Start and stop the core where it was started."};
    default:
      return {503, "Read the last lines of its log, mend the cause, and start it again."};
  }
}

Response refuse(const Error& error, const Json& core) {
  const auto [status, remedy] = refusal_of(error.code);
  auto response = problem(status, error.message, {.remedy = remedy});
  auto document = Json::parse(response.body);
  document["core"] = core;
  response.body = json_text(document);
  return response;
}

Response ask(const CoreView& core, CoreWatch& watch, Verb verb, const Request& request) {
  if (auto refused = refuse_unless_json(request)) return std::move(*refused);
  const auto body = read_object(request);
  if (!body) return problem_of(body.error());
  if (const auto known = check_members(*body, {}); !known) return problem_of(known.error());
  const auto outcome = watch.ask(verb);
  if (!outcome) return refuse(outcome.error(), core_json(core, watch));
  auto response = json_response(json_text(core_json(core, watch)));
  if (*outcome == Outcome::kPending) response.status = 202;
  return response;
}

}  // namespace

Routes core_routes(const CoreView& core, CoreWatch& watch) {
  const auto asks = [&core, &watch](Verb verb) {
    return [&core, &watch, verb](const Request& request, const PathValues&) { return ask(core, watch, verb, request); };
  };
  return {
      {"GET", "/api/v1/core", Role::kRead,
       [&core, &watch](const Request&, const PathValues&) { return json_response(json_text(core_json(core, watch))); }},
      {"POST", "/api/v1/core/start", Role::kOperate, asks(Verb::kStart)},
      {"POST", "/api/v1/core/stop", Role::kOperate, asks(Verb::kStop)},
      {"POST", "/api/v1/core/restart", Role::kOperate, asks(Verb::kRestart)}};
}

}  // namespace tripline

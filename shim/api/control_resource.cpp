#include "shim/api/control_resource.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "shim/api/error_problem.hpp"
#include "shim/api/request_body.hpp"

namespace tripline {
namespace {

struct Command {
  std::string_view path;
  std::string_view name;
  wire::Verb verb;
  std::string_view argument;  ///< member of the body that the verb's value comes from; empty: none
  bool required;
};

constexpr std::array<Command, 6> kCommands{{
    {"/api/v1/arm", "arm", wire::Verb::arm, "", false},
    {"/api/v1/disarm", "disarm", wire::Verb::disarm, "", false},
    {"/api/v1/fire", "fire", wire::Verb::fire, "", false},
    {"/api/v1/test_pulse", "test_pulse", wire::Verb::test_pulse, "line", false},
    {"/api/v1/sim/lamp", "lamp", wire::Verb::lamp, "gain", true},
    {"/api/v1/sim/poke", "poke", wire::Verb::poke, "level", true},
}};

/// The verb's value: a text as it is, a number as JSON writes it.
Result<std::string> argument_of(const Command& command, const Json& body) {
  if (command.argument.empty()) {
    if (const auto empty = body.empty(); !empty) return Error{ExitCode::kUsage, "body: is not empty; send no body"};
    return std::string();
  }
  if (const auto known = check_members(body, {command.argument}); !known) return known.error();
  const auto found = body.find(std::string(command.argument));
  if (found == body.end() && !command.required) return std::string();
  if (found == body.end() || found->is_structured())
    return Error{ExitCode::kUsage,
                 fmt::format("body.{0}: is missing, or neither text nor number; send {{\"{0}\":…}}", command.argument)};
  return found->is_string() ? found->get<std::string>() : json_text(*found);
}

Response obey(const Command& command, const CoreCommands& control, const Request& request) {
  if (auto refused = refuse_unless_json(request)) return std::move(*refused);
  const auto body = read_object(request);
  if (!body) return problem_of(body.error());
  const auto argument = argument_of(command, *body);
  if (!argument) return problem_of(argument.error());
  if (const auto done = control.request(command.verb, *argument); !done) return problem_of(done.error());
  auto accepted = json_response(json_text(Json::object({{"accepted", command.name}})));
  accepted.status = 202;
  return accepted;
}

}  // namespace

Routes control_routes(const CoreCommands& control) {
  Routes routes;
  for (const auto& command : kCommands)
    routes.push_back(
        {"POST", command.path, Role::kOperate,
         [&command, &control](const Request& request, const PathValues&) { return obey(command, control, request); }});
  return routes;
}

}  // namespace tripline

#include "shim/api/logs_resource.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>

#include "rt/base/limits.hpp"
#include "shim/api/error_problem.hpp"
#include "shim/api/json.hpp"
#include "shim/api/query.hpp"
#include "shim/api/request_body.hpp"

namespace tripline {
namespace {

std::optional<wire::LogLevel> level_of(std::string_view name) {
  for (const auto level : wire::EnumValuesLogLevel())
    if (wire::EnumNameLogLevel(level) == name) return level;
  return std::nullopt;
}

Error no_level(std::string_view field, std::string_view name) {
  return {ExitCode::kUsage, fmt::format("{}: '{}' is no level; use debug, info, warning or error", field, name)};
}

struct LogQuery {
  LogWish wish;
  std::chrono::seconds wait{0};
};

Result<LogQuery> read_query(const Request& request) {
  const auto query = Query::read(request, {"limit", "level", "after", "wait"});
  if (!query) return query.error();
  const auto limit = query->number("limit", 100, 1, limits::kLogsKept);
  if (!limit) return limit.error();
  const auto after = query->number("after", 0, 0, std::numeric_limits<std::uint64_t>::max());
  if (!after) return after.error();
  const auto wait =
      query->number("wait", 0, 0, static_cast<std::uint64_t>(limits::kRequestWait / std::chrono::seconds(1)));
  if (!wait) return wait.error();
  const auto name = query->text("level").value_or("debug");
  const auto level = level_of(name);
  if (!level) return no_level("query.level", name);
  return LogQuery{{*after, *level, *limit}, std::chrono::seconds(*wait)};
}

Json page_json(const LogPage& page) {
  auto lines = Json::array();
  for (const auto& line : page.lines)
    lines.push_back({{"position", line.position},
                     {"run", fmt::format("{:016x}", line.run_id)},
                     {"wall_ns", line.wall_ns},
                     {"level", wire::EnumNameLogLevel(line.level)},
                     {"source", line.source},
                     {"message", line.message}});
  return {{"lines", std::move(lines)}, {"next", page.next}, {"missed", page.missed}};
}

Response all_seats_taken() {
  auto busy = problem(429, fmt::format("{} requests wait already", limits::kWaitingRequests),
                      {"query.wait", "ask again in a second, or without wait"});
  busy.headers.push_back({"Retry-After", "1"});
  return busy;
}

Response list_lines(const Request& request, LogTail& logs, WaitingRoom& room) {
  const auto query = read_query(request);
  if (!query) return problem_of(query.error());
  const bool waits = query->wait > std::chrono::seconds(0);
  const auto seat = waits ? room.enter() : std::nullopt;
  if (waits && !seat) return all_seats_taken();
  return json_response(json_text(page_json(logs.read(query->wish, query->wait))));
}

Response set_level(const Request& request, const CoreCommands& control) {
  if (auto refused = refuse_unless_json(request)) return std::move(*refused);
  const auto body = read_object(request);
  if (!body) return problem_of(body.error());
  if (const auto known = check_members(*body, {"level"}); !known) return problem_of(known.error());
  const auto given = body->find("level");
  const auto name = given != body->end() && given->is_string() ? given->get<std::string>() : std::string();
  if (!level_of(name)) return problem_of(422, no_level("body.level", name));
  if (const auto done = control.request(wire::Verb::log_level, name); !done) return problem_of(done.error());
  return json_response(json_text(Json::object({{"level", name}})));
}

}  // namespace

Routes logs_routes(LogTail& logs, WaitingRoom& room, const CoreCommands& control) {
  return {{"GET", "/api/v1/logs", Role::kRead,
           [&logs, &room](const Request& request, const PathValues&) { return list_lines(request, logs, room); }},
          {"POST", "/api/v1/logs/level", Role::kConfigure,
           [&control](const Request& request, const PathValues&) { return set_level(request, control); }}};
}

}  // namespace tripline

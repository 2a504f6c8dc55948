#include "shim/api/topic_set.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace tripline {
namespace {

using nlohmann::json;

Error bad(std::string what) { return {ExitCode::kBadData, std::move(what)}; }

Result<std::size_t> place_in_list(const json& item) {
  if (!item.is_string()) return bad("subscribe: topics are texts");
  const auto place = topic_place(item.get_ref<const std::string&>());
  if (place == kTopics.size()) return bad("subscribe: unknown topic");
  return place;
}

}  // namespace

Result<TopicSet> parse_subscription(std::string_view text) {
  const auto message = json::parse(text, nullptr, false);
  if (!message.is_object()) return bad("not a JSON object");
  const auto list = message.find("subscribe");
  if (list == message.end() || !list->is_array() || message.size() != 1) return bad("expected {\"subscribe\":[…]}");
  TopicSet topics;
  for (const auto& item : *list) {
    const auto place = place_in_list(item);
    if (!place) return place.error();
    topics.set(*place);
  }
  return topics;
}

}  // namespace tripline

#include "shim/api/subscription.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using nlohmann::json;

Error bad(std::string what) { return {ExitCode::kBadData, std::move(what)}; }

Result<std::size_t> place_of(const std::string& key, const char* where) {
  const auto place = topic_place(key);
  if (place == kTopics.size()) return bad(fmt::format("{}: unknown topic", where));
  return place;
}

Result<TopicSet> parse_topics(const json& list) {
  if (!list.is_array()) return bad("subscribe: a list of topics");
  TopicSet topics;
  for (const auto& item : list) {
    if (!item.is_string()) return bad("subscribe: topics are texts");
    const auto place = place_of(item.get_ref<const std::string&>(), "subscribe");
    if (!place) return place.error();
    topics.set(*place);
  }
  return topics;
}

Result<void> parse_rates(const json& rates, Subscription& subscription) {
  if (!rates.is_object()) return bad("max_hz: an object of topics and numbers");
  for (const auto& [key, rate] : rates.items()) {
    const auto place = place_of(key, "max_hz");
    if (!place) return place.error();
    if (!can_be_thinned(kTopics[*place])) return bad(fmt::format("max_hz: every event of {} counts", key));
    if (!rate.is_number() || rate < limits::kPageRateLeast || rate > limits::kPageRateMost)
      return bad(fmt::format("max_hz: {}..{}", limits::kPageRateLeast, limits::kPageRateMost));
    subscription.apart[*place] =
        std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(1 / rate.get<double>()));
  }
  return {};
}

}  // namespace

bool can_be_thinned(const Topic& topic) noexcept {
  return topic.retained || topic.key == "frame/preview" || topic.key == "can_raw" || topic.key == "can_signals";
}

Result<Subscription> parse_subscription(std::string_view text) {
  const auto message = json::parse(text, nullptr, false);
  if (!message.is_object()) return bad("not a JSON object");
  const auto list = message.find("subscribe");
  const auto rates = message.find("max_hz");
  const std::size_t known = (list != message.end() ? 1U : 0U) + (rates != message.end() ? 1U : 0U);
  if (list == message.end() || message.size() != known) return bad(R"(expected {"subscribe":[…],"max_hz":{…}})");
  Subscription subscription;
  const auto topics = parse_topics(*list);
  if (!topics) return topics.error();
  subscription.topics = *topics;
  if (rates != message.end())
    if (const auto parsed = parse_rates(*rates, subscription); !parsed) return parsed.error();
  return subscription;
}

}  // namespace tripline

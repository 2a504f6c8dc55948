#include "shim/foxglove/protocol.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace tripline::foxglove_live {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint8_t kMessageData = 0x01;
constexpr int kLevelError = 2;
constexpr std::array<std::string_view, 6> kNotForReaders{
    "advertise", "unadvertise", "getParameters", "setParameters", "subscribeConnectionGraph", "fetchAsset"};

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  ::sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // its terminating zero
  return text;
}

Error bad(std::string what) { return {ExitCode::kBadData, std::move(what)}; }

bool is_id(const Json& value) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
}

const Json* list_of(const Json& message, const char* name) {
  const auto found = message.find(name);
  return found == message.end() || !found->is_array() ? nullptr : &*found;
}

Result<ClientRequest> parse_subscribe(const Json& message) {
  const auto* list = list_of(message, "subscriptions");
  if (list == nullptr) return bad("subscribe: expected a list \"subscriptions\"");
  ClientRequest request;
  for (const auto& item : *list) {
    if (!item.is_object() || !item.contains("id") || !item.contains("channelId") || !is_id(item["id"]) ||
        !is_id(item["channelId"]))
      return bad("subscribe: each subscription has an id and a channelId");
    const auto channel = item["channelId"].get<std::size_t>();
    if (channel >= kChannelCount) return bad(fmt::format("subscribe: there is no channel {}", channel));
    request.subscribe.emplace_back(item["id"].get<std::uint32_t>(), channel);
  }
  return request;
}

Result<ClientRequest> parse_unsubscribe(const Json& message) {
  const auto* list = list_of(message, "subscriptionIds");
  if (list == nullptr) return bad("unsubscribe: expected a list \"subscriptionIds\"");
  ClientRequest request;
  for (const auto& item : *list) {
    if (!is_id(item)) return bad("unsubscribe: subscription ids are whole numbers");
    request.unsubscribe.push_back(item.get<std::uint32_t>());
  }
  return request;
}

template <typename Number>
std::uint8_t* put(std::uint8_t* place, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) *place++ = static_cast<std::uint8_t>(number >> (8 * i));
  return place;
}

}  // namespace

std::string server_info(std::string_view name, std::string_view session_id) {
  return Json{{"op", "serverInfo"},
              {"name", name},
              {"capabilities", Json::array()},
              {"metadata", Json::object()},
              {"sessionId", session_id}}
      .dump();
}

std::string advertise(std::span<const Channel> channels) {
  auto list = Json::array();
  for (std::size_t id = 0; id < channels.size(); ++id) {
    const auto& channel = channels[id];
    list.push_back({{"id", id},
                    {"topic", channel.name},
                    {"encoding", "flatbuffer"},
                    {"schemaName", channel.schema},
                    {"schema", base64(channel.binary_schema)},
                    {"schemaEncoding", "flatbuffer"}});
  }
  return Json{{"op", "advertise"}, {"channels", std::move(list)}}.dump();
}

std::string complaint(std::string_view message) {
  return Json{{"op", "status"}, {"level", kLevelError}, {"message", message}}.dump(-1, ' ', false,
                                                                                   Json::error_handler_t::replace);
}

Result<ClientRequest> parse_request(std::string_view text) {
  const auto message = Json::parse(text, nullptr, false);
  if (!message.is_object() || !message.contains("op") || !message["op"].is_string())
    return bad("expected a JSON object with an \"op\"");
  const auto& op = message["op"].get_ref<const std::string&>();
  if (op == "subscribe") return parse_subscribe(message);
  if (op == "unsubscribe") return parse_unsubscribe(message);
  if (std::find(kNotForReaders.begin(), kNotForReaders.end(), op) != kNotForReaders.end())
    return Error{ExitCode::kUnavailable, fmt::format("{}: this server only tells", op)};
  return bad("unknown op");
}

std::array<std::uint8_t, 13> message_head(std::uint32_t subscription, nanoseconds since_1970) {
  std::array<std::uint8_t, 13> head{kMessageData};
  put(put(head.data() + 1, subscription), static_cast<std::uint64_t>(since_1970.count()));
  return head;
}

}  // namespace tripline::foxglove_live

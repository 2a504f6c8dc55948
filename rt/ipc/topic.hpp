// The topics of the event socket: a message is two ZeroMQ frames, [topic key][FlatBuffer].
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tripline {

/// One row per `.fbs` of the contract. `frame` comes under two keys, so that a preview costs nothing unless wanted.
struct Topic {
  std::string_view key;         ///< first ZeroMQ frame, and what to subscribe to; a prefix selects several
  std::string_view schema;      ///< name of the `.fbs` in schemas/
  std::string_view identifier;  ///< FlatBuffers file_identifier
  bool retained;                ///< the newest one is sent again to whoever subscribes late
};

inline constexpr std::array<Topic, 10> kTopics{{
    {"status", "status", "TSTA", true},
    {"config", "config_in_force", "TCIF", true},
    {"catalog", "catalog", "TCAT", true},
    {"shot", "shot", "TSHO", false},
    {"frame/shot", "frame", "TFRM", false},
    {"frame/preview", "frame", "TFRM", false},
    {"can_raw", "can_raw", "TCRW", false},
    {"can_signals", "can_signals", "TCSG", false},
    {"alert", "alert", "TALR", false},
    {"log", "log", "TLOG", false},
}};

/// The row of exactly this key.
constexpr std::optional<Topic> find_topic(std::string_view key) noexcept {
  for (const Topic& topic : kTopics)
    if (topic.key == key) return topic;
  return std::nullopt;
}

/// Place in kTopics of exactly this key; kTopics.size() when there is none.
constexpr std::size_t topic_place(std::string_view key) noexcept {
  std::size_t place = 0;
  while (place < kTopics.size() && kTopics[place].key != key) ++place;
  return place;
}

/// True when the bytes verify as the topic's root table and are within limits::kEventBytes. Errors: false, nothing
/// read.
bool verify_event(const Topic& topic, const void* bytes, std::size_t size) noexcept;

}  // namespace tripline

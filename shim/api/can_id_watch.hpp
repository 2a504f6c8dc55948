// CanIdWatch: which ids are on the buses and how often, counted only while somebody asks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

struct CanIdCount {
  std::string bus;
  std::uint32_t id = 0;
  bool extended = false;
  std::uint64_t count = 0;
  std::uint64_t first_ns = 0;
  std::uint64_t last_ns = 0;
  std::vector<std::uint8_t> data;  ///< of the newest frame

  /// Frames per second between the first and the last; 0 for a single one.
  double rate_hz() const noexcept;
};

struct CanIdCounts {
  nanoseconds watched{0};    ///< how long they are counted
  std::uint64_t beyond = 0;  ///< frames with ids beyond limits::kCanIds of a bus
  std::vector<CanIdCount> ids;
};

/// Following every frame of every bus costs something: it ends limits::kCanWatch after the last question.
/// Thread: any; the bus thread writes, HTTP workers read.
class CanIdWatch {
 public:
  void see(const std::shared_ptr<const Event>& event);

  /// The topic `can_raw` is to be followed. Forgets everything once nobody has asked for long.
  bool wanted(MonoTime now);

  /// What was counted. Waits until it was watched for `wait`, unless close() comes first.
  CanIdCounts ask(std::chrono::milliseconds wait);

  /// Nobody waits from now on: the process ends.
  void close();

 private:
  using Key = std::tuple<std::string, bool, std::uint32_t>;

  CanIdCount* place_for(const Key& key);
  void forget();

  std::mutex mutex_;
  std::condition_variable closing_;
  bool closed_ = false;
  std::optional<MonoTime> asked_at_;
  std::optional<MonoTime> watched_since_;
  std::uint64_t run_id_ = 0;
  std::map<Key, CanIdCount> ids_;
  std::map<std::string, std::size_t> ids_of_bus_;
  std::uint64_t beyond_ = 0;
};

}  // namespace tripline

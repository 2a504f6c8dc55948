// A CAN bus that plays a CAN log back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hw/replay/can_log.hpp"
#include "hw/replay/replay_epoch.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct ReplayCanBusOptions {
  std::string name{};  ///< of the bus
  std::string log{};   ///< any that CanLog reads
  bool loop = false;
  ReplaySpeed speed = ReplaySpeed::kReal;
  std::shared_ptr<ReplayEpoch> epoch{};  ///< empty: its own
  std::string channel{};                 ///< the bus of the log that is played, as the log names it; empty: all of them
};

/// Every frame of the log comes; its time is epoch + its distance from the log's first frame. Where the log's clock
/// steps back, time stands still until it has caught up. The epoch begins with the first read().
class ReplayCanBus final : public CanBus {
 public:
  /// Reads and checks the whole log. Errors: kNoInput; kBadData naming file, line, column and what was expected, the
  /// limit that the log breaks, or that it has no frames or no times.
  static Result<std::unique_ptr<ReplayCanBus>> create(ReplayCanBusOptions options);

  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override;
  /// A log is never lost.
  Result<void> reopen() override { return {}; }
  void interrupt() noexcept override { wake_.set(); }

  std::size_t frame_count() const noexcept { return records_.size(); }

 private:
  /// A frame without its unused bytes: a log is mostly short frames.
  struct Record {
    nanoseconds at;  ///< since the log's first frame
    std::size_t data;
    std::uint32_t id;
    std::uint8_t flags;
    std::uint8_t length;
  };

  ReplayCanBus(ReplayCanBusOptions options, WakeEvent wake);
  Result<void> load();
  Result<void> add(const LoggedFrame& line, nanoseconds first);
  Result<void> finish(const CanLog& log);
  std::size_t take(std::span<CanFrame> frames, MonoTime now) noexcept;
  bool is_at_end() const noexcept { return next_ == records_.size(); }
  MonoTime due() const noexcept { return begin_ + records_[next_].at; }

  ReplayCanBusOptions options_;
  WakeEvent wake_;
  CanBusInfo info_;
  std::vector<Record> records_;
  std::vector<std::uint8_t> data_;
  nanoseconds pass_{0};  ///< from the beginning of one pass of the loop to that of the next
  bool has_begun_ = false;
  MonoTime begin_{};  ///< of this pass
  std::size_t next_ = 0;
};

}  // namespace tripline

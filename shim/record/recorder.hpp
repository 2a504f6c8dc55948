// Recorder: decides what goes into which recording, and keeps running when the disk does not take it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "rt/base/time.hpp"
#include "shim/bus/event_subscriber.hpp"
#include "shim/record/mcap_file.hpp"
#include "shim/record/recording_dir.hpp"

namespace tripline {

/// From the topic `config`, `record.*`; until it comes, the schema's defaults.
struct RecordSettings {
  RecordSettings();
  bool enabled = true;
  std::uint64_t max_file_bytes;
  std::uint64_t max_total_bytes;
};

/// A recording ends when the core starts a new run, when it is full, and when recording is switched off. Each begins
/// with the newest status, config and catalog, so that it can be read by itself. Thread: one.
class Recorder {
 public:
  using SharedEvent = std::shared_ptr<const Event>;

  explicit Recorder(RecordingDir dir);

  /// An event, as it arrived at `now`.
  void take(const SharedEvent& event, MonoTime now);
  /// Flushes when due. Call at least every limits::kRecordFlush / 2.
  void tick(MonoTime now);
  /// Ends the recording.
  void finish();

  /// Events written.
  std::uint64_t recorded() const noexcept { return recorded_ + (file_ ? file_->messages() : 0); }
  /// Events that the disk did not take.
  std::uint64_t lost() const noexcept { return lost_; }
  /// One line for a person: where it writes, or why it does not.
  std::string state() const;

 private:
  void note(const Event& event);
  bool ensure_file(const Event& event, MonoTime now);
  /// Opens a recording for `event` and what comes after it.
  Result<void> begin(const Event& event);
  Result<void> write(const Event& event);
  void fail(const Error& error, MonoTime now);

  RecordingDir dir_;
  RecordSettings settings_;
  std::optional<nanoseconds> realtime_offset_;
  std::array<SharedEvent, kTopics.size()> retained_{};
  std::optional<McapFile> file_;
  std::uint64_t run_id_ = 0;
  MonoTime flushed_at_;
  std::optional<MonoTime> retry_at_;  ///< the disk refused; not before this
  std::string trouble_;               ///< why
  std::uint64_t recorded_ = 0;        ///< in the recordings before this one
  std::uint64_t lost_ = 0;
};

}  // namespace tripline

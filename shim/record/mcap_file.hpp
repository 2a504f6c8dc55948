// McapFile: one recording being written: events go in as they came from the wire, one record each.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/ipc/topic.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// Written as `<name>.part`, renamed to `<name>` by finish(). What flush() wrote survives a kill of this process.
/// Errors: kCannotCreate, naming the file and the reason. Thread: one.
class McapFile {
 public:
  /// `name` is the path of the finished file. Fails when it is there already.
  static Result<McapFile> create(const std::filesystem::path& name);

  /// Adds an event, with its channel and schema before the first of a topic. Both times of the record are `made_at`.
  Result<void> write(const Event& event, WallTime made_at);
  /// Hands everything to the system. After an error the file still ends with a whole record.
  Result<void> flush();
  /// Ends and renames the file.
  Result<void> finish();

  const std::filesystem::path& name() const noexcept { return name_; }
  /// Bytes so far, those not yet flushed included.
  std::uint64_t size() const noexcept { return flushed_ + buffer_.size(); }
  /// Events in it, those not yet flushed included.
  std::uint64_t messages() const noexcept { return flushed_messages_ + buffered_messages_; }
  /// Events that the disk did not take.
  std::uint64_t lost() const noexcept { return lost_; }

 private:
  McapFile(std::filesystem::path name, UniqueFd file);
  std::uint16_t channel_of(const Topic& topic);

  std::filesystem::path name_;
  UniqueFd file_;
  std::string buffer_;  ///< whole records
  std::uint64_t flushed_ = 0;
  std::uint64_t flushed_messages_ = 0;
  std::uint64_t buffered_messages_ = 0;
  std::uint64_t lost_ = 0;
  std::array<std::uint16_t, kTopics.size()> channels_{};  ///< id per topic; 0: not written yet
};

/// What ends every recording: DataEnd without a checksum, a footer that says there is no summary, the magic.
std::string mcap_ending();

/// `<name>.part`.
std::filesystem::path part_of(const std::filesystem::path& name);

}  // namespace tripline

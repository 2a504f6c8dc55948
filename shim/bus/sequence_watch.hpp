// SequenceWatch: tells from an event's sequence number and run id whether it is new, seen before, or after a loss.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rt/ipc/topic.hpp"

namespace tripline {

/// Thread: one.
class SequenceWatch {
 public:
  struct Verdict {
    bool repeated = false;   ///< this event was seen before
    bool run_began = false;  ///< first event of a run of the core
    std::uint64_t lost = 0;  ///< events of the topic missed since the one before
  };

  /// `topic` is the place in kTopics.
  Verdict see(std::size_t topic, std::uint64_t sequence, std::uint64_t run_id) noexcept;

  /// The topic is no longer followed: what is missed until its next event is no loss.
  void forget(std::size_t topic) noexcept { last_[topic] = 0; }

 private:
  std::uint64_t run_id_ = 0;
  std::array<std::uint64_t, kTopics.size()> last_{};  ///< newest sequence number per topic; 0: none yet
};

}  // namespace tripline

// Frames and values as the running core publishes them.
#pragma once

#include <memory>
#include <optional>

#include "rt/ipc/run_dir.hpp"
#include "shim/bus/event_subscriber.hpp"
#include "shim/cli/can/frame_source.hpp"

namespace tripline {

class CoreFrameSource final : public FrameSource {
 public:
  /// Errors: kUnavailable when no core says how it is within limits::kRetainedWait.
  static Result<std::unique_ptr<CoreFrameSource>> open(const RunDir& run_dir);

  Result<SourceRead> next(SourceItem& item, std::chrono::milliseconds wait) override;
  nanoseconds now() const override { return MonoClock::now().time_since_epoch(); }
  std::string about() const override;
  const SignalNames& names() const override { return names_; }

 private:
  explicit CoreFrameSource(const RunDir& run_dir) : run_dir_(run_dir), subscriber_(run_dir) {}
  SourceRead accept(Event event);
  std::optional<SourceRead> take(SourceItem& item);
  bool take_frame(SourceItem& item);
  bool take_value(SourceItem& item);

  RunDir run_dir_;
  EventSubscriber subscriber_;
  SignalNames names_;
  std::uint32_t catalog_revision_ = 0;
  std::optional<Event> event_;  ///< the one that is being told
  std::size_t place_ = 0;       ///< in its arrays
  std::size_t data_place_ = 0;
  std::uint64_t run_id_ = 0;
};

}  // namespace tripline

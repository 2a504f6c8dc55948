#include "shim/cli/can/core_frame_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"

namespace tripline {

Result<std::unique_ptr<CoreFrameSource>> CoreFrameSource::open(const RunDir& run_dir) {
  std::unique_ptr<CoreFrameSource> source(new CoreFrameSource(run_dir));
  source->subscriber_.subscribe("status");
  const auto status = source->subscriber_.receive(limits::kRetainedWait);
  if (!status)
    return Error{ExitCode::kUnavailable,
                 fmt::format("no core answers in {}; start it with `tripline rig run`, name another directory with "
                             "--run-dir, or read a log with --log",
                             run_dir.path.string())};
  source->run_id_ = status->run_id;
  for (const char* topic : {"catalog", "can_raw", "can_signals"}) source->subscriber_.subscribe(topic);
  return source;
}

std::string CoreFrameSource::about() const {
  const std::uint64_t lost = subscriber_.counts().lost_total();
  const std::string place = "core in " + run_dir_.path.string();
  return lost == 0 ? place : fmt::format("{}, {} events lost on the way here", place, lost);
}

Result<SourceRead> CoreFrameSource::next(SourceItem& item, std::chrono::milliseconds wait) {
  if (const auto taken = take(item)) return *taken;
  auto event = subscriber_.receive(wait);
  if (!event) return SourceRead::kNothing;
  const SourceRead told = accept(std::move(*event));
  return told == SourceRead::kFrame ? take(item).value_or(SourceRead::kNothing) : told;
}

/// kFrame: the event is one of those that have something to take.
SourceRead CoreFrameSource::accept(Event event) {
  const bool is_other_core = std::exchange(run_id_, event.run_id) != event.run_id;
  if (event.topic.key == "catalog") {
    const wire::Catalog& catalog = *wire::GetCatalog(event.bytes().data());
    names_ = names_of(catalog);
    catalog_revision_ = catalog.revision();
    return is_other_core ? SourceRead::kRestart : SourceRead::kNames;
  }
  if (event.topic.key == "can_raw" || event.topic.key == "can_signals") {
    event_ = std::move(event);
    place_ = data_place_ = 0;
  }
  if (is_other_core) return SourceRead::kRestart;
  return event_ ? SourceRead::kFrame : SourceRead::kNothing;
}

std::optional<SourceRead> CoreFrameSource::take(SourceItem& item) {
  if (!event_) return std::nullopt;
  if (event_->topic.key == "can_raw" && take_frame(item)) return SourceRead::kFrame;
  if (event_->topic.key == "can_signals" && take_value(item)) return SourceRead::kValue;
  event_.reset();
  return std::nullopt;
}

/// The verifier knows nothing of arrays that run in parallel: each is asked for its length.
bool CoreFrameSource::take_frame(SourceItem& item) {
  const wire::CanRaw& raw = *wire::GetCanRaw(event_->bytes().data());
  const auto at = static_cast<flatbuffers::uoffset_t>(place_);
  if (at >= std::min({raw.mono_ns()->size(), raw.id()->size(), raw.flags()->size(), raw.length()->size()}))
    return false;
  const std::size_t length = std::min<std::size_t>(raw.length()->Get(at), item.frame.data.size());
  if (data_place_ + length > raw.data()->size()) return false;
  item.bus = {raw.bus()->c_str(), raw.bus()->size()};
  item.time = nanoseconds(static_cast<std::int64_t>(raw.mono_ns()->Get(at)));
  item.frame = {};
  item.frame.id = raw.id()->Get(at);
  item.frame.flags = raw.flags()->Get(at);
  item.frame.length = static_cast<std::uint8_t>(length);
  std::copy_n(raw.data()->Data() + data_place_, length, item.frame.data.begin());
  data_place_ += length;
  ++place_;
  return true;
}

/// Values of a catalogue that is not the one at hand have no name here.
bool CoreFrameSource::take_value(SourceItem& item) {
  const wire::CanSignals& signals = *wire::GetCanSignals(event_->bytes().data());
  const auto at = static_cast<flatbuffers::uoffset_t>(place_);
  if (signals.catalog_revision() != catalog_revision_) return false;
  if (at >= std::min({signals.signal()->size(), signals.mono_ns()->size(), signals.value()->size()})) return false;
  if (signals.signal()->Get(at) >= names_.signals.size()) return false;
  item.time = nanoseconds(static_cast<std::int64_t>(signals.mono_ns()->Get(at)));
  item.signal = signals.signal()->Get(at);
  item.value = signals.value()->Get(at);
  ++place_;
  return true;
}

}  // namespace tripline

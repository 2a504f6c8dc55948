#include "shim/record/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"
#include "schemas/config_in_force_generated.h"
#include "schemas/status_generated.h"

namespace tripline {
namespace {

constexpr std::string_view kSource = "record";

std::uint64_t bytes_of_mib(std::uint64_t mib) { return mib << 20; }

RecordSettings settings_of(const wire::Record& record) {
  RecordSettings settings;
  settings.enabled = record.enabled();
  settings.max_file_bytes = bytes_of_mib(record.max_file_mib());
  settings.max_total_bytes = bytes_of_mib(record.max_total_mib());
  return settings;
}

}  // namespace

RecordSettings::RecordSettings() {
  const wire::RecordT defaults;
  enabled = defaults.enabled;
  max_file_bytes = bytes_of_mib(defaults.max_file_mib);
  max_total_bytes = bytes_of_mib(defaults.max_total_mib);
}

Recorder::Recorder(RecordingDir dir) : dir_(std::move(dir)) {
  dir_.finish_leftovers();
  dir_.delete_oldest(settings_.max_total_bytes);
}

void Recorder::take(const SharedEvent& event, MonoTime now) {
  if (event->run_id != run_id_) {
    finish();
    run_id_ = event->run_id;
    retained_.fill(nullptr);
  }
  note(*event);
  if (!settings_.enabled) finish();
  if (settings_.enabled && ensure_file(*event, now)) {
    if (const auto written = write(*event); !written) fail(written.error(), now);
  }
  if (event->topic.retained) retained_[topic_place(event->topic.key)] = event;
}

// What an event tells the recorder itself.
void Recorder::note(const Event& event) {
  if (event.topic.key == "status")
    realtime_offset_ = nanoseconds(wire::GetStatus(event.message.data())->realtime_offset_ns());
  if (event.topic.key != "config") return;
  if (const auto* record = wire::GetConfigInForce(event.message.data())->config()->record())
    settings_ = settings_of(*record);
}

// There is a recording with room for the event. False: the disk refused; the event is counted as lost.
bool Recorder::ensure_file(const Event& event, MonoTime now) {
  if (file_ && file_->size() + event.message.size() > settings_.max_file_bytes) finish();
  if (file_) return true;
  if (retry_at_ && now < *retry_at_) return ++lost_, false;
  if (const auto begun = begin(event); !begun) return fail(begun.error(), now), false;
  flushed_at_ = now;
  if (std::exchange(retry_at_, std::nullopt))
    log_info(kSource, fmt::format("recording again; {} events were lost in the meantime", lost_));
  return true;
}

Result<void> Recorder::begin(const Event& event) {
  dir_.delete_oldest(settings_.max_total_bytes - std::min(settings_.max_total_bytes, settings_.max_file_bytes));
  auto file = McapFile::create(dir_.new_name(WallClock::now(), event.run_id));
  if (!file) return file.error();
  file_ = std::move(*file);
  log_info(kSource, fmt::format("writing {}", part_of(file_->name()).string()));
  for (const auto& kept : retained_)
    if (kept && kept->topic.key != event.topic.key)
      if (auto written = write(*kept); !written) return written;
  return {};
}

Result<void> Recorder::write(const Event& event) {
  const auto offset = realtime_offset_.value_or(realtime_offset());
  return file_->write(event, WallTime(event.made_at.time_since_epoch() + offset));
}

void Recorder::fail(const Error& error, MonoTime now) {
  lost_ += file_ ? file_->lost() : 1;
  // The same trouble again is no news.
  if (std::exchange(trouble_, error.message) != error.message || !retry_at_)
    log_error(kSource, fmt::format("{}; events are lost until there is room, tried again every {} s", error.message,
                                   std::chrono::seconds(limits::kRecordRetry).count()));
  retry_at_ = now + limits::kRecordRetry;
  finish();
}

void Recorder::tick(MonoTime now) {
  if (!file_ || now - flushed_at_ < limits::kRecordFlush) return;
  flushed_at_ = now;
  if (const auto flushed = file_->flush(); !flushed) fail(flushed.error(), now);
}

void Recorder::finish() {
  if (!file_) return;
  const auto lost_before = file_->lost();
  const auto finished = file_->finish();
  lost_ += file_->lost() - lost_before;
  recorded_ += file_->messages();
  if (finished)
    log_info(kSource,
             fmt::format("finished {}: {} events, {} bytes", file_->name().string(), file_->messages(), file_->size()));
  else
    log_error(kSource, finished.error().message + "; it is finished at the next start");
  file_.reset();
}

std::string Recorder::state() const {
  if (retry_at_) return fmt::format("not recording, {} events lost: {}", lost_, trouble_);
  if (!settings_.enabled) return "recording is switched off (record.enabled)";
  if (!file_) return "waiting for the core";
  return fmt::format("{} events recorded, now in {}", recorded(), part_of(file_->name()).string());
}

}  // namespace tripline

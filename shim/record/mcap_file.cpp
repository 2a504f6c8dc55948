#include "shim/record/mcap_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "rt/base/limits.hpp"
#include "shim/bus/topic_schema.hpp"
#include "shim/record/mcap_format.hpp"

namespace tripline {
namespace {

using mcap::Opcode;
using mcap::RecordBuilder;

constexpr mode_t kFileMode = 0640;

Error file_error(const std::filesystem::path& path, const char* what, int reason) {
  return {ExitCode::kCannotCreate, fmt::format("recording {}: {}: {}", path.string(), what, std::strerror(reason))};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string mcap_ending() {
  constexpr std::uint32_t kNoChecksum = 0;
  constexpr std::uint64_t kNoSummary = 0;
  auto ending = RecordBuilder(Opcode::kDataEnd).put(kNoChecksum).finish();
  ending += RecordBuilder(Opcode::kFooter).put(kNoSummary).put(kNoSummary).put(kNoChecksum).finish();
  return ending += mcap::kMagic;
}

std::filesystem::path part_of(const std::filesystem::path& name) { return name.string() + ".part"; }

McapFile::McapFile(std::filesystem::path name, UniqueFd file) : name_(std::move(name)), file_(std::move(file)) {
  buffer_ = mcap::kMagic;
  buffer_ += RecordBuilder(Opcode::kHeader).put_text("").put_text("tripline " TRIPLINE_VERSION).finish();
}

Result<McapFile> McapFile::create(const std::filesystem::path& name) {
  const auto part = part_of(name);
  UniqueFd file(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
  if (!file) return file_error(part, "cannot create it", errno);
  McapFile recording(name, std::move(file));
  if (const auto flushed = recording.flush(); !flushed) return flushed.error();
  return recording;
}

Result<void> McapFile::write(const Event& event, WallTime made_at) {
  const auto channel = channel_of(event.topic);
  const auto time = static_cast<std::uint64_t>(made_at.time_since_epoch().count());
  buffer_ += RecordBuilder(Opcode::kMessage)
                 .put(channel)
                 .put(static_cast<std::uint32_t>(event.sequence))
                 .put(time)
                 .put(time)
                 .put_bytes(text_of(event.bytes()))
                 .finish();
  ++buffered_messages_;
  return buffer_.size() < limits::kRecordBuffer ? Result<void>() : flush();
}

// A schema per channel, with the same number: a topic that shares its schema with another repeats it.
std::uint16_t McapFile::channel_of(const Topic& topic) {
  const auto place = topic_place(topic.key);
  if (channels_[place] != 0) return channels_[place];
  const auto id = static_cast<std::uint16_t>(place + 1);
  const auto schema = topic_schema(topic);
  buffer_ += RecordBuilder(Opcode::kSchema)
                 .put(id)
                 .put_text(schema.root_table)
                 .put_text("flatbuffer")
                 .put_text(text_of(schema.binary))
                 .finish();
  constexpr std::uint32_t kNoMetadata = 0;
  buffer_ += RecordBuilder(Opcode::kChannel)
                 .put(id)
                 .put(id)
                 .put_text(topic.key)
                 .put_text("flatbuffer")
                 .put(kNoMetadata)
                 .finish();
  return channels_[place] = id;
}

Result<void> McapFile::flush() {
  if (write_all(file_.get(), buffer_)) {
    flushed_ += std::exchange(buffer_, {}).size();
    flushed_messages_ += std::exchange(buffered_messages_, 0);
    return {};
  }
  const auto reason = errno;
  buffer_.clear();
  lost_ += std::exchange(buffered_messages_, 0);
  if (::ftruncate(file_.get(), static_cast<off_t>(flushed_)) == 0)
    ::lseek(file_.get(), static_cast<off_t>(flushed_), SEEK_SET);
  return file_error(part_of(name_), "cannot write", reason);
}

Result<void> McapFile::finish() {
  buffer_ += mcap_ending();
  if (auto flushed = flush(); !flushed) return flushed;
  if (::fdatasync(file_.get()) != 0) return file_error(part_of(name_), "cannot write", errno);
  if (::rename(part_of(name_).c_str(), name_.c_str()) != 0) return file_error(name_, "cannot rename", errno);
  return {};
}

}  // namespace tripline

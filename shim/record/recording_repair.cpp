#include "shim/record/recording_repair.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "rt/base/unique_fd.hpp"
#include "shim/record/mcap_file.hpp"
#include "shim/record/mcap_format.hpp"

namespace tripline {
namespace {

using mcap::Opcode;

Error repair_error(const std::filesystem::path& part, ExitCode code, const std::string& what) {
  return {code, fmt::format("recording {}: {}; left as it is", part.string(), what)};
}

struct RecordHead {
  Opcode opcode{};
  std::uint64_t length = 0;
};

bool read_head(int file, std::uint64_t at, RecordHead& head) {
  std::array<unsigned char, mcap::kRecordHeadBytes> bytes{};
  if (::pread(file, bytes.data(), bytes.size(), static_cast<off_t>(at)) != static_cast<ssize_t>(bytes.size()))
    return false;
  head = {static_cast<Opcode>(bytes[0]), 0};
  for (std::size_t i = 0; i < sizeof head.length; ++i) head.length |= std::uint64_t{bytes[1 + i]} << (8 * i);
  return true;
}

// Where the last whole record of the data ends.
struct Extent {
  std::uint64_t end = 0;
  std::uint64_t messages = 0;
};

Extent measure(int file, std::uint64_t size) {
  Extent extent{mcap::kMagic.size(), 0};
  RecordHead head;
  while (read_head(file, extent.end, head) && head.opcode != Opcode::kDataEnd) {
    const auto room = size - extent.end - mcap::kRecordHeadBytes;
    if (head.length > room) break;
    extent.end += mcap::kRecordHeadBytes + head.length;
    if (head.opcode == Opcode::kMessage) ++extent.messages;
  }
  return extent;
}

bool has_magic(int file) {
  std::array<char, mcap::kMagic.size()> bytes{};
  return ::pread(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()) &&
         std::string_view(bytes.data(), bytes.size()) == mcap::kMagic;
}

bool end_at(int file, std::uint64_t end) {
  const auto ending = mcap_ending();
  return ::ftruncate(file, static_cast<off_t>(end)) == 0 &&
         ::pwrite(file, ending.data(), ending.size(), static_cast<off_t>(end)) == static_cast<ssize_t>(ending.size()) &&
         ::fdatasync(file) == 0;
}

}  // namespace

Result<RecordingRepair> repair_recording(const std::filesystem::path& part) {
  const UniqueFd file(::open(part.c_str(), O_RDWR | O_CLOEXEC));
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0)
    return repair_error(part, ExitCode::kCannotCreate, std::strerror(errno));
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size >= mcap::kMagic.size() && !has_magic(file.get()))
    return repair_error(part, ExitCode::kBadData, "this is no MCAP file");

  const auto extent = size < mcap::kMagic.size() ? Extent{} : measure(file.get(), size);
  if (extent.messages == 0) {
    ::unlink(part.c_str());
    return RecordingRepair{};
  }
  const auto name = std::filesystem::path(part).replace_extension();
  if (!end_at(file.get(), extent.end) || ::rename(part.c_str(), name.c_str()) != 0)
    return repair_error(part, ExitCode::kCannotCreate, std::strerror(errno));
  return RecordingRepair{name, extent.messages, size - extent.end};
}

}  // namespace tripline

#include "shim/cli/can/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace tripline {
namespace {

namespace fs = std::filesystem;

Error cannot_create(const std::string& path, const std::string& why) {
  return {ExitCode::kCannotCreate, path + ": cannot be made: " + why};
}

/// Somebody else's file of this name stays as it is.
std::FILE* open_new(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return fd < 0 ? nullptr : ::fdopen(fd, "w");
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  if (path == "-") return OutputFile("standard output", "", "", Stream(stdout));
  std::error_code error;
  fs::path target = fs::weakly_canonical(path, error);
  if (error) return cannot_create(path, error.message());
  const auto type = fs::status(target, error).type();
  if (type == fs::file_type::directory) return cannot_create(path, "it is a directory");
  const bool is_ordinary = type == fs::file_type::not_found || type == fs::file_type::regular;
  fs::path part;
  if (is_ordinary) part = target.string() + "." + std::to_string(::getpid()) + ".part";
  Stream stream(is_ordinary ? open_new(part) : std::fopen(target.c_str(), "w"));
  if (!stream) return cannot_create(path, std::strerror(errno));
  return OutputFile(path, std::move(target), std::move(part), std::move(stream));
}

OutputFile::~OutputFile() {
  if (stream_ == nullptr || part_.empty()) return;
  std::error_code ignored;
  fs::remove(part_, ignored);
}

Result<void> OutputFile::commit() {
  const bool is_written = std::fflush(stream()) == 0 && (part_.empty() || ::fsync(::fileno(stream())) == 0);
  if (!is_written) return Error{ExitCode::kSystem, path_ + ": cannot be written: " + std::strerror(errno)};
  if (part_.empty()) return {};
  std::error_code error;
  fs::rename(part_, target_, error);
  if (error) return cannot_create(path_, error.message());
  stream_.reset();
  return {};
}

}  // namespace tripline

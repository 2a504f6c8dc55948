#include "hw/replay/y4m_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "hw/replay/y4m_header.hpp"

namespace tripline {
namespace {

constexpr std::size_t kLineBytes = 1024;       // header and FRAME lines; real ones have less than 100
constexpr unsigned kBufferBytes = 256 * 1024;  // zlib's read buffer; its default of 8 KiB costs a syscall per frame

struct Closer {
  void operator()(gzFile file) const noexcept { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, Closer>;

/// Reads frame after frame into a clip; every failure names the file and the frame.
class Y4mReader {
 public:
  Y4mReader(std::string path, GzFile file) : path_(std::move(path)), file_(std::move(file)) {}

  Result<FrameClip> read() {
    if (auto header = read_header(); !header) return header.error();
    FrameClip clip{.width = header_.width, .height = header_.height, .fps = header_.fps, .pixels = {}};
    chroma_.resize(header_.chroma_bytes());
    while (true) {
      const Result<bool> more = read_frame(clip);
      if (!more) return more.error();
      if (!*more) break;
    }
    if (clip.frame_count() == 0) return bad("has no frames");
    return clip;
  }

 private:
  Error bad(const std::string& what) const { return {ExitCode::kBadData, path_ + ": " + what}; }
  Error bad_frame(std::size_t frame, const std::string& what) const {
    return bad("frame " + std::to_string(frame) + " " + what);
  }

  /// The next line without its end. False at the end of the file; a line without end is as long as it is.
  Result<bool> read_line(std::string& line) {
    line.clear();
    for (int c = gzgetc(file_.get()); c != '\n'; c = gzgetc(file_.get())) {
      if (c < 0) break;
      if (line.size() == kLineBytes) return bad("expected a line end within " + std::to_string(kLineBytes) + " bytes");
      line.push_back(static_cast<char>(c));
    }
    if (auto stream = check_stream(); !stream) return stream.error();
    return !line.empty() || gzeof(file_.get()) == 0;
  }

  Result<void> check_stream() const {
    int code = Z_OK;
    const char* text = gzerror(file_.get(), &code);
    if (code == Z_ERRNO) return Error{ExitCode::kNoInput, path_ + ": cannot be read: " + std::strerror(errno)};
    if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END) return bad(std::string("broken gzip: ") + text);
    return {};
  }

  Result<void> read_header() {
    std::string line;
    const Result<bool> any = read_line(line);
    if (!any) return any.error();
    const std::string expected = parse_y4m_header(line, header_);
    if (!expected.empty()) return bad("not a Y4M file that can be played: expected " + expected);
    return {};
  }

  Result<bool> read_frame(FrameClip& clip) {
    const std::size_t number = clip.frame_count();
    std::string line;
    Result<bool> any = read_line(line);
    if (!any || !*any) return any;
    if (line != "FRAME" && !line.starts_with("FRAME ")) return bad_frame(number, "does not begin with FRAME");
    const auto pixels = add_frame(clip, path_);
    if (!pixels) return pixels.error();
    if (auto luma = read_plane(*pixels, number, header_.chroma_bytes()); !luma) return luma.error();
    if (auto chroma = read_plane(chroma_, number, 0); !chroma) return chroma.error();
    return true;
  }

  Result<void> read_plane(std::span<std::uint8_t> plane, std::size_t frame, std::size_t bytes_behind) {
    if (plane.empty()) return {};
    const int count = gzread(file_.get(), plane.data(), static_cast<unsigned>(plane.size()));
    if (auto stream = check_stream(); !stream) return stream;
    const std::size_t missing = plane.size() - static_cast<std::size_t>(std::max(count, 0));
    if (missing == 0) return {};
    const std::size_t total = header_.luma_bytes() + header_.chroma_bytes();
    return bad_frame(frame, "is cut short: " + std::to_string(missing + bytes_behind) + " of " + std::to_string(total) +
                                " bytes are missing");
  }

  std::string path_;
  GzFile file_;
  Y4mHeader header_;
  std::vector<std::uint8_t> chroma_;
};

}  // namespace

Result<FrameClip> load_y4m(const std::string& path) {
  GzFile file(gzopen(path.c_str(), "rbe"));
  if (!file) return Error{ExitCode::kNoInput, path + ": cannot be read: " + std::strerror(errno)};
  gzbuffer(file.get(), kBufferBytes);
  return Y4mReader(path, std::move(file)).read();
}

}  // namespace tripline

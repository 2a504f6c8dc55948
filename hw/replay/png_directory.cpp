#include "hw/replay/png_directory.hpp"

#include <png.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

/// libpng's reader of one file, freed in any case.
class PngFile {
 public:
  explicit PngFile(const std::string& path) : path_(path) { image_.version = PNG_IMAGE_VERSION; }
  ~PngFile() { png_image_free(&image_); }
  PngFile(const PngFile&) = delete;
  PngFile& operator=(const PngFile&) = delete;

  Result<void> open() {
    if (png_image_begin_read_from_file(&image_, path_.c_str()) == 0) return bad(image_.message);
    if (image_.width > limits::kFrameEdgePx || image_.height > limits::kFrameEdgePx)
      return bad("wider or higher than " + std::to_string(limits::kFrameEdgePx) + " px");
    // Samples of 16 bits are as gamma-coded as those of 8; libpng would take them for linear light.
    image_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    image_.format = PNG_FORMAT_RGB;
    return {};
  }

  std::uint32_t width() const { return image_.width; }
  std::uint32_t height() const { return image_.height; }

  Result<void> read(std::vector<std::uint8_t>& rgb) {
    rgb.assign(PNG_IMAGE_SIZE(image_), 0);
    if (png_image_finish_read(&image_, nullptr, rgb.data(), 0, nullptr) == 0) return bad(image_.message);
    return {};
  }

 private:
  Error bad(const std::string& what) const { return {ExitCode::kBadData, path_ + ": " + what}; }

  std::string path_;
  png_image image_{};
};

// ITU-R BT.601 in 8-bit integers: the weights add up to 256, so grey stays as it is.
constexpr std::uint8_t luma(const std::uint8_t* rgb) noexcept {
  return static_cast<std::uint8_t>((77U * rgb[0] + 150U * rgb[1] + 29U * rgb[2] + 128U) >> 8);
}

bool is_png_name(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".png";
}

Result<std::vector<std::string>> list_files(const std::string& path) {
  std::error_code error;
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
    if (is_png_name(it->path())) files.push_back(it->path().string());
  if (error) return Error{ExitCode::kNoInput, path + ": cannot be read: " + error.message()};
  if (files.empty()) return Error{ExitCode::kNoInput, path + ": has no .png files"};
  std::sort(files.begin(), files.end());
  return files;
}

std::string size_text(std::uint32_t width, std::uint32_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

Result<void> add_file(FrameClip& clip, const std::string& path, std::vector<std::uint8_t>& rgb) {
  PngFile file(path);
  if (auto opened = file.open(); !opened) return opened;
  if (clip.pixels.empty()) {
    clip.width = file.width();
    clip.height = file.height();
  }
  if (file.width() != clip.width || file.height() != clip.height)
    return Error{ExitCode::kBadData, path + ": is " + size_text(file.width(), file.height()) +
                                         " px, the files before it are " + size_text(clip.width, clip.height)};
  if (auto read = file.read(rgb); !read) return read;
  const auto pixels = add_frame(clip, path);
  if (!pixels) return pixels.error();
  for (std::size_t i = 0; i < pixels->size(); ++i) (*pixels)[i] = luma(&rgb[3 * i]);
  return {};
}

}  // namespace

Result<FrameClip> load_png_directory(const std::string& path) {
  const auto files = list_files(path);
  if (!files) return files.error();
  FrameClip clip;
  std::vector<std::uint8_t> rgb;
  for (const std::string& file : *files)
    if (auto added = add_file(clip, file, rgb); !added) return added.error();
  return clip;
}

}  // namespace tripline

// Writes small captures for tests: Y4M texts, gzip files, PNG files.
#pragma once

#include <png.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tripline::test {

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline void write_gzip(const std::filesystem::path& path, const std::string& bytes) {
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
}

/// `frames` grey frames; every pixel of frame n is n.
inline std::string mono_y4m(std::size_t width, std::size_t height, std::size_t frames,
                            const std::string& rate = "F500:1") {
  std::string text =
      "YUV4MPEG2 W" + std::to_string(width) + " H" + std::to_string(height) + " " + rate + " Ip A1:1 Cmono\n";
  for (std::size_t n = 0; n < frames; ++n) text += "FRAME\n" + std::string(width * height, static_cast<char>(n));
  return text;
}

/// `format` is PNG_FORMAT_GRAY (1 byte per pixel) or PNG_FORMAT_RGB (3).
inline void write_png(const std::filesystem::path& path, std::uint32_t width, std::uint32_t height,
                      std::uint32_t format, const std::vector<std::uint8_t>& samples) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = format;
  png_image_write_to_file(&image, path.c_str(), 0, samples.data(), 0, nullptr);
}

}  // namespace tripline::test

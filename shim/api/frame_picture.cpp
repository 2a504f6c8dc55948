#include "shim/api/frame_picture.hpp"

#include <fmt/format.h>
#include <png.h>

namespace tripline {
namespace {

/// The verifier knows nothing of width times height.
bool is_whole(const wire::Frame& frame) {
  const auto size = std::size_t{frame.width()} * frame.height();
  return size > 0 && frame.pixels()->size() == size;
}

}  // namespace

std::string pgm_of(const wire::Frame& frame) {
  if (!is_whole(frame)) return {};
  auto file = fmt::format("P5\n{} {}\n255\n", frame.width(), frame.height());
  return file.append(reinterpret_cast<const char*>(frame.pixels()->data()), frame.pixels()->size());
}

std::string png_of(const wire::Frame& frame) {
  if (!is_whole(frame)) return {};
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = frame.width();
  image.height = frame.height();
  image.format = PNG_FORMAT_GRAY;
  const auto* pixels = frame.pixels()->data();
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string file(size, '\0');
  if (::png_image_write_to_memory(&image, file.data(), &size, 0, pixels, 0, nullptr) == 0) return {};
  file.resize(size);
  return file;
}

}  // namespace tripline

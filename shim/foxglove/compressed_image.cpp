#include "shim/foxglove/compressed_image.hpp"

#include <fmt/format.h>
#include <turbojpeg.h>

#include <memory>
#include <string>

#include "schemas/foxglove/CompressedImage_bfbs_generated.h"
#include "schemas/foxglove/CompressedImage_generated.h"
#include "schemas/frame_generated.h"
#include "shim/foxglove/wall_time.hpp"

namespace tripline::foxglove_live {
namespace {

constexpr int kJpegQuality = 85;

struct Jpeg {
  ~Jpeg() {
    ::tjFree(bytes);
    if (compressor != nullptr) ::tjDestroy(compressor);
  }
  tjhandle compressor = nullptr;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
};

// False: the encoder refused the picture.
bool encode(const wire::Frame& frame, Jpeg& jpeg) {
  const int width = frame.width();
  const int height = frame.height();
  if (width == 0 || height == 0 ||
      frame.pixels()->size() != static_cast<unsigned>(width) * static_cast<unsigned>(height))
    return false;
  jpeg.compressor = ::tjInitCompress();
  return jpeg.compressor != nullptr &&
         ::tjCompress2(jpeg.compressor, frame.pixels()->data(), width, 0, height, TJPF_GRAY, &jpeg.bytes, &jpeg.size,
                       TJSAMP_GRAY, kJpegQuality, 0) == 0;
}

std::string frame_id(wire::Provenance provenance) {
  switch (provenance) {
    case wire::Provenance::simulated:
      return "camera SIMULATED";
    case wire::Provenance::replayed:
      return "camera replayed";
    default:
      return "camera";
  }
}

}  // namespace

std::span<const std::uint8_t> compressed_image_schema() noexcept {
  return {foxglove::CompressedImageBinarySchema::data(), foxglove::CompressedImageBinarySchema::size()};
}

std::vector<std::uint8_t> compressed_image(std::span<const std::uint8_t> bytes, nanoseconds realtime_offset) {
  const auto& frame = *wire::GetFrame(bytes.data());
  Jpeg jpeg;
  if (!encode(frame, jpeg)) return {};
  const auto wall = wall_time(nanoseconds(frame.sensor_ns()) + realtime_offset);
  const foxglove::Time timestamp(wall.seconds, wall.nanoseconds);
  flatbuffers::FlatBufferBuilder builder(jpeg.size + 256);
  const auto id = builder.CreateString(frame_id(frame.provenance()));
  const auto data = builder.CreateVector(jpeg.bytes, jpeg.size);
  const auto format = builder.CreateString("jpeg");
  builder.Finish(foxglove::CreateCompressedImage(builder, &timestamp, id, data, format));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace tripline::foxglove_live

#include "shim/foxglove/channel.hpp"

#include "shim/bus/topic_schema.hpp"
#include "shim/foxglove/compressed_image.hpp"
#include "shim/foxglove/log_line.hpp"

namespace tripline::foxglove_live {

std::array<Channel, kChannelCount> all_channels() {
  std::array<Channel, kChannelCount> channels{};
  for (std::size_t place = 0; place < kTopics.size(); ++place) {
    const auto schema = topic_schema(kTopics[place]);
    channels[place] = {kTopics[place].key, place, Shape::kAsIs, schema.root_table, schema.binary};
  }
  channels[kTopics.size()] = {"preview", topic_place("frame/preview"), Shape::kCompressedImage,
                              "foxglove.CompressedImage", compressed_image_schema()};
  channels[kTopics.size() + 1] = {"log/foxglove", topic_place("log"), Shape::kLog, "foxglove.Log", log_line_schema()};
  return channels;
}

}  // namespace tripline::foxglove_live

#include "bench/can/scenes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <unordered_set>

#include "hw/replay/can_log.hpp"
#include "rt/core/can/dbc_parser.hpp"

namespace tripline::bench {
namespace {

CanFrame random_frame(const DbcMessage& message, std::mt19937& random) {
  CanFrame frame;
  frame.id = message.id.value;
  frame.flags = message.id.extended ? kCanExtended : 0;
  frame.length = static_cast<std::uint8_t>(message.length_bytes);
  for (std::uint32_t i = 0; i < message.length_bytes; ++i) frame.data[i] = static_cast<std::uint8_t>(random());
  return frame;
}

std::vector<CanFrame> random_frames(const DbcFile& file, std::size_t count) {
  std::mt19937 random(11);
  std::vector<CanFrame> frames;
  for (std::size_t i = 0; i < count; ++i)
    frames.push_back(random_frame(file.messages[random() % file.messages.size()], random));
  return frames;
}

/// Signals of 1 to 32 bits one behind the other, as most DBC files have them.
std::string random_signals(std::uint32_t bytes, std::mt19937& random) {
  std::string text;
  auto at = static_cast<std::uint32_t>(random() % 8);
  for (int i = 0; at < bytes * 8; ++i) {
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(1 + random() % 32, bytes * 8 - at));
    const bool big_endian = random() % 2 == 0;
    const std::uint32_t start = big_endian ? at / 8 * 8 + (7 - at % 8) : at;
    text += fmt::format(" SG_ S{} : {}|{}@{}{} (0.{},-{}) [0|0] \"\" X\n", i, start, length, big_endian ? 0 : 1,
                        random() % 2 == 0 ? '+' : '-', 1 + random() % 9, random() % 100);
    at += length + random() % 4;
  }
  return text;
}

}  // namespace

Result<Scene> real_scene(const std::string& name, const std::string& dbc, const std::string& log) {
  auto file = load_dbc(dbc);
  if (!file) return file.error();
  auto lines = CanLog::open(log);
  if (!lines) return lines.error();
  Scene scene{name, *std::move(file), {}};
  std::unordered_set<std::uint32_t> known;
  for (const DbcMessage& message : scene.file.messages) known.insert(message.id.key());
  LoggedFrame line;
  while (true) {
    const auto more = lines->next(line);
    if (!more) return more.error();
    if (!*more) return scene;
    if (known.contains(line.frame.can_id().key())) scene.frames.push_back(line.frame);
  }
}

Scene fd_scene() {
  std::mt19937 random(5);
  const std::uint32_t sizes[] = {8, 12, 16, 20, 24, 32, 48, 64};
  std::string text = "VERSION \"\"\n";
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::uint32_t bytes = sizes[random() % 100 < 70 ? random() % 5 : random() % 8];
    text += fmt::format("BO_ {} M{}: {} X\n{}", 0x100 + i * 7, i, bytes, random_signals(bytes, random));
  }
  Scene scene{"fd", parse_dbc(text, "fd.dbc"), {}};
  scene.frames = random_frames(scene.file, 40'000);
  return scene;
}

Scene multiplexed_scene(std::uint32_t levels, bool is_multiplexed) {
  std::string text = "VERSION \"\"\nBO_ 1 M: 64 X\n";
  std::string ranges;
  for (std::uint32_t level = 0; level < levels; ++level) {
    const std::string mark = !is_multiplexed ? "" : level == 0 ? "M " : "m0M ";
    text += fmt::format(" SG_ Mux{} {}: {}|1@1+ (1,0) [0|0] \"\" X\n", level, mark, level * 72);
    if (is_multiplexed && level > 0) ranges += fmt::format("SG_MUL_VAL_ 1 Mux{} Mux{} 0-1;\n", level, level - 1);
    for (std::uint32_t i = 0; i < 4; ++i) {
      text += fmt::format(" SG_ L{}S{} {}: {}|16@1+ (0.5,1) [0|0] \"\" X\n", level, i, is_multiplexed ? "m0 " : "",
                          level * 72 + 8 + i * 16);
      if (is_multiplexed) ranges += fmt::format("SG_MUL_VAL_ 1 L{}S{} Mux{} 0-1;\n", level, i, level);
    }
  }
  Scene scene{"multiplexed", parse_dbc(text + ranges, "multiplexed.dbc"), {}};
  scene.frames = random_frames(scene.file, 10'000);
  return scene;
}

}  // namespace tripline::bench

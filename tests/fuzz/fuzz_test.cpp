// Parsers of outside bytes over mutated inputs of the stored corpus: no crash, no sanitizer report, no message of two
// lines. TRIPLINE_FUZZ_ROUNDS: how many inputs each (default 2,000; the same every time).
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include "hw/replay/candump_line.hpp"
#include "hw/replay/frame_clip.hpp"
#include "rt/config/layer.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/ipc/topic.hpp"
#include "tests/fuzz/mutation.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kSeed = 1;
const std::filesystem::path kTests = TRIPLINE_TESTS_DIR;

int rounds() {
  const char* wanted = std::getenv("TRIPLINE_FUZZ_ROUNDS");
  return wanted == nullptr ? 2'000 : std::atoi(wanted);
}

template <typename Target>
void fuzz_corpus(const std::filesystem::path& corpus, Target&& target) {
  auto seeds = fuzz::load_corpus(corpus);
  ASSERT_FALSE(seeds.empty()) << corpus;
  for (const auto& seed : seeds) target(seed);
  fuzz::Mutator mutator(std::move(seeds), kSeed);
  for (int i = 0; i < rounds(); ++i) target(mutator.next());
}

TEST(Fuzz, Dbc) {
  fuzz_corpus(kTests / "fuzz/corpus/dbc", [](const std::string& text) {
    const auto file = parse_dbc(text, "fuzz.dbc");
    for (const auto& diagnostic : file.diagnostics)
      EXPECT_EQ(to_string(file, diagnostic).find('\n'), std::string::npos) << to_string(file, diagnostic);
    const auto plan = DecodePlan::compile(std::vector{file});
    if (!plan) return;
    DecodeRoom room = plan->make_room();
    for (const auto& message : plan->messages()) {
      CanFrame frame;
      frame.id = message.id.value;
      frame.flags = message.id.extended ? kCanExtended : 0;
      frame.length = 8;
      EXPECT_LE(plan->decode(frame, room).count, room.signal.size());
    }
  });
}

TEST(Fuzz, Candump) {
  fuzz_corpus(kTests / "fuzz/corpus/candump", [](const std::string& text) {
    CandumpLine line;
    CandumpFault fault;
    if (parse_candump_line(text, line, fault)) {
      EXPECT_LE(line.frame.length, 64);
    } else {
      EXPECT_GE(fault.column, 1U);
    }
  });
}

TEST(Fuzz, Y4m) {
  const test::TempDir dir;
  fuzz_corpus(kTests / "fuzz/corpus/y4m", [&dir](const std::string& bytes) {
    const auto file = dir.path() / "fuzz.y4m";
    std::ofstream(file, std::ios::binary) << bytes;
    const auto clip = load_frames(file.string());
    if (clip) {
      EXPECT_EQ(clip->pixels.size(), clip->frame_bytes() * clip->frame_count());
    } else {
      EXPECT_EQ(clip.error().message.find('\n'), std::string::npos) << clip.error().message;
    }
  });
}

TEST(Fuzz, Config) {
  fuzz_corpus(kTests / "fuzz/corpus/config", [](const std::string& text) {
    const auto layer = parse_layer(text, "fuzz.json");
    if (!layer) {
      EXPECT_EQ(layer.error().message.find('\n'), std::string::npos) << layer.error().message;
    }
  });
}

TEST(Fuzz, Events) {
  fuzz_corpus(kTests / "schemas/golden", [](const std::string& bytes) {
    // As a reader does: own, aligned memory.
    std::vector<std::uint64_t> aligned((bytes.size() + 7) / 8 + 1);
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    int accepted = 0;
    for (const Topic& topic : kTopics) accepted += verify_event(topic, aligned.data(), bytes.size()) ? 1 : 0;
    EXPECT_LE(accepted, 2) << "one identifier is one topic; frame has two keys";
  });
}

}  // namespace
}  // namespace tripline

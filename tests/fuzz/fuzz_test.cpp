// Parsers of outside bytes over mutated inputs of the stored corpus: no crash, no sanitizer report, no message of two
// lines. TRIPLINE_FUZZ_ROUNDS: how many inputs each (default 2,000; the same every time).
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "hw/replay/can_log.hpp"
#include "hw/replay/candump_line.hpp"
#include "hw/replay/frame_clip.hpp"
#include "hw/sim/demo_car_dbc.hpp"
#include "hw/slcan/slcan_parser.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/config/config_store.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/signals/signal_pipeline.hpp"
#include "rt/ipc/topic.hpp"
#include "rt/settings/signals.hpp"
#include "shim/api/subscription.hpp"
#include "shim/foxglove/protocol.hpp"
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
void fuzz_corpus(const std::filesystem::path& corpus, Target&& target, int inputs = rounds()) {
  auto seeds = fuzz::load_corpus(corpus);
  ASSERT_FALSE(seeds.empty()) << corpus;
  for (const auto& seed : seeds) target(seed);
  fuzz::Mutator mutator(std::move(seeds), kSeed);
  for (int i = 0; i < inputs; ++i) target(mutator.next());
}

void expect_sound(const CanFrame& frame) {
  EXPECT_LE(frame.length, 64);
  EXPECT_LE(frame.id, 0x1FFFFFFFU);
  for (std::size_t i = frame.length; i < frame.data.size(); ++i) EXPECT_EQ(frame.data[i], 0);
}

/// A file in memory, so that an input does not wait for a disk.
class MemoryFile {
 public:
  void write(const std::string& bytes) {
    ASSERT_EQ(::ftruncate(fd_.get(), 0), 0);
    ASSERT_EQ(::pwrite(fd_.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_.get()); }

 private:
  UniqueFd fd_{::memfd_create("fuzz", MFD_CLOEXEC)};
};

/// Every log is read as one of `format`, whatever it looks like after its mutation, and as what it looks like.
void fuzz_log(const std::string& corpus, CanLogFormat format) {
  MemoryFile file;
  const auto read_all = [](auto& log) {
    LoggedFrame frame;
    while (true) {
      const Result<bool> more = log.next(frame);
      if (!more) {
        EXPECT_EQ(more.error().message.find('\n'), std::string::npos) << more.error().message;
      }
      if (!more || !*more) return;
      expect_sound(frame.frame);
      EXPECT_FALSE(frame.bus.empty());
      EXPECT_GE(frame.time.count(), 0);
    }
  };
  fuzz_corpus(kTests / "fuzz/corpus" / corpus, [&](const std::string& bytes) {
    file.write(bytes);
    LogSource source = LogSource::open(file.path()).value();
    read_all(*make_can_log_reader(format, source));
    CanLog log = CanLog::open(file.path()).value();
    read_all(log);
  });
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
    LoggedFrame usual, line;
    LogFault fault;
    const bool is_usual = parse_usual_candump_line(text, usual);
    if (parse_candump_line(text, line, fault)) {
      expect_sound(line.frame);
      if (is_usual) {
        EXPECT_EQ(usual.frame.data, line.frame.data) << text;
      }
    } else {
      EXPECT_FALSE(is_usual) << text;
      EXPECT_GE(fault.column, 1U);
    }
  });
}

TEST(Fuzz, CandumpLog) { fuzz_log("candump_log", CanLogFormat::kCandump); }
TEST(Fuzz, CandumpScreen) { fuzz_log("candump_screen", CanLogFormat::kCandumpScreen); }
TEST(Fuzz, Trc) { fuzz_log("trc", CanLogFormat::kTrc); }
TEST(Fuzz, Asc) { fuzz_log("asc", CanLogFormat::kAsc); }
TEST(Fuzz, Pcap) { fuzz_log("pcap", CanLogFormat::kPcap); }
TEST(Fuzz, Pcapng) { fuzz_log("pcapng", CanLogFormat::kPcapng); }

TEST(Fuzz, Slcan) {
  fuzz_corpus(kTests / "fuzz/corpus/slcan", [](const std::string& bytes) {
    SlcanParser parser;
    for (const char byte : bytes) {
      if (parser.take(static_cast<std::uint8_t>(byte)) != SlcanLine::kFrame) continue;
      const CanFrame& frame = parser.frame();
      EXPECT_LE(frame.length, (frame.flags & kCanFd) != 0 ? 64 : 8);
      EXPECT_LE(frame.id, (frame.flags & kCanExtended) != 0 ? 0x1FFFFFFFU : 0x7FFU);
      EXPECT_LT(parser.stamp_ms().value_or(0), 60'000);
    }
    parser.take('\r');  // whatever came before, the next line is read
    for (const char byte : std::string("t1230")) parser.take(static_cast<std::uint8_t>(byte));
    EXPECT_EQ(parser.take('\r'), SlcanLine::kFrame);
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

TEST(Fuzz, Expression) {
  auto table = LookupTable::create({0, 1}, {2, 3}, false);
  ASSERT_TRUE(table);
  const std::vector<NamedTable> tables{{"gear_at", std::make_shared<const LookupTable>(std::move(*table))}};
  fuzz_corpus(kTests / "fuzz/corpus/expression", [&tables](const std::string& text) {
    auto expression = Expression::compile(text, tables);
    if (!expression) {
      EXPECT_EQ(expression.error().message.find('\n'), std::string::npos) << expression.error().message;
      return;
    }
    for (const double value : {0.0, -1.0, 1e308, HUGE_VAL, std::nan("")})
      expression->evaluate(std::vector<double>(expression->inputs().size(), value));
  });
}

/// Each signal of the plan, some of them stale, at times that also go back.
void drive(SignalPipeline& pipeline, std::size_t signals) {
  for (int turn = 0; turn < 4; ++turn) {
    std::vector<SignalSample> samples;
    const MonoTime time(std::chrono::milliseconds(turn == 3 ? 500 : 1'000 + 400 * turn));
    for (std::uint32_t i = 0; i < signals; ++i) samples.push_back({i, turn == 2 && i % 3 == 0, time, turn * 1e3 + i});
    const auto [values, told] = pipeline.step(time, samples);
    EXPECT_GE(values.size(), samples.size());
    EXPECT_FALSE(told.empty());
  }
}

TEST(Fuzz, SignalProfile) {
  const auto plan = DecodePlan::compile(std::vector{parse_dbc(demo_car_dbc(), "demo_car.dbc")});
  ASSERT_TRUE(plan);
  fuzz_corpus(
      kTests / "fuzz/corpus/signals",
      [&plan](const std::string& text) {
        const auto layer = parse_layer(text, "fuzz.json");
        if (!layer) return;
        const auto store = ConfigStore::load({}, *layer);
        ASSERT_TRUE(store) << store.error().message;
        auto profile = signal_profile_of(*store->config().signals, *plan);
        if (!profile) {
          EXPECT_EQ(profile.error().message.rfind("signals.", 0), 0U) << profile.error().message;
          EXPECT_EQ(profile.error().message.find('\n'), std::string::npos) << profile.error().message;
          return;
        }
        SignalPipeline pipeline(std::move(*profile), plan->signals().size());
        drive(pipeline, plan->signals().size());
      },
      rounds() / 10);  // a whole configuration each: 10 ms under the sanitizers
}

TEST(Fuzz, Subscription) {
  fuzz_corpus(kTests / "fuzz/corpus/subscription", [](const std::string& text) {
    const auto wish = parse_subscription(text);
    if (wish) return;
    EXPECT_EQ(wish.error().message.find('\n'), std::string::npos) << wish.error().message;
    EXPECT_LT(wish.error().message.size(), 123U) << "it goes into a close frame";
  });
}

TEST(Fuzz, FoxgloveRequest) {
  fuzz_corpus(kTests / "fuzz/corpus/foxglove", [](const std::string& text) {
    const auto request = foxglove_live::parse_request(text);
    if (!request) return;
    for (const auto& [id, channel] : request->subscribe) EXPECT_LT(channel, foxglove_live::kChannelCount);
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

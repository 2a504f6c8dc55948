#include "shim/record/recorder.hpp"

#include <flatbuffers/reflection_generated.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>
#include <vector>

#include "rt/base/limits.hpp"
#include "tests/shim/record/mcap_reader.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::header;
using Topics = std::vector<std::string>;

constexpr std::size_t kMib = 1U << 20;
constexpr std::uint64_t kRealtimeOffsetNs = 1'700'000'000'000'000'000;  // as tests/shim/support/events.cpp says it

struct RecorderTest : testing::Test {
  void take_status(std::uint64_t sequence, std::uint64_t run = test::kRunId) {
    recorder.take(test::event("status", header(sequence, run), test::status_bytes(header(sequence, run))), now);
  }
  void take_log(std::uint64_t sequence, std::uint64_t run = test::kRunId) {
    recorder.take(test::event("log", header(sequence, run), test::log_bytes(header(sequence, run), "line")), now);
  }
  void take_frame(std::uint64_t sequence, std::size_t pixels) {
    recorder.take(test::event("frame/shot", header(sequence), test::frame_bytes(header(sequence), 1, pixels)), now);
  }
  void take_config(std::uint64_t sequence, const wire::RecordT& record) {
    recorder.take(test::event("config", header(sequence), test::config_bytes(header(sequence), record)), now);
  }
  std::vector<std::filesystem::path> finished() const { return test::files_in(recordings, ".mcap"); }
  std::vector<std::filesystem::path> unfinished() const { return test::files_in(recordings, ".part"); }

  test::TempDir dir;
  std::filesystem::path recordings = dir.path() / "recordings";
  Recorder recorder{std::move(RecordingDir::open(dir.path()).value())};
  MonoTime now{1000s};
};

TEST_F(RecorderTest, WritesTheVeryBytesWithWallTime) {
  take_status(2);
  take_log(7);
  recorder.finish();
  ASSERT_EQ(finished().size(), 1U);
  const auto contents = test::read_mcap(finished().front());
  ASSERT_EQ(contents.error, "");
  EXPECT_EQ(contents.library.substr(0, 9), "tripline ");
  ASSERT_EQ(contents.messages.size(), 2U);
  const auto& log = contents.messages[1];
  const auto bytes = test::log_bytes(header(7), "line");
  EXPECT_EQ(log.data, std::string(bytes.begin(), bytes.end()));
  EXPECT_EQ(log.topic, "log");
  EXPECT_EQ(log.schema, "tripline.wire.Log");
  EXPECT_EQ(log.sequence, 7U);
  EXPECT_EQ(log.log_time, header(7).mono_ns() + kRealtimeOffsetNs);
  EXPECT_EQ(log.publish_time, log.log_time);
}

TEST_F(RecorderTest, CarriesTheSchemaOfEachTopic) {
  take_status(1);
  take_frame(1, 4);
  recorder.finish();
  const auto contents = test::read_mcap(finished().front());
  ASSERT_EQ(contents.error, "");
  ASSERT_EQ(contents.schemas.size(), 2U);
  for (const auto& [id, schema] : contents.schemas) {
    EXPECT_EQ(schema.encoding, "flatbuffer");
    flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(schema.data.data()), schema.data.size());
    ASSERT_TRUE(reflection::VerifySchemaBuffer(verifier));
    EXPECT_EQ(reflection::GetSchema(schema.data.data())->root_table()->name()->str(), schema.name);
  }
}

TEST_F(RecorderTest, NamesAFileByItsRunAndMarksItUnfinished) {
  take_log(1);
  ASSERT_EQ(unfinished().size(), 1U);
  EXPECT_NE(unfinished().front().string().find("-1122334455667788.mcap.part"), std::string::npos);
  EXPECT_TRUE(finished().empty());
}

TEST_F(RecorderTest, FlushesInTime) {
  take_log(1);
  const auto before = std::filesystem::file_size(unfinished().front());
  recorder.tick(now + limits::kRecordFlush);
  EXPECT_GT(std::filesystem::file_size(unfinished().front()), before);
}

TEST_F(RecorderTest, BeginsAFileWithEachRunOfTheCore) {
  take_log(1);
  take_log(1, test::kRunId + 1);
  recorder.finish();
  ASSERT_EQ(finished().size(), 2U);
  EXPECT_NE(finished()[1].string().find("1122334455667789"), std::string::npos);
}

TEST_F(RecorderTest, BeginsAFullFileAnewWithWhatIsRetained) {
  wire::RecordT record;
  record.max_file_mib = 1;
  take_status(1);
  take_config(1, record);
  take_frame(1, 600'000);
  take_frame(2, 600'000);
  recorder.finish();
  ASSERT_EQ(finished().size(), 2U);
  EXPECT_EQ(test::read_mcap(finished()[0]).topics(), (Topics{"status", "config", "frame/shot"}));
  EXPECT_EQ(test::read_mcap(finished()[1]).topics(), (Topics{"status", "config", "frame/shot"}));
  EXPECT_EQ(recorder.recorded(), 6U);
}

TEST_F(RecorderTest, DeletesTheOldestBeyondTheTotal) {
  wire::RecordT record;
  record.max_file_mib = 1;
  record.max_total_mib = 2;
  take_config(1, record);
  for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) take_frame(sequence, 800'000);
  recorder.finish();
  std::size_t total = 0;
  for (const auto& file : finished()) total += std::filesystem::file_size(file);
  EXPECT_LE(total, 2 * kMib);
  EXPECT_GE(finished().size(), 1U);
  EXPECT_EQ(test::read_mcap(finished().back()).messages.back().sequence, 5U) << "the newest stays";
}

TEST_F(RecorderTest, StopsAndGoesOnAsConfigured) {
  wire::RecordT off;
  off.enabled = false;
  take_log(1);
  take_config(1, off);
  EXPECT_TRUE(unfinished().empty());
  take_log(2);
  EXPECT_TRUE(unfinished().empty());
  take_config(2, {});
  take_log(3);
  recorder.finish();
  ASSERT_EQ(finished().size(), 2U);
  EXPECT_EQ(test::read_mcap(finished()[0]).topics(), Topics{"log"});
  EXPECT_EQ(test::read_mcap(finished()[1]).topics(), (Topics{"config", "log"}));
}

// A limit on the size of files stands in for a full disk: the write is cut short in the same way.
TEST_F(RecorderTest, LeavesAWholeFileWhenTheDiskIsFull) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  take_log(1);
  recorder.tick(now += limits::kRecordFlush);
  const rlimit full{50'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
  take_frame(1, 100'000);
  take_log(2);
  recorder.tick(now += limits::kRecordFlush);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);

  EXPECT_EQ(recorder.recorded(), 1U);
  EXPECT_EQ(recorder.lost(), 2U);
  ASSERT_EQ(finished().size(), 1U);
  const auto contents = test::read_mcap(finished().front());
  EXPECT_EQ(contents.error, "");
  EXPECT_EQ(contents.topics(), Topics{"log"});
}

TEST_F(RecorderTest, GoesOnWhenTheDirectoryComesBack) {
  const auto away = dir.path() / "away";
  std::filesystem::rename(recordings, away);
  take_log(1);
  take_log(2);
  EXPECT_EQ(recorder.lost(), 2U);
  EXPECT_EQ(recorder.recorded(), 0U);
  EXPECT_EQ(recorder.state().substr(0, 13), "not recording");
  std::filesystem::rename(away, recordings);
  take_log(3);
  EXPECT_EQ(recorder.lost(), 3U) << "it waits before it tries again";
  now += limits::kRecordRetry;
  take_log(4);
  recorder.finish();
  ASSERT_EQ(finished().size(), 1U);
  EXPECT_EQ(test::read_mcap(finished().front()).messages.front().sequence, 4U);
  EXPECT_EQ(recorder.recorded(), 1U);
}

}  // namespace
}  // namespace tripline

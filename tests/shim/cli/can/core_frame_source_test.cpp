// Frames and values over the event socket, from a publisher as the core has it.
#include "shim/cli/can/core_frame_source.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_generated.h"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::Bytes;

template <typename Pack>
Bytes finished(Pack pack) {
  flatbuffers::FlatBufferBuilder builder;
  pack(builder);
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

Bytes catalog(std::uint64_t sequence, std::uint64_t run_id = test::kRunId) {
  wire::CatalogT catalog;
  catalog.header = std::make_unique<wire::Header>(test::header(sequence, run_id));
  catalog.revision = 7;
  auto signal = std::make_unique<wire::SignalT>();
  signal->name = "Rpm";
  signal->message = "Engine";
  signal->can_id = 0x44;
  catalog.signals.push_back(std::move(signal));
  return finished([&](auto& builder) { wire::FinishCatalogBuffer(builder, wire::Catalog::Pack(builder, &catalog)); });
}

Bytes frames(std::vector<std::uint8_t> lengths) {
  wire::CanRawT raw;
  raw.header = std::make_unique<wire::Header>(test::header(1));
  raw.bus = "can0";
  raw.mono_ns = {1000, 2000};
  raw.id = {0x44, 0x18FEF100};
  raw.flags = {0, kCanExtended};
  raw.length = std::move(lengths);
  raw.data = {1, 2, 3};
  return finished([&](auto& builder) { wire::FinishCanRawBuffer(builder, wire::CanRaw::Pack(builder, &raw)); });
}

Bytes values(std::uint32_t revision) {
  wire::CanSignalsT signals;
  signals.header = std::make_unique<wire::Header>(test::header(1));
  signals.catalog_revision = revision;
  signals.signal = {0, 5};
  signals.mono_ns = {1000, 1000};
  signals.value = {766, 1};
  return finished(
      [&](auto& builder) { wire::FinishCanSignalsBuffer(builder, wire::CanSignals::Pack(builder, &signals)); });
}

class CoreFrameSourceTest : public testing::Test {
 protected:
  CoreFrameSourceTest() {
    std::thread core([this] {
      if (publisher_.wait_subscribed("status")) publisher_.send("status", test::status_bytes(test::header(1)));
    });
    source_ = CoreFrameSource::open(run_dir_).value();
    core.join();
    EXPECT_TRUE(publisher_.wait_subscribed("can_signals"));
  }
  /// The next thing that is told; the core has sent it already.
  SourceRead next() {
    SourceRead read = SourceRead::kNothing;
    for (int tries = 0; tries < 20 && read == SourceRead::kNothing; ++tries) read = *source_->next(item_, 500ms);
    return read;
  }

  test::TempDir dir_;
  RunDir run_dir_{dir_.path()};
  test::FakePublisher publisher_{run_dir_};
  std::unique_ptr<CoreFrameSource> source_;
  SourceItem item_;
};

TEST_F(CoreFrameSourceTest, TellsFramesOneByOne) {
  publisher_.send("can_raw", frames({2, 1}));
  ASSERT_EQ(next(), SourceRead::kFrame);
  EXPECT_EQ(item_.bus, "can0");
  EXPECT_EQ(item_.time, 1000ns);
  EXPECT_EQ(item_.frame.length, 2);
  EXPECT_EQ(item_.frame.data[1], 2);
  ASSERT_EQ(next(), SourceRead::kFrame);
  EXPECT_EQ(item_.frame.can_id(), CanId(0x18FEF100, true));
  EXPECT_EQ(item_.frame.data[0], 3);
  EXPECT_EQ(*source_->next(item_, 0ms), SourceRead::kNothing);
}

TEST_F(CoreFrameSourceTest, StopsWhereAnArrayOfTheEventEnds) {
  publisher_.send("can_raw", frames({2, 9}));  // more bytes than there are
  ASSERT_EQ(next(), SourceRead::kFrame);
  EXPECT_EQ(*source_->next(item_, 0ms), SourceRead::kNothing);
}

TEST_F(CoreFrameSourceTest, TellsValuesOfTheCatalogueAtHand) {
  publisher_.send("can_signals", values(7));
  publisher_.send("catalog", catalog(1));
  ASSERT_EQ(next(), SourceRead::kNames);
  EXPECT_EQ(source_->names().messages.at(CanId(0x44).key()), "Engine");
  wire::CanSignalsT unpacked;
  wire::GetCanSignals(values(7).data())->UnPackTo(&unpacked);
  unpacked.header = std::make_unique<wire::Header>(test::header(2));
  publisher_.send("can_signals", finished([&](auto& builder) {
                    wire::FinishCanSignalsBuffer(builder, wire::CanSignals::Pack(builder, &unpacked));
                  }));
  ASSERT_EQ(next(), SourceRead::kValue);
  EXPECT_EQ(item_.signal, 0U);
  EXPECT_EQ(item_.value, 766);
  EXPECT_EQ(*source_->next(item_, 0ms), SourceRead::kNothing) << "signal 5 is in no catalogue";
}

TEST_F(CoreFrameSourceTest, SaysThatTheCoreIsAnotherOne) {
  publisher_.send("catalog", catalog(1));
  ASSERT_EQ(next(), SourceRead::kNames);
  publisher_.send("catalog", catalog(1, test::kRunId + 1));
  EXPECT_EQ(next(), SourceRead::kRestart);
}

TEST(CoreFrameSource, SaysThatThereIsNoCore) {
  const test::TempDir dir;
  const auto source = CoreFrameSource::open(RunDir{dir.path()});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ExitCode::kUnavailable);
  EXPECT_NE(source.error().message.find(dir.path().string()), std::string::npos);
}

}  // namespace
}  // namespace tripline

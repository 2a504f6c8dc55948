// What `tripline can send` would send. That it arrives is claimed in the virtual rig: tests/rig/can_send_claims.py.
#include "shim/cli/can/send.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

class CanSendTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    std::string path = (dir_.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string refused(const CanSendOptions& options) {
    const auto frames = frames_to_send(options);
    return frames ? "" : frames.error().message;
  }

  test::TempDir dir_;
  CanSendOptions options_;
};

TEST_F(CanSendTest, SendsFramesAndThenWhatIsSetByName) {
  options_.frames = {"123#1122", "18FEF100#"};
  options_.dbc = {file("a.dbc", "BO_ 68 Engine: 1 X\n SG_ Rpm : 0|8@1+ (1,0) [0|1] \"\" X\n")};
  options_.settings = {"Engine.Rpm=7"};
  const auto frames = frames_to_send(options_);
  ASSERT_TRUE(frames) << frames.error().message;
  ASSERT_EQ(frames->size(), 3U);
  EXPECT_EQ((*frames)[0].data[1], 0x22);
  EXPECT_TRUE((*frames)[1].can_id().extended);
  EXPECT_EQ((*frames)[2].id, 68U);
  EXPECT_EQ((*frames)[2].data[0], 7);
}

TEST_F(CanSendTest, SaysWhatIsMissing) {
  EXPECT_NE(refused(options_).find("nothing to send"), std::string::npos);
  options_.settings = {"Engine.Rpm=7"};
  EXPECT_NE(refused(options_).find("--dbc"), std::string::npos);
  options_.log = "a.log";
  EXPECT_NE(refused(options_).find("--log stands alone"), std::string::npos);
  options_ = {};
  options_.frames = {"123"};
  EXPECT_NE(refused(options_).find("'123', column 4"), std::string::npos);
}

TEST_F(CanSendTest, SendsWhatIsWantedOfALogInItsOrder) {
  options_.log = file("a.log", "(1.0) can0 001#\n(1.0) can1 002#\n(1.0) can0 20000004#00\n(1.0) can0 003#11\n");
  options_.filter.buses = {"can0"};
  std::vector<std::uint32_t> ids;
  const auto sent = send_log(options_, [&](const CanFrame& frame) -> Result<void> {
    ids.push_back(frame.id);
    return {};
  });
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_EQ(*sent, 2U);
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{1, 3}));
}

TEST_F(CanSendTest, StopsALogWhereTheBusFails) {
  options_.log = file("a.log", "(1.0) can0 001#\n(1.0) can0 002#\n");
  int tries = 0;
  const auto sent = send_log(options_, [&](const CanFrame&) -> Result<void> {
    ++tries;
    return Error{ExitCode::kNoDevice, "can0: down"};
  });
  EXPECT_EQ(sent.error().message, "can0: down");
  EXPECT_EQ(tries, 1);
}

TEST_F(CanSendTest, SaysThatThereIsNoBus) {
  options_.interface = "can-nowhere";
  options_.frames = {"123#"};
  const auto sent = can_send(options_, stdout);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ExitCode::kNoDevice);
  EXPECT_NE(sent.error().message.find("can-nowhere"), std::string::npos);
}

}  // namespace
}  // namespace tripline

// Captures from Y4M and PNG files, good and bad.
#include "hw/replay/frame_clip.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "tests/hw/replay/clip_files.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

class FrameClipTest : public testing::Test {
 protected:
  std::string file(const std::string& bytes, const std::string& name = "clip.y4m") {
    test::write_file(dir_.path() / name, bytes);
    return (dir_.path() / name).string();
  }

  void expect_refused(const std::string& path, ExitCode code, const std::string& words) {
    const auto clip = load_frames(path);
    ASSERT_FALSE(clip.has_value());
    EXPECT_EQ(clip.error().code, code);
    EXPECT_NE(clip.error().message.find(path), std::string::npos) << clip.error().message;
    EXPECT_NE(clip.error().message.find(words), std::string::npos) << clip.error().message;
    EXPECT_EQ(clip.error().message.find('\n'), std::string::npos);
  }

  test::TempDir dir_;
};

TEST_F(FrameClipTest, ReadsGreyY4m) {
  const auto clip = load_frames(file(test::mono_y4m(4, 2, 3, "F571:1")));
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->width, 4U);
  EXPECT_EQ(clip->height, 2U);
  EXPECT_EQ(clip->fps, 571);
  ASSERT_EQ(clip->frame_count(), 3U);
  EXPECT_EQ(clip->frame(2)[7], 2);
}

TEST_F(FrameClipTest, ReadsTheSameFromGzip) {
  test::write_gzip(dir_.path() / "clip.y4m.gz", test::mono_y4m(4, 2, 3));
  const auto clip = load_frames((dir_.path() / "clip.y4m.gz").string());
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->frame_count(), 3U);
}

TEST_F(FrameClipTest, TakesTheLumaOf420WithOddEdgesAndFrameParameters) {
  const std::string frame = "FRAME Ip\n" + std::string(9, 'a') + std::string(8, 'z');
  const auto clip = load_frames(file("YUV4MPEG2 W3 H3 F0:0 XYSCSS=420JPEG\n" + frame + frame));
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->fps, 0);
  ASSERT_EQ(clip->frame_count(), 2U);
  EXPECT_EQ(clip->frame(1)[8], 'a');
}

TEST_F(FrameClipTest, NamesTheFrameThatIsCutShort) {
  const std::string text = test::mono_y4m(4, 2, 3);
  expect_refused(file(text.substr(0, text.size() - 3)), ExitCode::kBadData,
                 "frame 2 is cut short: 3 of 8 bytes are missing");
}

TEST_F(FrameClipTest, CountsMissingChromaToo) {
  expect_refused(file("YUV4MPEG2 W2 H2 C420\nFRAME\nab"), ExitCode::kBadData, "frame 0 is cut short: 4 of 6 bytes");
}

TEST_F(FrameClipTest, NamesTheFrameWhereGzipBreaksOff) {
  const fs::path path = dir_.path() / "clip.y4m.gz";
  test::write_gzip(path, test::mono_y4m(64, 64, 50));
  fs::resize_file(path, fs::file_size(path) / 2);
  expect_refused(path.string(), ExitCode::kBadData, "is cut short");
}

TEST_F(FrameClipTest, RefusesWhatIsNoY4m) {
  expect_refused(file("RIFF....AVI "), ExitCode::kBadData, "expected YUV4MPEG2");
  expect_refused(file(""), ExitCode::kBadData, "expected YUV4MPEG2");
  expect_refused(file("YUV4MPEG2 W4 H2\n"), ExitCode::kBadData, "has no frames");
  expect_refused(file("YUV4MPEG2 W4 H2 Cmono\nframe\n12345678"), ExitCode::kBadData, "frame 0 does not begin");
}

TEST_F(FrameClipTest, RefusesHeadersItCannotPlay) {
  const std::string too_wide = "W" + std::to_string(limits::kFrameEdgePx + 1);
  const std::vector<std::pair<std::string, std::string>> headers{
      {"W0 H2", "'W0'"},         {"H2", "W and the width"}, {"W4", "H and the height"},   {too_wide + " H2", "4096"},
      {"W4 H2 F25", "'F25'"},    {"W4 H2 C422", "'C422'"},  {"W4 H2 C420p10", "C420p10"}, {"W4 H2 Cmono16", "Cmono16"},
      {"W4 H2 Q1", "parameter"}, {"Wfour H2", "'Wfour'"}};
  for (const auto& [header, words] : headers)
    expect_refused(file("YUV4MPEG2 " + header + "\nFRAME\n12345678"), ExitCode::kBadData, words);
}

TEST_F(FrameClipTest, NamesAFileThatIsNotThere) {
  expect_refused("/nowhere/clip.y4m", ExitCode::kNoInput, "No such file");
}

TEST_F(FrameClipTest, ReadsPngFilesByNameAsLuma) {
  test::write_png(dir_.path() / "b.png", 2, 1, PNG_FORMAT_RGB, {255, 0, 0, 0, 0, 255});
  test::write_png(dir_.path() / "a.PNG", 2, 1, PNG_FORMAT_GRAY, {7, 200});
  file("not a picture", "readme.txt");
  const auto clip = load_frames(dir_.path().string());
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->fps, 0);
  EXPECT_EQ(clip->pixels, (std::vector<std::uint8_t>{7, 200, 77, 29}));
}

TEST_F(FrameClipTest, NamesThePngOfAnotherSize) {
  test::write_png(dir_.path() / "a.png", 2, 1, PNG_FORMAT_GRAY, {7, 200});
  test::write_png(dir_.path() / "b.png", 1, 2, PNG_FORMAT_GRAY, {7, 200});
  const auto clip = load_frames(dir_.path().string());
  ASSERT_FALSE(clip.has_value());
  EXPECT_EQ(clip.error().code, ExitCode::kBadData);
  EXPECT_EQ(clip.error().message, (dir_.path() / "b.png").string() + ": is 1x2 px, the files before it are 2x1");
}

TEST_F(FrameClipTest, RefusesABrokenPngAndAnEmptyDirectory) {
  expect_refused(dir_.path().string(), ExitCode::kNoInput, "no .png files");
  file("\x89PNG\r\n\x1a\n garbage", "a.png");
  const auto clip = load_frames(dir_.path().string());
  ASSERT_FALSE(clip.has_value());
  EXPECT_EQ(clip.error().code, ExitCode::kBadData);
}

}  // namespace
}  // namespace tripline

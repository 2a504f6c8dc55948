#include "rt/base/trusted_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

struct TrustedFile : testing::Test {
  void write(mode_t mode, std::string_view text = "secret\n") const {
    std::ofstream(path) << text;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }
  Error error(Keep keep, std::size_t limit = 100) const {
    const auto read = read_trusted_file(path, keep, limit);
    return read ? Error{ExitCode::kOk, *read} : read.error();
  }
  test::TempDir dir;
  const std::string path = (dir.path() / "file").string();
};

TEST_F(TrustedFile, IsReadWhenItIsKeptAsItMustBe) {
  write(0600);
  EXPECT_EQ(error(Keep::kSecret).message, "secret\n");
  write(0440);
  EXPECT_EQ(error(Keep::kCredential).message, "secret\n");
  write(0644);
  EXPECT_EQ(error(Keep::kGenuine).message, "secret\n");
  write(0600, "");
  EXPECT_EQ(error(Keep::kSecret).message, "");
}

TEST_F(TrustedFile, IsRefusedWhenOthersCouldReadOrWriteIt) {
  for (const mode_t mode : {0640, 0604, 0644, 0620, 0610, 0666}) {
    write(mode);
    EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kNoPermission) << mode;
    EXPECT_NE(error(Keep::kSecret).message.find("; chmod 600 " + path), std::string::npos);
  }
  for (const mode_t mode : {0444, 0460, 0404}) {
    write(mode);
    EXPECT_EQ(error(Keep::kCredential).code, ExitCode::kNoPermission) << mode;
  }
  for (const mode_t mode : {0664, 0646}) {
    write(mode);
    EXPECT_EQ(error(Keep::kGenuine).code, ExitCode::kNoPermission) << mode;
  }
}

TEST_F(TrustedFile, IsRefusedWhenItBelongsToSomebodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  write(0600);
  ASSERT_EQ(::chown(path.c_str(), 65'534, 65'534), 0);
  EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kNoPermission);
  EXPECT_NE(error(Keep::kSecret).message.find("belongs to another user (uid 65534)"), std::string::npos);
}

TEST_F(TrustedFile, IsRefusedWhenItIsNone) {
  EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kNoInput);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kBadConfig) << "and nobody waits for a writer";
  EXPECT_EQ(read_trusted_file(dir.path().string(), Keep::kSecret, 100).error().code, ExitCode::kBadConfig);
}

TEST_F(TrustedFile, IsRefusedBeyondTheLimit) {
  write(0600, std::string(101, 'x'));
  EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kBadConfig);
  write(0600, std::string(100, 'x'));
  EXPECT_EQ(error(Keep::kSecret).code, ExitCode::kOk);
}

}  // namespace
}  // namespace tripline

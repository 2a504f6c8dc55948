#include "shim/api/token_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "rt/base/limits.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

const std::string kToken(40, 'a');
const std::string kOther(40, 'b');

Error error_of(const std::string& text) {
  const auto parsed = parse_tokens(text, "web-tokens");
  return parsed ? Error{ExitCode::kOk, ""} : parsed.error();
}

TEST(TokenFile, SaysWhoMayDoWhat) {
  const auto tokens =
      parse_tokens("# of the workshop\nread " + kToken + "\n\n  configure\t" + kOther + "  # Ann\n", "t");
  ASSERT_TRUE(tokens) << tokens.error().message;
  ASSERT_EQ(tokens->size(), 2U);
  EXPECT_EQ((*tokens)[0].role, Role::kRead);
  EXPECT_TRUE(same_secret((*tokens)[0].hash, hash_of(kToken)));
  EXPECT_EQ((*tokens)[1].role, Role::kConfigure);
  EXPECT_FALSE(same_secret((*tokens)[1].hash, hash_of(kToken)));
}

TEST(TokenFile, NamesTheLineOfEachMistakeAndNeverTheToken) {
  for (const auto& [text, what] : std::vector<std::pair<std::string, std::string>>{
           {"admin " + kToken, "web-tokens:1: begins with no role"},
           {kToken, "web-tokens:1: begins with no role"},
           {"\nread short", "web-tokens:2: the token must be 32 to 128"},
           {"read " + kToken + "!", "web-tokens:1: the token must be"},
           {"read " + kToken + " " + kOther, "web-tokens:1: the token must be"},
           {"read " + std::string(limits::kTokenBytesMax + 1, 'x'), "web-tokens:1: the token must be"},
           {"read", "web-tokens:1: the token must be"},
           {"none " + kToken, "web-tokens:1: begins with no role"},
           {"read " + kToken + "\nconfigure " + kToken, "web-tokens:2: this token is in the file already"},
           {"# nothing\n", "web-tokens: no token in it; `tripline token add configure --file web-tokens`"}}) {
    const auto error = error_of(text);
    EXPECT_EQ(error.code, ExitCode::kBadConfig) << text;
    EXPECT_EQ(error.message.find(what), 0U) << error.message;
    EXPECT_EQ(error.message.find(kToken), std::string::npos) << error.message;
    EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
  }
}

TEST(TokenFile, HasALimit) {
  std::string text;
  for (std::size_t i = 0; i <= limits::kTokens; ++i) text += "read " + kToken + std::to_string(1000 + i) + "\n";
  EXPECT_NE(error_of(text).message.find("more than 256 tokens"), std::string::npos);
}

TEST(TokenFile, IsFoundAmongTheCredentialsUnlessItIsNamed) {
  const test::TempDir dir;
  ::setenv("CREDENTIALS_DIRECTORY", dir.path().c_str(), 1);
  EXPECT_EQ(find_token_file("").path, "") << "it is not there";
  std::ofstream(dir.path() / "web-tokens") << "x";
  EXPECT_EQ(find_token_file("").path, (dir.path() / "web-tokens").string());
  EXPECT_EQ(find_token_file("").keep, Keep::kCredential);
  EXPECT_EQ(find_token_file("named").path, "named");
  EXPECT_EQ(find_token_file("named").keep, Keep::kSecret);
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(find_token_file("").path, "");
}

struct AddToken : testing::Test {
  test::TempDir dir;
  const std::string path = (dir.path() / "tokens").string();
};

TEST_F(AddToken, MakesAFileThatOnlyItsOwnerReads) {
  const auto token = add_token(path, "operate");
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_TRUE(is_token(*token));
  struct stat file {};
  ASSERT_EQ(::stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  const auto loaded = load_tokens(path);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->front().role, Role::kOperate);
  EXPECT_TRUE(same_secret(loaded->front().hash, hash_of(*token)));
}

TEST_F(AddToken, AddsToWhatIsThere) {
  std::ofstream(path) << "read " << kToken;  // without the end of its line
  ::chmod(path.c_str(), 0600);
  const auto first = add_token(path, "read");
  const auto second = add_token(path, "configure");
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(load_tokens(path)->size(), 3U);
}

TEST_F(AddToken, LeavesAFileAloneThatNobodyWouldRead) {
  EXPECT_EQ(add_token(path, "admin").error().code, ExitCode::kUsage);
  EXPECT_FALSE(std::filesystem::exists(path));
  std::ofstream(path) << "nonsense\n";
  ::chmod(path.c_str(), 0644);
  EXPECT_EQ(add_token(path, "read").error().code, ExitCode::kNoPermission);
  ::chmod(path.c_str(), 0600);
  EXPECT_EQ(add_token(path, "read").error().code, ExitCode::kBadConfig);
  EXPECT_EQ(add_token("/nonexistent/tokens", "read").error().code, ExitCode::kCannotCreate);
}

}  // namespace
}  // namespace tripline

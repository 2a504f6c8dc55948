#include "rt/ipc/curve_key.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "rt/base/limits.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

TEST(CurveKey, IsWrittenInDigitsAndReadAgain) {
  const auto pair = make_curve_pair();
  const auto text = to_hex(pair.public_key);
  EXPECT_EQ(text.size(), 64U);
  EXPECT_EQ(parse_curve_key(text), pair.public_key);
  EXPECT_NE(make_curve_pair().secret_key, pair.secret_key);
  for (const auto& wrong : {std::string(), text.substr(1), text + "0", std::string(64, 'g'), " " + text.substr(1)})
    EXPECT_FALSE(parse_curve_key(wrong)) << wrong;
}

struct CurveKeyFile : testing::Test {
  void write(std::string_view text, mode_t mode) const {
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
  }
  test::TempDir dir;
  const std::string path = (dir.path() / "core.key").string();
};

TEST_F(CurveKeyFile, KeepsAPairByItsSecretKey) {
  const auto pair = make_curve_pair();
  ASSERT_TRUE(save_curve_pair(pair, path, "core"));
  struct stat file {};
  ASSERT_EQ(::stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  const auto loaded = load_curve_pair(path);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->public_key, pair.public_key);
  EXPECT_EQ(loaded->secret_key, pair.secret_key);
  EXPECT_EQ(save_curve_pair(pair, path, "core").error().code, ExitCode::kCannotCreate) << "never over another key";
}

TEST_F(CurveKeyFile, IsRefusedWhenOthersCouldReadItOrItHoldsNoKey) {
  write(to_hex(make_curve_pair().secret_key), 0640);
  EXPECT_EQ(load_curve_pair(path).error().code, ExitCode::kNoPermission);
  for (const auto* text : {"", "# nothing\n", "nonsense\n"}) {
    write(text, 0600);
    EXPECT_EQ(load_curve_pair(path).error().code, ExitCode::kBadConfig) << text;
  }
}

TEST_F(CurveKeyFile, ListsWhoIsLetIn) {
  const auto key = to_hex(make_curve_pair().public_key);
  write("# loggers\n" + key + "  logger of the workshop # since May\n", 0644);
  const auto clients = load_curve_clients(path);
  ASSERT_TRUE(clients) << clients.error().message;
  ASSERT_EQ(clients->size(), 1U);
  EXPECT_EQ(clients->front().name, "logger of the workshop");
  EXPECT_EQ(to_hex(clients->front().public_key), key);
  write(key + " logger", 0666);
  EXPECT_EQ(load_curve_clients(path).error().code, ExitCode::kNoPermission) << "anybody could let themselves in";
}

TEST(CurveClients, NameTheLineOfEachMistake) {
  const auto key = to_hex(make_curve_pair().public_key);
  for (const auto& [text, what] : std::vector<std::pair<std::string, std::string>>{
           {"\n" + key, "clients:2: write `public-key name`"},
           {"logger " + key, "clients:1: write `public-key name`"},
           {key + " a\n" + key + " b", "clients:2: this key is in the file already"},
           {"", "clients: no key in it"}}) {
    const auto parsed = parse_curve_clients(text, "clients");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ExitCode::kBadConfig);
    EXPECT_EQ(parsed.error().message.find(what), 0U) << parsed.error().message;
  }
  std::string many;
  for (std::size_t i = 0; i <= limits::kRemoteKeys; ++i) many += to_hex(make_curve_pair().public_key) + " x\n";
  EXPECT_NE(parse_curve_clients(many, "clients").error().message.find("more than 256"), std::string::npos);
}

}  // namespace
}  // namespace tripline

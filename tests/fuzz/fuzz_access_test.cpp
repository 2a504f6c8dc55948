// What strangers and careless hands may write: token, key and rig files, headers, logins. As fuzz_test.cpp.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "rt/base/limits.hpp"
#include "rt/ipc/curve_key.hpp"
#include "shim/api/api.hpp"
#include "shim/api/session_resource.hpp"
#include "shim/http/origin.hpp"
#include "shim/http/request_guard.hpp"
#include "shim/lifecycle/rig_env.hpp"
#include "tests/fuzz/mutation.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kSeed = 1;
const std::filesystem::path kCorpus = std::filesystem::path(TRIPLINE_TESTS_DIR) / "fuzz/corpus";

template <typename Target>
void fuzz_corpus(const char* name, Target&& target) {
  auto seeds = fuzz::load_corpus(kCorpus / name);
  ASSERT_FALSE(seeds.empty()) << name;
  for (const auto& seed : seeds) target(seed);
  const char* wanted = std::getenv("TRIPLINE_FUZZ_ROUNDS");
  fuzz::Mutator mutator(std::move(seeds), kSeed);
  for (int i = 0; i < (wanted == nullptr ? 2'000 : std::atoi(wanted)); ++i) target(mutator.next());
}

void expect_one_line(const Error& error, std::string_view name) {
  EXPECT_EQ(error.code, ExitCode::kBadConfig);
  EXPECT_TRUE(error.message.starts_with(name)) << error.message;
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
}

TEST(FuzzAccess, Tokens) {
  fuzz_corpus("tokens", [](const std::string& text) {
    const auto tokens = parse_tokens(text, "fuzz");
    if (!tokens) return expect_one_line(tokens.error(), "fuzz:");
    EXPECT_LE(tokens->size(), limits::kTokens);
    for (const auto& token : *tokens) EXPECT_GE(token.role, Role::kRead);
  });
}

TEST(FuzzAccess, CurveClients) {
  fuzz_corpus("curve_clients", [](const std::string& text) {
    const auto clients = parse_curve_clients(text, "fuzz");
    if (!clients) return expect_one_line(clients.error(), "fuzz:");
    for (const auto& client : *clients) EXPECT_FALSE(client.name.empty());
  });
}

TEST(FuzzAccess, RigEnv) {
  fuzz_corpus("rig_env", [](const std::string& text) {
    const auto env = parse_rig_env(text, "fuzz");
    if (!env) return expect_one_line(env.error(), "fuzz:");
    EXPECT_TRUE(check_profile_name(env->profile) && check_rig_port(env->port)) << text;
    EXPECT_EQ(*parse_rig_env(to_text(*env), "fuzz"), *env);
  });
}

TEST(FuzzAccess, Origins) {
  Access access;
  const RequestGuard guard(access, {{"rig.example"}, {}});
  fuzz_corpus("origin", [&](const std::string& text) {
    const auto name = host_without_port(text);
    EXPECT_LE(name.size(), text.size());
    Request request{"POST", "/", {}, {{"Host", text}, {"Origin", "http://" + text}}, {}};
    const bool served = !guard.admit(request);
    const bool ours =
        same_text(name, "localhost") || same_text(name, "rig.example") || name == "127.0.0.1" || name == "[::1]";
    EXPECT_EQ(served, ours) << text;
    Request foreign{"POST", "/", {}, {{"Host", "localhost"}, {"Origin", text}}, {}};
    EXPECT_EQ(!guard.admit(foreign), is_page_of(text, "localhost")) << text;
  });
}

TEST(FuzzAccess, Sessions) {
  Access access(*parse_tokens("read " + std::string(40, 'r'), "t"));
  const Api api({session_routes(access)});
  fuzz_corpus("session", [&](const std::string& text) {
    const auto login = api.handle({"POST", "/api/v1/session", {}, {{"Origin", text}}, text, Role::kNone});
    EXPECT_TRUE(login.status == 401 || login.status == 422 || login.status == 429) << login.status;
    for (const auto* header : {"Cookie", "Authorization"})
      EXPECT_EQ(access.role_of({"GET", "/", {}, {{header, text}}, {}}, MonoClock::now()), Role::kNone) << text;
  });
}

}  // namespace
}  // namespace tripline

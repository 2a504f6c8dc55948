#include "shim/lifecycle/supervisor_socket.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "rt/base/limits.hpp"
#include "shim/lifecycle/supervisor_control.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::TempDir;

/// A supervisor that does what the test says.
struct SupervisorSocketTest : testing::Test {
  /// As long as the thread lives: it ends with one request, and before the socket that it serves.
  [[nodiscard]] static std::jthread serve(const SupervisorSocket& socket, const SupervisorSocket::Obey& obey) {
    return std::jthread([&socket, obey] {
      pollfd waiting{socket.fd(), POLLIN, 0};
      ASSERT_EQ(::poll(&waiting, 1, 20'000), 1);
      socket.serve(obey);
    });
  }
  Result<void> write(UnitPhase phase, const std::string& reason = {}) const {
    const bool lives = phase != UnitPhase::kFailed && phase != UnitPhase::kStopped;
    return write_unit_state(dir.path(), "core", {phase, lives ? ::getpid() : 0, {}, {}, {}, reason, {}});
  }
  static MonoTime soon() { return MonoClock::now() + 20s; }

  TempDir dir;
  SupervisorControl control{RunDir{dir.path()}};
};

TEST_F(SupervisorSocketTest, CarriesTheVerbAndWaitsForTheState) {
  const auto socket = SupervisorSocket::create(dir.path());
  ASSERT_TRUE(socket);
  std::string heard;
  const auto server = serve(*socket, [&](Verb verb, std::string_view unit) {
    heard = fmt::format("{} {}", to_text(verb), unit);
    return write(UnitPhase::kRunning);
  });
  const auto outcome = control.ask(Verb::kRestart, soon());
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(*outcome, Outcome::kDone);
  EXPECT_EQ(heard, "restart core");
}

TEST_F(SupervisorSocketTest, TellsAFailedStart) {
  const auto socket = SupervisorSocket::create(dir.path());
  const auto server = serve(*socket, [&](Verb, std::string_view) { return write(UnitPhase::kFailed, "exit code 66"); });
  const auto outcome = control.ask(Verb::kStart, soon());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ExitCode::kSystem);
  EXPECT_EQ(outcome.error().message, "the core failed to start: exit code 66");
}

TEST_F(SupervisorSocketTest, DoesNotWaitForEver) {
  const auto socket = SupervisorSocket::create(dir.path());
  const auto server = serve(*socket, [&](Verb, std::string_view) { return write(UnitPhase::kStopping); });
  const auto outcome = control.ask(Verb::kStop, MonoClock::now() + 60ms);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(*outcome, Outcome::kPending);
}

TEST_F(SupervisorSocketTest, WaitsForTheSupervisorsWordOnAProcessThatIsGone) {
  const auto socket = SupervisorSocket::create(dir.path());
  std::ofstream(unit_state_file(dir.path(), "core")) << R"({"state":"RUNNING","pid":999999999,"start_ticks":12})";
  const auto server = serve(*socket, [](Verb, std::string_view) { return Result<void>(); });
  const auto outcome = control.ask(Verb::kStart, MonoClock::now() + 60ms);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(*outcome, Outcome::kPending);
}

TEST_F(SupervisorSocketTest, CarriesARefusal) {
  const auto socket = SupervisorSocket::create(dir.path());
  const auto server = serve(*socket, [](Verb, std::string_view) -> Result<void> {
    return Error{ExitCode::kInUse, "no, not now"};
  });
  const auto outcome = control.ask(Verb::kStart, soon());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ExitCode::kInUse);
  EXPECT_EQ(outcome.error().message, "no, not now");
}

TEST_F(SupervisorSocketTest, SaysThatNobodyIsThereOrAnswers) {
  EXPECT_EQ(control.ask(Verb::kStart, soon()).error().code, ExitCode::kUnavailable);
  const auto deaf = SupervisorSocket::create(dir.path());
  const auto outcome = control.ask(Verb::kStart, soon());
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("does not answer"), std::string::npos) << outcome.error().message;
}

TEST_F(SupervisorSocketTest, IsForItsOwnUserAndGroup) {
  const auto socket = SupervisorSocket::create(dir.path());
  struct stat made {};
  ASSERT_EQ(::stat(SupervisorSocket::path_of(dir.path()).c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777U, 0660U);
}

/// What the socket answers to this text.
Result<void> answer_to(const RunDir& run_dir, const std::string& text) {
  const auto socket = SupervisorSocket::create(run_dir.path);
  const UniqueFd client(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un server{AF_UNIX, {}};
  SupervisorSocket::path_of(run_dir.path).native().copy(server.sun_path, sizeof server.sun_path - 1);
  const sockaddr_un any{AF_UNIX, {}};
  EXPECT_EQ(::bind(client.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any.sun_family), 0);
  EXPECT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server), 0);
  EXPECT_EQ(::send(client.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  socket->serve([](Verb, std::string_view) { return Result<void>(); });
  std::array<char, limits::kLifecycleLineBytes> bytes{};
  const auto size = ::recv(client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  return read_answer({bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))});
}

TEST(SupervisorSocket, RefusesWhatItDoesNotUnderstand) {
  const TempDir dir;
  EXPECT_TRUE(answer_to({dir.path()}, "start core"));
  for (const auto& text :
       {std::string(), std::string("start"), std::string("dance core"),
        std::string("start  core ") + std::string(limits::kLifecycleLineBytes, 'x'), std::string("\0\xff core", 7)})
    EXPECT_EQ(answer_to({dir.path()}, text).error().code, ExitCode::kUsage) << text;
}

TEST(SupervisorSocket, DoesNotBelieveEveryAnswer) {
  for (const char* text : {"", "ok?", "75", "x y"}) EXPECT_EQ(read_answer(text).error().code, ExitCode::kUnavailable);
  EXPECT_EQ(read_answer("75 held by pid 4").error().code, ExitCode::kInUse);
}

}  // namespace
}  // namespace tripline

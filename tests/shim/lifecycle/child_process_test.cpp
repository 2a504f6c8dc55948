#include "shim/lifecycle/child_process.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::TempDir;

constexpr int kLongMs = 20'000;

ChildOptions shell(const std::string& script) { return {{"/bin/sh", "-c", script}, Capabilities::kKeep, {}}; }

ChildExit wait_for(ChildProcess& child) {
  pollfd ended{child.exit_fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&ended, 1, kLongMs), 1);
  const auto exit = child.poll();
  EXPECT_TRUE(exit);
  return exit.value_or(ChildExit{});
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(ChildProcess, TellsAnExitCodeFromASignal) {
  auto ends = ChildProcess::spawn(shell("exit 66"));
  ASSERT_TRUE(ends);
  const auto code = wait_for(*ends);
  EXPECT_EQ(code.code, 66);
  EXPECT_FALSE(code.signal);

  auto dies = ChildProcess::spawn(shell("kill -KILL $$"));
  ASSERT_TRUE(dies);
  const auto signal = wait_for(*dies);
  EXPECT_FALSE(signal.code);
  EXPECT_EQ(signal.signal, SIGKILL);
}

TEST(ChildProcess, EndsOnTerminate) {
  auto child = ChildProcess::spawn({{"/bin/sleep", "100"}, Capabilities::kDrop, {}});
  ASSERT_TRUE(child);
  EXPECT_FALSE(child->poll());
  child->terminate();
  EXPECT_EQ(wait_for(*child).signal, SIGTERM);
}

TEST(ChildProcess, NamesTheProgramThatIsNotThere) {
  const auto child = ChildProcess::spawn({{"/nonexistent/program"}, Capabilities::kKeep, {}});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().code, ExitCode::kNoInput);
  EXPECT_NE(child.error().message.find("/nonexistent/program"), std::string::npos);
}

TEST(ChildProcess, HoldsNoCapabilityWhenTheyAreDropped) {
  const TempDir dir;
  const auto script = "exec cat /proc/self/status > " + (dir.path() / "status").string();
  auto child = ChildProcess::spawn({{"/bin/sh", "-c", script}, Capabilities::kDrop, {}});
  ASSERT_TRUE(child);
  EXPECT_EQ(wait_for(*child).code, 0);
  const auto status = text_of(dir.path() / "status");
  for (const char* line : {"CapPrm:\t0000000000000000\n", "CapEff:\t0000000000000000\n", "CapAmb:\t0000000000000000\n",
                           "NoNewPrivs:\t1\n"})
    EXPECT_NE(status.find(line), std::string::npos) << line << status;
}

TEST(ChildProcess, GetsItsNotifySocketAndStandardOutputOnStandardError) {
  auto options = shell(R"([ "$NOTIFY_SOCKET" = /here ] && [ /proc/self/fd/1 -ef /proc/self/fd/2 ])");
  options.notify_socket = "/here";
  auto child = ChildProcess::spawn(options);
  ASSERT_TRUE(child);
  EXPECT_EQ(wait_for(*child).code, 0);
}

TEST(ChildProcess, GoesOnWhenNobodyReadsItsStandardError) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  auto options = shell("echo nobody reads this >&2; exit 5");
  options.standard_error = ends[1];
  auto child = ChildProcess::spawn(options);
  ::close(ends[1]);
  ASSERT_TRUE(child);
  EXPECT_EQ(wait_for(*child).code, 5) << "no SIGPIPE";
}

TEST(ChildProcess, DiesWithItsSupervisor) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t supervisor = ::fork();
  if (supervisor == 0) {  // its child inherits the pipe, which closes when both are gone
    const auto child = ChildProcess::spawn({{"/bin/sleep", "100"}, Capabilities::kDrop, {}});
    ::kill(::getpid(), SIGKILL);
  }
  ::close(ends[1]);
  ASSERT_EQ(::waitpid(supervisor, nullptr, 0), supervisor);
  pollfd closed{ends[0], POLLIN, 0};
  ASSERT_EQ(::poll(&closed, 1, kLongMs), 1);
  EXPECT_NE(closed.revents & POLLHUP, 0);
  ::close(ends[0]);
}

}  // namespace
}  // namespace tripline

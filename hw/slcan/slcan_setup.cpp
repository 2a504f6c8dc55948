#include "hw/slcan/slcan_setup.hpp"

#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "hw/slcan/slcan_parser.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

struct Rate {
  std::uint32_t bitrate;
  char digit;
};
constexpr std::array<Rate, 9> kRates{{{10'000, '0'},
                                      {20'000, '1'},
                                      {50'000, '2'},
                                      {100'000, '3'},
                                      {125'000, '4'},
                                      {250'000, '5'},
                                      {500'000, '6'},
                                      {800'000, '7'},
                                      {1'000'000, '8'}}};

const Rate* rate_of(std::uint32_t bitrate) {
  const auto* found =
      std::find_if(kRates.begin(), kRates.end(), [bitrate](const Rate& rate) { return rate.bitrate == bitrate; });
  return found == kRates.end() ? nullptr : found;
}

/// The line while it is set up.
class Conversation {
 public:
  Conversation(int fd, const std::string& device, const WakeEvent& wake) : fd_(fd), device_(device), wake_(wake) {}

  /// Answers to what was sent before come too late to be of use, so they are thrown away.
  Result<void> send(const std::string& command) {
    std::array<char, 4096> late;
    while (::read(fd_, late.data(), late.size()) == static_cast<ssize_t>(late.size())) {
    }
    parser_.reset();
    const std::string line = command + "\r";
    if (::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size())) return {};
    return Error{ExitCode::kNoDevice, device_ + ": takes no command: " + std::strerror(errno) + "; plug it in again"};
  }

  /// Sends and waits for the answer, past the frames that still come.
  Result<void> must(const std::string& command, const char* remedy) {
    if (auto sent = send(command); !sent) return sent.error();
    if (answer() != SlcanLine::kRefused) return {};
    return Error{ExitCode::kNoDevice, device_ + ": the adapter refuses '" + command + "'; " + remedy};
  }

  /// Sends what may be refused.
  Result<void> may(const std::string& command) {
    if (auto sent = send(command); !sent) return sent.error();
    answer();
    return {};
  }

 private:
  SlcanLine answer() {
    const MonoTime deadline = MonoClock::now() + limits::kSlcanAnswer;
    for (auto left = deadline - MonoClock::now(); left.count() > 0; left = deadline - MonoClock::now()) {
      if (wake_.wait(fd_, left) != Wake::kReadable) return SlcanLine::kNothing;
      std::uint8_t byte = 0;
      if (::read(fd_, &byte, 1) != 1) return SlcanLine::kNothing;
      const SlcanLine line = parser_.take(byte);
      if (line == SlcanLine::kDone || line == SlcanLine::kRefused) return line;
    }
    return SlcanLine::kNothing;
  }

  int fd_;
  const std::string& device_;
  const WakeEvent& wake_;
  SlcanParser parser_;
};

}  // namespace

Result<void> check_slcan_setup(const SlcanSetup& setup, const std::string& device) {
  if (setup.mode == SlcanMode::kAsItIs || rate_of(setup.bitrate) != nullptr) return {};
  return Error{ExitCode::kBadConfig,
               device + ": bitrate " + std::to_string(setup.bitrate) +
                   ": slcan names 10000, 20000, 50000, 100000, 125000, 250000, 500000, 800000 and 1000000"};
}

Result<void> set_up_adapter(int fd, const std::string& device, const SlcanSetup& setup, const WakeEvent& wake) {
  if (setup.mode == SlcanMode::kAsItIs) return {};
  const Rate* rate = rate_of(setup.bitrate);
  RT_CHECK(rate != nullptr);
  ::tcflush(fd, TCIOFLUSH);
  Conversation adapter(fd, device, wake);
  if (auto ended = adapter.may(""); !ended) return ended.error();  // the rest of somebody's line
  if (auto closed = adapter.may("C"); !closed) return closed.error();
  if (auto set = adapter.must(std::string("S") + rate->digit, "choose another can.buses bitrate"); !set)
    return set.error();
  if (setup.data_mbitrate > 0) {
    const std::string command = "Y" + std::to_string(setup.data_mbitrate);
    if (auto set = adapter.must(command, "set data_mbitrate to 0: it has no CAN FD, or not this rate"); !set)
      return set.error();
  }
  if (auto timed = adapter.may(setup.adapter_time ? "Z1" : "Z0"); !timed) return timed.error();
  const bool listens = setup.mode == SlcanMode::kListenOnly;
  return adapter.must(listens ? "L" : "O", listens ? "set mode to normal: it has no listen-only mode" : "unplug it");
}

}  // namespace tripline

// A pseudo-terminal: the test is the adapter, the bus has the other end.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

#include "rt/base/unique_fd.hpp"

namespace tripline {

class Pty {
 public:
  Pty() : adapter_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    std::array<char, 128> name{};
    EXPECT_TRUE(adapter_ && ::grantpt(adapter_.get()) == 0 && ::unlockpt(adapter_.get()) == 0 &&
                ::ptsname_r(adapter_.get(), name.data(), name.size()) == 0);
    device_ = name.data();
  }

  const std::string& device() const { return device_; }
  int fd() const { return adapter_.get(); }

  void say(std::string_view text) const {
    ASSERT_EQ(::write(adapter_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  /// One line that the bus said, without its end; "" when it said nothing within 20 s or hung up.
  std::string hear() const {
    std::string line;
    pollfd readable{adapter_.get(), POLLIN, 0};
    for (char c = 0; ::poll(&readable, 1, 20'000) > 0 && ::read(adapter_.get(), &c, 1) == 1;) {
      if (c == '\r') return line;
      line += c;
    }
    return "";
  }

  void unplug() { adapter_.reset(); }

 private:
  UniqueFd adapter_;
  std::string device_;
};

}  // namespace tripline

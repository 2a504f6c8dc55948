// PrivateBus: a D-Bus of a test's own that stands for the system bus, with one of python3-dbusmock's doubles on it.
#pragma once

#include <systemd/sd-bus.h>

#include <memory>
#include <optional>
#include <string>

#include "tests/shim/support/program.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline::test {

/// Sets DBUS_SYSTEM_BUS_ADDRESS of this process as long as it lives.
class PrivateBus {
 public:
  /// `double_template`: `logind`, or the path of a template.
  PrivateBus(const std::string& double_template, std::string service, std::string path);
  ~PrivateBus();
  PrivateBus(const PrivateBus&) = delete;
  PrivateBus& operator=(const PrivateBus&) = delete;

  /// The double answers.
  bool is_up() const noexcept { return up_; }
  std::string log() const { return bus_.log() + (double_ ? double_->log() : std::string()); }
  /// Calls a method of the double, outside of what it stands for.
  template <typename... Arguments>
  bool tell(const char* method, const char* types, Arguments... arguments) const {
    return ::sd_bus_call_method(connection_.get(), service_.c_str(), path_.c_str(), "org.freedesktop.DBus.Mock", method,
                                nullptr, nullptr, types, arguments...) >= 0;
  }
  sd_bus* connection() const noexcept { return connection_.get(); }

 private:
  bool connect();
  bool answers() const;

  struct Close {
    void operator()(sd_bus* bus) const noexcept { ::sd_bus_flush_close_unref(bus); }
  };
  TempDir dir_;
  std::string service_;
  std::string path_;
  std::string address_;
  Program bus_;
  std::optional<Program> double_;
  std::unique_ptr<sd_bus, Close> connection_;
  bool up_ = false;
};

}  // namespace tripline::test

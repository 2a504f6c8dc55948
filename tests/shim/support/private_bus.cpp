#include "tests/shim/support/private_bus.hpp"

#include <stdlib.h>

#include <fstream>

#include "tests/shim/support/wait_until.hpp"

namespace tripline::test {
namespace {

constexpr const char* kAddressVariable = "DBUS_SYSTEM_BUS_ADDRESS";
constexpr const char* kPython = "/usr/bin/python3";  // Debian's own: python3-dbusmock is installed for it

/// Everybody may everything: who may what is polkit's, and has a test of its own.
std::string write_config(const std::filesystem::path& dir, const std::string& address) {
  const auto path = dir / "bus.conf";
  std::ofstream(path) << R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>)"
                      << address << R"(</listen><policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
</policy></busconfig>)";
  return path.string();
}

}  // namespace

PrivateBus::PrivateBus(const std::string& double_template, std::string service, std::string path)
    : service_(std::move(service)),
      path_(std::move(path)),
      address_("unix:path=" + (dir_.path() / "bus").string()),
      bus_("/usr/bin/dbus-daemon", {"--config-file=" + write_config(dir_.path(), address_), "--nofork", "--nopidfile"},
           dir_.path() / "bus.log") {
  ::setenv(kAddressVariable, address_.c_str(), 1);
  if (!wait_until([this] { return connect(); })) return;
  double_.emplace(kPython, std::vector<std::string>{"-m", "dbusmock", "--template", double_template},
                  dir_.path() / "double.log");
  up_ = wait_until([this] { return answers(); }, std::chrono::seconds(60));
}

PrivateBus::~PrivateBus() { ::unsetenv(kAddressVariable); }

bool PrivateBus::connect() {
  sd_bus* opened = nullptr;
  const bool is_open = ::sd_bus_open_system(&opened) >= 0;
  connection_.reset(opened);
  return is_open;
}

bool PrivateBus::answers() const {
  return ::sd_bus_call_method(connection_.get(), service_.c_str(), path_.c_str(), "org.freedesktop.DBus.Peer", "Ping",
                              nullptr, nullptr, nullptr) >= 0;
}

}  // namespace tripline::test

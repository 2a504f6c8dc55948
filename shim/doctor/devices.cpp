// The devices: GPIO chips, cameras and CAN interfaces that are there, and those that the configuration wants.
#include <fcntl.h>
#include <linux/gpio.h>
#include <sys/ioctl.h>

#include <algorithm>

#include "rt/base/unique_fd.hpp"
#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

constexpr long long kArphrdCan = 280;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> named(const Host& host, const std::string& directory, const std::string& prefix) {
  auto names = host.list(directory);
  std::erase_if(names, [&](const auto& name) { return name.rfind(prefix, 0) != 0; });
  return names;
}

/// The label, as the chip itself says it; else, where sysfs shows one, from there; else nothing.
std::string chip_label(const Host& host, const std::string& chip) {
  const UniqueFd fd(::open(host.path("/dev/" + chip).c_str(), O_RDONLY | O_CLOEXEC));
  gpiochip_info info{};
  if (fd && ::ioctl(fd.get(), GPIO_GET_CHIPINFO_IOCTL, &info) == 0) return info.label;
  return host.read("/sys/bus/gpio/devices/" + chip + "/label").value_or("");
}

Finding gpio(const Host& host, const WantedDevices& wanted) {
  const std::string why = "the strobe hangs on one of its lines";
  std::vector<std::string> seen;
  bool found = false;
  for (const auto& chip : named(host, "/dev", "gpiochip")) {
    const auto label = chip_label(host, chip);
    found = found || wanted.gpio_chip.empty() || label == wanted.gpio_chip;
    seen.push_back(chip + " (" + (label.empty() ? "label not readable by this user" : label) + ")");
  }
  const auto all = seen.empty() ? "no GPIO chip in /dev" : joined(seen);
  if (!wanted.gpio) return {"devices.gpio", Severity::kInfo, all + "; none is configured", why, ""};
  if (found) return {"devices.gpio", Severity::kOk, all, why, ""};
  return {"devices.gpio", Severity::kError,
          all + "; configured: " + (wanted.gpio_chip.empty() ? "a line by name" : wanted.gpio_chip), why,
          "sudo usermod -aG gpio tripline && gpiodetect   (then set strobe.chip to a label of that list)"};
}

bool has_libcamera(const Host& host) {
  for (const auto& dir : host.list("/usr/lib"))
    if (!named(host, "/usr/lib/" + dir, "libcamera.so").empty()) return true;
  return !named(host, "/usr/lib", "libcamera.so").empty();
}

Finding camera(const Host& host, const WantedDevices& wanted) {
  const std::string why = "without pictures there is no trigger";
  const auto nodes = named(host, "/dev", "video").size() + named(host, "/dev", "media").size();
  const std::string seen = std::string(has_libcamera(host) ? "libcamera is installed" : "libcamera is not installed") +
                           ", " + std::to_string(nodes) + " video and media devices";
  if (!wanted.camera) return {"devices.camera", Severity::kInfo, seen + "; no real camera is configured", why, ""};
  if (!has_libcamera(host))
    return {"devices.camera", Severity::kError, seen, why,
            "sudo apt-get install libcamera-dev libcamera-ipa && ./scripts/run"};
  if (nodes == 0)
    return {"devices.camera", Severity::kError, seen, why, "sudo cam -l   (then check cable and overlay)"};
  return {"devices.camera", Severity::kOk, seen, why, ""};
}

Finding can_interface(const Host& host, const std::string& name) {
  const std::string why = "its bus is not read while it is down";
  const std::string id = "devices.can." + name;
  const std::string dir = "/sys/class/net/" + name;
  if (host.read_number(dir + "/type") != kArphrdCan)
    return {id, Severity::kError, "no CAN interface " + name, why,
            "sudo ip link set " + name + " up type can bitrate 500000   (`ip -brief link` lists what there is)"};
  const auto state = host.read(dir + "/operstate").value_or("unknown");
  const bool up = state == "up" || state == "unknown";  // virtual interfaces say unknown
  if (up) return {id, Severity::kOk, name + " is " + state + "; its bit rate: ip -details link show " + name, why, ""};
  return {id, Severity::kError, name + " is " + state, why, "sudo ip link set " + name + " up type can bitrate 500000"};
}

Finding can_overview(const Host& host) {
  std::vector<std::string> there;
  for (const auto& name : host.list("/sys/class/net"))
    if (host.read_number("/sys/class/net/" + name + "/type") == kArphrdCan) there.push_back(name);
  return {
      "devices.can", Severity::kInfo,
      (there.empty() ? "no CAN interface" : "CAN interfaces: " + joined(there)) + std::string("; none is configured"),
      "a bus is read only when it is configured", ""};
}

}  // namespace

void examine_devices(const Host& host, const WantedDevices& wanted, Findings& findings) {
  findings.push_back(gpio(host, wanted));
  findings.push_back(camera(host, wanted));
  for (const auto& name : wanted.can) findings.push_back(can_interface(host, name));
  if (wanted.can.empty()) findings.push_back(can_overview(host));
}

}  // namespace tripline

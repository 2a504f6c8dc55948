#include "shim/cli/can/message_settings.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rt/core/can/encode_message.hpp"

namespace tripline {
namespace {

/// What is set in one message.
struct MessageSettings {
  const DbcMessage* message;
  std::vector<SignalSetting> signals;
};

Error usage(const std::string& text) { return {ExitCode::kUsage, text}; }

bool has_signal(const DbcMessage& message, std::string_view name) {
  return std::any_of(message.signals.begin(), message.signals.end(),
                     [&](const DbcSignal& signal) { return signal.name == name; });
}

/// The one message of this name or, where that is empty, the one that has the signal.
Result<const DbcMessage*> find_message(std::span<const DbcFile> files, std::string_view name, std::string_view signal) {
  const DbcMessage* found = nullptr;
  for (const DbcFile& file : files)
    for (const DbcMessage& message : file.messages) {
      if (name.empty() ? !has_signal(message, signal) : message.name != name) continue;
      if (name.empty() && found != nullptr && found->name != message.name)
        return usage("'" + std::string(signal) + "' is a signal of " + found->name + " and of " + message.name +
                     "; write " + found->name + "." + std::string(signal));
      found = &message;
    }
  if (found != nullptr) return found;
  return usage(name.empty() ? "no DBC file has a signal '" + std::string(signal) + "'"
                            : "no DBC file has a message '" + std::string(name) + "'");
}

Result<void> add(std::span<const DbcFile> files, std::string_view setting, std::vector<MessageSettings>& all) {
  const std::size_t equals = setting.find('=');
  const std::size_t dot = setting.substr(0, equals).find('.');
  if (equals == std::string_view::npos || equals == 0)
    return usage("'" + std::string(setting) + "' sets nothing; write Message.Signal=value");
  const std::string_view message = dot == std::string_view::npos ? "" : setting.substr(0, dot);
  const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
  const std::string_view signal = setting.substr(begin, equals - begin);
  const auto found = find_message(files, message, signal);
  if (!found) return found.error();
  auto at = std::find_if(all.begin(), all.end(), [&](const MessageSettings& known) { return known.message == *found; });
  if (at == all.end()) at = all.insert(all.end(), {*found, {}});
  at->signals.push_back({std::string(signal), std::string(setting.substr(equals + 1))});
  return {};
}

}  // namespace

Result<std::vector<CanFrame>> encode_settings(std::span<const DbcFile> files,
                                              const std::vector<std::string>& settings) {
  std::vector<MessageSettings> all;
  for (const std::string& setting : settings)
    if (auto added = add(files, setting, all); !added) return added.error();
  std::vector<CanFrame> frames;
  for (const MessageSettings& message : all) {
    auto frame = encode_message(*message.message, message.signals);
    if (!frame) return frame.error();
    frames.push_back(*std::move(frame));
  }
  return frames;
}

}  // namespace tripline

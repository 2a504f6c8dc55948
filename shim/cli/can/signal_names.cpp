#include "shim/cli/can/signal_names.hpp"

namespace tripline {
namespace {

std::string text_of(const flatbuffers::String* text) { return text == nullptr ? std::string() : text->str(); }

}  // namespace

SignalNames names_of(const DecodePlan& plan) {
  SignalNames names;
  for (const SignalInfo& signal : plan.signals()) {
    const MessageInfo& message = plan.messages()[signal.message];
    names.signals.push_back({signal.signal_name, message.name, signal.unit, message.id, ""});
  }
  for (const MessageInfo& message : plan.messages()) names.messages[message.id.key()] = message.name;
  return names;
}

SignalNames names_of(const wire::Catalog& catalog) {
  SignalNames names;
  for (const wire::Signal* signal : *catalog.signals()) {
    const CanId id(signal->can_id(), signal->extended());
    names.signals.push_back(
        {signal->name()->str(), signal->message()->str(), text_of(signal->unit()), id, text_of(signal->bus())});
    if (signal->message()->size() > 0) names.messages[id.key()] = signal->message()->str();
  }
  return names;
}

}  // namespace tripline

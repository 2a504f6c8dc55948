// The part of `status` about buses and their messages.
#include "rt/loops/bus_alerts.hpp"
#include "rt/loops/event_builders.hpp"

namespace tripline {
namespace {

template <typename T>
using Vector = flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<T>>>;

Vector<wire::CanUnknownId> build_unknown(Builder& builder, const BusReport& report) {
  std::vector<flatbuffers::Offset<wire::CanUnknownId>> ids;
  for (std::uint32_t i = 0; i < report.unknown_told; ++i) {
    const UnknownId& unknown = report.unknown[i];
    ids.push_back(
        wire::CreateCanUnknownId(builder, unknown.id.value, unknown.id.extended, unknown.count, unknown.rate_hz));
  }
  return builder.CreateVector(ids);
}

Vector<wire::CanMessageHealth> build_invalid(Builder& builder, const BusReport& report, const DecodePlan& plan) {
  std::vector<flatbuffers::Offset<wire::CanMessageHealth>> messages;
  for (std::uint32_t i = 0; i < report.invalid_told; ++i) {
    const MessageFault& fault = report.invalid[i];
    const MessageInfo& message = plan.messages()[fault.message];
    const auto name = builder.CreateString(message.name);
    messages.push_back(wire::CreateCanMessageHealth(builder, name, message.id.value, message.id.extended,
                                                    static_cast<wire::CanMessageState>(fault.state),
                                                    to_ns(fault.since)));
  }
  return builder.CreateVector(messages);
}

flatbuffers::Offset<wire::CanBusHealth> build_bus(Builder& builder, CanLoop& bus, const DecodePlan& plan) {
  const BusReport& report = bus.report();
  const auto losses = bus.counters().losses.get();
  const auto name = builder.CreateString(bus.info().name);
  const auto because = builder.CreateString(losses == 0 ? "" : loss_text(bus.loss()));
  const auto unknown = build_unknown(builder, report);
  const auto invalid = build_invalid(builder, report, plan);
  return wire::CreateCanBusHealth(builder, name, wire_of(bus.state()), because, losses,
                                  static_cast<wire::CanController>(report.controller), report.transmit_errors,
                                  report.receive_errors, bus.counters().errors.get(), report.messages_seen,
                                  report.unknown_ids, report.unknown_beyond, unknown, invalid, report.invalid_count);
}

}  // namespace

wire::DeviceState wire_of(BusState state) noexcept {
  switch (state) {
    case BusState::kStarting:
      return wire::DeviceState::starting;
    case BusState::kOk:
      return wire::DeviceState::ok;
    case BusState::kLost:
      return wire::DeviceState::lost;
    case BusState::kEnded:
      return wire::DeviceState::ended;
  }
  return wire::DeviceState::absent;
}

Vector<wire::CanBusHealth> build_can_health(Builder& builder, const CoreParts& parts) {
  std::vector<flatbuffers::Offset<wire::CanBusHealth>> buses;
  for (const auto& bus : parts.buses) buses.push_back(build_bus(builder, *bus, parts.plan));
  return builder.CreateVector(buses);
}

}  // namespace tripline

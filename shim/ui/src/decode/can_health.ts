// The part of `status` about buses: dead or alive, invalid messages, unknown ids.
import type { CanBusHealth as WireCanBusHealth } from "../../generated/tripline/wire/can-bus-health";
import { CanController } from "../../generated/tripline/wire/can-controller";
import type { CanMessageHealth as WireCanMessageHealth } from "../../generated/tripline/wire/can-message-health";
import { CanMessageState } from "../../generated/tripline/wire/can-message-state";
import type { CanUnknownId as WireCanUnknownId } from "../../generated/tripline/wire/can-unknown-id";
import { DeviceState } from "../../generated/tripline/wire/device-state";
import { list, required } from "./checked_buffer";

export interface InvalidMessage {
  name: string;
  id: number;
  extended: boolean;
  /** timeout, counter, checksum, never. */
  state: string;
  sinceMonoMs: number;
}

export interface UnknownId {
  id: number;
  extended: boolean;
  count: number;
  rateHz: number;
}

export interface BusHealth {
  name: string;
  state: string;
  /** Why it was lost last; empty: never. */
  lostBecause: string;
  losses: number;
  /** unknown, error_active, error_warning, error_passive, bus_off. */
  controller: string;
  /** Null: nobody said. */
  transmitErrors: number | null;
  receiveErrors: number | null;
  errorFrames: number;
  messagesSeen: number;
  unknownIds: number;
  unknownBeyond: number;
  unknown: UnknownId[];
  invalid: InvalidMessage[];
  invalidCount: number;
}

const readUnknown = (unknown: WireCanUnknownId): UnknownId => ({
  id: unknown.id(),
  extended: unknown.extended(),
  count: Number(unknown.count()),
  rateHz: unknown.rateHz(),
});

const readInvalid = (message: WireCanMessageHealth): InvalidMessage => ({
  name: required(message.name(), "invalid.name"),
  id: message.id(),
  extended: message.extended(),
  state: CanMessageState[message.state()] ?? "invalid",
  sinceMonoMs: Number(message.sinceMonoNs()) / 1e6,
});

const told = (count: number): number | null => (count < 0 ? null : count);

export const readBusHealth = (bus: WireCanBusHealth): BusHealth => ({
  name: required(bus.name(), "can_bus.name"),
  state: DeviceState[bus.state()] ?? "unknown",
  lostBecause: bus.lostBecause() ?? "",
  losses: Number(bus.losses()),
  controller: CanController[bus.controller()] ?? "unknown",
  transmitErrors: told(bus.transmitErrors()),
  receiveErrors: told(bus.receiveErrors()),
  errorFrames: Number(bus.errorFrames()),
  messagesSeen: bus.messagesSeen(),
  unknownIds: bus.unknownIds(),
  unknownBeyond: Number(bus.unknownBeyond()),
  unknown: list(bus.unknownLength(), (i) => bus.unknown(i), readUnknown),
  invalid: list(bus.invalidLength(), (i) => bus.invalid(i), readInvalid),
  invalidCount: bus.invalidCount(),
});

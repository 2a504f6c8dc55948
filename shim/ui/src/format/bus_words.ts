// A bus in words for a person who does not know ISO 11898.
import type { BusHealth, InvalidMessage, UnknownId } from "../decode/can_health";
import { count } from "./number";

const controllerWords: Readonly<Record<string, string>> = {
  error_active: "controller normal",
  error_warning: "controller warns of errors",
  error_passive: "controller error-passive",
  bus_off: "bus-off",
};

const faultWords: Readonly<Record<string, string>> = {
  timeout: "silent",
  counter: "wrong counter",
  checksum: "wrong checksum",
  never: "never came",
};

export const faultWord = ({ state }: InvalidMessage): string => faultWords[state] ?? state;

/** `0x123`, or eight digits of an extended id. */
export const idText = ({ id, extended }: Pick<UnknownId, "id" | "extended">): string =>
  `0x${id.toString(16).toUpperCase().padStart(extended ? 8 : 3, "0")}`;

/** What stands behind the name of a bus, in order of what matters. */
export function busWords(bus: BusHealth): string[] {
  if (bus.state === "lost") return ["lost", bus.lostBecause, "tried again by itself"].filter(Boolean);
  const words = [bus.state];
  const controller = controllerWords[bus.controller];
  if (controller) words.push(controller);
  if (bus.transmitErrors !== null && bus.receiveErrors !== null)
    words.push(`error counters ${bus.transmitErrors} sent, ${bus.receiveErrors} received`);
  if (bus.losses > 0) words.push(`lost ${bus.losses === 1 ? "once" : `${count(bus.losses)} times`}: ${bus.lostBecause}`);
  words.push(`${count(bus.messagesSeen)} known ${bus.messagesSeen === 1 ? "message" : "messages"}`);
  return words;
}

/** `1 unknown id`, `12 unknown ids`; beyond the bound `1 024 unknown ids and more`. */
export function unknownWords({ unknownIds, unknownBeyond }: BusHealth): string {
  const more = unknownBeyond > 0 ? " and more" : "";
  return `${count(unknownIds)} unknown ${unknownIds === 1 && more === "" ? "id" : "ids"}${more}`;
}

/** How a bus is to be looked at: bad needs a person, odd may. */
export function busMood(bus: BusHealth): "bad" | "odd" | "good" {
  if (bus.state === "lost" || bus.controller === "bus_off" || bus.controller === "error_passive") return "bad";
  return bus.invalidCount > 0 || bus.controller === "error_warning" ? "odd" : "good";
}

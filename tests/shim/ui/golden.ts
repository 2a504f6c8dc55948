// The stored bytes of the contract, as the C++ tests wrote them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, type Event } from "../src/decode/event";

/** The tests run in the directory where `golden` is a link to tests/schemas/golden. */
export const golden = (name: string): Uint8Array => new Uint8Array(readFileSync(join("golden", `${name}.bin`)));

/** The event in a golden file; anything else fails the test. */
export function goldenEvent<T extends Event["topic"]>(name: string, topic: T): Extract<Event, { topic: T }> {
  const decoded = decode(golden(name));
  if (!decoded.ok || decoded.event?.topic !== topic) throw new Error(`${name}: ${JSON.stringify(decoded)}`);
  return decoded.event as Extract<Event, { topic: T }>;
}

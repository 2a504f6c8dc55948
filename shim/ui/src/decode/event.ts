// One message from the WebSocket becomes one event, or the reason why not. The identifier says which topic it is.
import { type CanSignals, readCanSignals } from "./can_signals";
import { type Catalog, readCatalog } from "./catalog";
import { CheckedBuffer, maxEventBytes } from "./checked_buffer";
import { type Frame, readFrame } from "./frame";
import { type Alert, type Log, readAlert, readLog } from "./notice";
import { readShot, type Shot } from "./shot";
import { readStatus, type Status } from "./status";

export type Event = Status | Catalog | CanSignals | Shot | Frame | Alert | Log;

/** `event` is null for a topic that this page does not show. */
export type Decoded = { ok: true; event: Event | null } | { ok: false; why: string };

const readers: Readonly<Record<string, (bytes: CheckedBuffer) => Event>> = {
  TSTA: readStatus,
  TCAT: readCatalog,
  TCSG: readCanSignals,
  TSHO: readShot,
  TFRM: readFrame,
  TALR: readAlert,
  TLOG: readLog,
};

const knownElsewhere = new Set(["TCIF", "TCRW"]);

export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length < 8) return { ok: false, why: `message of ${bytes.length} bytes is no event` };
  if (bytes.length > maxEventBytes) return { ok: false, why: `message of ${bytes.length} bytes is too large` };
  const identifier = String.fromCharCode(...bytes.subarray(4, 8));
  const read = readers[identifier];
  if (read === undefined) {
    return knownElsewhere.has(identifier) ? { ok: true, event: null } : { ok: false, why: "unknown identifier" };
  }
  try {
    return { ok: true, event: read(new CheckedBuffer(bytes)) };
  } catch (error) {
    return { ok: false, why: `${identifier}: ${error instanceof Error ? error.message : "unreadable"}` };
  }
}

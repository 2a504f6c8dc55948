// Topic `can_signals`: decoded values, arrays in parallel.
import type { ByteBuffer } from "flatbuffers";
import { CanSignals as WireCanSignals } from "../../generated/tripline/wire/can-signals";
import { DecodeError, required } from "./checked_buffer";
import { type Header, readHeader } from "./header";

export interface CanSignals {
  topic: "can_signals";
  header: Header;
  catalogRevision: number;
  signal: Uint32Array;
  monoMs: Float64Array;
  value: Float64Array;
  stale: Uint32Array;
}

export function readCanSignals(bytes: ByteBuffer): CanSignals {
  const batch = WireCanSignals.getRootAsCanSignals(bytes);
  const signal = required(batch.signalArray(), "signal");
  const value = required(batch.valueArray(), "value");
  if (value.length !== signal.length || batch.monoNsLength() !== signal.length) {
    throw new DecodeError("signal, mono_ns and value differ in length");
  }
  const monoMs = Float64Array.from({ length: signal.length }, (_, i) => Number(batch.monoNs(i)) / 1e6);
  return {
    topic: "can_signals",
    header: readHeader(batch.header()),
    catalogRevision: batch.catalogRevision(),
    signal,
    monoMs,
    value,
    stale: batch.staleArray() ?? new Uint32Array(),
  };
}

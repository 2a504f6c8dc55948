// What every event starts with.
import type { Header as WireHeader } from "../../generated/tripline/wire/header";
import { required } from "./checked_buffer";

export interface Header {
  sequence: number;
  monoNs: bigint;
  runId: bigint;
}

export function readHeader(header: WireHeader | null): Header {
  const from = required(header, "header");
  return { sequence: Number(from.sequence()), monoNs: from.monoNs(), runId: from.runId() };
}

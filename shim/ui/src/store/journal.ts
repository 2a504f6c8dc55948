// The last alerts and log lines, newest first.
import type { Alert, Level, Log } from "../decode/notice";

export interface JournalEntry {
  key: string;
  kind: "alert" | "log";
  level: Level;
  source: string;
  message: string;
  remedy: string;
  /** Milliseconds since 1970; null while the offset of the clocks is unknown. */
  wallMs: number | null;
}

const maxEntries = 50;

const keyOf = ({ topic, header }: Alert | Log): string => `${topic} ${header.runId} ${header.sequence}`;

export class Journal {
  private events: readonly (Alert | Log)[] = [];

  /** The web process sends the last few again after a reconnect: the same one is not listed twice. */
  add(event: Alert | Log): void {
    const key = keyOf(event);
    if (this.events.some((known) => keyOf(known) === key)) return;
    const monoMs = ({ header }: Alert | Log) => Number(header.monoNs) / 1e6;
    this.events = [event, ...this.events].sort((a, b) => monoMs(b) - monoMs(a)).slice(0, maxEntries);
  }

  /** `realtimeOffsetMs`: CLOCK_REALTIME minus CLOCK_MONOTONIC, from the newest status. */
  view(realtimeOffsetMs: number | null): JournalEntry[] {
    return this.events.map((event) => entryOf(event, realtimeOffsetMs));
  }
}

function entryOf(event: Alert | Log, offsetMs: number | null): JournalEntry {
  const { level, source, message } = event;
  const said = { key: keyOf(event), kind: event.topic, level, source, message };
  if (event.topic === "log") return { ...said, remedy: "", wallMs: event.wallMs };
  return { ...said, remedy: event.remedy, wallMs: offsetMs === null ? null : event.atMonoMs + offsetMs };
}

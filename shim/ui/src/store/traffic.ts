// What came over the WebSocket: how much, what was broken, and what is missing between two sequence numbers.
import type { Header } from "../decode/header";

export interface TrafficView {
  messages: number;
  broken: number;
  lastBroken: string;
  gaps: number;
}

/** Topics whose every event is meant for the page: holes are losses. Of the retained ones only the newest waits for it. */
const gapless = new Set(["alert", "can_signals", "shot"]);

export class Traffic {
  private messages = 0;
  private broken = 0;
  private lastBroken = "";
  private gaps = 0;
  private readonly lastSequence = new Map<string, number>();

  good(): void {
    this.messages += 1;
  }

  bad(why: string): void {
    this.messages += 1;
    this.broken += 1;
    this.lastBroken = why;
  }

  /** A new connection or another run of the core: what was missed meanwhile is no loss on the way. */
  forgetSequences(): void {
    this.lastSequence.clear();
  }

  follow(topic: string, header: Header): void {
    if (!gapless.has(topic)) return;
    const last = this.lastSequence.get(topic);
    if (last !== undefined && header.sequence > last + 1) this.gaps += header.sequence - last - 1;
    this.lastSequence.set(topic, Math.max(last ?? 0, header.sequence));
  }

  view(): TrafficView {
    return { messages: this.messages, broken: this.broken, lastBroken: this.lastBroken, gaps: this.gaps };
  }
}

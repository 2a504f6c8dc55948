// The link's sockets and time, in the hands of a test.
import type { LinkPorts, Socket } from "../src/link/link";

export class FakeSocket implements Socket {
  binaryType = "";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
}

export class FakePorts implements LinkPorts {
  readonly sockets: FakeSocket[] = [];
  private clockMs = 0;
  private timers: { atMs: number; then: () => void }[] = [];

  open(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  nowMs(): number {
    return this.clockMs;
  }
  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.clockMs + delayMs, then };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  /** Moves the clock; timers fire in order. */
  advance(ms: number): void {
    const untilMs = this.clockMs + ms;
    for (;;) {
      const next = this.timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.clockMs = next.atMs;
      next.then();
    }
    this.clockMs = untilMs;
  }
  get newest(): FakeSocket {
    return this.sockets.at(-1)!;
  }
}

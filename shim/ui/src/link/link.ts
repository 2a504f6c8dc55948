// The WebSocket to the web process: connects, notices silence, tries again for ever and says so.
import { backoffMs } from "./backoff";

/** As much of a WebSocket as the link uses; a test brings its own. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

export type LinkState =
  | { kind: "connecting" }
  | { kind: "open"; sinceMs: number }
  | { kind: "lost"; failures: number; sinceMs: number; retryAtMs: number };

/** Time and sockets come from outside. */
export interface LinkPorts {
  open(): Socket;
  nowMs(): number;
  /** Calls back once; the result cancels. */
  after(delayMs: number, then: () => void): () => void;
}

export interface LinkEvents {
  onState(state: LinkState): void;
  onBytes(bytes: Uint8Array): void;
  onText(text: string): void;
}

/** The web process speaks at least once a second; silence this long is a dead connection. */
export const silenceMs = 5000;

export class Link {
  private socket: Socket | null = null;
  private open = false;
  /** Tries that failed since the connection last stood. */
  private failures = 0;
  private lostSinceMs = 0;
  private topics: readonly string[] = [];
  private cancelTimer: () => void = () => {};

  constructor(
    private readonly ports: LinkPorts,
    private readonly events: LinkEvents,
  ) {}

  start(topics: readonly string[]): void {
    this.topics = topics;
    this.events.onState({ kind: "connecting" });
    this.connect();
  }

  /** Replaces the subscription, now and after every reconnect. */
  subscribe(topics: readonly string[]): void {
    this.topics = topics;
    if (this.open) this.socket?.send(JSON.stringify({ subscribe: topics }));
  }

  /** Does not wait for the end of the back-off: the tab came back, or the machine woke up. */
  retryNow(): void {
    if (this.socket === null) this.connect();
  }

  /** Does not try until retryNow(): nobody is logged in. */
  pause(): void {
    this.cancelTimer();
    this.drop();
  }

  private connect(): void {
    const socket = this.ports.open();
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.opened(socket);
    socket.onmessage = ({ data }) => this.received(data);
    socket.onclose = () => this.lose();
    this.watchSilence();
  }

  private opened(socket: Socket): void {
    this.open = true;
    this.failures = 0;
    socket.send(JSON.stringify({ subscribe: this.topics }));
    this.events.onState({ kind: "open", sinceMs: this.ports.nowMs() });
    this.watchSilence();
  }

  private received(data: unknown): void {
    this.watchSilence();
    if (typeof data === "string") this.events.onText(data);
    else if (data instanceof ArrayBuffer) this.events.onBytes(new Uint8Array(data));
  }

  private watchSilence(): void {
    this.cancelTimer();
    this.cancelTimer = this.ports.after(silenceMs, () => this.lose());
  }

  private lose(): void {
    if (this.drop()) this.retryLater(this.ports.nowMs());
  }

  private drop(): boolean {
    const socket = this.socket;
    if (socket === null) return false;
    this.socket = null;
    this.open = false;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    return true;
  }

  private retryLater(nowMs: number): void {
    if (this.failures === 0) this.lostSinceMs = nowMs;
    this.failures += 1;
    const delayMs = backoffMs(this.failures);
    this.cancelTimer();
    this.cancelTimer = this.ports.after(delayMs, () => this.connect());
    this.events.onState({
      kind: "lost",
      failures: this.failures,
      sinceMs: this.lostSinceMs,
      retryAtMs: nowMs + delayMs,
    });
  }
}

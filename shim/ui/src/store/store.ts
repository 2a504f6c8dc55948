// Everything the page knows. Messages change it; views read its signals.
import { batch, signal } from "@preact/signals";
import type { CanSignals } from "../decode/can_signals";
import type { Catalog } from "../decode/catalog";
import { type CoreLiveness, readLiveness } from "../decode/core_liveness";
import { decode, type Event } from "../decode/event";
import type { Frame } from "../decode/frame";
import type { Status } from "../decode/status";
import type { LinkState } from "../link/link";
import { CoreClock } from "./core_clock";
import { Journal, type JournalEntry } from "./journal";
import { ShotAlbum, type ShotLatency, type ShotView } from "./shot_album";
import { SignalHistory } from "./signal_history";
import { SignalTable } from "./signal_table";
import { Traffic, type TrafficView } from "./traffic";

/** A thing and when it came, in milliseconds of the page's clock. */
export interface Received<T> {
  value: T;
  atMs: number;
}

export class Store {
  readonly link = signal<LinkState>({ kind: "connecting" });
  readonly core = signal<Received<CoreLiveness> | null>(null);
  readonly status = signal<Received<Status> | null>(null);
  readonly preview = signal<Received<Frame> | null>(null);
  readonly shot = signal<ShotView | null>(null);
  readonly shotLatencies = signal<readonly ShotLatency[]>([]);
  readonly journal = signal<readonly JournalEntry[]>([]);
  readonly traffic = signal<TrafficView>({ messages: 0, broken: 0, lastBroken: "", gaps: 0 });
  /** Grows when the list of signals changes. */
  readonly catalogChanges = signal(0);
  readonly picked = signal<number | null>(null);
  /** The page's clock; `beat()` moves them. Ten times a second for values, twice for everything else. */
  readonly fastMs = signal(0);
  readonly slowMs = signal(0);

  readonly clock = new CoreClock();
  readonly signals = new SignalTable();
  readonly history = new SignalHistory();
  private readonly album = new ShotAlbum();
  private readonly notices = new Journal();
  private readonly counts = new Traffic();
  private runId: bigint | null = null;

  /** What is shown may be old: nothing new can come. */
  get live(): boolean {
    return this.link.value.kind === "open" && this.core.value?.value.alive !== false;
  }

  onLink(state: LinkState): void {
    if (state.kind === "open") this.counts.forgetSequences();
    if (state.kind === "lost") this.core.value = null;
    this.link.value = state;
  }

  onText(text: string, nowMs: number): void {
    const core = readLiveness(text);
    if (core === null) return this.counts.bad("text message is not understood");
    this.counts.good();
    this.core.value = { value: core, atMs: nowMs };
  }

  onBytes(bytes: Uint8Array, nowMs: number): void {
    const decoded = decode(bytes);
    if (!decoded.ok) return this.counts.bad(decoded.why);
    this.counts.good();
    const { event } = decoded;
    if (event !== null) batch(() => this.apply(event, nowMs));
  }

  /** Called ten times a second. */
  beat(nowMs: number): void {
    batch(() => {
      this.fastMs.value = nowMs;
      if (nowMs - this.slowMs.value < 450) return;
      this.slowMs.value = nowMs;
      this.traffic.value = this.counts.view();
    });
  }

  pick(index: number | null): void {
    this.history.pick(index);
    this.picked.value = index;
  }

  private apply(event: Event, nowMs: number): void {
    this.followRun(event.header.runId);
    this.clock.observe(Number(event.header.monoNs) / 1e6, nowMs);
    this.counts.follow(event.topic, event.header);
    switch (event.topic) {
      case "status":
        return this.applyStatus(event, nowMs);
      case "catalog":
        return this.applyCatalog(event);
      case "can_signals":
        return this.applyValues(event, nowMs);
      case "shot":
        return this.changeAlbum(() => this.album.addShot(event));
      case "frame":
        return this.applyFrame(event, nowMs);
      default:
        this.notices.add(event);
        this.showJournal();
    }
  }

  private applyStatus(status: Status, nowMs: number): void {
    this.status.value = { value: status, atMs: nowMs };
    this.showJournal();
  }

  private applyCatalog(catalog: Catalog): void {
    if (catalog.revision === this.signals.revision && catalog.signals.length === this.signals.infos.length) return;
    const picked = this.picked.value === null ? undefined : this.signals.infos[this.picked.value]?.name;
    this.signals.setCatalog(catalog);
    this.pick(catalog.signals.find(({ name }) => name === picked)?.index ?? null);
    this.catalogChanges.value += 1;
  }

  private applyValues(values: CanSignals, nowMs: number): void {
    this.signals.apply(values, nowMs);
    if (this.picked.value === null) this.pickFirst(values);
    if (values.catalogRevision === this.signals.revision) this.history.apply(values);
  }

  /** Something moves in the chart before anybody picked a signal: the first one that is a quantity. */
  private pickFirst(values: CanSignals): void {
    const first = values.signal.find((index) => this.signals.infos[index]?.choices.size === 0);
    if (first !== undefined && values.catalogRevision === this.signals.revision) this.pick(first);
  }

  private applyFrame(frame: Frame, nowMs: number): void {
    if (frame.shotId === 0) this.preview.value = { value: frame, atMs: nowMs };
    else this.changeAlbum(() => this.album.addFrame(frame));
  }

  private changeAlbum(change: () => void): void {
    change();
    this.shot.value = this.album.view();
    this.shotLatencies.value = this.album.latencies;
  }

  private showJournal(): void {
    this.journal.value = this.notices.view(this.status.value?.value.realtimeOffsetMs ?? null);
  }

  /** Another run: numbers begin again, so nothing of the last one may be mixed in. */
  private followRun(runId: bigint): void {
    if (this.runId === runId) return;
    const first = this.runId === null;
    this.runId = runId;
    if (first) return;
    this.clock.reset();
    this.signals.clear();
    this.counts.forgetSequences();
    this.pick(null);
    this.catalogChanges.value += 1;
    this.preview.value = null;
    this.status.value = null;
    this.changeAlbum(() => this.album.clear());
  }
}

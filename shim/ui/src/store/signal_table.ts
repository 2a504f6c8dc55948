// The newest value of every CAN signal. A signal that stops is stale; it is never zero and never silently held.
import type { CanSignals } from "../decode/can_signals";
import type { Catalog, SignalInfo } from "../decode/catalog";
import type { CoreClock } from "./core_clock";

export interface SignalRow {
  info: SignalInfo;
  /** Null: no value has come yet. */
  value: number | null;
  ageMs: number | null;
  stale: boolean;
  /** -1 fell, 1 rose, 0 did not change lately. */
  trend: -1 | 0 | 1;
}

/** How long a change stays marked. */
const trendMs = 400;

/** Batches wait up to 20 ms and other events overtake them: only beyond this does the page call a value late. */
const graceMs = 250;

export class SignalTable {
  infos: readonly SignalInfo[] = [];
  revision = 0;
  /** Values that belong to another catalogue than the one at hand. */
  ignored = 0;
  private value = new Float64Array();
  private monoMs = new Float64Array();
  private changedMs = new Float64Array();
  private trend = new Int8Array();
  private silent = new Uint8Array();

  setCatalog(catalog: Catalog): void {
    const size = catalog.signals.length;
    this.infos = catalog.signals;
    this.revision = catalog.revision;
    this.value = new Float64Array(size).fill(Number.NaN);
    this.monoMs = new Float64Array(size).fill(-1);
    this.changedMs = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.trend = new Int8Array(size);
    this.silent = new Uint8Array(size);
  }

  /** Another run of the core: every cache is void. */
  clear(): void {
    this.infos = [];
    this.revision = 0;
  }

  apply(batch: CanSignals, nowMs: number): void {
    if (batch.catalogRevision !== this.revision || this.infos.length === 0) {
      this.ignored += batch.signal.length;
      return;
    }
    batch.signal.forEach((index, i) => this.store(index, batch.value[i]!, batch.monoMs[i]!, nowMs));
    for (const index of batch.stale) if (index < this.silent.length) this.silent[index] = 1;
  }

  /** Late is judged by what was heard from the core, so that a page that was held up calls nothing stale. */
  row(index: number, nowMs: number, clock: Pick<CoreClock, "ageMs" | "heardMonoMs">): SignalRow {
    const info = this.infos[index]!;
    const monoMs = this.monoMs[index]!;
    if (monoMs < 0) return { info, value: null, ageMs: null, stale: false, trend: 0 };
    const late = info.timeoutMs > 0 && clock.heardMonoMs - monoMs > info.timeoutMs + graceMs;
    const recent = nowMs - this.changedMs[index]! < trendMs;
    return {
      info,
      value: this.value[index]!,
      ageMs: clock.ageMs(monoMs, nowMs),
      stale: this.silent[index] === 1 || late,
      trend: recent ? (this.trend[index] as -1 | 0 | 1) : 0,
    };
  }

  valueAt(index: number): number | null {
    return index < this.infos.length && this.monoMs[index]! >= 0 ? this.value[index]! : null;
  }

  private store(index: number, value: number, monoMs: number, nowMs: number): void {
    if (index >= this.infos.length) {
      this.ignored += 1;
      return;
    }
    const before = this.value[index]!;
    if (value !== before && this.monoMs[index]! >= 0) {
      this.trend[index] = value > before ? 1 : -1;
      this.changedMs[index] = nowMs;
    }
    this.value[index] = value;
    this.monoMs[index] = monoMs;
    this.silent[index] = 0;
  }
}

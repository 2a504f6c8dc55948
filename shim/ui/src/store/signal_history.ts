// The last minute of one picked signal.
import type { CanSignals } from "../decode/can_signals";

export const historyMs = 60_000;
/** 100 Hz for a minute; a faster signal is thinned to this. */
const maxPoints = 6000;
const minStepMs = historyMs / maxPoints;
/** Where nothing came for this long the line is broken: what lies between was not measured. */
const gapMs = 1500;

export class SignalHistory {
  picked: number | null = null;
  private times: number[] = [];
  private values: number[] = [];

  pick(index: number | null): void {
    this.picked = index;
    this.times = [];
    this.values = [];
  }

  apply(batch: CanSignals): void {
    if (this.picked === null) return;
    batch.signal.forEach((index, i) => {
      if (index === this.picked) this.push(batch.monoMs[i]!, batch.value[i]!);
    });
  }

  /** Seconds before `nowMonoMs` (negative) and values, as the chart wants them; null breaks the line. */
  series(nowMonoMs: number): [number[], (number | null)[]] {
    this.forget(nowMonoMs - historyMs);
    const seconds: number[] = [];
    const values: (number | null)[] = [];
    this.times.forEach((time, i) => {
      const before = this.times[i - 1] ?? time;
      if (time - before > gapMs) {
        seconds.push((before + 1 - nowMonoMs) / 1000);
        values.push(null);
      }
      seconds.push((time - nowMonoMs) / 1000);
      values.push(this.values[i]!);
    });
    return [seconds, values];
  }

  private push(monoMs: number, value: number): void {
    const last = this.times.at(-1);
    if (last !== undefined && monoMs - last < minStepMs) return;
    this.times.push(monoMs);
    this.values.push(value);
    if (this.times.length > 2 * maxPoints) this.forget(monoMs - historyMs);
  }

  private forget(beforeMonoMs: number): void {
    const keep = this.times.findIndex((time) => time >= beforeMonoMs);
    const gone = keep < 0 ? this.times.length : keep;
    this.times.splice(0, gone);
    this.values.splice(0, gone);
  }
}

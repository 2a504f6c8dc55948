// The core's CLOCK_MONOTONIC as this page sees it: events carry when they were made, the page knows when they came.

/** Slower than real crystals drift apart, quick enough to forget one early estimate. */
const forgetMsPerEvent = 0.01;

export class CoreClock {
  /** The newest time of the core that an event carried. It stands still while the page itself is held up. */
  heardMonoMs = 0;
  private offsetMs: number | null = null;

  /** An event made at `madeMonoMs` came at `cameMs` of the page's clock; the least delayed one tells best. */
  observe(madeMonoMs: number, cameMs: number): void {
    this.heardMonoMs = Math.max(this.heardMonoMs, madeMonoMs);
    const sample = madeMonoMs - cameMs;
    this.offsetMs = this.offsetMs === null ? sample : Math.max(sample, this.offsetMs - forgetMsPerEvent);
  }

  /** Another run of the core, perhaps another boot. */
  reset(): void {
    this.offsetMs = null;
    this.heardMonoMs = 0;
  }

  /** The core's clock now; null while the clocks are not matched. */
  monoMs(nowMs: number): number | null {
    return this.offsetMs === null ? null : nowMs + this.offsetMs;
  }

  /** Age of something the core did at `monoMs`; null while the clocks are not matched. */
  ageMs(monoMs: number, nowMs: number): number | null {
    return this.offsetMs === null ? null : Math.max(0, nowMs + this.offsetMs - monoMs);
  }
}

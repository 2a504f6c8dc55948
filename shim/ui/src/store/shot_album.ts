// The last shot with its pictures, and the latencies of the shots before it. Pictures may come before their shot.
import type { Frame } from "../decode/frame";
import type { Shot } from "../decode/shot";

export interface ShotLatency {
  shotId: number;
  /** Frame delivered → first edge done. */
  us: number;
}

export interface ShotView {
  shot: Shot;
  /** By place in the shot: 0 is the trip frame. */
  frames: ReadonlyMap<number, Frame>;
}

const framesBefore = 6;
const framesAfter = 8;
/** Places of a shot's pictures, as `limits::kFramesBefore` and `kFramesAfter`. */
export const places: readonly number[] = Array.from(
  { length: framesBefore + 1 + framesAfter },
  (_, i) => i - framesBefore,
);

const maxLatencies = 200;
/** Shots whose pictures are kept: the last one, and one that is just arriving. */
const maxRolls = 2;

export class ShotAlbum {
  latencies: readonly ShotLatency[] = [];
  private shot: Shot | null = null;
  private rolls = new Map<number, Map<number, Frame>>();

  clear(): void {
    this.shot = null;
    this.latencies = [];
    this.rolls.clear();
  }

  addShot(shot: Shot): void {
    const repeated = this.latencies.some(({ shotId }) => shotId === shot.shotId);
    if (!repeated && shot.edgeDoneNs > 0n && shot.origin !== "input") {
      const us = Number(shot.edgeDoneNs - shot.deliveredNs) / 1e3;
      this.latencies = [...this.latencies, { shotId: shot.shotId, us }].slice(-maxLatencies);
    }
    if (this.shot === null || shot.shotId >= this.shot.shotId) this.shot = shot;
  }

  addFrame(frame: Frame): void {
    if (frame.shotId === 0 || frame.index < -framesBefore || frame.index > framesAfter) return;
    const roll = this.rolls.get(frame.shotId) ?? new Map<number, Frame>();
    roll.set(frame.index, frame);
    this.rolls.set(frame.shotId, roll);
    const old = [...this.rolls.keys()].sort((a, b) => a - b).slice(0, -maxRolls);
    for (const shotId of old) this.rolls.delete(shotId);
  }

  view(): ShotView | null {
    return this.shot && { shot: this.shot, frames: new Map(this.rolls.get(this.shot.shotId)) };
  }
}

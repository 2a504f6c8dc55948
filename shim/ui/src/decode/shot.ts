// Topic `shot`: the whole story of one trigger.
import type { ByteBuffer } from "flatbuffers";
import type { Pulse as WirePulse } from "../../generated/tripline/wire/pulse";
import { Shot as WireShot } from "../../generated/tripline/wire/shot";
import type { ShotLine as WireShotLine } from "../../generated/tripline/wire/shot-line";
import { ShotLineUse } from "../../generated/tripline/wire/shot-line-use";
import type { ShotLatency as WireShotLatency } from "../../generated/tripline/wire/shot-latency";
import { ShotOrigin } from "../../generated/tripline/wire/shot-origin";
import type { SignalAtShot as WireSignalAtShot } from "../../generated/tripline/wire/signal-at-shot";
import { list, required } from "./checked_buffer";
import { type Header, readHeader } from "./header";
import { type Provenance, readProvenance } from "./provenance";

/** Times in nanoseconds of CLOCK_MONOTONIC; differences are exact. */
export interface Pulse {
  line: number;
  plannedOnNs: bigint;
  plannedOffNs: bigint;
  onNs: bigint;
  offNs: bigint;
  overlong: boolean;
}

/** A line of the strobe; a pulse's `line` is an index into the list of them. */
export interface ShotLine {
  name: string;
  use: string;
  provenance: Provenance;
}

export interface SignalAtShot {
  name: string;
  value: number;
  unit: string;
  ageMs: number;
  stale: boolean;
  provenance: Provenance;
}

/** One latency of the shot, and the fraction of the run's samples that were at most as long. */
export interface ShotLatency {
  name: string;
  us: number;
  shareAtMost: number;
  count: number;
}

export interface Shot {
  topic: "shot";
  header: Header;
  shotId: number;
  origin: string;
  frameProvenance: Provenance;
  strobeProvenance: Provenance;
  tripFrame: number;
  frames: number[];
  sensorNs: bigint;
  deliveredNs: bigint;
  decidedNs: bigint;
  edgeAskedNs: bigint;
  edgeDoneNs: bigint;
  pulses: Pulse[];
  roiChanged: number;
  guardChanged: number;
  residual: number;
  correlation: number;
  signals: SignalAtShot[];
  realtime: boolean;
  strobeRefused: string;
  strobeLines: ShotLine[];
  strobeFault: string;
  /** Origin input: its edge, as the kernel stamped it; 0n of another origin. */
  inputNs: bigint;
  inputWokenNs: bigint;
  latencies: ShotLatency[];
}

const readPulse = (pulse: WirePulse): Pulse => ({
  line: pulse.line(),
  plannedOnNs: pulse.plannedOnNs(),
  plannedOffNs: pulse.plannedOffNs(),
  onNs: pulse.onNs(),
  offNs: pulse.offNs(),
  overlong: pulse.overlong(),
});

const readLine = (line: WireShotLine): ShotLine => ({
  name: required(line.name(), "line.name"),
  use: ShotLineUse[line.use()] ?? "unknown",
  provenance: readProvenance(line.provenance()),
});

const readSignal = (signal: WireSignalAtShot): SignalAtShot => ({
  name: required(signal.name(), "signal.name"),
  value: signal.value(),
  unit: signal.unit() ?? "",
  ageMs: Number(signal.ageNs()) / 1e6,
  stale: signal.stale(),
  provenance: readProvenance(signal.provenance()),
});

const readLatency = (latency: WireShotLatency): ShotLatency => ({
  name: required(latency.name(), "latency.name"),
  us: Number(latency.ns()) / 1e3,
  shareAtMost: latency.shareAtMost(),
  count: Number(latency.count()),
});

export function readShot(bytes: ByteBuffer): Shot {
  const shot = WireShot.getRootAsShot(bytes);
  return {
    topic: "shot",
    header: readHeader(shot.header()),
    shotId: shot.shotId(),
    origin: ShotOrigin[shot.origin()] ?? "unknown",
    frameProvenance: readProvenance(shot.frameProvenance()),
    strobeProvenance: readProvenance(shot.strobeProvenance()),
    tripFrame: Number(shot.tripFrame()),
    frames: list(shot.framesLength(), (i) => shot.frames(i), Number),
    sensorNs: shot.sensorNs(),
    deliveredNs: shot.deliveredNs(),
    decidedNs: shot.decidedNs(),
    edgeAskedNs: shot.edgeAskedNs(),
    edgeDoneNs: shot.edgeDoneNs(),
    pulses: list(shot.pulsesLength(), (i) => shot.pulses(i), readPulse),
    roiChanged: shot.roiChanged(),
    guardChanged: shot.guardChanged(),
    residual: shot.residual(),
    correlation: shot.correlation(),
    signals: list(shot.signalsLength(), (i) => shot.signals(i), readSignal),
    realtime: shot.realtime(),
    strobeRefused: shot.strobeRefused() ?? "",
    strobeLines: list(shot.strobeLinesLength(), (i) => shot.strobeLines(i), readLine),
    strobeFault: shot.strobeFault() ?? "",
    inputNs: shot.inputNs(),
    inputWokenNs: shot.inputWokenNs(),
    latencies: list(shot.latenciesLength(), (i) => shot.latencies(i), readLatency),
  };
}

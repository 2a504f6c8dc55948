// Topic `status`: how the core is.
import type { ByteBuffer } from "flatbuffers";
import type { Counter as WireCounter } from "../../generated/tripline/wire/counter";
import type { Device as WireDevice } from "../../generated/tripline/wire/device";
import { DeviceRole } from "../../generated/tripline/wire/device-role";
import { DeviceState } from "../../generated/tripline/wire/device-state";
import type { Latency as WireLatency } from "../../generated/tripline/wire/latency";
import { Status as WireStatus } from "../../generated/tripline/wire/status";
import type { Thread as WireThread } from "../../generated/tripline/wire/thread";
import { TriggerState } from "../../generated/tripline/wire/trigger-state";
import { type BusHealth, readBusHealth } from "./can_health";
import { list, required } from "./checked_buffer";
import { type Header, readHeader } from "./header";
import { type Provenance, readProvenance } from "./provenance";

export type TriggerWord = "disarmed" | "settling" | "armed" | "fired" | "cooldown" | "priming";

export interface Device {
  role: string;
  name: string;
  detail: string;
  provenance: Provenance;
  state: string;
  lastMonoMs: number;
  rateHz: number;
}

export interface Thread {
  name: string;
  priorityWanted: number;
  priority: number;
  cpu: number;
  wakesOn: string;
  turns: number;
  pageFaults: number;
}

export interface Latency {
  name: string;
  count: number;
  /** From where to where. */
  what: string;
  p50Us: number;
  p90Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
}

export interface Counter {
  name: string;
  value: number;
}

export interface Status {
  topic: "status";
  header: Header;
  rig: string;
  profile: string;
  version: string;
  pid: number;
  startedMonoMs: number;
  /** Add to a monotonic time to get milliseconds since 1970. */
  realtimeOffsetMs: number;
  state: TriggerWord;
  realtime: boolean;
  degraded: { what: string; remedy: string }[];
  devices: Device[];
  threads: Thread[];
  counters: Counter[];
  drops: Counter[];
  latencies: Latency[];
  rssBytes: number;
  lockedBytes: number;
  stopping: string;
  canBuses: BusHealth[];
}

const ms = (ns: bigint): number => Number(ns) / 1e6;
const us = (ns: bigint): number => Number(ns) / 1e3;

const readDevice = (device: WireDevice): Device => ({
  role: DeviceRole[device.role()] ?? "device",
  name: required(device.name(), "device.name"),
  detail: device.detail() ?? "",
  provenance: readProvenance(device.provenance()),
  state: DeviceState[device.state()] ?? "unknown",
  lastMonoMs: ms(device.lastMonoNs()),
  rateHz: device.rateHz(),
});

const readThread = (thread: WireThread): Thread => ({
  name: required(thread.name(), "thread.name"),
  priorityWanted: thread.priorityWanted(),
  priority: thread.priority(),
  cpu: thread.cpu(),
  wakesOn: thread.wakesOn() ?? "",
  turns: Number(thread.turns()),
  pageFaults: Number(thread.pageFaults()),
});

const readLatency = (latency: WireLatency): Latency => ({
  name: required(latency.name(), "latency.name"),
  count: Number(latency.count()),
  what: latency.what() ?? "",
  p50Us: us(latency.p50Ns()),
  p90Us: us(latency.p90Ns()),
  p99Us: us(latency.p99Ns()),
  p999Us: us(latency.p999Ns()),
  maxUs: us(latency.maxNs()),
});

const readCounter = (counter: WireCounter): Counter => ({
  name: required(counter.name(), "counter.name"),
  value: Number(counter.value()),
});

export function readStatus(bytes: ByteBuffer): Status {
  const status = WireStatus.getRootAsStatus(bytes);
  return {
    topic: "status",
    header: readHeader(status.header()),
    rig: required(status.rig(), "rig"),
    profile: required(status.profile(), "profile"),
    version: required(status.version(), "version"),
    pid: status.pid(),
    startedMonoMs: ms(status.startedMonoNs()),
    realtimeOffsetMs: ms(status.realtimeOffsetNs()),
    state: required((TriggerState[status.state()] as TriggerWord | undefined) ?? null, "state"),
    realtime: status.realtime(),
    degraded: list(
      status.degradedLength(),
      (i) => status.degraded(i),
      (item) => ({
        what: required(item.what(), "degraded.what"),
        remedy: item.remedy() ?? "",
      }),
    ),
    devices: list(status.devicesLength(), (i) => status.devices(i), readDevice),
    threads: list(status.threadsLength(), (i) => status.threads(i), readThread),
    counters: list(status.countersLength(), (i) => status.counters(i), readCounter),
    drops: list(status.dropsLength(), (i) => status.drops(i), readCounter),
    latencies: list(status.latenciesLength(), (i) => status.latencies(i), readLatency),
    rssBytes: Number(status.rssBytes()),
    lockedBytes: Number(status.lockedBytes()),
    stopping: status.stopping() ?? "",
    canBuses: list(status.canBusesLength(), (i) => status.canBuses(i), readBusHealth),
  };
}

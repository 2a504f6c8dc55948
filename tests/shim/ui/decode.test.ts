// The page reads the very bytes that the core writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../src/decode/event";
import { golden, goldenEvent } from "./golden";

const topics = ["status", "catalog", "can_signals", "shot", "frame", "alert", "log"] as const;

test("every event starts with the golden header, exact beyond 2^63", () => {
  for (const topic of topics) {
    assert.deepEqual(
      goldenEvent(topic, topic).header,
      { sequence: 7, monoNs: 1_000_000_123n, runId: 0x8000000000000001n },
      topic,
    );
  }
});

test("a status tells state, devices, threads, counts and latencies", () => {
  const status = goldenEvent("status", "status");
  assert.equal(status.state, "armed");
  assert.equal(status.rig, "main");
  assert.equal(status.realtime, false);
  assert.deepEqual(status.degraded, [{ what: "no SCHED_FIFO", remedy: "give CAP_SYS_NICE" }]);
  assert.deepEqual(status.devices[0], {
    role: "camera",
    name: "sim",
    detail: "struck ball, 96 × 88 at 571 Hz",
    provenance: "simulated",
    state: "ok",
    lastMonoMs: 999,
    rateHz: 571.5,
  });
  assert.equal(status.threads[0]?.priorityWanted, 80);
  assert.equal(status.threads[0]?.priority, 0);
  assert.deepEqual(status.drops, [{ name: "shot_ring", value: 2 }]);
  assert.deepEqual(status.latencies[0], {
    name: "trigger",
    what: "frame delivered to first edge done",
    count: 12,
    p50Us: 0.47,
    p90Us: 1.1,
    p99Us: 1.9,
    p999Us: 3.9,
    maxUs: 12.9,
  });
  assert.equal(status.realtimeOffsetMs, 1_793_000_000_000);
});

test("a status tells how each bus is, and what is not well on it", () => {
  const [bus] = goldenEvent("status", "status").canBuses;
  assert.deepEqual(bus, {
    name: "can0",
    state: "ok",
    lostBecause: "unplugged",
    losses: 1,
    controller: "error_warning",
    transmitErrors: 3,
    receiveErrors: 97,
    errorFrames: 4,
    messagesSeen: 23,
    unknownIds: 12,
    unknownBeyond: 5,
    unknown: [{ id: 0x1abcde, extended: true, count: 1234, rateHz: 99.5 }],
    invalid: [{ name: "Brake", id: 0x1a5, extended: false, state: "checksum", sinceMonoMs: 998 }],
    invalidCount: 1,
  });
});

test("a catalogue tells names, units and choices, negative ones too", () => {
  const [signal] = goldenEvent("catalog", "catalog").signals;
  assert.equal(signal?.name, "Gear");
  assert.equal(signal?.unit, "°");
  assert.equal(signal?.canId, 0x18fef100);
  assert.equal(signal?.choices.get(-1), "Reverse");
  assert.equal(signal?.timeoutMs, 500);
  assert.equal(signal?.dbcName, "GbxGear");
  assert.equal(signal?.expression, "gear_at(rpm / speed)");
});

test("values come with their times; infinity is a value", () => {
  const values = goldenEvent("can_signals", "can_signals");
  assert.deepEqual([...values.signal], [0, 2, 1]);
  assert.deepEqual([...values.value], [-1.5, 3250.25, Number.POSITIVE_INFINITY]);
  assert.deepEqual([...values.monoMs], [1000.000001, 1000.000002, 1000.000003]);
  assert.deepEqual([...values.stale], [3]);
});

test("a shot names the lines of its strobe", () => {
  const shot = goldenEvent("shot", "shot");
  assert.deepEqual(
    shot.strobeLines.map((line) => [line.name, line.use, line.provenance]),
    [
      ["lamp", "lamp", "simulated"],
      ["camera", "camera", "simulated"],
    ],
  );
  assert.deepEqual(shot.pulses.map((pulse) => pulse.line), [0, 0, 1]);
  assert.equal(shot.strobeFault, "the core stopped");
});

test("a shot tells its times to the nanosecond, its pulses and its signals", () => {
  const shot = goldenEvent("shot", "shot");
  assert.equal(shot.edgeDoneNs - shot.sensorNs, 103_900n);
  assert.equal(shot.tripFrame, 300);
  assert.deepEqual(shot.frames, [294, 295, 296, 297, 298, 299, 300, 301]);
  assert.deepEqual(
    shot.pulses.map((pulse) => pulse.overlong),
    [false, true, false],
  );
  assert.equal(shot.frameProvenance, "replayed");
  assert.deepEqual(shot.signals[0], {
    name: "EngineSpeed",
    value: 3250.5,
    unit: "rpm",
    ageMs: 7,
    stale: false,
    provenance: "simulated",
  });
});

test("a frame tells its place, its regions and its pixels", () => {
  const frame = goldenEvent("frame", "frame");
  assert.equal(frame.index, -2);
  assert.deepEqual(frame.roi, { x: 2, y: 2, width: 4, height: 2 });
  assert.deepEqual([...frame.pixels], [0, 1, 2, 127, 128, 255]);
});

test("alerts and log lines keep their words", () => {
  const alert = goldenEvent("alert", "alert");
  assert.deepEqual([alert.level, alert.kind, alert.remedy], ["warning", "camera_stalled", "check the cable"]);
  assert.equal(goldenEvent("log", "log").message, "armed – größer als nötig");
});

test("topics that the page does not show are no errors", () => {
  for (const name of ["config_in_force", "can_raw"]) assert.deepEqual(decode(golden(name)), { ok: true, event: null });
});

test("what is no event is told apart", () => {
  assert.deepEqual(decode(new Uint8Array(3)), { ok: false, why: "message of 3 bytes is no event" });
  assert.deepEqual(decode(golden("control_reply")), { ok: false, why: "unknown identifier" });
  const huge = decode(new Uint8Array(24 * 1024 * 1024 + 1));
  assert.equal(huge.ok, false);
});

test("a message cut anywhere never throws", () => {
  for (const topic of topics) {
    const whole = golden(topic);
    for (let length = 0; length < whole.length; length += 1)
      assert.equal(typeof decode(whole.slice(0, length)).ok, "boolean");
  }
});

test("a message with any one byte turned never throws", () => {
  for (const topic of topics) {
    const bytes = golden(topic);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const mask of [0xff, 0x80, 0x01]) {
        bytes[at]! ^= mask;
        assert.equal(typeof decode(bytes).ok, "boolean", `${topic} at ${at}`);
        bytes[at]! ^= mask;
      }
    }
  }
});

test("pixels that do not fill the picture are refused", () => {
  const bytes = golden("frame");
  const pixels = bytes.findIndex((_, at) => [0, 1, 2, 127, 128, 255].every((value, i) => bytes[at + i] === value));
  bytes[pixels - 4] = 5;
  assert.deepEqual(decode(bytes), { ok: false, why: "TFRM: 5 pixels are not 3 x 2" });
});

// Messages in, what the page shows out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Builder } from "flatbuffers";
import { Catalog } from "../generated/tripline/wire/catalog";
import { Header } from "../generated/tripline/wire/header";
import { Signal } from "../generated/tripline/wire/signal";
import { Store } from "../src/store/store";
import { golden } from "./golden";

function filled(): Store {
  const store = new Store();
  store.onLink({ kind: "open", sinceMs: 0 });
  for (const name of ["status", "catalog", "can_signals", "shot", "frame", "alert", "log"])
    store.onBytes(golden(name), 100);
  store.beat(600);
  return store;
}

/** The same message from another run of the core: the run's number stands in the header, written first among equals. */
function fromAnotherRun(name: string): Uint8Array {
  const bytes = golden(name);
  const run = [1, 0, 0, 0, 0, 0, 0, 0x80];
  const at = bytes.findIndex((_, i) => run.every((byte, k) => bytes[i + k] === byte));
  bytes[at + 1] = 0x55;
  return bytes;
}

/** A catalogue of the golden run. */
function catalogOf(revision: number, ...names: string[]): Uint8Array {
  const builder = new Builder();
  const signals = names.map((name, index) => {
    const [written, message] = [builder.createString(name), builder.createString("Engine")];
    Signal.startSignal(builder);
    Signal.addIndex(builder, index);
    Signal.addName(builder, written);
    Signal.addMessage(builder, message);
    return Signal.endSignal(builder);
  });
  const list = Catalog.createSignalsVector(builder, signals);
  Catalog.startCatalog(builder);
  Catalog.addHeader(builder, Header.createHeader(builder, 8n, 1_000_000_200n, 0x8000000000000001n));
  Catalog.addRevision(builder, revision);
  Catalog.addSignals(builder, list);
  Catalog.finishCatalogBuffer(builder, Catalog.endCatalog(builder));
  return builder.asUint8Array();
}

test("takes in every topic", () => {
  const store = filled();
  assert.equal(store.status.value?.value.state, "armed");
  assert.equal(store.shot.value?.shot.shotId, 3);
  assert.equal(store.shot.value?.frames.size, 1);
  assert.equal(store.signals.valueAt(0), -1.5);
  assert.equal(store.journal.value.length, 2);
  assert.deepEqual(store.traffic.value, { messages: 7, broken: 0, lastBroken: "", gaps: 0 });
});

test("counts a broken message and shows why", () => {
  const store = filled();
  store.onBytes(new Uint8Array([1, 2, 3]), 100);
  store.onText("nonsense", 100);
  store.beat(1200);
  assert.equal(store.traffic.value.broken, 2);
  assert.equal(store.traffic.value.lastBroken, "text message is not understood");
});

test("lists what is sent again after a reconnect only once", () => {
  const store = filled();
  store.onBytes(golden("alert"), 200);
  store.onBytes(golden("log"), 200);
  assert.equal(store.journal.value.length, 2);
});

test("gives an alert its time of day as soon as the clocks are known", () => {
  const store = new Store();
  store.onBytes(golden("alert"), 0);
  assert.equal(store.journal.value[0]?.wallMs, null);
  store.onBytes(golden("status"), 0);
  assert.equal(store.journal.value[0]?.wallMs, 1_793_000_000_999);
});

test("another run of the core voids what was held of the last one", () => {
  const store = filled();
  store.onBytes(fromAnotherRun("log"), 300);
  assert.equal(store.shot.value, null);
  assert.equal(store.status.value, null);
  assert.equal(store.preview.value, null);
  assert.deepEqual(store.signals.infos, []);
  assert.deepEqual(store.shotLatencies.value, []);
});

test("what was true before the connection broke is old, not gone", () => {
  const store = filled();
  assert.equal(store.live, true);
  store.onLink({ kind: "lost", failures: 1, sinceMs: 700, retryAtMs: 950 });
  assert.equal(store.live, false);
  assert.equal(store.status.value?.value.state, "armed");
});

test("what a dead core said last is old", () => {
  const store = filled();
  store.onText('{"core":{"alive":false,"state":"STOPPED","why":"stopped","heartbeat_age_ms":1600}}', 700);
  assert.equal(store.live, false);
});

test("draws a quantity until somebody picks a signal", () => {
  const store = filled();
  assert.equal(store.picked.value, null, "the only signal of the catalogue is a choice");
  store.pick(0);
  assert.equal(store.picked.value, 0);
});

test("another catalogue voids the values, and keeps the picked signal by its name", () => {
  const store = filled();
  store.pick(0);
  store.onBytes(catalogOf(3, "Speed", "Gear"), 200);
  assert.equal(store.signals.revision, 3);
  assert.equal(store.picked.value, 1, "Gear has moved");
  assert.equal(store.signals.valueAt(1), null);
  store.onBytes(golden("can_signals"), 210);
  assert.equal(store.signals.valueAt(0), null, "values of the second catalogue");
  store.onBytes(catalogOf(4, "Speed"), 220);
  assert.equal(store.picked.value, null);
});

test("slow things move twice a second, values ten times", () => {
  const store = new Store();
  const seen: number[] = [];
  store.slowMs.subscribe((ms) => seen.push(ms));
  for (let ms = 1000; ms < 2000; ms += 100) store.beat(ms);
  assert.deepEqual(seen, [0, 1000, 1500]);
  assert.equal(store.fastMs.value, 1900);
});

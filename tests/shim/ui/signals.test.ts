// The values of the CAN table: fresh, stale or not there, and in which order they are shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CanSignals } from "../src/decode/can_signals";
import type { Catalog, SignalInfo } from "../src/decode/catalog";
import { historyMs, SignalHistory } from "../src/store/signal_history";
import { listSignals, windowOf } from "../src/store/signal_list";
import { SignalTable } from "../src/store/signal_table";

const header = { sequence: 1, monoNs: 0n, runId: 1n };

const info = (index: number, name: string, message = "Engine"): SignalInfo => ({
  index,
  name,
  message,
  canId: 0x100 + index,
  extended: false,
  bus: "",
  unit: "V",
  choices: new Map(),
  provenance: "simulated",
  timeoutMs: 500,
  comment: "",
  dbcName: name,
  expression: "",
});

const catalog = (...names: string[]): Catalog => ({
  topic: "catalog",
  header,
  revision: 1,
  signals: names.map((name, i) => info(i, name)),
});

const values = (pairs: [number, number][], monoMs: number, revision = 1, stale: number[] = []): CanSignals => ({
  topic: "can_signals",
  header,
  catalogRevision: revision,
  signal: Uint32Array.from(pairs, ([index]) => index),
  monoMs: new Float64Array(pairs.length).fill(monoMs),
  value: Float64Array.from(pairs, ([, value]) => value),
  stale: Uint32Array.from(stale),
});

function table(...names: string[]): SignalTable {
  const made = new SignalTable();
  made.setCatalog(catalog(...names));
  return made;
}

/** A clock that is `nowMs`, and has heard everything up to `heardMonoMs`. */
const clockAt = (nowMs: number, heardMonoMs = nowMs) => ({ heardMonoMs, ageMs: (monoMs: number) => nowMs - monoMs });

test("a signal without a value shows none, not zero", () => {
  assert.equal(table("A").row(0, 0, clockAt(0)).value, null);
});

test("a value shows its age and which way it went", () => {
  const signals = table("A");
  signals.apply(values([[0, 5]], 100), 100);
  assert.equal(signals.row(0, 100, clockAt(100)).trend, 0);
  signals.apply(values([[0, 4]], 110), 110);
  const row = signals.row(0, 120, clockAt(120));
  assert.deepEqual([row.value, row.ageMs, row.trend, row.stale], [4, 10, -1, false]);
  assert.equal(signals.row(0, 1000, clockAt(120)).trend, 0);
});

test("a value is stale when the core says so, and fresh again with the next one", () => {
  const signals = table("A", "B");
  signals.apply(values([[0, 5]], 100), 100);
  signals.apply(values([], 0, 1, [0, 9]), 200);
  assert.equal(signals.row(0, 200, clockAt(200)).stale, true);
  assert.equal(signals.row(0, 200, clockAt(200)).value, 5);
  signals.apply(values([[0, 6]], 210), 210);
  assert.equal(signals.row(0, 210, clockAt(210)).stale, false);
});

test("a value is stale past its timeout, also when nobody says so", () => {
  const signals = table("A");
  signals.apply(values([[0, 5]], 100), 100);
  assert.equal(signals.row(0, 850, clockAt(850)).stale, false);
  assert.equal(signals.row(0, 851, clockAt(851)).stale, true);
});

test("a page that was held up calls nothing stale for it", () => {
  const signals = table("A");
  signals.apply(values([[0, 5]], 100), 100);
  const row = signals.row(0, 5000, clockAt(5000, 120));
  assert.deepEqual([row.stale, row.ageMs], [false, 4900]);
});

test("values of another catalogue are counted, not shown", () => {
  const signals = table("A");
  signals.apply(
    values(
      [
        [0, 5],
        [0, 6],
      ],
      100,
      2,
    ),
    100,
  );
  assert.equal(signals.valueAt(0), null);
  assert.equal(signals.ignored, 2);
});

test("an index beyond the catalogue is counted, not shown", () => {
  const signals = table("A");
  signals.apply(values([[7, 5]], 100), 100);
  assert.equal(signals.ignored, 1);
});

test("the filter takes every word, in the name, message, unit or identifier", () => {
  const infos = [info(0, "EngineSpeed"), info(1, "OilTemperature"), info(2, "Yaw", "Dynamics")];
  const find = (filter: string) => listSignals(infos, { filter, key: "name", descending: false }, () => null);
  assert.deepEqual(find(""), [0, 1, 2]);
  assert.deepEqual(find("engine oil"), [1]);
  assert.deepEqual(find("102"), [2]);
  assert.deepEqual(find("nothing"), []);
});

test("the filter finds a derived signal by its formula, and a renamed one by the name in the DBC", () => {
  const infos: SignalInfo[] = [
    { ...info(0, "rpm"), dbcName: "EngineSpeed" },
    { ...info(1, "gear", ""), canId: 0, dbcName: "", expression: "gear_at(rpm / speed)", provenance: "derived" },
  ];
  const find = (filter: string) => listSignals(infos, { filter, key: "name", descending: false }, () => null);
  assert.deepEqual(find("enginespeed"), [0]);
  assert.deepEqual(find("gear_at"), [1]);
  assert.deepEqual(find("derived"), [1]);
  assert.deepEqual(find("rpm"), [1, 0]);
});

test("values wait for the catalogue that they belong to", () => {
  const signals = table("A");
  signals.apply(values([[0, 5]], 100), 100);
  signals.setCatalog({ ...catalog("A", "B"), revision: 2 });
  assert.equal(signals.valueAt(0), null, "the old value may have had another unit");
  signals.apply(values([[0, 6]], 110, 1), 110);
  assert.equal(signals.valueAt(0), null);
  signals.apply(values([[1, 7]], 120, 2), 120);
  assert.equal(signals.valueAt(1), 7);
});


test("sorts by name, message and value; what has no value comes last", () => {
  const infos = [info(0, "B", "Y"), info(1, "A", "Z"), info(2, "C", "X")];
  const held = [2, 1, null];
  const sort = (key: "name" | "message" | "value", descending = false) =>
    listSignals(infos, { filter: "", key, descending }, (index) => held[index]!);
  assert.deepEqual(sort("name"), [1, 0, 2]);
  assert.deepEqual(sort("name", true), [2, 0, 1]);
  assert.deepEqual(sort("message"), [2, 0, 1]);
  assert.deepEqual(sort("value"), [1, 0, 2]);
  assert.deepEqual(sort("value", true), [0, 1, 2]);
});

test("of thousands of rows only those in view are drawn", () => {
  assert.deepEqual(windowOf(5000, 30, 30_000, 300), { first: 996, last: 1014 });
  assert.deepEqual(windowOf(3, 30, 0, 300), { first: 0, last: 3 });
  assert.deepEqual(windowOf(0, 30, 500, 300), { first: 0, last: 0 });
  assert.deepEqual(windowOf(10, 30, 30_000, 300), { first: 10, last: 10 });
});

test("the history keeps one signal for a minute", () => {
  const history = new SignalHistory();
  history.pick(1);
  history.apply(
    values(
      [
        [0, 9],
        [1, 5],
      ],
      1000,
    ),
  );
  history.apply(values([[1, 6]], 2000));
  assert.deepEqual(history.series(3000), [
    [-2, -1],
    [5, 6],
  ]);
  assert.deepEqual(history.series(1500 + historyMs), [[-59.5], [6]]);
  history.pick(0);
  assert.deepEqual(history.series(3000), [[], []]);
});

test("the history breaks the line where nothing came", () => {
  const history = new SignalHistory();
  history.pick(0);
  for (const monoMs of [1000, 2000, 4000]) history.apply(values([[0, monoMs]], monoMs));
  assert.deepEqual(history.series(4000), [
    [-3, -2, -1.999, 0],
    [1000, 2000, null, 4000],
  ]);
});

test("the history thins a signal that is faster than the chart can show", () => {
  const history = new SignalHistory();
  history.pick(0);
  for (let i = 0; i < 1000; i += 1) history.apply(values([[0, i]], 1000 + i));
  assert.equal(history.series(2000)[0].length, 100);
});

// Numbers and times as a person reads them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { count, microseconds, percent, physical } from "../src/format/number";
import { signalValue } from "../src/format/signal_value";
import { duration, inSeconds, step, timeOfDay } from "../src/format/time";

test("durations grow their unit", () => {
  const cases: [number, string][] = [
    [-5, "0 ms"],
    [0, "0 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [1600, "1.6 s"],
    [9949, "9.9 s"],
    [12_000, "12 s"],
    [59_700, "1 min 0 s"],
    [185_000, "3 min 5 s"],
    [7_440_000, "2 h 4 min"],
    [442_800_000, "5 d 3 h"],
  ];
  for (const [ms, text] of cases) assert.equal(duration(ms), text);
});

test("steps are signed and carry the unit that suits", () => {
  assert.deepEqual([870n, 3420n, 1_751_000n, 2_500_000_000n, -450n].map(step), [
    "+870 ns",
    "+3.42 µs",
    "+1.751 ms",
    "+2.500 s",
    "−450 ns",
  ]);
});

test("a wait is said in whole seconds", () => {
  assert.deepEqual([0, 400, 1200, 5000].map(inSeconds), ["now", "now", "in 2 s", "in 5 s"]);
});

test("a time that is not known is not midnight", () => {
  assert.equal(timeOfDay(null), "--:--:--.---");
  assert.match(timeOfDay(1_793_000_000_999), /^\d\d:\d\d:\d\d\.999$/);
});

test("numbers keep thousands apart", () => {
  assert.deepEqual([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1\u202f000", "1\u202f234\u202f567"]);
});

test("microseconds show three digits", () => {
  assert.deepEqual([0.47, 3.9, 29.04, 183.4, 6683].map(microseconds), ["0.47", "3.90", "29.0", "183", "6\u202f683"]);
});

test("physical values keep what matters", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-1.5, "−1.500"],
    [3250.25, "3250.3"],
    [0.00001234, "1.234e−5"],
    [42, "42"],
    [2 ** 40, "1.100e+12"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "−Inf"],
  ];
  for (const [value, text] of cases) assert.equal(physical(value), text);
});

test("a percentage is zero only for nothing", () => {
  assert.deepEqual([0, 0.0001, 0.413, -0.07].map(percent), ["0 %", "< 0.1 %", "41.3 %", "−7.0 %"]);
});

test("a signal shows its choice where it has one", () => {
  const gear = { choices: new Map([[-1, "Reverse"]]), unit: "" };
  assert.deepEqual(signalValue(gear, -1), { value: "Reverse", unit: "= −1" });
  assert.deepEqual(signalValue(gear, 3), { value: "3", unit: "" });
  assert.deepEqual(signalValue(gear, null), { value: "–", unit: "" });
});

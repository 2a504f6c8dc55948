// A bus in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BusHealth } from "../src/decode/can_health";
import { busMood, busWords, faultWord, idText, unknownWords } from "../src/format/bus_words";

const well: BusHealth = {
  name: "can0",
  state: "ok",
  lostBecause: "",
  losses: 0,
  controller: "unknown",
  transmitErrors: null,
  receiveErrors: null,
  errorFrames: 0,
  messagesSeen: 23,
  unknownIds: 0,
  unknownBeyond: 0,
  unknown: [],
  invalid: [],
  invalidCount: 0,
};

test("a bus that is well needs few words", () => {
  assert.deepEqual(busWords(well), ["ok", "23 known messages"]);
  assert.equal(busMood(well), "good");
  assert.deepEqual(busWords({ ...well, messagesSeen: 1 }), ["ok", "1 known message"]);
});

test("a lost bus says why, and nothing of what it was", () => {
  assert.deepEqual(busWords({ ...well, state: "lost", losses: 1, lostBecause: "unplugged" }), [
    "lost",
    "unplugged",
    "tried again by itself",
  ]);
  assert.equal(busMood({ ...well, state: "lost" }), "bad");
});

test("the controller's state and counters come when they are known", () => {
  const bus = { ...well, controller: "error_passive", transmitErrors: 3, receiveErrors: 130, losses: 2, lostBecause: "bus-off" };
  assert.deepEqual(busWords(bus).slice(1, 4), [
    "controller error-passive",
    "error counters 3 sent, 130 received",
    "lost 2 times: bus-off",
  ]);
  assert.equal(busMood(bus), "bad");
  assert.equal(busMood({ ...well, controller: "error_warning" }), "odd");
});

test("an invalid message makes a bus odd, not bad", () => {
  assert.equal(busMood({ ...well, invalidCount: 1 }), "odd");
  const message = { name: "Brake", id: 1, extended: false, state: "counter", sinceMonoMs: 0 };
  assert.equal(faultWord(message), "wrong counter");
  assert.equal(faultWord({ ...message, state: "timeout" }), "silent");
});

test("unknown ids are counted in words", () => {
  assert.equal(unknownWords({ ...well, unknownIds: 1 }), "1 unknown id");
  assert.equal(unknownWords({ ...well, unknownIds: 1024, unknownBeyond: 7 }), "1\u202f024 unknown ids and more");
});

test("extended ids have eight digits", () => {
  assert.equal(idText({ id: 0x1a, extended: false }), "0x01A");
  assert.equal(idText({ id: 0x1a, extended: true }), "0x0000001A");
});

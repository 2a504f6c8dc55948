// What the banner says in every situation.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CoreLiveness } from "../src/decode/core_liveness";
import type { Known } from "../src/store/verdict";
import { verdictOf } from "../src/store/verdict";
import { goldenEvent } from "./golden";

const alive: CoreLiveness = { alive: true, state: "RUNNING", why: "", heartbeatAgeMs: 100 };
const dead: CoreLiveness = { alive: false, state: "STOPPED", why: "killed by signal 9", heartbeatAgeMs: 1700 };
const status = { value: goldenEvent("status", "status"), atMs: 1000 };
const open = { kind: "open", sinceMs: 0 } as const;
const known = (change: Partial<Known>): Known => ({
  link: open,
  core: { value: alive, atMs: 1000 },
  status,
  ...change,
});

test("says the trigger's state while everything is heard", () => {
  const verdict = verdictOf(known({}), 1500);
  assert.deepEqual([verdict.word, verdict.tone, verdict.icon], ["ARMED", "ready", "armed"]);
});

test("says each state in its own word, colour and icon", () => {
  const all = (["disarmed", "settling", "armed", "fired", "cooldown", "priming"] as const).map((state) =>
    verdictOf(known({ status: { ...status, value: { ...status.value, state } } }), 1500),
  );
  assert.deepEqual(
    all.map(({ word }) => word),
    ["DISARMED", "SETTLING", "ARMED", "FIRED", "COOLDOWN", "PRIMING"],
  );
  assert.equal(new Set(all.map(({ icon }) => icon)).size, 6);
});

test("says that the core stopped, why, and what was known last", () => {
  const verdict = verdictOf(known({ core: { value: dead, atMs: 2700 } }), 3000);
  assert.equal(verdict.word, "STOPPED");
  assert.equal(verdict.sentence, "Killed by signal 9. Last known: ARMED, 2.0 s ago.");
});

test("says that the page lost the web process, and when it tries again", () => {
  const link = { kind: "lost", failures: 3, sinceMs: 2000, retryAtMs: 5000 } as const;
  const verdict = verdictOf(known({ link }), 3000);
  assert.equal(verdict.word, "NO CONNECTION");
  assert.equal(
    verdict.sentence,
    "The page lost the connection to the web process, trying again in 2 s (try 3). Last known: ARMED, 2.0 s ago.",
  );
});

test("a lost connection outweighs what the core said before", () => {
  const link = { kind: "lost", failures: 1, sinceMs: 0, retryAtMs: 0 } as const;
  assert.equal(verdictOf(known({ link, core: { value: dead, atMs: 0 } }), 0).word, "NO CONNECTION");
});

test("says how long it has waited for a first status", () => {
  const verdict = verdictOf(known({ core: null, status: null }), 4200);
  assert.equal(verdict.word, "NO STATUS YET");
  assert.match(verdict.sentence, /^Connected for 4\.2 s;/);
});

test("a status that gets old is not shown as the state", () => {
  assert.equal(verdictOf(known({ core: null }), 4000).word, "ARMED");
  assert.equal(verdictOf(known({ core: null }), 4001).word, "SILENT");
});

// Ages in the core's time, and what was lost on the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CoreClock } from "../src/store/core_clock";
import { Traffic } from "../src/store/traffic";

const header = (sequence: number) => ({ sequence, monoNs: 0n, runId: 1n });

test("no age is known before the first event", () => {
  assert.equal(new CoreClock().ageMs(5, 10), null);
});

test("the event that was least delayed sets the clock", () => {
  const clock = new CoreClock();
  clock.observe(1000, 50);
  clock.observe(2000, 1030);
  clock.observe(2500, 1900);
  const ageMs = clock.ageMs(2500, 1900)!;
  assert.ok(Math.abs(ageMs - 370) < 0.1, `${ageMs}`);
});

test("nothing is older than now", () => {
  const clock = new CoreClock();
  clock.observe(1000, 0);
  assert.equal(clock.ageMs(2000, 0), 0);
});

test("a hole in the sequence is a counted loss", () => {
  const traffic = new Traffic();
  for (const topic of ["alert", "can_signals", "shot"])
    for (const sequence of [4, 5, 8]) traffic.follow(topic, header(sequence));
  assert.equal(traffic.view().gaps, 6);
});

test("a repeated or late message is no loss, nor is what was missed while away", () => {
  const traffic = new Traffic();
  for (const sequence of [4, 4, 3, 5]) traffic.follow("shot", header(sequence));
  traffic.forgetSequences();
  traffic.follow("shot", header(90));
  assert.equal(traffic.view().gaps, 0);
});

test("topics of which the web process passes on a choice, or the newest alone, have no gaps", () => {
  const traffic = new Traffic();
  for (const topic of ["frame", "status"]) for (const sequence of [1, 9]) traffic.follow(topic, header(sequence));
  assert.equal(traffic.view().gaps, 0);
});

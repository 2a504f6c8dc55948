// The text message of the web process.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readLiveness } from "../src/decode/core_liveness";

test("says whether the core lives, and why not", () => {
  assert.deepEqual(
    readLiveness('{"core":{"alive":false,"state":"STOPPED","why":"signal 9","heartbeat_age_ms":1600}}'),
    {
      alive: false,
      state: "STOPPED",
      why: "signal 9",
      heartbeatAgeMs: 1600,
    },
  );
});

test("an age that is not known stays unknown", () => {
  assert.equal(
    readLiveness('{"core":{"alive":false,"state":"STOPPED","why":"","heartbeat_age_ms":null}}')?.heartbeatAgeMs,
    null,
  );
  assert.equal(readLiveness('{"core":{"alive":false,"state":"STOPPED","heartbeat_age_ms":-1}}')?.heartbeatAgeMs, null);
});

test("anything else is refused", () => {
  for (const text of ["", "{", "null", "[]", '{"core":3}', '{"core":{"alive":1,"state":"X"}}', " ".repeat(70_000)]) {
    assert.equal(readLiveness(text), null, text.slice(0, 20));
  }
});

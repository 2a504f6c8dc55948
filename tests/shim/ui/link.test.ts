// The link comes back by itself, and says what it does meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMs } from "../src/link/backoff";
import { webSocketUrl } from "../src/link/browser_ports";
import { Link, type LinkState, silenceMs } from "../src/link/link";
import { topicsWanted } from "../src/link/topics";
import { FakePorts } from "./fake_ports";

function linked() {
  const ports = new FakePorts();
  const states: LinkState[] = [];
  const texts: string[] = [];
  const bytes: Uint8Array[] = [];
  const link = new Link(ports, {
    onState: (state) => states.push(state),
    onText: (text) => texts.push(text),
    onBytes: (message) => bytes.push(message),
  });
  link.start(["status"]);
  return { ports, link, states, texts, bytes };
}

test("waits longer after each failure, but never longer than five seconds", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 60].map(backoffMs), [250, 500, 1000, 2000, 4000, 5000, 5000]);
});

test("subscribes as soon as the connection stands", () => {
  const { ports, states } = linked();
  ports.newest.onopen!();
  assert.deepEqual(ports.newest.sent, ['{"subscribe":["status"]}']);
  assert.deepEqual(states, [{ kind: "connecting" }, { kind: "open", sinceMs: 0 }]);
});

test("passes on text and bytes", () => {
  const { ports, texts, bytes } = linked();
  ports.newest.onopen!();
  ports.newest.onmessage!({ data: "hello" });
  ports.newest.onmessage!({ data: new Uint8Array([1, 2]).buffer });
  assert.deepEqual(texts, ["hello"]);
  assert.deepEqual(bytes, [new Uint8Array([1, 2])]);
});

test("tries again for ever, with the same subscription", () => {
  const { ports, states } = linked();
  ports.newest.onopen!();
  ports.newest.onclose!();
  assert.deepEqual(states.at(-1), { kind: "lost", failures: 1, sinceMs: 0, retryAtMs: 250 });
  ports.advance(250);
  ports.newest.onclose!();
  assert.deepEqual(states.at(-1), { kind: "lost", failures: 2, sinceMs: 0, retryAtMs: 750 });
  ports.advance(500);
  ports.newest.onopen!();
  assert.equal(ports.sockets.length, 3);
  assert.deepEqual(ports.newest.sent, ['{"subscribe":["status"]}']);
  assert.deepEqual(states.at(-1), { kind: "open", sinceMs: 750 });
});

test("begins with short waits again after a connection that stood", () => {
  const { ports, states } = linked();
  for (let i = 0; i < 4; i += 1) {
    ports.newest.onclose!();
    ports.advance(5000);
  }
  ports.newest.onopen!();
  ports.newest.onclose!();
  assert.equal(states.at(-1)?.kind === "lost" && (states.at(-1) as { failures: number }).failures, 1);
});

test("a silent connection is a lost one", () => {
  const { ports, states } = linked();
  ports.newest.onopen!();
  const socket = ports.newest;
  ports.advance(silenceMs - 1);
  socket.onmessage!({ data: "still here" });
  ports.advance(silenceMs - 1);
  assert.equal(states.at(-1)?.kind, "open");
  ports.advance(1);
  assert.equal(states.at(-1)?.kind, "lost");
  assert.equal(socket.closed, true);
});

test("a connection that never comes to stand is tried again", () => {
  const { ports } = linked();
  ports.advance(silenceMs + 250);
  assert.equal(ports.sockets.length, 2);
});

test("does not wait when the tab comes back", () => {
  const { ports, link } = linked();
  for (let i = 0; i < 5; i += 1) {
    ports.newest.onclose!();
    if (i < 4) ports.advance(5000);
  }
  const before = ports.sockets.length;
  link.retryNow();
  assert.equal(ports.sockets.length, before + 1);
  link.retryNow();
  assert.equal(ports.sockets.length, before + 1);
});

test("changes its subscription while it is open, and remembers it while it is not", () => {
  const { ports, link } = linked();
  link.subscribe(["shot"]);
  assert.deepEqual(ports.newest.sent, []);
  ports.newest.onopen!();
  link.subscribe(["log"]);
  assert.deepEqual(ports.newest.sent, ['{"subscribe":["shot"]}', '{"subscribe":["log"]}']);
});

test("a hidden page asks for no preview", () => {
  assert.equal(topicsWanted(true).includes("frame/preview"), true);
  assert.equal(topicsWanted(false).includes("frame/preview"), false);
});

test("rests while it may not, and begins anew when it is started again", () => {
  const { ports, link } = linked();
  ports.newest.onopen!();
  const socket = ports.newest;
  link.pause();
  assert.equal(socket.closed, true);
  ports.advance(60_000);
  assert.equal(ports.sockets.length, 1);
  link.start(["shot"]);
  ports.newest.onopen!();
  assert.deepEqual(ports.newest.sent, ['{"subscribe":["shot"]}']);
});

test("rests also between two tries", () => {
  const { ports, link } = linked();
  ports.newest.onclose!();
  link.pause();
  ports.advance(60_000);
  assert.equal(ports.sockets.length, 1);
});

test("speaks to the host that served the page, beside the page", () => {
  assert.equal(webSocketUrl("http://127.0.0.1:8080/"), "ws://127.0.0.1:8080/ws");
  assert.equal(webSocketUrl("https://rig.example/rig1/?x=1#y"), "wss://rig.example/rig1/ws");
});

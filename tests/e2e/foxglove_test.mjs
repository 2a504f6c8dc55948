// The Foxglove endpoint, with the protocol's own client.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { Rig } from "./processes.mjs";

const packages = createRequire(join(process.env.TRIPLINE_NODE_PACKAGES, "package.json"));
const { FoxgloveClient } = packages("@foxglove/ws-protocol");
const WebSocket = packages("ws");

/** A client that has been told of the channels; what it is told of errors is kept. */
async function connected(url, protocols) {
  const socket = new WebSocket(url, protocols);
  const client = new FoxgloveClient({ ws: socket });
  const told = { errors: [], channels: new Map(), messages: [], socket, client };
  client.on("status", (status) => told.errors.push(status.message));
  client.on("message", (message) => told.messages.push(message));
  const info = new Promise((done) => client.on("serverInfo", done));
  const channels = new Promise((done) => client.on("advertise", done));
  await new Promise((done, failed) => {
    client.on("open", done);
    client.on("error", failed);
  });
  told.info = await info;
  for (const channel of await channels) told.channels.set(channel.topic, channel);
  return told;
}

async function until(reached, what, ms = 60_000) {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((done) => setTimeout(done, 20)))
    if (reached()) return;
  assert.fail(`never: ${what}`);
}

const bytesOf = (view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
const nowNs = () => BigInt(Date.now()) * 1_000_000n;

test("a viewer of the Foxglove family", { timeout: 200_000 }, async (t) => {
  const rig = new Rig(process.env.TRIPLINE_BIN_DIR);
  try {
    rig.startCore(["--set", "sim.strike_every_s=2.5"]);
    await rig.startWeb();
    const url = `${rig.address.replace("http", "ws")}foxglove`;

    for (const protocol of ["foxglove.sdk.v1", "foxglove.websocket.v1"])
      await t.test(`is told of every channel, by ${protocol}`, async () => {
        const told = await connected(url, [protocol]);
        assert.equal(told.socket.protocol, protocol);
        assert.equal(told.info.name, "Tripline e2e");
        assert.deepEqual(told.info.capabilities, []);
        for (const topic of ["status", "catalog", "config", "shot", "frame/shot", "can_raw", "can_signals", "alert", "log", "preview"]) {
          const channel = told.channels.get(topic);
          assert.ok(channel, topic);
          assert.equal(channel.schemaEncoding, "flatbuffer");
          assert.equal(Buffer.from(channel.schema, "base64").subarray(4, 8).toString(), "BFBS", topic);
        }
        told.client.close();
      });

    await t.test("gets what it subscribes to, until it does not want it", async () => {
      const told = await connected(url, ["foxglove.sdk.v1"]);
      const ids = {};
      for (const topic of ["status", "preview", "can_signals", "log/foxglove", "shot"])
        ids[topic] = told.client.subscribe(told.channels.get(topic).id);
      const of = (topic) => told.messages.filter((message) => message.subscriptionId === ids[topic]);
      for (const topic of ["status", "preview", "can_signals", "shot"]) await until(() => of(topic).length > 0, topic);
      const age = nowNs() - of("status").at(-1).timestamp;
      assert.ok(age > -5_000_000_000n && age < 60_000_000_000n, `stamped in wall time, not ${age} ns ago`);
      assert.equal(bytesOf(of("status")[0].data).subarray(4, 8).toString(), "TSTA");
      const image = bytesOf(of("preview")[0].data);
      assert.ok(image.includes(Buffer.from([0xff, 0xd8, 0xff])), "a JPEG");
      assert.ok(image.includes("SIMULATED"));
      told.client.unsubscribe(ids.can_signals);
      told.client.unsubscribe(ids.preview);
      await until(() => of("status").length > 3, "the server has read both, for it answers in order");
      const before = of("can_signals").length;
      const statuses = of("status").length;
      await until(() => of("status").length > statuses + 1, "two seconds more");
      assert.equal(of("can_signals").length, before);
      assert.deepEqual(told.errors, []);
      told.client.close();
    });

    await t.test("can change nothing", async () => {
      const told = await connected(url, ["foxglove.sdk.v1"]);
      told.client.setParameters([{ name: "trigger.threshold", value: 1 }]);
      await until(() => told.errors.length > 0, "an error");
      assert.match(told.errors[0], /only tells/);
      told.client.close();
    });

    await t.test("must speak the protocol, and come from here", async () => {
      const refused = (protocols, options) =>
        new Promise((done) => {
          const socket = new WebSocket(url, protocols, options);
          socket.on("unexpected-response", (_, response) => done(response.statusCode));
          socket.on("open", () => done(101));
          socket.on("error", () => {});
        });
      assert.equal(await refused([], {}), 400);
      assert.equal(await refused(["chat"], {}), 400);
      assert.equal(await refused(["foxglove.sdk.v1"], { origin: "https://evil.example" }), 403);
    });
  } catch (error) {
    console.error(rig.report());
    throw error;
  } finally {
    await rig.end();
  }
});

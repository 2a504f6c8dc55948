// Start and stop of the core from the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCoreProcess } from "../src/decode/core_process";
import { type Answer, type CoreApi, coreApi, type Verb } from "../src/link/core_api";
import { CoreSteering } from "../src/store/core_steering";

const document = (state: string, control = {}) => ({
  state,
  why: "",
  log: [],
  control: { by: "supervisor", able: true, refusal: "", ...control },
});
const core = (state: string, control = {}) => readCoreProcess(document(state, control))!;

/** A web process that does what it is asked, and remembers it. */
class FakeApi implements CoreApi {
  readonly asked: Verb[] = [];
  answer: Answer = { core: core("STOPPED"), refusal: "" };
  constructor(private readonly state: string) {}
  read = () => Promise.resolve(core(this.state));
  ask = (verb: Verb) => {
    this.asked.push(verb);
    return Promise.resolve(this.answer);
  };
}

const steeringOf = async (state: string) => {
  const api = new FakeApi(state);
  const steering = new CoreSteering(api);
  await steering.refresh();
  return { api, steering };
};

test("an armed core is stopped only after a yes", async () => {
  const { api, steering } = await steeringOf("RUNNING");
  await steering.press("stop", true);
  assert.deepEqual([api.asked, steering.question.value], [[], "stop"]);
  steering.cancel();
  await steering.confirm();
  assert.deepEqual(api.asked, [], "a no is a no, also when a late yes follows");
  await steering.press("restart", true);
  await steering.confirm();
  assert.deepEqual([api.asked, steering.question.value], [["restart"], null]);
});

test("a disarmed core is stopped at once", async () => {
  const { api, steering } = await steeringOf("RUNNING");
  await steering.press("stop", false);
  assert.deepEqual(api.asked, ["stop"]);
  assert.equal(steering.process.value?.state, "STOPPED");
});

test("only what fits the state can be pressed", async () => {
  const can = async (state: string) => {
    const { steering } = await steeringOf(state);
    return (["start", "stop", "restart"] as const).filter((verb) => steering.can(verb));
  };
  assert.deepEqual(await can("STOPPED"), ["start"]);
  assert.deepEqual(await can("RUNNING"), ["stop", "restart"]);
  assert.deepEqual(await can("STARTING"), ["stop"]);
  assert.deepEqual(await can("STOPPING"), []);
  assert.deepEqual(await can("FAILED"), ["start", "stop", "restart"]);
});

test("nothing can be pressed while a request is under way", async () => {
  const { api, steering } = await steeringOf("STOPPED");
  const first = steering.press("start", false);
  assert.equal(steering.busy.value, "start");
  await steering.press("start", false);
  await first;
  assert.deepEqual(api.asked, ["start"]);
});

test("nothing can be pressed while somebody else holds the rig", async () => {
  const api = new FakeApi("RUNNING");
  const steering = new CoreSteering(api);
  steering.process.value = core("RUNNING", { able: false, refusal: "started by somebody else" });
  await steering.press("stop", false);
  assert.deepEqual(api.asked, []);
});

test("a refusal is shown, with the core as it was then", async () => {
  const { api, steering } = await steeringOf("STOPPED");
  api.answer = { core: core("FAILED"), refusal: "The core failed to start." };
  await steering.press("start", false);
  assert.equal(steering.refusal.value, "The core failed to start.");
  assert.equal(steering.process.value?.state, "FAILED");
});

test("asks relative addresses in JSON, and reads problems", async () => {
  const calls: { address: string; init: RequestInit | undefined }[] = [];
  const api = coreApi((address, init) => {
    calls.push({ address, init });
    const body = { detail: "held by pid 4", remedy: "Stop it", core: document("RUNNING") };
    return Promise.resolve({ ok: false, status: 409, json: () => Promise.resolve(body) });
  });
  const answer = await api.ask("stop");
  assert.equal(answer.refusal, "held by pid 4. Stop it.");
  assert.equal(answer.core?.state, "RUNNING");
  assert.equal(calls[0]?.address, "api/v1/core/stop");
  assert.deepEqual(calls[0]?.init?.headers, { "Content-Type": "application/json" });
});

test("a web process that is gone is said", async () => {
  const api = coreApi(() => Promise.reject(new Error("network")));
  assert.equal((await api.ask("start")).refusal, "The web process does not answer.");
  assert.equal(await api.read(), null);
});

test("a document that is not understood is refused", () => {
  for (const value of [null, 3, {}, { state: "RUNNING" }, { state: 3, control: {} }]) {
    assert.equal(readCoreProcess(value), null);
  }
  assert.deepEqual(readCoreProcess({ ...document("FAILED"), log: ["one", 2] })?.log, ["one"]);
});

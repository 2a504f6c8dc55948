// Who the page is: what it may do, how it logs in, and that the link rests meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { whileAllowed } from "../src/link/while_allowed";
import { type Fetch, Session } from "../src/store/session";

interface Answer {
  status: number;
  body?: unknown;
}
const reader = { role: "read", login_needed: false, logout_possible: true };
const stranger = { role: "none", login_needed: true, logout_possible: false };

/** A web process that gives these answers, one after another; none left: it is gone. */
function session(...answers: Answer[]) {
  const asked: { url: string; method: string; body: string | undefined; headers: unknown }[] = [];
  const fetch: Fetch = async (url, { method, body, headers }) => {
    asked.push({ url, method, body, headers });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("failed to fetch");
    return {
      ok: answer.status < 400,
      status: answer.status,
      json: async () => {
        if (answer.body === undefined) throw new SyntaxError("no JSON");
        return answer.body;
      },
    };
  };
  return { session: new Session(fetch), asked };
}

test("everybody may do everything where no login is needed", async () => {
  const { session: here } = session({ status: 200, body: { role: "configure", login_needed: false, logout_possible: false } });
  assert.equal(here.allows("read"), false, "before it is known");
  await here.ask();
  assert.deepEqual(here.state.value, { kind: "in", role: "configure", canLogOut: false });
  assert.equal(here.allows("configure"), true);
});

test("a role may do what those before it may, and no more", async () => {
  const { session: here } = session({ status: 200, body: { ...reader, role: "operate" } });
  await here.ask();
  assert.deepEqual(
    (["none", "read", "operate", "configure"] as const).map((role) => here.allows(role)),
    [true, true, true, false],
  );
});

test("logs in with a token, beside the page, as JSON", async () => {
  const { session: here, asked } = session({ status: 200, body: stranger }, { status: 200 }, { status: 200, body: reader });
  await here.ask();
  assert.deepEqual(here.state.value, { kind: "out", why: "", busy: false });
  assert.equal(here.allows("read"), false);
  await here.logIn("secret");
  assert.deepEqual(here.state.value, { kind: "in", role: "read", canLogOut: true });
  assert.deepEqual(asked[1], {
    url: "api/v1/session",
    method: "POST",
    body: '{"token":"secret"}',
    headers: { "Content-Type": "application/json" },
  });
});

test("says what is wrong with a login", async () => {
  for (const [status, why] of [
    [401, /not a token/],
    [429, /Wait a second/],
    [500, /refused the login \(500\)/],
  ] as const) {
    const { session: here } = session({ status });
    await here.logIn("secret");
    assert.equal(here.state.value.kind === "out" && why.test(here.state.value.why), true, String(status));
  }
  const { session: gone } = session();
  await gone.logIn("secret");
  assert.deepEqual(gone.state.value, { kind: "out", why: "The web process does not answer.", busy: false });
});

test("says that the browser keeps no cookie", async () => {
  const { session: here } = session({ status: 200 }, { status: 200, body: stranger });
  await here.logIn("secret");
  assert.equal(here.state.value.kind === "out" && /cookies/.test(here.state.value.why), true);
});

test("logs out", async () => {
  const { session: here, asked } = session({ status: 200, body: reader }, { status: 204 }, { status: 200, body: stranger });
  await here.ask();
  await here.logOut();
  assert.equal(asked[1]?.method, "DELETE");
  assert.equal(here.state.value.kind, "out");
});

test("knows no more without an answer, or with one that is none", async () => {
  for (const answers of [[], [{ status: 502 }], [{ status: 200 }], [{ status: 200, body: { role: "king" } }]]) {
    const { session: here } = session({ status: 200, body: reader }, ...answers);
    await here.ask();
    await here.ask();
    assert.deepEqual(here.state.value, { kind: "in", role: "read", canLogOut: true });
  }
});

function followed(here: Session) {
  const calls: string[] = [];
  const started = whileAllowed(here, { start: () => calls.push("start"), pause: () => calls.push("pause") });
  return { calls, started };
}
const settled = () => new Promise((done) => setImmediate(done));

test("the link starts when the page may listen, rests when it may not, and starts again", async () => {
  const { session: here } = session(
    { status: 200, body: stranger },
    { status: 200 },
    { status: 200, body: reader },
    { status: 200, body: reader },
    { status: 200, body: stranger },
  );
  const { calls, started } = followed(here);
  await settled();
  assert.deepEqual([calls, started()], [["pause"], false]);
  await here.logIn("secret");
  assert.deepEqual(calls.at(-1), "start");
  await here.ask();
  assert.equal(calls.filter((call) => call === "start").length, 1, "a lost link waits as long as it always does");
  await here.ask();
  assert.deepEqual([calls.at(-1), started()], ["pause", false]);
});

test("the link tries on where the web process does not answer", async () => {
  const { calls, started } = followed(session().session);
  await settled();
  assert.deepEqual([calls, started()], [["start"], true]);
});

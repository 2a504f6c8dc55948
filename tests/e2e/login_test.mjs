// The login in a real browser, through nginx with TLS and a path prefix: a wrong token, a right one, the way out.
// Settings as page_test.mjs.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Browser } from "./browser.mjs";
import { Program, Rig } from "./processes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const token = "r".repeat(40);

async function logIn(browser, text) {
  await browser.at("token").fill(text);
  await browser.at("log-in").click();
}

const steps = {
  "asks for a token, and shows nothing else": async ({ browser }) => {
    await browser.at("login").waitFor();
    assert.equal(await browser.at("state-banner").count(), 0);
    assert.equal(await browser.at("log-out").count(), 0);
  },

  "says that a token is wrong": async ({ browser }) => {
    await logIn(browser, "w".repeat(40));
    await browser.reads("login-why", /not a token of this rig/);
  },

  "shows the rig to whoever has a token, and what that one may do": async ({ browser }) => {
    await logIn(browser, token);
    await browser.reads("link", /core not heard/);
    await browser.reads("state", /\S/);
    await browser.reads("role", /^may read$/);
  },

  "keeps the session where no script can read it": async ({ browser, page }) => {
    assert.equal(await page.evaluate(() => document.cookie), "");
    const [cookie] = await browser.context.cookies();
    assert.deepEqual(
      [cookie.name, cookie.path, cookie.httpOnly, cookie.secure, cookie.sameSite],
      ["tripline_session_e2e", "/rig1/", true, true, "Strict"],
    );
  },

  "stays logged in when it is loaded again": async ({ browser, page }) => {
    await page.reload();
    await browser.reads("role", /^may read$/);
  },

  "forgets everything at the way out": async ({ browser }) => {
    await browser.at("log-out").click();
    await browser.at("login").waitFor();
    assert.deepEqual(await browser.context.cookies(), []);
  },
};

test("the login, behind nginx", async (t) => {
  const rig = new Rig(process.env.TRIPLINE_BIN_DIR);
  t.after(() => rig.end());
  const tokens = join(rig.dir, "web-tokens");
  writeFileSync(tokens, `read ${token}\n`, { mode: 0o600 });
  await rig.startWeb(["--token-file", tokens, "--host", "rig.example"]);
  const proxy = new Program("python3", [join(here, "proxy.py"), rig.dir, String(rig.port)]);
  t.after(() => proxy.end());
  const [, port] = await proxy.says(/proxy on port (\d+)/);
  const browser = await Browser.open({ args: ["--host-resolver-rules=MAP rig.example 127.0.0.1"], ignoreHTTPSErrors: true });
  t.after(() => browser.close());
  await browser.page.goto(`https://rig.example:${port}/rig1/`);
  for (const [name, step] of Object.entries(steps)) await t.test(name, () => step({ browser, page: browser.page }));
  const errors = browser.complaints.filter((complaint) => !/status of 401|^WebSocket|warning: WebSocket/.test(complaint));
  assert.deepEqual(errors, []);
});

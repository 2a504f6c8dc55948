// The buttons that stop and start the core, in a real browser, with `tripline rig run` for real.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Program } from "./processes.mjs";

const steps = {
  "shows the core and who keeps it": async ({ browser }) => {
    await browser.reads("core-bar", /Core running · kept by tripline rig run/, 60_000);
    await browser.reads("state", /^(ARMED|FIRED|COOLDOWN|SETTLING)$/, 30_000);
    assert.ok(await browser.at("core-start").isDisabled());
  },

  "asks before it stops an armed core, and a no changes nothing": async ({ browser }) => {
    await browser.at("core-stop").click();
    await browser.reads("core-question", /The trigger is armed/);
    assert.ok(await browser.at("core-question").isVisible());
    await browser.at("core-no").click();
    await browser.at("core-question").waitFor({ state: "hidden" });
    await browser.at("core-stop").click();
    await browser.at("core-question").waitFor({ state: "visible" });
    await browser.page.keyboard.press("Escape");
    await browser.at("core-question").waitFor({ state: "hidden" });
    await browser.reads("core-state", /^running$/);
  },

  "stops it after a yes, and says so": async ({ browser }) => {
    await browser.at("core-stop").click();
    await browser.at("core-yes").click();
    await browser.reads("core-state", /^stopped$/);
    await browser.reads("state", /^STOPPED$/);
    await browser.reads("state-why", /Stopped on request/);
    assert.ok(await browser.at("core-stop").isDisabled());
  },

  "starts it again": async ({ browser }) => {
    await browser.at("core-start").click();
    await browser.reads("core-state", /^running$/, 60_000);
    await browser.reads("state", /^(ARMED|FIRED|COOLDOWN|SETTLING)$/, 30_000);
  },
};

test("start and stop from the page", { timeout: 200_000 }, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "tripline-e2e-"));
  const places = ["--run-dir", join(dir, "run"), "--state-dir", join(dir, "state"), "--port", "0"];
  const rig = new Program(join(process.env.TRIPLINE_BIN_DIR, "tripline"), ["rig", "run", ...places]);
  const browser = await Browser.open();
  try {
    const [, address] = await rig.says(/Tripline runs: (http:\S+)/, 60_000);
    await browser.page.goto(address);
    for (const [name, step] of Object.entries(steps)) await t.test(name, () => step({ browser }));
    const pictures = process.env.TRIPLINE_SCREENSHOT_DIR;
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await browser.photograph(pictures, "core-bar");
    }
  } catch (error) {
    console.error(rig.output);
    throw error;
  } finally {
    await browser.close();
    await rig.end();
    rmSync(dir, { recursive: true, force: true });
  }
});

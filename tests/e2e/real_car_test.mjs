// A real car's log, replayed through core and web process, as a person sees it in the page.
// TRIPLINE_SHARED_DATA: where the captures are; without them the test is skipped and says so.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Rig } from "./processes.mjs";

const logs = join(process.env.TRIPLINE_SHARED_DATA, "can", "logs");
const log = join(logs, "normalsportcomfortengineon.log");
const dbc = join(logs, "ford_lincoln_base_pt.dbc");
const idleRpm = { min: 598, max: 766, name: "EngAout_N_Actl" };

/** The engine speed that the page shows now; NaN before the first one. */
const shownRpm = async (browser) => {
  const row = browser.page.locator(`[data-testid=can-row][data-signal$="${idleRpm.name}"]`);
  if ((await row.count()) === 0) return Number.NaN;
  const text = await row.first().getByTestId("can-value").textContent();
  return Number.parseFloat(text.replace(/[^0-9.-]/g, ""));
};

test("the idling engine of a real car", { timeout: 120_000, skip: !existsSync(log) && `${log} is not here` }, async () => {
  const rig = new Rig(process.env.TRIPLINE_BIN_DIR);
  let browser;
  try {
    rig.startCore(["--can-log", log, "--dbc", dbc]);
    await rig.startWeb();
    browser = await Browser.open();
    await browser.page.goto(rig.address);
    await browser.at("can-filter").fill(idleRpm.name);
    const seen = new Set();
    for (const untilMs = Date.now() + 60_000; seen.size < 5 && Date.now() < untilMs; ) {
      const rpm = await shownRpm(browser);
      if (!Number.isNaN(rpm)) seen.add(rpm);
      await browser.page.waitForTimeout(100);
    }
    assert.ok(seen.size >= 5, `the engine speed does not move: ${[...seen]}`);
    for (const rpm of seen) assert.ok(rpm >= idleRpm.min && rpm <= idleRpm.max, `${rpm} rpm`);
    assert.equal(await browser.at("can").getByTestId("provenance").textContent(), "REPLAYED");
    assert.deepEqual(browser.complaints, []);
  } catch (error) {
    console.error(rig.report());
    throw error;
  } finally {
    await browser?.close();
    await rig.end();
  }
});

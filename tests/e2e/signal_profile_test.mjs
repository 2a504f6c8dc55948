// The demo car's signal profile, as a person sees it in the page: derived signals, other names, and rules that change
// while it runs. Settings as for page_test.mjs.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Rig } from "./processes.mjs";

const row = (browser, name) => browser.page.locator(`[data-testid=can-row][data-signal="${name}"]`);
const number = (text) => Number.parseFloat(text.replace(/[^0-9.-]/g, ""));
const value = async (browser, name) => number(await row(browser, name).getByTestId("can-value").textContent());

/** Shows only signals that match, so that none is out of view. */
async function filter(browser, words) {
  await browser.at("can-filter").fill(words);
  await browser.page.waitForFunction(
    (wanted) => document.querySelectorAll("[data-testid=can-row]").length > 0 || wanted === "",
    words,
  );
}

const steps = {
  "marks derived signals, and shows how they are computed": async ({ browser, pictures }) => {
    await filter(browser, "derived");
    await row(browser, "gear").waitFor();
    const names = await browser.at("can-row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.signal));
    assert.deepEqual(names, ["accel_g", "gear", "grip", "power_kw", "slip"]);
    assert.equal(await row(browser, "accel_g").getByTestId("provenance").textContent(), "DERIVED");
    assert.match(await row(browser, "accel_g").textContent(), /hypot\(braking_g, lateral_g\)/);
    if (pictures) await browser.photograph(pictures, "derived");
  },

  "computes them from what the page shows beside them": async ({ browser }) => {
    await filter(browser, "gear");
    await browser.page.waitForFunction(() => {
      const cell = (name) =>
        document.querySelector(`[data-testid=can-row][data-signal="${name}"] [data-testid=can-value]`)?.textContent ?? "";
      const [found, told] = [cell("gear"), cell("gear_told")].map((text) => text.replace(/[^0-9]/g, ""));
      return found !== "" && found === told;
    });
  },

  "shows a signal by the name that its rule gives it": async ({ browser }) => {
    await filter(browser, "EngineSpeed");
    await row(browser, "rpm").waitFor();
    assert.equal(await row(browser, "EngineSpeed").count(), 0);
    assert.match(await row(browser, "rpm").getByRole("button").getAttribute("title"), /EngineSpeed in the DBC/);
    assert.equal(await row(browser, "rpm").getByTestId("provenance").count(), 0);
  },

  "never calls a signal late that is told only when it changes": async ({ browser }) => {
    await filter(browser, "BrakePedal");
    await browser.page.waitForFunction(() => {
      const cells = document.querySelector("[data-testid=can-row][data-signal=BrakePedal]")?.textContent ?? "";
      return /\d(\.\d)? s/.test(cells) && !cells.includes("STALE");
    });
  },

  "has derived signals in a shot": async ({ browser, pictures }) => {
    await filter(browser, "");
    await browser.at("shot-signals").waitFor({ timeout: 60_000 });
    const signals = browser.at("shot-signals").locator("li", { hasText: "accel_g" });
    assert.equal(await signals.getByTestId("provenance").textContent(), "DERIVED");
    if (pictures) await browser.photograph(pictures, "signal-profile");
  },

  "follows a change of the rules at once": async ({ browser, rig }) => {
    await filter(browser, "derived");
    await row(browser, "gear").getByRole("button").click();
    const rules = `{ rules: [ { signal: "VehicleSpeed", name: "mph", unit: "mph", scale: 0.621371 } ], tables: [],
                     derived: [ { name: "gear", expression: "mph * 0 + 42" } ] }`;
    await rig.command("set", "signals", rules);
    await browser.page.waitForFunction(() => document.querySelectorAll("[data-testid=can-row]").length === 1);
    await browser.page.waitForFunction(
      () => document.querySelector("[data-testid=can-row] [data-testid=can-value]").textContent.trim() === "42",
    );
    assert.equal(await row(browser, "gear").getByRole("button").getAttribute("aria-pressed"), "true", "still picked");
    await filter(browser, "VehicleSpeed");
    await row(browser, "mph").waitFor();
    assert.ok((await value(browser, "mph")) > 5, "no speed under the new catalogue");
    await filter(browser, "FuelLevel");
    assert.ok((await value(browser, "FuelLevel")) > 0, "slow signals are told anew");
    await rig.command("reset", "signals");
    await filter(browser, "derived");
    await row(browser, "accel_g").waitFor();
  },

  "lost nothing, and logged nothing to the console": async ({ browser }) => {
    assert.equal(await browser.at("page-drops").locator("tr.alarm").count(), 0);
    assert.deepEqual(browser.complaints, []);
  },
};

test("the signal profile", { timeout: 200_000 }, async (context) => {
  const pictures = process.env.TRIPLINE_SCREENSHOT_DIR;
  if (pictures) mkdirSync(pictures, { recursive: true });
  const rig = new Rig(process.env.TRIPLINE_BIN_DIR);
  const done = new Set();
  let browser;
  try {
    rig.startCore([], "demo-car");
    await rig.startWeb();
    browser = await Browser.open();
    await browser.page.goto(rig.address);
    for (const [name, step] of Object.entries(steps)) {
      await context.test(name, async () => {
        await step({ browser, rig, pictures });
        done.add(name);
      });
    }
  } finally {
    await browser?.close();
    await rig.end();
    if (done.size < Object.keys(steps).length) console.error(rig.report());
  }
});

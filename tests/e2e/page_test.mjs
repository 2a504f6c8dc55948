// One event from the wire to the browser: the page against the real core and the real web process.
// TRIPLINE_BIN_DIR: programs; TRIPLINE_NODE_PACKAGES: where playwright-core is; TRIPLINE_SCREENSHOT_DIR: for pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Rig } from "./processes.mjs";

/** The page must say so within two seconds; a sanitizer build on a shared machine gets as much again. */
const stopShownMs = 2000 + 2000;
const states = /^(DISARMED|SETTLING|ARMED|FIRED|COOLDOWN)$/;
const shotNumber = (browser) => browser.at("shot").getAttribute("data-shot").then(Number);

/** Grey levels that occur in a canvas. */
const levels = (canvas) =>
  canvas.evaluate((element) => {
    const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
    return new Set(data.filter((_, i) => i % 4 === 0)).size;
  });

const steps = {
  "shows the state, in words and in the title": async ({ browser }) => {
    await browser.reads("state", states, 30_000);
    await browser.page.waitForFunction(() =>
      /^(DISARMED|SETTLING|ARMED|FIRED|COOLDOWN) · e2e · Tripline$/.test(document.title),
    );
  },

  "marks everything as simulated": async ({ browser }) => {
    const devices = await browser.at("devices").getByTestId("provenance").allTextContents();
    assert.deepEqual(devices, ["SIMULATED", "SIMULATED", "SIMULATED"]);
    assert.equal(await browser.at("can").getByTestId("provenance").textContent(), "SIMULATED");
  },

  "paints the live picture, with the region of interest": async ({ browser }) => {
    const preview = browser.at("preview");
    await preview.waitFor();
    assert.ok((await levels(preview)) > 8, "the picture is uniform");
    const before = await preview.getAttribute("data-sequence");
    await browser.page.waitForFunction(
      (old) => document.querySelector("[data-testid=preview]").dataset.sequence !== old,
      before,
    );
    assert.equal(await browser.at("preview-panel").getByTestId("roi").count(), 1);
  },

  "shows CAN values that move": async ({ browser }) => {
    await browser.at("can-row").first().waitFor();
    const values = () => browser.at("can-value").allTextContents();
    const before = await values();
    await browser.page.waitForFunction(
      (old) =>
        [...document.querySelectorAll("[data-testid=can-value]")].filter((cell, i) => cell.textContent !== old[i])
          .length >= 2,
      before,
    );
    assert.ok((await browser.at("signal-chart").getAttribute("data-points")) > 0, "no signal is drawn");
  },

  "filters the CAN table": async ({ browser }) => {
    const name = await browser.at("can-row").nth(1).getAttribute("data-signal");
    await browser.at("can-filter").fill(name);
    await browser.page.waitForFunction((only) => {
      const rows = [...document.querySelectorAll("[data-testid=can-row]")];
      return rows.length > 0 && rows.every((row) => row.dataset.signal.includes(only));
    }, name);
    await browser.at("can-filter").fill("");
  },

  "shows a new shot with its fifteen pictures, its pulses and its latency": async ({ browser }) => {
    await browser.at("shot").waitFor({ timeout: 60_000 });
    const before = await shotNumber(browser);
    await browser.page.waitForFunction(
      (old) => Number(document.querySelector("[data-testid=shot]").dataset.shot) > old,
      before,
      { timeout: 60_000 },
    );
    await browser.page.waitForSelector('[data-testid=filmstrip][data-frames="15"]');
    assert.equal(await browser.at("film").count(), 15);
    assert.ok((await levels(browser.at("shot-picture"))) > 8, "the trip picture is uniform");
    assert.ok((await browser.at("pulses").getAttribute("data-pulses")) > 0, "no pulse was made");
    await browser.reads("latency-count", /^[1-9]/);
    assert.match(await browser.at("latency-p50").textContent(), /^[\d.\u202f]+ µs$/);
  },

  "lost nothing on the way": async ({ browser }) => {
    assert.equal(await browser.at("page-drops").locator("tr.alarm").count(), 0);
  },

  "fits a phone": async ({ browser, pictures }) => {
    if (pictures) await browser.photograph(pictures, "page");
    await browser.page.setViewportSize({ width: 360, height: 780 });
    const width = await browser.page.evaluate(() => document.documentElement.scrollWidth);
    await browser.page.setViewportSize({ width: 1440, height: 1000 });
    assert.equal(width, 360);
  },

  "says that the web process is gone, and is back by itself": async ({ browser, rig, pictures }) => {
    browser.webIsDown = true;
    await rig.web.end("SIGKILL");
    await browser.reads("state", /^NO CONNECTION$/);
    await browser.reads("state-why", /lost the connection to the web process, trying again/);
    if (pictures) await browser.photograph(pictures, "unlinked");
    await rig.startWeb();
    await browser.reads("state", states);
    browser.webIsDown = false;
    const before = await browser.at("preview").getAttribute("data-sequence");
    await browser.page.waitForFunction(
      (old) => document.querySelector("[data-testid=preview]").dataset.sequence !== old,
      before,
    );
  },

  "says that the core stopped, and why": async ({ browser, rig, pictures }) => {
    const code = await rig.core.end();
    const goneMs = Date.now();
    await browser.reads("state", /^(STOPPED|FAILED)$/, stopShownMs);
    console.log(`shown ${Date.now() - goneMs} ms after the core was gone`);
    assert.match(await browser.at("state-why").textContent(), /^\S.{5,}/);
    assert.match(await browser.page.title(), /^(STOPPED|FAILED) · /);
    assert.equal(code, 0, "the core did not stop cleanly");
    if (pictures) await browser.photograph(pictures, "stopped");
  },

  "is live again with the next core, from its own numbers": async ({ browser, rig }) => {
    rig.startCore();
    await browser.reads("state", states, 30_000);
    await browser.page.waitForSelector('[data-testid=link][data-live="true"]');
  },

  "logged nothing to the console": async ({ browser }) => {
    assert.deepEqual(browser.complaints, []);
  },
};

test("the page", { timeout: 220_000 }, async (context) => {
  const pictures = process.env.TRIPLINE_SCREENSHOT_DIR;
  if (pictures) mkdirSync(pictures, { recursive: true });
  const rig = new Rig(process.env.TRIPLINE_BIN_DIR);
  const done = new Set();
  let browser;
  try {
    rig.startCore();
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

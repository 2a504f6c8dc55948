// Debian's chromium with one page, in a profile directory of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.TRIPLINE_NODE_PACKAGES, "package.json"))("playwright-core");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser itself reports a refused connection; no page can keep it from doing so. */
const refusedSocket = /^WebSocket connection to '[^']+' failed|^Failed to load resource: net::ERR_/;

export class Browser {
  static async open({ args = [], ...context } = {}) {
    const browser = new Browser();
    browser.dir = mkdtempSync(join(tmpdir(), "tripline-chromium-"));
    browser.context = await chromium.launchPersistentContext(browser.dir, {
      executablePath: process.env.TRIPLINE_CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      args: [...flags, ...args],
      viewport: { width: 1440, height: 1000 },
      ...context,
    });
    browser.page = browser.context.pages()[0] ?? (await browser.context.newPage());
    browser.listen();
    return browser;
  }

  /** Everything that a person would find in the console. */
  listen() {
    this.complaints = [];
    this.webIsDown = false;
    this.page.on("console", (message) => {
      if (this.webIsDown && refusedSocket.test(message.text())) return;
      this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    this.page.on("pageerror", (error) => this.complaints.push(`error: ${error.stack}`));
  }

  at(testId) {
    return this.page.getByTestId(testId);
  }

  async close() {
    await this.context.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Text of one element, as soon as it matches. */
  async reads(testId, pattern, timeoutMs = 20_000) {
    const element = this.at(testId).first();
    try {
      await this.page.waitForFunction(
        ([id, source]) => new RegExp(source).test(document.querySelector(`[data-testid="${id}"]`)?.textContent ?? ""),
        [testId, pattern.source],
        { timeout: timeoutMs, polling: 50 },
      );
    } catch {
      const now = (await element.count()) > 0 ? await element.textContent() : "nothing";
      throw new Error(`${testId} never read ${pattern}; it reads: ${now}`);
    }
    return element.textContent();
  }

  /** Whole-page pictures in the sizes and colours that people use. */
  async photograph(dir, name) {
    await this.page.evaluate(() => document.activeElement?.blur());
    for (const [size, width, height] of [
      ["desktop", 1440, 1000],
      ["phone", 360, 780],
    ]) {
      for (const colorScheme of ["light", "dark"]) {
        await this.page.setViewportSize({ width, height });
        await this.page.emulateMedia({ colorScheme });
        await this.page.screenshot({ path: join(dir, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      }
    }
    await this.page.setViewportSize({ width: 1440, height: 1000 });
    await this.page.emulateMedia({ colorScheme: null });
  }
}

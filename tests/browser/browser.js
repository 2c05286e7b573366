// A real browser, and what every page is held to: nobody is shut out, nothing comes from elsewhere, nothing is refused by
// our own policy, and it is light enough for a phone in a bad network.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../target/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** What a page may weigh in all, as transferred. */
export const MOST_BYTES = 60_000;

export const LANGUAGES = ["en", "zh-CN"];
export const LOOKS = ["light", "dark"];
export const WIDTHS = [360, 1280];

/** Ends with the process that started it. */
export function launch() {
  const executablePath = process.env.TXWHY_CHROMIUM || "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A window of its own, and everything that it complained of or sent. */
export async function open(browser, { lang = "en", look = "light", width = 1280, ...more } = {}) {
  // Scrolling that takes its time would have to be waited for.
  const as = { locale: lang, colorScheme: look, viewport: { width, height: 900 }, reducedMotion: "reduce", ...more };
  const context = await browser.newContext(as);
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  let bytes = 0;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request));
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  // Each page is weighed as for somebody who comes for the first time.
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  // Chromium may call an answer cancelled whose compressed data said themselves that they end: these came all the same.
  const received = new Map();
  wire.on("Network.responseReceived", ({ requestId, response }) => received.set(requestId, response.encodedDataLength));
  wire.on("Network.dataReceived", ({ requestId, encodedDataLength }) => received.set(requestId, received.get(requestId) + encodedDataLength));
  wire.on("Network.loadingFailed", ({ requestId }) => { bytes += received.get(requestId) ?? 0; });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy refuses ${event.blockedURI}`));
  });
  return { context, page, complaints, requests, weight: () => bytes };
}

/** Opens pages and holds each to what all pages are held to. */
export async function inspect(browser, base, paths, { status = 200, ...as }) {
  const window = await open(browser, as);
  try {
    for (const path of paths) {
      await visit(window, base, path, as.lang, status).catch((error) => {
        throw new Error(`${path} ${JSON.stringify(as)}: ${error.message}`);
      });
    }
  } finally {
    await window.context.close();
  }
}

async function visit({ page, complaints, requests, weight }, base, path, lang, status) {
  complaints.length = 0;
  requests.length = 0;
  const before = weight();
  const response = await page.goto(base + path, { waitUntil: "load" });
  assert.equal(response.status(), status);
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    headings: document.querySelectorAll("h1").length,
    overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    unfinished: document.body.innerText.match(/\{\{|\}\}|undefined|NaN|\[object|(help|frame|status|agent|transfer)-\w+/g),
  }));
  assert.deepEqual(found, { lang, dir: "ltr", headings: 1, overflow: 0, unfinished: null });
  assert.deepEqual(await violations(page), []);
  for (const request of requests) assert.ok(request.url().startsWith(`${base}/`), `asks ${request.url()}`);
  const weighs = weight() - before;
  assert.ok(weighs < MOST_BYTES, `weighs ${weighs} bytes`);
  // The browser itself reports a page that isn't there.
  assert.deepEqual(complaints.filter((text) => status === 200 || !text.includes(`${status}`)), []);
}

/** What axe finds. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** Calls for each, a few at a time. */
export async function each(items, call) {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await call(item);
  };
  await Promise.all([worker(), worker(), worker()]);
}

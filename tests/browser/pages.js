// Every page in both languages, both looks, narrow and wide; with the keyboard alone, without motion, without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, LOOKS, WIDTHS, each, inspect, open } from "./browser.js";
import { browser, service } from "./world.js";

/** All ways to look at a page. */
const WAYS = LANGUAGES.flatMap((lang) => LOOKS.flatMap((look) => WIDTHS.map((width) => ({ lang, look, width }))));
/** Where many pages are of one kind. */
const TWO_WAYS = [{ lang: "en", look: "light", width: 1280 }, { lang: "zh-CN", look: "dark", width: 360 }];

/** A page in a language. */
const inLanguage = (path, lang) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;

const inEachWay = (paths, ways) => each(ways, (way) => inspect(browser, service.base, paths, way));
/** Half of them in one way, the others in the other. */
const inTurns = (paths) => each(TWO_WAYS, (way) => inspect(browser, service.base, paths.filter((_, at) => TWO_WAYS[at % 2] === way), way));

test("every kind of page is held to the same, however one looks at it", async () => {
  const { path } = service.examples.find(({ cause }) => cause === "fee_below_market");
  await inEachWay(["/", path, "/agent", "/status", "/status?window=90d", "/embed/demo", "/help", "/help?q=nonce", "/help/pending-too-long"], WAYS);
});

test("a transfer's page, in every kind of trouble", async () => {
  const { examples } = service;
  assert.ok(examples.length > 15, "the demo shows fewer troubles than it did");
  await inTurns(examples.map(({ path }) => path));
});

test("every link of every page leads somewhere", async () => {
  const seen = new Set();
  const broken = [];
  const left = LANGUAGES.flatMap((lang) => ["/", ...service.examples.map(({ path }) => path)].map((path) => inLanguage(path, lang)));
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await fetch(service.base + path, { headers: { accept: "text/html" } });
    if (answer.status !== 200) broken.push(`${path}: ${answer.status}`);
    const type = answer.headers.get("content-type");
    const html = type.startsWith("text/html") && !path.startsWith("/docs") ? await answer.text() : "";
    for (const [, attribute, link] of html.matchAll(/ (href|src|action)="([^"]+)"/g)) {
      const url = new URL(link.replaceAll("&amp;", "&"), service.base + path);
      assert.equal(url.origin, service.base, `${path} names ${link}`);
      if (attribute !== "action") left.push(url.pathname + url.search);
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(seen.size > 100, `only ${seen.size} pages were found`);
});

test("the status page leads to each of many networks, and shows as many days as fit", async () => {
  const shown = async (width) => {
    const { page, context } = await open(browser, { width });
    await page.goto(`${service.base}/status`);
    const jumps = await page.locator(".jump a").evaluateAll((links) => links.map((link) => document.querySelector(link.hash)?.className));
    const wider = await page.locator(".strip").first().evaluate((strip) => strip.firstElementChild.getBoundingClientRect().width / strip.clientWidth);
    const from = await page.locator(".days figcaption").first().innerText();
    await context.close();
    return { jumps, wider: Math.round(wider), from: from.split("\n")[0] };
  };
  const [wide, narrow] = [await shown(1280), await shown(360)];
  assert.equal(wide.jumps.length, 4);
  assert.ok(wide.jumps.every((name) => name?.startsWith("network ")), wide.jumps);
  assert.deepEqual([wide.wider, wide.from], [1, "90 days ago"]);
  assert.deepEqual([narrow.wider, narrow.from], [3, "30 days ago"]);
});

test("what isn't there is a page as well", async () => {
  await each(TWO_WAYS, (way) => inspect(browser, service.base, ["/help/nothing"], { ...way, status: 404 }));
});

test("every article", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/help`);
  const links = await page.locator(".articles a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await context.close();
  assert.equal(new Set(links).size, 26);
  await inTurns(links);
});

// Every page in both languages, both looks, narrow and wide; with the keyboard alone, without motion, without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, LOOKS, WIDTHS, each, inspect, open } from "./browser.js";
import { browser, service } from "./world.js";

/** All ways to look at a page. */
const WAYS = LANGUAGES.flatMap((lang) => LOOKS.flatMap((look) => WIDTHS.map((width) => ({ lang, look, width }))));
/** Where many pages are of one kind. */
const TWO_WAYS = [{ lang: "en", look: "light", width: 1280 }, { lang: "zh-CN", look: "dark", width: 360 }];

/** Pages that others name already and that are still to come. */
const NOT_YET = /^\/(status)\b/;

/** A page in a language. */
const inLanguage = (path, lang) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;

const inspectAll = (paths, ways) =>
  each(paths.flatMap((path) => ways.map((way) => [path, way])), ([path, way]) => inspect(browser, service.base, path, way));

test("every kind of page is held to the same, however one looks at it", async () => {
  await inspectAll(["/", "/agent", "/help", "/help?q=nonce", "/help/pending-too-long"], WAYS);
});

test("a transfer's page, in every kind of trouble", async () => {
  const { examples } = service;
  assert.ok(examples.length > 15, "the demo shows fewer troubles than it did");
  await inspectAll([examples.find(({ cause }) => cause === "fee_below_market").path], WAYS);
  await each(examples, (example) => inspect(browser, service.base, example.path, TWO_WAYS[examples.indexOf(example) % 2]));
});

test("every link of every page leads somewhere", async () => {
  const seen = new Set();
  const broken = [];
  const left = LANGUAGES.flatMap((lang) => ["/", ...service.examples.map(({ path }) => path)].map((path) => inLanguage(path, lang)));
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await fetch(service.base + path, { headers: { accept: "text/html" } });
    if (answer.status !== 200 && !NOT_YET.test(path)) broken.push(`${path}: ${answer.status}`);
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

test("what isn't there is a page as well", async () => {
  await each(TWO_WAYS, (way) => inspect(browser, service.base, "/help/nothing", { ...way, status: 404 }));
});

test("every article", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/help`);
  const links = await page.locator(".articles a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await context.close();
  assert.equal(new Set(links).size, 26);
  await each(links, (link) => inspect(browser, service.base, link, TWO_WAYS[links.indexOf(link) % 2]));
});

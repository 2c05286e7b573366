// Every page in both languages, both looks, narrow and wide; with the keyboard alone, without motion, without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, LOOKS, WIDTHS, each, inspect, open } from "./browser.js";
import { browser, service } from "./world.js";

/** All ways to look at a page. */
const WAYS = LANGUAGES.flatMap((lang) => LOOKS.flatMap((look) => WIDTHS.map((width) => ({ lang, look, width }))));
/** Where many pages are of one kind. */
const TWO_WAYS = [{ lang: "en", look: "light", width: 1280 }, { lang: "zh-CN", look: "dark", width: 360 }];

const inspectAll = (paths, ways) =>
  each(paths.flatMap((path) => ways.map((way) => [path, way])), ([path, way]) => inspect(browser, service.base, path, way));

test("every kind of page is held to the same, however one looks at it", async () => {
  await inspectAll(["/", "/help", "/help?q=nonce", "/help/pending-too-long"], WAYS);
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

// The support console: thirty tickets at once, read and answered with the keyboard alone, with and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, LOOKS, WIDTHS, each, open, violations } from "./browser.js";
import { browser, service } from "./world.js";

const ids = service.examples.map(({ path }) => path.match(/[0-9a-f]{64}/)[0]);
const tickets = ids.map((id, at) => `Ticket ${at}: where is https://explorer.example/tx/${id}?`).join("\n");
const rows = "[data-table] tbody";

test("every transfer of a pasted text gets its row, and the filled table is held to what all pages are", async () => {
  const ways = LANGUAGES.flatMap((lang, at) => WIDTHS.map((width) => ({ lang, width, look: LOOKS[at] })));
  await each(ways, async (way) => {
    const { page, context, complaints } = await open(browser, way);
    await page.goto(`${service.base}/agent`);
    await page.fill("#text", tickets);
    await page.click(".ask button[type=submit]");
    await page.waitForFunction(({ rows, count }) => document.querySelectorAll(rows).length === count, { rows, count: ids.length });
    assert.equal(page.url(), `${service.base}/agent`, "ids get into the address");
    const listed = await page.locator("[data-row]").evaluateAll((links) => links.map((link) => link.title));
    assert.deepEqual(listed, ids, "rows stand in another order than the tickets");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${JSON.stringify(way)}: ${overflow} px too wide`);
    assert.deepEqual(await violations(page), [], JSON.stringify(way));
    assert.deepEqual(complaints, []);
    await context.close();
  });
});

test("thirty tickets are answered with the keyboard alone", async () => {
  const { page, context } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${service.base}/agent`);
  await page.focus("#text");
  await page.keyboard.insertText(ids.slice(0, 3).join(" "));
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction((rows) => document.querySelectorAll(rows).length === 3, rows);
  await page.locator("[data-row]").first().focus();
  await page.keyboard.press("j");
  const focused = () => page.evaluate(() => document.activeElement.closest("[data-place]")?.querySelector("[data-row]").title);
  assert.equal(await focused(), ids[1]);
  const copied = async (key) => {
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await page.keyboard.press(key);
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const short = ids[1].slice(0, 8);
  const reply = await copied("r");
  assert.ok(reply.startsWith("Hello,") && reply.includes(short), reply);
  assert.ok((await copied("e")).includes(ids[1]));
  await page.keyboard.press("k");
  assert.equal(await focused(), ids[0]);
  await context.close();
});

test("the console works without JavaScript", async () => {
  const { page, context } = await open(browser, { javaScriptEnabled: false, lang: "zh-CN" });
  await page.goto(`${service.base}/agent`);
  await page.fill("#text", ids.slice(0, 2).join("\n"));
  await page.click(".ask button[type=submit]");
  assert.equal(await page.locator(rows).count(), 2);
  await page.locator("[data-table] summary").first().click();
  assert.match(await page.locator("blockquote[lang=en]").first().innerText(), /Hello,/);
  assert.match(await page.locator("blockquote[lang=zh-CN]").first().innerText(), /您好/);
  await context.close();
});

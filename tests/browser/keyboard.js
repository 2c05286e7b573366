// With the keyboard alone, without motion, and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { each, open } from "./browser.js";
import { browser, service, still } from "./world.js";

const waiting = service.examples.find(({ cause }) => cause === "fee_below_market").path;
const PAGES = ["/", "/agent", "/help", "/help/pending-too-long", "/status", still];

test("the keyboard goes everywhere, in the order of the page, and one sees where it is", async () => {
  await each(PAGES, async (path) => {
    const { page, context } = await open(browser);
    await page.goto(service.base + path);
    const stops = await page.evaluate(() => {
      const reachable = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']";
      return [...document.querySelectorAll(reachable)].filter((element) => element.checkVisibility() && !element.disabled).length;
    });
    let last = -1;
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const element = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { top, bottom, width, height } = element.getBoundingClientRect();
        return {
          place: [...document.querySelectorAll("*")].indexOf(element),
          outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
          seen: width > 0 && height > 0 && top < innerHeight && bottom > 0,
          html: element.outerHTML.slice(0, 120),
        };
      });
      assert.ok(here.place > last, `${path}: ${here.html} comes too late`);
      assert.ok(here.outline, `${path}: one doesn't see that ${here.html} has the focus`);
      assert.ok(here.seen, `${path}: ${here.html} is out of sight`);
      last = here.place;
    }
    await context.close();
  });
});

test("the first stop leads past the menu", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/help`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await context.close();
});

test("Enter looks up an id that stands alone, and begins a line in a message", async () => {
  const { page, context } = await open(browser);
  const id = still.match(/[0-9a-f]{64}/)[0];
  await page.goto(service.base);
  await page.focus("#text");
  await page.keyboard.insertText(`where is ${id}`);
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#text"), `where is ${id}\n`);
  await page.fill("#text", id);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/tx/${id}`);
  await context.close();
});

test("nothing moves for who wants no motion", async () => {
  const { page, context } = await open(browser, { reducedMotion: "reduce" });
  for (const path of PAGES) {
    await page.goto(service.base + path);
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
      return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
    }).map((element) => element.outerHTML.slice(0, 120)));
    assert.deepEqual(moving, []);
  }
  await context.close();
});

test("the language goes along, and so does the look", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/help/speed-up`);
  await page.click(".language");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  await page.click(".prose a[href*='/help/cancel'], .articles a[href*='/help/cancel']");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.click("[data-theme-switch]");
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(`${service.base}/`);
  assert.equal(await ground(), dark);
  await context.close();
});

test("a transfer is looked up without JavaScript, out of a whole message", async () => {
  const { page, context } = await open(browser, { javaScriptEnabled: false });
  await page.goto(service.base);
  const id = waiting.match(/[0-9a-f]{64}/)[0];
  await page.fill("#text", `Hi, my transfer https://explorer.example/tx/${id} has not arrived. Why?`);
  await page.click(".ask button");
  assert.match(page.url(), new RegExp(`/tx/${id}`));
  assert.equal(await page.locator("#id").innerText(), id);
  assert.match(await page.locator(".steps").innerText(), /fee/);
  await page.locator("#fold-evidence summary").click();
  assert.ok(await page.locator("#fold-evidence table").isVisible());
  assert.equal(await page.locator("[data-copy]:visible").count(), 0, "buttons that do nothing");
  assert.ok(await page.locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]").count(), "it never looks again");
  await context.close();
});

test("whether it helped is heard, with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, context } = await open(browser, { javaScriptEnabled });
    await page.goto(service.base + still);
    const address = page.url();
    await page.fill("#comment", "clear");
    await page.click(".opinion button[value=yes]");
    await page.getByText("Thank you").first().waitFor();
    assert.equal(page.url() === address, javaScriptEnabled);
    await context.close();
  }
});

test("the help is searched without JavaScript", async () => {
  const { page, context } = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${service.base}/help`);
  await page.fill("#q", "nonce too low");
  await page.click(".search button");
  assert.match(await page.locator("section[aria-labelledby=found] a").first().getAttribute("href"), /nonce-stuck/);
  assert.equal(await page.locator("[data-theme-switch]").isVisible(), false, "a button that does nothing");
  await context.close();
});

// A transfer on a real bitcoind, watched in a browser: the page follows it by itself, says so in its title and icon, and
// keeps what the reader has folded open. What can be copied is copied.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, violations } from "./browser.js";
import { live } from "./service.js";
import { browser } from "./world.js";

const SAID_MS = 60_000;

test("a page follows its transfer from the queue to the end", async () => {
  const chain = await live();
  try {
    const id = await chain.call("sendtoaddress", chain.address, 0.5);
    const { page, context, complaints } = await open(browser, { lang: "zh-CN" });
    await page.goto(`${chain.base}/tx/${id}`);
    const icon = () => page.locator("link[rel=icon]").getAttribute("href");
    const [waiting, title] = [await icon(), await page.title()];
    await page.locator("#fold-evidence summary").click();
    await page.evaluate(() => { globalThis.stillHere = true; });

    await chain.mine();
    await page.getByRole("heading", { level: 1, name: "1/2" }).waitFor({ timeout: SAID_MS });
    assert.notEqual(await page.title(), title);
    assert.ok(await page.evaluate(() => document.querySelector("#fold-evidence").open), "what was open is closed");

    await chain.mine();
    await page.getByRole("heading", { level: 1, name: "链上已完成" }).waitFor({ timeout: SAID_MS });
    await page.waitForFunction(() => document.querySelector("#announce").textContent.includes("链上已完成"));
    assert.notEqual(await icon(), waiting);
    assert.ok(await page.evaluate(() => globalThis.stillHere), "it was loaded anew");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await context.close();
  } finally {
    await chain.stop();
  }
});

test("what can be copied is copied", async () => {
  const chain = await live();
  try {
    const id = await chain.call("sendtoaddress", chain.address, 0.5);
    const { page, context } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${chain.base}/tx/${id}`);
    const copied = async (button) => {
      await button.click();
      await page.waitForFunction((button) => button.textContent === button.dataset.done, await button.elementHandle());
      return page.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(await copied(page.locator("[data-copy=id]")), id);
    await page.locator("#fold-reply summary").click();
    const reply = await copied(page.locator("[data-copy=reply]"));
    assert.match(reply, /^Hello,/);
    assert.match(reply, /Nobody needs your recovery phrase/);
    assert.match(await copied(page.locator("[data-copy-link]")), new RegExp(`^${chain.base}/tx/${id}`));
    await context.close();
  } finally {
    await chain.stop();
  }
});

// Transfers on real nodes, watched in a browser: the page follows each by itself, says so in its title and icon, and keeps
// what the reader has folded open. What can be copied is copied.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open, violations } from "./browser.js";
import { bitcoin, ethereum, until } from "./service.js";
import { browser } from "./world.js";

const SAID_MS = 60_000;

/** Watches a chain's page of a transfer; the page is never loaded anew by the test. */
async function watching(start, send, as, look) {
  const chain = await start();
  try {
    const id = await send(chain);
    const window = await open(browser, as);
    await window.page.goto(`${chain.base}/tx/${id}`);
    await window.page.evaluate(() => { globalThis.stillHere = true; });
    const heads = (words) => window.page.getByRole("heading", { level: 1, name: words }).waitFor({ timeout: SAID_MS });
    await look({ chain, id, heads, ...window });
    assert.ok(await window.page.evaluate(() => globalThis.stillHere), "it was loaded anew");
    assert.deepEqual(await violations(window.page), []);
    assert.deepEqual(window.complaints, []);
    await window.context.close();
  } finally {
    await chain.stop();
  }
}

const payBitcoin = ({ call, address }) => call("sendtoaddress", address, 0.5);
const payEther = ({ pay }) => pay(20, "0x0");

test("a page follows its transfer from the queue to the end", () =>
  watching(bitcoin, payBitcoin, { lang: "zh-CN" }, async ({ chain, page, heads }) => {
    const icon = () => page.locator("link[rel=icon]").getAttribute("href");
    const [waiting, title] = [await icon(), await page.title()];
    await page.locator("#fold-evidence summary").click();
    await chain.mine();
    await heads("1/2");
    assert.notEqual(await page.title(), title);
    assert.ok(await page.evaluate(() => document.querySelector("#fold-evidence").open), "what was open is closed");
    assert.ok(await page.evaluate(() => document.activeElement.matches("#fold-evidence summary")), "the focus is lost");
    await chain.mine();
    await heads("链上已完成");
    await page.waitForFunction(() => document.querySelector("#announce").textContent.includes("链上已完成"));
    assert.notEqual(await icon(), waiting);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  }));

test("a page tells by itself that its transfer was replaced, and leads to the one that counts", () =>
  watching(bitcoin, payBitcoin, {}, async ({ chain, id, page, heads }) => {
    const { txid: newer } = await chain.call("bumpfee", id);
    await heads("Replaced by a newer version that pays the same recipient");
    await page.click(`a[href*="${newer}"]`);
    await heads("Waiting for one of the next blocks");
    await page.evaluate(() => { globalThis.stillHere = true; });
    await chain.mine();
    await heads("1 of 2 confirmations");
  }));

test("a page follows a transfer on a chain with gas", () =>
  watching(ethereum, payEther, {}, async ({ chain, heads }) => {
    await heads("Waiting");
    await chain.mine();
    await heads("1 of 2 confirmations");
    await chain.mine();
    await heads("Confirmed on the chain");
  }));

test("a page tells that a transfer on a chain with gas was replaced", () =>
  watching(ethereum, payEther, {}, async ({ chain, page, heads }) => {
    await heads("Waiting");
    const newer = await chain.pay(40, "0x0");
    await chain.mine();
    await heads("Replaced");
    await page.click(`a[href*="${newer.slice(2)}"]`);
    await heads("1 of 2 confirmations");
    await page.evaluate(() => { globalThis.stillHere = true; });
  }));

/** Pretends that the tab is shown or hidden. */
function show(page, hidden) {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

test("a tab has one stream while it is looked at, and none where it was opened aside", () =>
  watching(bitcoin, payBitcoin, {}, async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      const Real = EventSource;
      globalThis.streams = [];
      globalThis.EventSource = class extends Real { constructor(url) { super(url); globalThis.streams.push(this); } };
    });
    await page.reload();
    const open = () => page.evaluate(() => globalThis.streams.filter(({ readyState }) => readyState !== EventSource.CLOSED).length);
    assert.equal(await open(), 0);
    await show(page, false);
    assert.equal(await open(), 1);
    await show(page, false);
    assert.equal(await open(), 1);
    await show(page, true);
    assert.equal(await open(), 0);
    await page.evaluate(() => { globalThis.stillHere = true; });
  }));

test("the tab says that it is done though its reader has marked a text", () =>
  watching(bitcoin, payBitcoin, {}, async ({ chain, page }) => {
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector("#id")));
    await chain.mine();
    await chain.mine();
    await page.waitForFunction(() => document.title.startsWith("✓"));
    assert.notEqual(await page.evaluate(() => `${getSelection()}`), "");
    await page.evaluate(() => getSelection().removeAllRanges());
    await page.getByRole("heading", { level: 1, name: "Confirmed on the chain" }).waitFor();
  }));

test("what is new is shown to somebody who types, and nothing typed is lost", () =>
  watching(bitcoin, payBitcoin, {}, async ({ chain, page, heads }) => {
    await page.locator("#comment").pressSequentially("half a");
    await chain.mine();
    await heads("1 of 2 confirmations");
    await page.keyboard.type(" word");
    assert.equal(await page.inputValue("#comment"), "half a word");
  }));

test("a tab that nobody looks at gives its connection back, and still learns of the end", () =>
  watching(bitcoin, payBitcoin, {}, async ({ chain, id, page }) => {
    await page.clock.install();
    await page.reload();
    await page.locator("[data-following]").waitFor();
    await page.evaluate(() => { globalThis.stillHere = true; });
    await show(page, true);
    await chain.mine();
    await chain.mine();
    let answer;
    const settled = async () => { answer = await (await fetch(`${chain.base}/v1/tx/${id}`)).json(); return answer.stage === "settled"; };
    await until(settled).catch(({ message }) => assert.fail(`${message}: ${JSON.stringify(answer)}`));
    assert.match(await page.title(), /^…/);
    await page.clock.fastForward(61_000);
    await page.waitForFunction(() => document.title.startsWith("✓"));
    assert.equal(await page.locator("[data-live]").count(), 0, "what is done is followed no longer");
  }));

test("what can be copied is copied", () =>
  watching(bitcoin, payBitcoin, { permissions: ["clipboard-read", "clipboard-write"] }, async ({ chain, id, page }) => {
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
  }));

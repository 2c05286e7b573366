// Pages about the networks are shown anew by themselves, and leave the reader's things as they are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./browser.js";
import { browser, service } from "./world.js";

/** Opens a page; from then on the server tells it changed. */
async function changing(path, change) {
  const window = await open(browser);
  await window.page.clock.install();
  await window.page.goto(service.base + path);
  await window.page.route(service.base + path, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });
  await window.page.evaluate(() => { globalThis.stillHere = true; });
  return window;
}

async function isStillHere({ page, context, complaints }) {
  assert.ok(await page.evaluate(() => globalThis.stillHere), "it was loaded anew");
  assert.deepEqual(complaints, []);
  await context.close();
}

test("the status page says what is new, and to those who hear it as well", async () => {
  const window = await changing("/status", (html) => html.replace(/<h1>[^<]*/, "<h1>All is different"));
  const { page } = window;
  const table = page.locator("details[id$=-table]").first();
  await table.locator("summary").click();
  await page.clock.fastForward(31_000);
  await page.getByRole("heading", { level: 1, name: "All is different" }).waitFor();
  assert.equal(await page.locator("#announce").textContent(), "All is different");
  assert.ok(await table.evaluate(({ open }) => open), "what was open is closed");
  assert.ok(await table.evaluate((table) => document.activeElement === table.querySelector("summary")), "the focus is lost");
  await isStillHere(window);
});

test("the look-up shows the networks anew, and keeps what is being typed", async () => {
  const window = await changing("/", (html) => html.replace(/(<ul class="networks">[^]*?<strong>)[^<]*/, "$1renamed"));
  await window.page.fill("#text", "half a mess");
  await window.page.clock.fastForward(31_000);
  await window.page.locator(".networks").getByText("renamed").waitFor();
  assert.equal(await window.page.inputValue("#text"), "half a mess");
  await isStillHere(window);
});

test("so does a frame on another site", async () => {
  const window = await changing("/embed/demo", (html) => html.replace(/(<span class="state">)[^<]*/, "$1Changed"));
  await window.page.clock.fastForward(31_000);
  await window.page.getByText("Changed").waitFor();
  await isStillHere(window);
});

test("a text that somebody marks stays marked", async () => {
  const window = await changing("/status", (html) => html.replace(/<h1>[^<]*/, "<h1>All is different"));
  const { page } = window;
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector(".network p")));
  const marked = await page.evaluate(() => `${getSelection()}`);
  await page.clock.runFor(33_000);
  assert.equal(await page.evaluate(() => `${getSelection()}`), marked);
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.clock.runFor(2_000);
  await page.getByRole("heading", { level: 1, name: "All is different" }).waitFor();
  await isStillHere(window);
});

test("what can't be shown anew is marked as old, and nothing in it looks well", async () => {
  for (const path of ["/", "/status", "/embed/demo-gas"]) {
    const { page, context } = await open(browser);
    await page.clock.install();
    await page.goto(service.base + path);
    await page.route(service.base + path, (route) => route.abort());
    for (let minute = 0; minute < 5; minute += 1) await page.clock.runFor(31_000);
    await page.locator("[data-old]").waitFor();
    assert.match(await page.locator("#now").getAttribute("class"), /old/);
    await page.unroute(service.base + path);
    await page.clock.runFor(31_000);
    await page.locator("[data-old]").waitFor({ state: "hidden" });
    await context.close();
  }
});

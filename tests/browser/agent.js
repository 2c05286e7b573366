// The support console: thirty tickets at once, read and answered with the keyboard alone, with and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LANGUAGES, LOOKS, MOST_BYTES, WIDTHS, each, open, violations } from "./browser.js";
import { until } from "./service.js";
import { browser, service } from "./world.js";

const ids = service.examples.map(({ path }) => path.match(/[0-9a-f]{64}/)[0]);
const tickets = ids.map((id, at) => `Ticket ${at}: where is https://explorer.example/tx/${id}?`).join("\n");
const rows = "[data-table] tbody";

test("every transfer of a pasted text gets its row, and the filled table is held to what all pages are", async () => {
  const ways = LANGUAGES.flatMap((lang, at) => WIDTHS.map((width) => ({ lang, width, look: LOOKS[at] })));
  await each(ways, async (way) => {
    const { page, context, complaints, weight } = await open(browser, way);
    await page.goto(`${service.base}/agent`);
    await page.fill("#text", tickets);
    const empty = weight();
    await page.click(".ask button[type=submit]");
    await page.waitForFunction(({ rows, count }) => document.querySelectorAll(rows).length === count, { rows, count: ids.length });
    await page.waitForSelector("[data-table]:not([aria-busy])");
    // They are weighed when their request ends, which the page needn't wait for.
    await until(() => weight() - empty > ids.length * 200);
    assert.ok(weight() < MOST_BYTES, `weighs ${weight()} bytes with ${ids.length} transfers`);
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
  await page.keyboard.press("l");
  assert.match(await copied("r"), /^您好/);
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

/** Sends tickets; what the server answers is the test's. */
async function sent(window, text, answer) {
  await window.page.route("**/agent/rows*", answer);
  await window.page.goto(`${service.base}/agent`);
  await window.page.fill("#text", text);
  await window.page.click(".ask button[type=submit]");
}

test("a connection that breaks off doesn't look as if all had come, and all can be had again", async () => {
  const window = await open(browser);
  let times = 0;
  await sent(window, ids.slice(0, 3).join(" "), async (route) => {
    times += 1;
    if (times > 1) return route.continue();
    const answer = await route.fetch();
    const [first] = (await answer.text()).split("</tbody>");
    return route.fulfill({ response: answer, body: `${first}</tbody><tbody data-place="1"><tr><th>ha` });
  });
  const broken = window.page.locator("[data-broken]");
  await broken.waitFor();
  assert.equal(await window.page.locator(rows).count(), 1, "half a row is shown");
  assert.match(await window.page.locator("[data-progress]").innerText(), /1 of 3/);
  await broken.getByRole("button").click();
  await window.page.waitForFunction((rows) => document.querySelectorAll(rows).length === 3, rows);
  assert.equal(await broken.isVisible(), false);
  await window.context.close();
});

test("a new send takes the place of the one under way", async () => {
  const window = await open(browser);
  let held;
  await sent(window, ids[0], (route) => { if (held) route.continue(); else held = route; });
  await window.page.fill("#text", ids[1]);
  await window.page.click(".ask button[type=submit]");
  await window.page.locator(`[data-row][title="${ids[1]}"]`).waitFor();
  await held.continue().catch(() => {});
  await window.page.waitForTimeout(300);
  assert.deepEqual(await window.page.locator("[data-row]").evaluateAll((links) => links.map(({ title }) => title)), [ids[1]]);
  assert.equal(await window.page.locator("[data-broken]").isVisible(), false);
  await window.context.close();
});

test("who has gone elsewhere meanwhile is left there", async () => {
  const window = await open(browser);
  let held;
  await sent(window, ids[0], (route) => { held = route; });
  await window.page.focus("#text");
  await held.continue();
  await window.page.locator("[data-row]").waitFor();
  assert.equal(await window.page.evaluate(() => document.activeElement.id), "text");
  await window.context.close();
});

test("who goes on typing is left there", async () => {
  const window = await open(browser);
  let held;
  await sent(window, ids[0], (route) => { held = route; });
  await window.page.focus("#text");
  await window.page.keyboard.press("Control+Enter");
  await window.page.keyboard.type(" and next");
  await held.continue();
  await window.page.locator("[data-row]").waitFor();
  assert.equal(await window.page.evaluate(() => document.activeElement.id), "text");
  await window.context.close();
});

test("a problem is told where it is, and what was typed stays", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/agent`);
  await page.fill("#text", "my transfer is late");
  await page.click(".ask button[type=submit]");
  await page.getByText("There is no transaction id in this.").waitFor();
  assert.equal(await page.inputValue("#text"), "my transfer is late");
  await context.close();
});

test("replies come in the customer's language, chosen for all or for one", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/agent`);
  await page.selectOption("[name=reply]", "zh-CN");
  await page.fill("#text", ids.slice(0, 2).join(" "));
  await page.click(".ask button[type=submit]");
  await page.waitForFunction((rows) => document.querySelectorAll(rows).length === 2, rows);
  const chosen = () => page.locator("[data-key=r]").evaluateAll((buttons) => buttons.map(({ dataset }) => document.getElementById(dataset.copy).lang));
  assert.deepEqual(await chosen(), ["zh-CN", "zh-CN"]);
  await page.locator("[data-reply]").first().selectOption({ label: "English" });
  assert.deepEqual(await chosen(), ["en", "zh-CN"]);
  await page.selectOption("[name=reply]", "en");
  assert.deepEqual(await chosen(), ["en", "en"]);
  await context.close();
});

test("a list is kept on this device only if the agent says so, and only its ids", async () => {
  const { page, context } = await open(browser);
  const visit = async () => {
    await page.goto(`${service.base}/agent`);
    return page.inputValue("#text");
  };
  const ask = async () => {
    await page.fill("#text", `Jane Doe, ${ids[0]}`);
    await page.click(".ask button[type=submit]");
    await page.locator("[data-row]").waitFor();
  };
  await visit();
  await ask();
  assert.equal(await visit(), "");
  await page.check("[data-keep]");
  await ask();
  assert.equal(await visit(), ids[0]);
  await page.uncheck("[data-keep]");
  assert.equal(await visit(), "");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await context.close();
});

test("what should have arrived is told of one ticket, and its row alone is judged by it", async () => {
  const { page, context, complaints } = await open(browser);
  await page.goto(`${service.base}/agent`);
  const settled = service.examples.find(({ cause }) => cause === "settled").path.match(/[0-9a-f]{64}/)[0];
  await page.fill("#text", `${ids[0]} ${settled}`);
  await page.click(".ask button[type=submit]");
  await page.waitForFunction((rows) => document.querySelectorAll(rows).length === 2, rows);
  const row = page.locator(rows).nth(1);
  await row.locator("summary").click();
  await row.locator("[data-reply]").selectOption({ label: "简体中文" });
  // Typed letter by letter, as each may be a key of the console as well.
  await row.locator("[name=to]").pressSequentially("jkler");
  assert.equal(await row.locator("[name=to]").inputValue(), "jkler");
  await row.locator("[name=to]").fill("");
  await row.locator("[name=required]").fill("500");
  await row.locator("form button").click();
  await row.getByText("of 500").first().waitFor();
  assert.equal(await row.locator("[data-reply]").evaluate((select) => select.selectedOptions[0].lang), "zh-CN");
  assert.deepEqual(await page.locator("[data-row]").evaluateAll((links) => links.map(({ title }) => title)), [ids[0], settled]);
  assert.match(await row.locator("[data-row]").getAttribute("href"), /required=500/);
  assert.equal(await row.locator("[name=required]").inputValue(), "500");
  assert.ok(await row.locator("summary").evaluate((summary) => summary === document.activeElement), "the focus is lost");
  await row.locator("[name=required]").fill("many");
  await row.locator("form button").click();
  await row.getByText("The confirmations must be a whole number").waitFor();
  await page.route("**/agent/rows*", (route) => route.abort());
  await row.locator("form button").click();
  await row.getByText("couldn't be reached").waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints.filter((text) => !/400|ERR_FAILED/.test(text)), []);
  await context.close();
});

test("what was told of one ticket is kept when all are looked up again", async () => {
  const { page, context } = await open(browser);
  await page.goto(`${service.base}/agent`);
  const settled = service.examples.find(({ cause }) => cause === "settled").path.match(/[0-9a-f]{64}/)[0];
  await page.fill("#text", settled);
  await page.click(".ask button[type=submit]");
  const row = page.locator(rows).first();
  await row.locator("summary").click();
  await row.locator("[name=required]").fill("500");
  await row.locator("form button").click();
  await page.locator("[data-own]").waitFor();
  await page.click(".ask button[type=submit]");
  await page.waitForFunction(() => document.querySelector("[data-row]")?.href.includes("required=500") && document.querySelector(".what").textContent.includes("of 500"));
  await context.close();
});

test("a proxy's own words are not shown, but that it could not be reached", async () => {
  const window = await open(browser);
  await sent(window, ids[0], (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<center>nginx</center>" }));
  await window.page.getByText("couldn't be reached").waitFor();
  await window.context.close();
});

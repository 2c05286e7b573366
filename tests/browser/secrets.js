// A recovery phrase or a private key: the browser refuses to send it, and so does the server where a browser can't.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./browser.js";
import { browser, service, still } from "./world.js";

const SECRETS = [
  "legal winner thank year wave sausage worth useful legal winner thank yellow",
  "Hello, my words are: legal, winner, thank, year, wave, sausage, worth, useful, legal, winner, thank, yellow",
  "legal-winner-thank-year-wave-sausage-worth-useful-legal-winner-thank-yellow",
  "legal、winner、thank、year、wave、sausage、worth、useful、legal、winner、tank、yellow",
  "的 的 的 的 的 的 的 的 的 的 的 在",
  "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ",
];
/** What people write, without any punctuation, which must pass. */
const ORDINARY = [
  "Mon virement bitcoin envoyé hier soir reste bloqué dans votre système depuis presque douze heures",
  "Meine Überweisung wurde gestern Abend gesendet aber bisher ist leider nichts davon angekommen bitte prüfen",
  "Мой перевод биткоин отправлен вчера вечером однако деньги пока нигде видно помогите пожалуйста срочно",
  "please help because today only part of my money order did arrive and the rest is still not there",
  "Hola ayer mandé dinero desde otra cartera pero todavía nada llegó podrían revisar cuanto antes gracias",
  "你好 我 昨天 转 了 一 笔 比特币 到 现在 还 没有 到账 请 帮 我 查 一下",
];
const BOXES = [
  { path: "/", box: "#text", send: ".ask button" },
  { path: "/agent", box: "#text", send: ".ask button[type=submit]" },
  { path: "/help", box: "#q", send: ".search button" },
  { path: still, fold: "#fold-expected summary", box: "[name=to]", send: "#fold-expected button" },
  { path: still, box: "#comment", send: ".opinion button[value=no]" },
];
/** Every secret in the first box, one in each of the others. */
const TRIALS = BOXES.flatMap((box, at) => SECRETS.filter((_, other) => at === 0 || other === 0).map((secret) => ({ ...box, secret })));

test("the browser sends no secret", async () => {
  for (const { path, fold, box, send, secret } of TRIALS) {
    const { page, context, requests } = await open(browser);
    await page.goto(service.base + path);
    if (fold) await page.click(fold);
    const [before, address] = [requests.length, page.url()];
    await page.fill(box, secret);
    const warning = page.locator(box).locator("xpath=ancestor::form").locator("[data-warning]");
    assert.equal(await warning.isVisible(), false);
    await page.click(send);
    await page.focus(box);
    await page.keyboard.press("Control+Enter");
    await warning.waitFor({ state: "visible" });
    const sent = requests.slice(before).map((request) => request.url()).filter((url) => !url.includes("/assets/") && !url.includes("/events"));
    assert.deepEqual(sent, []);
    assert.equal(page.url(), address);
    await page.fill(box, "a");
    assert.equal(await warning.isVisible(), false, "the warning stays");
    await context.close();
  }
});

test("the server refuses it where the browser can't, and repeats nothing", async () => {
  for (const { path, fold, box, send, secret } of TRIALS) {
    const { page, context } = await open(browser, { javaScriptEnabled: false });
    await page.goto(service.base + path);
    if (fold) await page.click(fold);
    await page.fill(box, secret);
    await page.click(send);
    const said = await page.locator("main").innerText();
    assert.match(said, /recovery phrase/);
    const html = await page.content();
    assert.ok(!html.includes(secret) && !html.includes("sausage") && !html.includes("L1aW4"), path);
    await context.close();
  }
});

test("ordinary messages are no secret", async () => {
  const { page, context } = await open(browser);
  for (const message of ORDINARY) {
    await page.goto(`${service.base}/`);
    await page.fill("#text", message);
    await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), page.click(".ask button")]);
    assert.doesNotMatch(await page.locator("main").innerText(), /recovery phrase/, message);
  }
  await context.close();
});

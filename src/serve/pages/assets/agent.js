// The support console: rows as they come, keys, replies in the customer's language. Everything here is extra as well.

import { announce, enliven, post } from "./page.js";

const form = document.querySelector("form[data-rows]");
const table = document.querySelector("[data-table]");
const progress = document.querySelector("[data-progress]");
const broken = document.querySelector("[data-broken]");
const unread = document.querySelector("[data-unread]");
const box = document.querySelector("[data-keep]");
let sending;

/** A new send takes the place of one under way. */
async function send(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  sending?.abort();
  sending = new AbortController();
  const { signal } = sending;
  broken.hidden = true;
  // Whoever goes elsewhere meanwhile, or goes on typing, is left there.
  const hands = document.activeElement;
  let typed = false;
  form.addEventListener("input", () => { typed = true; }, { once: true, signal });
  table.setAttribute("aria-busy", "true");
  const answer = await post(form, form.dataset.rows, new FormData(form), signal);
  if (answer) {
    try { await fill(answer, () => !typed && document.activeElement === hands); } catch { broken.hidden = signal.aborted; }
  }
  if (!signal.aborted) table.removeAttribute("aria-busy");
}

/** Each row into its place. */
async function fill(answer, isFree) {
  const all = Number(answer.headers.get("x-rows"));
  // What should have arrived is asked for again of those that it was asked for.
  const own = new Map([...table.querySelectorAll("[data-own]")].map((row) => [idOf(row), fieldsOf(row)]));
  const say = (have) => { progress.textContent = progress.dataset.progress.replace("{have}", have).replace("{all}", all); };
  table.querySelectorAll("tbody").forEach((row) => row.remove());
  unread.replaceChildren();
  table.hidden = progress.hidden = false;
  let have = 0;
  say(have);
  for await (const row of rowsOf(answer.body)) {
    if (row.startsWith("<ul")) {
      unread.replaceChildren(...new DOMParser().parseFromString(row, "text/html").body.children);
      continue;
    }
    const placed = place(row);
    if (own.has(idOf(placed))) again(placed, own.get(idOf(placed)));
    have += 1;
    say(have);
    if (have === 1 && isFree()) table.querySelector("[data-row]").focus();
  }
  if (have < all) throw new Error("it ended before the last row");
  announce([progress.textContent, ...[...unread.querySelectorAll("li")].map((item) => item.textContent)].join(" "));
  keep();
}

/** Rows as they come, and at the end what got none; what the connection leaves half is neither. */
async function* rowsOf(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const rows = (rest + decoder.decode(chunk.value, { stream: true })).split("</tbody>");
    rest = rows.pop();
    for (const row of rows) yield `${row}</tbody>`;
  }
  if (rest.endsWith("</ul>")) yield rest;
}

function place(html) {
  const page = new DOMParser().parseFromString(`<table>${html}</table>`, "text/html");
  const row = page.querySelector("tbody");
  const rows = table.querySelector("table");
  const after = [...rows.tBodies].find((other) => Number(other.dataset.place) > Number(row.dataset.place));
  rows.insertBefore(row, after ?? null);
  enliven(row);
  return row;
}

const idOf = (row) => row.querySelector("[data-row]").title;
/** What was told of it, as its link has it. */
const fieldsOf = (row) => new URL(row.querySelector("[data-row]").href).searchParams;

const language = (row) => row.querySelector("[data-reply]");

/** The reply in the language of this customer. */
function choose(select) {
  select.closest("tbody").querySelector("[data-key=r]").dataset.copy = select.value;
}

/** Asks about one row anew, with what its form or an earlier one said; the new row, or null. */
async function again(row, fields, own) {
  const known = { text: idOf(row), place: row.dataset.place, chain: fieldsOf(row).get("chain") ?? "", network: fieldsOf(row).get("network") ?? "", reply: language(row).selectedOptions[0].lang };
  const asked = new URLSearchParams(fields);
  for (const [name, value] of Object.entries(known)) asked.set(name, value);
  const answer = await post(own ?? form, form.dataset.rows, asked);
  const html = await answer?.text();
  // A new send, or a second press, may have come first.
  if (!html || !row.isConnected) return null;
  const fresh = place(html);
  fresh.dataset.own = "yes";
  if (row.contains(document.activeElement)) fresh.querySelector("[data-row]").focus();
  row.remove();
  return fresh;
}

/** What should have arrived, asked for in an opened row: each ticket has an amount and an address of its own. */
function expect(details) {
  const slot = details.querySelector("[data-slot]");
  if (slot.firstChild) return;
  const row = details.closest("tbody");
  slot.append(document.querySelector("[data-expected]").content.cloneNode(true));
  const own = slot.querySelector("form");
  for (const { name } of own.querySelectorAll("input")) own.elements[name].value = fieldsOf(row).get(name) ?? "";
  enliven(slot);
  own.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const fresh = await again(row, new FormData(own), own);
    if (!fresh) return;
    fresh.querySelector("details").open = true;
    fresh.querySelector("summary").focus();
    announce(fresh.querySelector(".what").textContent);
  });
}

const LIST = "list";

/** The ids stay on this device if the agent says so, and go as soon as they say no. */
function keep() {
  const ids = [...table.querySelectorAll("[data-row]")].map((link) => link.title);
  try {
    if (!box.checked) localStorage.removeItem(LIST);
    else if (ids.length > 0) localStorage.setItem(LIST, ids.join("\n"));
  } catch { /* private windows may refuse */ }
}

function restore() {
  let list = null;
  try { list = localStorage.getItem(LIST); } catch { /* likewise */ }
  box.closest("label").hidden = false;
  if (list) { box.checked = true; form.elements.text.value = list; }
}

/** Keys work while the focus is in a row and nobody types, so that they never take a letter from anybody. */
function onKey(event) {
  const row = event.target.closest("tbody");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,select,textarea")) return;
  const other = { j: row.nextElementSibling, k: row.previousElementSibling }[event.key];
  if (other?.matches("tbody")) other.querySelector("[data-row]").focus();
  if (event.key === "l") {
    const select = language(row);
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    choose(select);
    announce(select.selectedOptions[0].textContent);
  }
  row.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
}

restore();
document.querySelector("[data-keys]").hidden = false;
form.addEventListener("submit", send);
broken.querySelector("button").addEventListener("click", () => form.requestSubmit());
box.addEventListener("change", keep);
form.elements.reply.addEventListener("change", ({ target }) => {
  table.querySelectorAll("[data-reply]").forEach((select) => {
    select.selectedIndex = [...select.options].findIndex(({ lang }) => lang === target.value);
    choose(select);
  });
});
table.addEventListener("change", ({ target }) => { if (target.matches("[data-reply]")) choose(target); });
table.addEventListener("toggle", ({ target }) => { if (target.open) expect(target); }, { capture: true });
table.addEventListener("keydown", onKey);
table.querySelectorAll("details[open]").forEach(expect);

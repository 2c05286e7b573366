// What needs life on the pages: the theme, the guard against secrets, copying, live answers. All of it is extra: every
// page is complete without.

const root = document.documentElement;

// Theme: as the device prefers, until the reader chooses.
const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const keep = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* private windows may refuse */ } };
if (kept()) root.dataset.theme = kept();

/** Shapes that no id has and that secrets do. Errs on the side of letting through: the server decides. */
export function looksSecret(text) {
  const key = /(^|[^A-Za-z0-9])([5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}|[xtyzuvYZUV]prv[1-9A-HJ-NP-Za-km-z]{46,}|6P[1-9A-HJ-NP-Za-km-z]{56})(?![A-Za-z0-9])/;
  if (key.test(text)) return true;
  // Words that phrases never hold and that sentences hardly do without.
  const plain = /^(the|and|for|are|was|not|has|had|but|its|been|from|were|please|hello|help|your|his|her|our|out|did|with|sent)$/i;
  let run = 0;
  for (const word of text.split(/[\s,.;:0-9()]+/)) {
    if (!word) continue;
    const one = /^\p{L}{3,8}$/u.test(word) || /^\p{Script=Han}$/u.test(word);
    run = one && !plain.test(word) ? run + 1 : 0;
    if (run >= 11) return true;
  }
  return false;
}

function guard(form) {
  const warning = form.querySelector("[data-warning]");
  const check = () => {
    const secret = [...form.elements].some((field) => typeof field.value === "string" && looksSecret(field.value));
    warning.hidden = !secret;
    return secret;
  };
  form.addEventListener("input", () => { if (!warning.hidden) check(); });
  form.addEventListener("paste", () => setTimeout(check));
  form.addEventListener("submit", (event) => {
    if (check()) { event.preventDefault(); event.stopImmediatePropagation(); }
  });
  // In a box for several lines, Enter alone sends nothing; with Ctrl or Cmd it does.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
}

function themeSwitch(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep(root.dataset.theme);
  });
}

function start() {
  document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
  document.querySelectorAll("form[data-guarded]").forEach(guard);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();

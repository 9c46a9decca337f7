// Shortcuts. Declared on the button they belong to (data-key="s", "g o", "mod+enter") or by keys.on() for the board.
import { all, composing, make, one, typing } from "./dom.js";

const bound = new Map();
let pending = "";
let timer = 0;

export const keys = {
  // `when` tells whether the key means anything on this page, for the list of keys.
  on(key, fn, label = "", when = () => true) { bound.set(key, { fn, label, when }); },
};

function name(event) {
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  if (event.altKey) return "";
  if (mod) return `mod+${key.toLowerCase()}`;
  return event.shiftKey && key.length === 1 && /[a-z]/i.test(key) ? `shift+${key.toLowerCase()}` : key;
}

const scope = () => all("dialog[open]").at(-1) || document;
const usable = (element) => !element.disabled && element.checkVisibility();
// Of several ways back, the newest; of several buttons with one key, the first that can be seen.
const declared = (key) => {
  const list = all("[data-key]", scope()).filter((element) => element.dataset.key === key && usable(element));
  return list.findLast((element) => element.matches("[data-undo]")) || list[0];
};

function press(element) {
  if (element.matches("input, textarea, select")) { element.focus(); element.select?.(); return; }
  if (element.matches("summary")) { element.parentElement.open = true; one("input, select, button", element.nextElementSibling)?.focus(); return; }
  element.click();
}

function fire(key, event) {
  const element = declared(key);
  if (element) { event.preventDefault(); press(element); return true; }
  const binding = scope() === document && bound.get(key);
  if (binding && binding.fn(event) !== false) { event.preventDefault(); return true; }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.defaultPrevented) return;
  const key = name(event);
  // Inside a field Ctrl+Z takes back what was typed, not what was done.
  if (!key || (key === "mod+z" && typing(event.target))) return;
  const plain = !key.startsWith("mod+") && key !== "escape";
  if (plain && (typing(event.target) || document.documentElement.dataset.keys === "off")) return;
  const sequence = pending ? `${pending} ${key}` : "";
  pending = "";
  if (sequence && fire(sequence, event)) return;
  if (fire(key, event)) return;
  if (plain && all("[data-key]").some((element) => element.dataset.key.startsWith(`${key} `))) {
    pending = key;
    clearTimeout(timer);
    timer = setTimeout(() => { pending = ""; }, 1200);
  }
});

const WORDS = { mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl", enter: "Enter", space: "Space", escape: "Esc", shift: "Shift", arrowdown: "↓", arrowup: "↑" };
const shown = (key) => key.split(" ").map((part) => part.split("+").map((piece) => WORDS[piece] || piece).join(" + "));

function label(element) {
  const words = element.dataset.keyLabel || element.getAttribute("aria-label") || "";
  if (words) return words;
  const copy = element.cloneNode(true);
  all("kbd, svg, .n", copy).forEach((part) => part.remove());
  return copy.textContent.trim();
}

function help() {
  const dialog = one("#keys-help");
  const list = dialog && one("[data-keys-list]", dialog);
  if (!list) return false;
  const rows = new Map();
  for (const [key, { label: words, when }] of bound) if (words && when()) rows.set(key, words);
  for (const element of all("[data-key]")) if (usable(element)) rows.set(element.dataset.key, label(element));
  list.replaceChildren(...[...rows].flatMap(([key, words]) => [
    make("span", {}, ...shown(key).flatMap((part, index) => [...(index ? [" "] : []), make("kbd", {}, part)])), make("span", {}, words),
  ]));
  if (!dialog.open) dialog.showModal();
  return true;
}

keys.on("?", help, "この一覧");
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest('[data-open="keys-help"]')) help();
});

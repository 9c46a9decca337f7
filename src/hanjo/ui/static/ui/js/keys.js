// Shortcuts. Declared on the button they belong to (data-key="s", "g o", "mod+enter") or by keys.on() for the board.
// A person may press other keys for them (data-keymap), so what is pressed is first turned into what it means.
import { all, composing, each, make, one, typing } from "./dom.js";

const bound = new Map();
const root = document.documentElement;
const OWN = JSON.parse(root.dataset.keymap || "{}");
const off = () => root.dataset.keys === "off";
let pending = "";
let timer = 0;

export const keys = {
  // `when` tells whether the key means anything on this page, for the list of keys.
  on(key, fn, label = "", when = () => true) { bound.set(key, { fn, label, when }); },
  means: (event) => meaning(name(event)),
  write: (key) => shown(own(key)).flat().join(" "),
};

// What was pressed: modifiers in one order, letters small. With Alt a keyboard may send another sign, so its place counts.
function name(event) {
  const place = /^Key([A-Z])$/.exec(event.code)?.[1];
  const key = event.key === " " ? "space" : event.altKey && place ? place : event.key.length === 1 ? event.key : event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return event.altKey ? "" : `mod+${key.toLowerCase()}`;
  const letter = key.length === 1 && /[a-z]/i.test(key);
  return `${event.altKey ? "alt+" : ""}${event.shiftKey && letter ? "shift+" : ""}${letter ? key.toLowerCase() : key}`;
}

function search(given, prefix) {
  const found = Object.keys(OWN).find((key) => key.startsWith(prefix) && key.includes(" ") === Boolean(prefix) && OWN[key] === given);
  return found ?? (`${prefix}${given}` in OWN ? "" : `${prefix}${given}`);
}

// From what was pressed to the key that pages declare; "" when this person has that key for something else.
function meaning(given) {
  if (!given || given.startsWith("mod+")) return given;
  const key = search(given.replace("shift+", ""), "");
  return key && given.includes("shift+") ? `shift+${key}` : key;
}

// The other way round: what this person presses for a declared key, "" when nothing.
function own(key) {
  if (key.includes(" ")) {
    const [first, second] = [own(key.split(" ")[0]), OWN[key] ?? key.split(" ")[1]];
    return first && second ? `${first} ${second}` : "";
  }
  const plain = key.replace("shift+", "");
  const pressed = OWN[plain] ?? plain;
  if (!pressed || (off() && pressed.length === 1)) return "";
  return key === plain ? pressed : pressed.replace(/(.)$/, "shift+$1");
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
  const given = name(event);
  const key = meaning(given);
  // Inside a field Ctrl+Z takes back what was typed, not what was done.
  if (!given || (key === "mod+z" && typing(event.target))) return;
  const plain = !given.startsWith("mod+") && key !== "escape";
  if (plain && (typing(event.target) || (off() && given.replace("shift+", "").length === 1 && !pending.startsWith("alt+")))) return;
  const sequence = pending ? search(given, `${meaning(pending)} `) : "";
  pending = "";
  if (sequence && fire(sequence, event)) return;
  if (key && fire(key, event)) return;
  if (key && plain && all("[data-key]").some((element) => element.dataset.key.startsWith(`${key} `))) {
    pending = given;
    clearTimeout(timer);
    timer = setTimeout(() => { pending = ""; }, 1200);
  }
});

// Ctrl+Enter does what the form one stands in is for, also where no button says so.
keys.on("mod+enter", (event) => {
  const form = event.target.closest?.("form");
  const main = form && one('button.p[type="submit"]:not(:disabled)', form);
  if (!main) return false;
  main.click();
  return true;
});

const WORDS = { mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl", alt: "Alt", enter: "Enter", space: "Space", escape: "Esc", shift: "Shift", arrowdown: "↓", arrowup: "↑" };
const shown = (key) => key.split(" ").map((part) => part.split("+").map((piece) => WORDS[piece] || piece).join(" + "));

function label(element) {
  const words = element.dataset.keyLabel || element.getAttribute("aria-label") || "";
  if (words) return words;
  const copy = element.cloneNode(true);
  all("kbd, svg, .n", copy).forEach((part) => part.remove());
  return copy.textContent.trim();
}

// Buttons come from the server with the keys of the list; a person sees their own, or none.
if (off() || Object.keys(OWN).length) each('[data-key], [data-open="keys-help"]', (element) => {
  const listed = element.dataset.key ?? "?";
  const key = own(listed);
  const sign = one("kbd", element) || (element.nextElementSibling?.matches("kbd") ? element.nextElementSibling : null);
  if (sign) { sign.hidden = !key; if (key !== listed) sign.textContent = shown(key).join(" "); }
  if (element.hasAttribute("aria-keyshortcuts")) {
    if (key) element.setAttribute("aria-keyshortcuts", key); else element.removeAttribute("aria-keyshortcuts");
  }
});

function help() {
  const dialog = one("#keys-help");
  const list = dialog && one("[data-keys-list]", dialog);
  if (!list) return false;
  const rows = new Map();
  for (const [key, { label: words, when }] of bound) if (words && when()) rows.set(own(key), words);
  for (const element of all("[data-key]")) if (usable(element)) rows.set(own(element.dataset.key), label(element));
  rows.delete("");
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

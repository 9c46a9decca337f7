// Small words shared by all modules.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export function on(type, selector, fn) {
  document.addEventListener(type, (event) => {
    const hit = event.target instanceof Element && event.target.closest(selector);
    if (hit) fn(event, hit);
  });
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Runs now and after every swap, for what cannot be delegated.
export function each(selector, fn) {
  const seen = new WeakSet();
  const run = () => all(selector).forEach((element) => {
    if (!seen.has(element)) { seen.add(element); fn(element); }
  });
  run();
  document.addEventListener("hanjo:swapped", run);
}

export const swapped = (target = document) => document.dispatchEvent(new CustomEvent("hanjo:swapped", { detail: { target } }));

export function csrf() {
  const meta = one('meta[name="csrf-token"]');
  return meta ? meta.content : (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
}

// The live region is emptied first, so that the same sentence twice is spoken twice.
export function announce(text) {
  const live = one("#live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
}

export const typing = (element) => element instanceof HTMLElement
  && (element.isContentEditable || element.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])'));

// A Japanese IME that confirms a word must never fire a shortcut nor submit.
export const composing = (event) => event.isComposing || event.keyCode === 229;

export const count = (number) => Number(number).toLocaleString("ja-JP");

// Ctrl+K: pages at once from the navigation, everything else from the server's search as it is typed.
import { all, composing, make, one } from "./dom.js";
import { keys } from "./keys.js";

const dialog = () => one("#palette");
const hits = () => all("#palette-hits .hit");

function pages(text) {
  const words = text.trim().toLowerCase();
  const links = all(".side .nav a").filter((link) => !words || link.title.toLowerCase().includes(words));
  return links.map((link) => make("a", { class: "hit", href: link.href, role: "option", "aria-selected": "false" }, make("span", { class: "grow" }, link.title), ...(link.dataset.key && keys.write(link.dataset.key) ? [make("kbd", {}, keys.write(link.dataset.key))] : [])));
}

function open() {
  const box = dialog();
  if (!box) return false;
  if (!box.open) box.showModal();
  const input = one("[data-palette-input]", box);
  input.value = "";
  one("#palette-hits").replaceChildren(make("div", { role: "listbox", "aria-label": "画面" }, ...pages("")));
  input.focus();
  return true;
}

function move(by) {
  const list = hits();
  const at = list.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  list.forEach((hit) => hit.setAttribute("aria-selected", "false"));
  const next = list[(at + by + list.length) % list.length];
  next?.setAttribute("aria-selected", "true");
  next?.scrollIntoView({ block: "nearest" });
}

keys.on("mod+k", open, "検索と移動");
document.addEventListener("keydown", (event) => {
  if (!dialog()?.open || composing(event)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
  if (event.key === "Enter") {
    const chosen = hits().find((hit) => hit.getAttribute("aria-selected") === "true") || (hits().length === 1 ? hits()[0] : null);
    if (chosen) { event.preventDefault(); location.href = chosen.href; }
  }
});

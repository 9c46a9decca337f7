// The columns of a board: arrows instead of typed places. Without script the places are numbers.
import { all, announce, each, make, on, one } from "./dom.js";

const ARROWS = { up: ["上へ", "M12 19V5M6 11l6-6 6 6"], down: ["下へ", "M12 5v14M6 13l6 6 6-6"] };

function arrow(way, word) {
  const [label, path] = ARROWS[way];
  const button = make("button", { class: "icon-btn", type: "button", "data-move": way, "aria-label": `${word} を${label}` });
  button.innerHTML = `<svg class="i" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
  return button;
}

function number(list) {
  const items = all("li", list);
  items.forEach((item, at) => {
    one(".at", item).value = at + 1;
    one('[data-move="up"]', item).disabled = at === 0;
    one('[data-move="down"]', item).disabled = at === items.length - 1;
  });
  return items;
}

each("[data-columns]", (list) => {
  all("li", list).forEach((item) => {
    one(".at", item).type = "hidden";
    const word = one(".pick", item).textContent.trim();
    item.append(arrow("up", word), arrow("down", word));
  });
  number(list);
});

on("click", "[data-move]", (event, button) => {
  const item = button.closest("li");
  const other = button.dataset.move === "up" ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (button.dataset.move === "up") other.before(item); else other.after(item);
  const items = number(item.parentElement);
  (button.disabled ? one("[data-move]:not(:disabled)", item) : button).focus();
  announce(`${one(".pick", item).textContent.trim()}: ${items.indexOf(item) + 1} 列目`);
});

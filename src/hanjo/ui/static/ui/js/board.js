// The board: a cursor, ticks, ranges, and "all of this condition", which lives on the server and never as a list of ids.
import { all, announce, count, each, make, on, one } from "./dom.js";
import { load } from "./htmx-glue.js";
import { keys } from "./keys.js";

const ROW = ".br.body[data-id]";
let cursor = "";
let anchor = "";

// One board of a page has the keys: the one whose rows can be ticked, else the first.
const form = () => one("[data-board-form]");
const board = () => one("[data-board-form] [data-board]") || one("[data-board]");
const rows = () => (board() ? all(ROW, board()) : []);
const box = (row) => one('input[name="ids"]', row);
const current = () => rows().find((row) => row.dataset.id === cursor) || null;

function point(row, focus = true) {
  all(`${ROW}.cur`).forEach((old) => old.classList.remove("cur"));
  if (!row) { cursor = ""; return; }
  cursor = row.dataset.id;
  row.classList.add("cur");
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (one("#peek[open]") && row.dataset.peek) load(row.dataset.peek, "#peek-body");
}

function step(by, extend) {
  const list = rows();
  if (!list.length) return false;
  const at = list.findIndex((row) => row.dataset.id === cursor);
  const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
  if (extend) { if (at >= 0) tick(list[at], true); tick(next, true); refresh(); }
  anchor = next.dataset.id;
  point(next);
  return true;
}

function tick(row, ticked) {
  const input = box(row);
  if (!input) return;
  input.checked = ticked;
  row.setAttribute("aria-selected", String(ticked));
}

function range(to) {
  const list = rows();
  const from = list.findIndex((row) => row.dataset.id === anchor);
  const end = list.indexOf(to);
  if (from < 0) return;
  list.slice(Math.min(from, end), Math.max(from, end) + 1).forEach((row) => tick(row, true));
}

function whole(active) {
  const input = one("[data-board-all]");
  if (input) input.value = active ? "1" : "";
}
const isWhole = () => one("[data-board-all]")?.value === "1";

function refresh() {
  const list = rows();
  const ticked = list.filter((row) => box(row)?.checked);
  const total = Number(form()?.dataset.total || 0);
  const head = one("[data-tick-all]");
  if (head) { head.checked = ticked.length > 0 && ticked.length === list.length; head.indeterminate = ticked.length > 0 && ticked.length < list.length; }
  if (isWhole() && !ticked.length) whole(false);
  const left = isWhole() ? total - (list.length - ticked.length) : ticked.length;
  unticked(isWhole() ? list.filter((row) => !box(row)?.checked) : []);
  const bar = one("[data-bulk]");
  if (bar) {
    const out = one("[data-bulk-count]", bar);
    const text = `${count(left)} ${out.dataset.unit}選択`;
    bar.hidden = ticked.length === 0;
    if (out.textContent !== text && ticked.length) { out.textContent = text; announce(text); }
  }
  offer(ticked.length === list.length && total > list.length, list.length, total);
}

function unticked(list) {
  all('input[name="unticked"]', form() || document).forEach((old) => old.remove());
  form()?.append(...list.map((row) => make("input", { type: "hidden", name: "unticked", value: row.dataset.id })));
}

// Two steps on purpose: this page first, then, said in full, everything that matches.
function offer(show, shown, total) {
  one(".allbar")?.remove();
  if (!show && !isWhole()) return;
  const chosen = isWhole();
  const text = chosen ? `この条件の ${count(total)} 件すべてを選んでいます。` : `この画面の ${count(shown)} 件を選びました。`;
  const button = make("button", { type: "button" }, chosen ? "この画面だけに戻す" : `この条件の ${count(total)} 件すべてを選択`);
  button.addEventListener("click", () => { whole(!chosen); refresh(); });
  one(".head-row", board())?.after(make("div", { class: "allbar", role: "row" }, make("span", { role: "cell" }, text, " ", button)));
}

function clear() {
  const peek = one("#peek[open]");
  if (peek) { peek.close(); return true; }
  if (!rows().some((row) => box(row)?.checked)) return false;
  whole(false);
  rows().forEach((row) => tick(row, false));
  refresh();
  return true;
}

function open(row = current()) {
  if (!row?.dataset.href) return false;
  location.href = row.dataset.href;
  return true;
}

const pressed = (event) => event.target instanceof Element && event.target.closest("a, button, summary, input:not(.box)");
const bind = (key, fn, words) => keys.on(key, (event) => (board() ? fn(event) : false), words, board);

bind("j", () => step(1), "次の行");
bind("k", () => step(-1), "前の行");
bind("arrowdown", (event) => !pressed(event) && step(1));
bind("arrowup", (event) => !pressed(event) && step(-1));
bind("shift+j", () => step(1, true), "次の行まで選ぶ");
bind("shift+k", () => step(-1, true), "前の行まで選ぶ");
bind("x", () => { const row = current(); if (!row) return false; tick(row, !box(row).checked); refresh(); return true; }, "行を選ぶ・外す");
bind("mod+a", (event) => { if (event.target.closest?.("input:not(.box), textarea")) return false; rows().forEach((row) => tick(row, true)); refresh(); return true; }, "この画面をすべて選ぶ");
bind("o", () => open(), "開く");
bind("enter", (event) => !pressed(event) && open());
bind("space", (event) => { const row = current(); if (pressed(event) || !row?.dataset.peek) return false; load(row.dataset.peek, "#peek-body"); return true; }, "のぞき見");
bind("escape", clear, "選択をやめる");

let shift = false;
document.addEventListener("click", (event) => { shift = event.shiftKey; }, true);
on("change", '[data-board] input[name="ids"]', (event, input) => {
  const row = input.closest(ROW);
  tick(row, input.checked);
  if (shift) range(row);
  anchor = row.dataset.id;
  point(row, false);
  refresh();
});
on("change", "[data-tick-all]", (event, input) => { rows().forEach((row) => tick(row, input.checked)); if (!input.checked) whole(false); refresh(); });
on("click", "[data-bulk-clear]", clear);
on("click", ROW, (event, row) => {
  if (event.target.closest("a, button, input, summary, label, select") || String(getSelection())) return;
  point(row);
  if (matchMedia("(max-width: 760px)").matches) open(row);
});
on("dblclick", ROW, (event, row) => { if (!event.target.closest("a, button, input")) open(row); });

// The peek is a dialog, so its own keys walk the list behind it.
document.addEventListener("keydown", (event) => {
  if (!one("#peek[open]") || event.isComposing || event.target.closest?.("input, textarea, select")) return;
  const key = keys.means(event);
  if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); }
  if (key === "o") open();
});

// A swap brings rows back as the server drew them: unticked. What the person had ticked and where they stood stays.
let remembered = new Set();
document.addEventListener("hanjo:swapping", () => { remembered = new Set(rows().filter((row) => box(row)?.checked).map((row) => row.dataset.id)); });
document.addEventListener("hanjo:swapped", () => {
  if (!board()) return;
  rows().forEach((row) => { if (remembered.has(row.dataset.id)) tick(row, true); });
  current()?.classList.add("cur");
  refresh();
});
each("[data-board]", refresh);
addEventListener("pageshow", () => { rows().forEach((row) => tick(row, Boolean(box(row)?.checked))); refresh(); });

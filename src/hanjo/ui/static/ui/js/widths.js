// How wide a column is: its edge is dragged, or moved by the arrow keys; kept for the person. A double click or Home
// brings the usual width back. Widths stand in steps that the stylesheet knows.
import { all, announce, csrf, on } from "./dom.js";

const STEP = 16;
const LEAST = 48;
const MOST = 640;
const fit = (width) => Math.max(LEAST, Math.min(MOST, STEP * Math.round(width / STEP)));
const kind = (cell) => [...cell.classList].find((name) => name.startsWith("w-"));
const shown = (grip) => Math.round(grip.parentElement.getBoundingClientRect().width);
const word = (grip) => grip.getAttribute("aria-label");

function widen(grip, width) {
  const head = grip.parentElement;
  const was = kind(head);
  const will = width ? `w-p${width}` : grip.dataset.usual;
  if (was === will) return;
  const place = [...head.parentElement.children].indexOf(head);
  all(".br", grip.closest("[data-board]")).forEach((row) => row.children[place]?.classList.replace(was, will));
  tell(grip);
}

function tell(grip) {
  const width = shown(grip);
  grip.setAttribute("aria-valuenow", Math.max(LEAST, Math.min(MOST, width)));
  grip.setAttribute("aria-valuetext", kind(grip.parentElement).startsWith("w-p") ? `${width} ピクセル` : "標準");
}

let waiting = 0;
function keep(grip) {
  const board = grip.closest("[data-board]");
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const body = new URLSearchParams({ board: board.dataset.place });
    all("[data-grip]", board).forEach((one) => {
      const own = kind(one.parentElement).match(/^w-p(\d+)$/);
      if (own) body.append("width", `${one.dataset.grip}:${own[1]}`);
    });
    fetch(board.dataset.widths, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", keepalive: true })
      .then((answer) => { if (!answer.ok) throw new Error(); announce(`${word(grip)}: ${grip.getAttribute("aria-valuetext")}`); })
      .catch(() => announce("列の幅を保存できませんでした。もう一度お試しください。"));
  }, 400);
}

on("pointerdown", "[data-grip]", (event, grip) => {
  if (event.button) return;
  event.preventDefault();
  grip.focus({ preventScroll: true });
  const from = event.clientX;
  const width = shown(grip);
  let moved = false;
  const move = (next) => { if (moved || Math.abs(next.clientX - from) > 3) { moved = true; grip.classList.add("drags"); widen(grip, fit(width + next.clientX - from)); } };
  const end = () => {
    grip.removeEventListener("pointermove", move);
    grip.classList.remove("drags");
    if (moved) keep(grip);
  };
  grip.setPointerCapture(event.pointerId);
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", end, { once: true });
  grip.addEventListener("pointercancel", end, { once: true });
});

on("keydown", "[data-grip]", (event, grip) => {
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (!by && event.key !== "Home") return;
  event.preventDefault();
  widen(grip, by ? fit(shown(grip) + by) : 0);
  keep(grip);
});
on("dblclick", "[data-grip]", (event, grip) => { widen(grip, 0); keep(grip); });
on("focusin", "[data-grip]", (event, grip) => tell(grip));

// The only file that knows htmx's events, so that its next version is a change here and nowhere else.
import { all, csrf, one, swapped } from "./dom.js";
import { toast } from "./toast.js";

let kept = "";
let running = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const { verb, headers } = event.detail;
  if (verb !== "get") headers["X-CSRFToken"] = csrf();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  running += 1;
  kept = document.activeElement?.id || document.activeElement?.closest("[id]")?.id || "";
  const button = event.detail.requestConfig?.triggeringEvent?.submitter || event.detail.elt;
  event.detail.elt.hanjoBusy = setTimeout(() => { one("#busybar")?.classList.add("on"); if (button.matches?.(".btn")) button.classList.add("busy"); }, 300);
  event.detail.elt.hanjoButton = button;
});

document.addEventListener("htmx:afterRequest", (event) => {
  running = Math.max(0, running - 1);
  clearTimeout(event.detail.elt.hanjoBusy);
  event.detail.elt.hanjoButton?.classList?.remove("busy");
  if (!running) one("#busybar")?.classList.remove("on");
});

document.addEventListener("htmx:beforeSwap", () => document.dispatchEvent(new CustomEvent("hanjo:swapping")));

// What is swapped into a dialog opens it; an empty answer closes it.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.detail.target.closest?.("dialog");
  if (!dialog) return;
  const filled = event.detail.target.textContent.trim() !== "";
  if (filled && !dialog.open) dialog.showModal();
  if (!filled && dialog.open) dialog.close();
});

document.addEventListener("htmx:afterSettle", (event) => {
  swapped(event.detail.target);
  const lost = document.activeElement === document.body || document.activeElement === null;
  if (lost && kept) one(`#${CSS.escape(kept)}`)?.focus({ preventScroll: true });
});

const WORDS = { 403: "この操作をする権限がありません。", 404: "もう存在しないようです。画面を読み直してください。", 429: "操作が続きすぎました。少し待ってください。" };
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  toast({ tone: "danger", text: WORDS[status] || `処理できませんでした（${status}）。もう一度お試しください。入力はそのまま残っています。` });
});
document.addEventListener("htmx:sendError", () => toast({ tone: "danger", text: "サーバーにつながりません。通信を確かめてください。入力はそのまま残っています。" }));
document.addEventListener("hanjo:close", () => all("dialog[open]").forEach((dialog) => dialog.close()));

// For modules that put HTML in place themselves.
export const wire = (element) => window.htmx?.process(element);
export const load = (url, target) => window.htmx?.ajax("get", url, { target, swap: "innerHTML" });

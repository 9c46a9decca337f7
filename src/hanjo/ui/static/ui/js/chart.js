// The words of a point or bar beside the pointer; the same words stand in the table below.
import { make } from "./dom.js";

document.addEventListener("pointerover", (event) => {
  const spot = event.target instanceof Element && event.target.closest("[data-tip]");
  const chart = spot && spot.closest(".chart");
  document.querySelectorAll(".chart .tip").forEach((tip) => tip.remove());
  if (!chart) return;
  const frame = chart.getBoundingClientRect();
  const at = spot.getBoundingClientRect();
  const tip = make("div", { class: "tip", "aria-hidden": "true" }, spot.dataset.tip);
  chart.append(tip);
  const half = tip.offsetWidth / 2;
  const x = Math.min(frame.width - half, Math.max(half, at.left - frame.left + at.width / 2));
  tip.style.left = `${x}px`;
  tip.style.top = `${Math.max(tip.offsetHeight, at.top - frame.top - 6)}px`;
});

// A running job asks for its card again: after 1 s, then ever later up to 5 s; not while nobody looks.
import { announce, each, swapped } from "./dom.js";
import { wire } from "./htmx-glue.js";

const waits = new WeakMap();
each("[data-job]", (card) => watch(card, waits.get(card) || 1000));

function watch(card, wait) {
  setTimeout(async () => {
    if (!card.isConnected) return;
    if (document.hidden) { document.addEventListener("visibilitychange", () => watch(card, 0), { once: true }); return; }
    const fresh = await ask(card);
    if (!fresh) { watch(card, 5000); return; }
    const later = Math.min(5000, Math.max(1000, wait) * 1.3);
    if (fresh.outerHTML === card.outerHTML) { watch(card, later); return; }
    waits.set(fresh, later);
    card.replaceWith(fresh);
    if (!fresh.dataset.job) announce(fresh.textContent.replace(/\s+/g, " ").trim());
    wire(fresh);
    swapped(fresh);
  }, wait);
}

// Only a card with the same id takes the place of the old one: an answer without it (a sign-in page, a whole page
// with its head) leaves the card as it is, and it asks again.
async function ask(card) {
  try {
    const answer = await fetch(card.dataset.job, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return null;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return template.content.querySelector(`#${CSS.escape(card.id)}`);
  } catch {
    return null;
  }
}

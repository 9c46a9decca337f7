// Nicer, never necessary: every page of the shop works without this file.
import "./suggest.js";

const live = document.body.parentElement.querySelector("#live");
const words = live.dataset; // in the language of the page
const say = (text) => { live.textContent = text; };

/** Fill in what is too fresh to be kept with the page: stock words and the number of pieces in the cart. */
async function freshen() {
  const places = [...document.querySelectorAll("[data-stock]")];
  const skus = [...new Set(places.map((one) => one.dataset.stock))];
  const base = document.querySelector(".shop-name").getAttribute("href");
  const answer = await fetch(`${base}live?skus=${skus.join(",")}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const now = await answer.json();
  for (const place of places) {
    const left = now.stock[place.dataset.stock];
    if (left === undefined) continue;
    place.textContent = left <= 0 ? words.sold : left <= 5 ? words.left.replace("{}", left) : words.in;
    const radio = document.querySelector(`input[data-sku="${place.dataset.stock}"]`);
    if (radio) radio.disabled = left <= 0;
  }
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = now.cart;
    badge.hidden = !now.cart;
  }
}

/** Offer the town behind a postal code; fills only what is empty or was filled by us. */
async function address(input) {
  const mark = input.dataset.postal;
  const code = input.value.normalize("NFKC").replace(/[^0-9]/g, "");
  if (code.length !== 7) return;
  const base = document.querySelector(".shop-name").getAttribute("href");
  const answer = await fetch(`${base}postal?code=${code}`);
  const { towns } = await answer.json();
  if (!towns.length) { say(words.unknown); return; }
  const field = (name) => document.getElementById(`${mark}_${name}`);
  const put = (element, value) => {
    if (element.value && element.dataset.filled !== element.value) return;
    element.value = value;
    element.dataset.filled = value;
  };
  put(field("prefecture"), towns[0][0]);
  put(field("city"), towns[0][1]);
  if (towns.length === 1) put(field("street"), towns[0][2]);
  say(words.filled.replace("{}", towns[0].join("")));
  field("prefecture").dispatchEvent(new Event("change", { bubbles: true }));
  const street = field("street");
  street.focus();
  street.setSelectionRange(street.value.length, street.value.length);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-postal]")) address(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show]");
  if (!link) return;
  event.preventDefault();
  const picture = document.getElementById("main-picture");
  picture.removeAttribute("srcset");
  picture.src = link.dataset.show;
  document.getElementById("main-link").href = link.href;
});
for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = button.parentElement.querySelector("input");
    const wanted = Number(field.value || 0) + Number(button.dataset.step);
    field.value = Math.min(Math.max(wanted, Number(field.min)), Number(field.max));
  });
}
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("[data-once]");
  if (!button) return;
  if (button.classList.contains("busy")) { event.preventDefault(); return; }
  button.classList.add("busy");
});
window.addEventListener("pageshow", () => document.querySelectorAll(".busy").forEach((one) => one.classList.remove("busy")));
document.getElementById("problems")?.focus();
freshen();

// On the seventh digit ask the server; fill only what is empty or was filled by us; several towns: choose.
import { announce, make, on, one } from "./dom.js";
import { narrow } from "./normalise.js";

const part = (box, name) => one(`[data-address-part="${name}"]`, box);

on("input", '[data-lookup] [data-address-part="postcode"]', async (event, input) => {
  const digits = narrow(input.value).replace(/\D/g, "");
  const box = input.closest("[data-lookup]");
  if (digits.length !== 7 || box.dataset.asked === digits) return;
  box.dataset.asked = digits;
  const places = await ask(box.dataset.lookup, digits);
  const choices = one("[data-address-choices]", box);
  choices.replaceChildren();
  if (!places) return;
  if (!places.length) { announce("この郵便番号の住所は見つかりません。手で入力してください。"); return; }
  if (places.length === 1) { fill(box, places[0]); return; }
  choices.append(make("div", { class: "row" }, ...places.map((place) => {
    const button = make("button", { class: "btn small", type: "button" }, `${place.city}${place.line1}`);
    button.addEventListener("click", () => { fill(box, place); choices.replaceChildren(); });
    return button;
  })));
  announce(`${places.length} つの町が見つかりました。選んでください。`);
});

async function ask(url, digits) {
  try {
    const answer = await fetch(`${url}?postcode=${digits}`, { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function fill(box, place) {
  for (const name of ["prefecture", "city", "line1"]) {
    const input = part(box, name);
    if (!input || !place[name] || (input.value && input.dataset.filled !== input.value)) continue;
    input.value = place[name];
    input.dataset.filled = input.value;
  }
  const next = part(box, "line1");
  next?.focus();
  next?.setSelectionRange?.(next.value.length, next.value.length);
  announce(`${place.prefecture}${place.city}${place.line1} を入れました。番地を続けてください。`);
}

// The checkout answers while it is being filled in. Without this file its buttons do the same by sending the form.
const form = document.querySelector("[data-checkout]");
const base = document.querySelector(".shop-name").getAttribute("href");
const later = new Map();
const soon = (key, work) => { clearTimeout(later.get(key)); later.set(key, setTimeout(work, 350)); };

function redraw(gift) {
  const value = (end) => gift.querySelector(`[name$="${end}"]`)?.value ?? "";
  const purpose = gift.querySelector("[data-purpose]");
  if (!purpose) return;
  const knots = purpose.selectedOptions[0]?.dataset.knots?.split("|") ?? [];
  const knot = gift.querySelector('[name$="noshi_knot"]');
  for (const one of knot.options) one.disabled = Boolean(one.value) && knots.length > 0 && !knots.includes(one.value);
  if (knot.selectedOptions[0]?.disabled) knot.value = "";
  const asked = new URLSearchParams({ purpose: purpose.value, knot: knot.value, name: value("noshi_name") });
  const picture = gift.querySelector("[data-noshi]");
  if (!purpose.value) return;
  picture.src = `${base}noshi.svg?${asked}`;
  picture.alt = `${picture.dataset.alt}: ${purpose.value} ${value("noshi_name")}`;
}

function options(select, rows) {
  const kept = select.value;
  select.replaceChildren(...rows.map(([value, label]) => new Option(label, value)));
  if (rows.some(([value]) => value === kept)) select.value = kept;
}

async function days(place) {
  const way = form.elements.to.value;
  const mark = place ? `r${place + 1}` : "r";
  const same = way === "self" || (way === "several" && form.elements[`${mark}_same`]?.checked);
  const from = same ? "b" : mark;
  const asked = new URLSearchParams({
    prefecture: form.elements[`${from}_prefecture`]?.value ?? "", postal: form.elements[`${from}_postal`]?.value ?? "", place,
  });
  const answer = await fetch(`${base}days?${asked}`);
  if (!answer.ok) return;
  const found = await answer.json();
  const box = form.querySelector(`[data-place="${place}"]`);
  if (!box || !found.earliest) return;
  options(box.querySelector("[data-days]"), [["", found.earliest], ...found.days]);
  options(box.querySelector("[data-windows]"), found.windows);
  box.querySelector("[data-notes]").replaceChildren(...found.notes.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
}

/** Bring the summary up to date with what stands in the form; says the new total to those who cannot see it. */
let under;
async function reckon() {
  under?.abort();
  under = new AbortController();
  const side = document.getElementById("summary");
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.checkout, { method: "POST", body, signal: under.signal });
    if (answer.status !== 200) return;
    const before = side.querySelector("[data-said]")?.textContent;
    side.innerHTML = await answer.text();
    form.querySelector("[data-paid]").hidden = !side.querySelector("[data-nothing-to-pay]");
    const now = side.querySelector("[data-said]").textContent;
    if (now !== before) document.getElementById("live").textContent = now;
  } catch { /* a newer question is under way, or nobody answers: the confirmation computes everything again */ }
}
const counts = /_(prefecture|postal|same)$|^(to|method|points)$|_item_|wrapping$|noshi|bag$/;

const everyone = () => form.querySelectorAll("[data-place]").forEach((box) => days(Number(box.dataset.place)));

form?.addEventListener("change", (event) => {
  const { name } = event.target;
  if (counts.test(name)) soon("sum", reckon);
  if (name === "to") {
    if (event.target.value === "several" && form.querySelectorAll("[data-place]").length === 1) {
      form.requestSubmit(form.querySelector("[data-add-stop]"));
      return;
    }
    everyone();
  } else if (/_(prefecture|postal|same)$/.test(name)) soon("days", everyone);
});
form?.addEventListener("input", (event) => {
  if (counts.test(event.target.name)) soon("sum", reckon);
  const gift = event.target.closest(".gift");
  if (gift && /noshi/.test(event.target.name)) soon(gift, () => redraw(gift));
});
document.querySelectorAll(".gift").forEach((gift) => redraw(gift));

// The checkout answers while it is being filled in. Without this file its buttons do the same by sending the form.
const form = document.querySelector("[data-checkout]");
const base = document.querySelector(".shop-name").getAttribute("href");
const later = new Map();
const soon = (key, work) => { clearTimeout(later.get(key)); later.set(key, setTimeout(work, 350)); };

function redraw(gift) {
  const value = (end) => gift.querySelector(`[name$="${end}"]`)?.value ?? "";
  const purpose = gift.querySelector("[data-purpose]");
  const knots = purpose.selectedOptions[0]?.dataset.knots?.split("|") ?? [];
  const knot = gift.querySelector('[name$="noshi_knot"]');
  for (const one of knot.options) one.disabled = Boolean(one.value) && knots.length > 0 && !knots.includes(one.value);
  if (knot.selectedOptions[0]?.disabled) knot.value = "";
  const asked = new URLSearchParams({ purpose: purpose.value, knot: knot.value, name: value("noshi_name") });
  const picture = gift.querySelector("[data-noshi]");
  if (!purpose.value) return;
  picture.src = `${base}noshi.svg?${asked}`;
  picture.alt = `のしの見本: ${purpose.value} ${value("noshi_name")}`;
}

function options(select, first, rows) {
  const kept = select.value;
  select.replaceChildren(new Option(first, ""), ...rows.map(([value, label]) => new Option(label, value)));
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
  options(box.querySelector("[data-days]"), `指定なし（最短 ${found.earliest}）`, found.days);
  options(box.querySelector("[data-windows]"), "指定なし", found.windows);
  box.querySelector("[data-notes]").replaceChildren(...found.notes.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
}

const everyone = () => form.querySelectorAll("[data-place]").forEach((box) => days(Number(box.dataset.place)));

form?.addEventListener("change", (event) => {
  const { name } = event.target;
  if (name === "to") {
    if (event.target.value === "several" && form.querySelectorAll("[data-place]").length === 1) {
      form.requestSubmit(form.querySelector("[data-add-stop]"));
      return;
    }
    everyone();
  } else if (/_(prefecture|postal|same)$/.test(name)) soon("days", everyone);
});
form?.addEventListener("input", (event) => {
  const gift = event.target.closest(".gift");
  if (gift && /noshi/.test(event.target.name)) soon(gift, () => redraw(gift));
});
document.querySelectorAll(".gift").forEach((gift) => redraw(gift));

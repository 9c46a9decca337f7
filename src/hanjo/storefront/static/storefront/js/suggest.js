// Suggestions under the search field: a combobox with a list (ARIA 1.2). Enter without a choice sends the form as ever.
const WAIT = 140;
const input = document.getElementById("find") ?? document.createElement("input");
const form = input.form ?? document.createElement("form");
const live = document.getElementById("live");
const list = document.createElement("div");
list.className = "suggest";
list.id = "find-list";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
list.hidden = true;
form.append(list);
Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
  .forEach(([name, value]) => input.setAttribute(name, value));

const known = new Map();
let timer = 0;
let under = null;
let at = -1;

function close() {
  list.hidden = true;
  at = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(next) {
  const options = [...list.children];
  if (!options.length) return;
  at = (next + options.length + 1) % (options.length + 1);
  options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
  const here = options[at];
  if (!here) { input.removeAttribute("aria-activedescendant"); return; }
  input.setAttribute("aria-activedescendant", here.id);
  here.scrollIntoView({ block: "nearest" });
}

function option(one, place) {
  const row = document.createElement("div");
  row.id = `find-${place}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.url = one.url;
  if (one.image) {
    const picture = new Image(44, 44);
    picture.alt = "";
    picture.src = one.image;
    row.append(picture);
  }
  const label = document.createElement("span");
  label.textContent = one.label;
  const note = document.createElement("small");
  note.textContent = one.price ?? one.kind;
  row.append(label, note);
  return row;
}

function show(found) {
  list.replaceChildren(...found.map(option));
  at = -1;
  input.removeAttribute("aria-activedescendant");
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  if (found.length) live.textContent = live.dataset.found.replace("{}", found.length);
}

async function ask() {
  const typed = input.value.trim();
  if (!typed) { close(); return; }
  if (!known.has(typed)) {
    under?.abort();
    under = new AbortController();
    const base = document.querySelector(".shop-name").getAttribute("href");
    try {
      const answer = await fetch(`${base}suggest?q=${encodeURIComponent(typed)}`, { signal: under.signal });
      if (!answer.ok) return;
      known.set(typed, (await answer.json()).found);
    } catch { return; }
  }
  if (input.value.trim() === typed && document.activeElement === input) show(known.get(typed));
}

input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) { ask(); return; }
    choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? list.children.length - 1 : at - 1);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && at >= 0 && list.children[at]) {
    event.preventDefault();
    location.assign(list.children[at].dataset.url);
  }
});
list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  const row = event.target.closest("[role=option]");
  if (row) location.assign(row.dataset.url);
});
input.addEventListener("blur", close);

// One sentence in the corner, for five seconds; ten when it can be undone. Rests while the pointer or the focus is on it.
import { all, csrf, each, make, on, one } from "./dom.js";

export function toast({ text, tone = "ok", undo = "" }) {
  const box = make("div", { class: `toast ${tone}`, "data-toast": "" }, make("span", { class: "grow" }, text));
  if (undo) {
    const form = make("form", { method: "post", action: undo }, make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: csrf() }),
      make("button", { class: "btn small", type: "submit", "data-undo": "", "data-key": "mod+z", "data-key-label": "元に戻す" }, "元に戻す"));
    box.append(form);
  }
  box.append(make("button", { class: "icon-btn", type: "button", "data-toast-close": "", "aria-label": "閉じる" }, "✕"));
  const place = one("#toasts");
  place?.append(box);
  raise(place);
  watch(box);
}

// Above an open dialog too: what went wrong in it must be seen.
function raise(place) {
  if (!place?.showPopover) return;
  place.popover = "manual";
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
}

function watch(box) {
  const life = one("[data-undo]", box) ? 10000 : box.classList.contains("danger") ? 15000 : 5000;
  let timer = setTimeout(() => box.remove(), life);
  const rest = () => clearTimeout(timer);
  const resume = () => { rest(); timer = setTimeout(() => box.remove(), 3000); };
  box.addEventListener("pointerenter", rest);
  box.addEventListener("focusin", rest);
  box.addEventListener("pointerleave", resume);
  box.addEventListener("focusout", resume);
}

on("click", "[data-toast-close]", (event, button) => button.closest("[data-toast]").remove());
each("#toasts > [data-toast]", watch);
document.addEventListener("hanjo:say", (event) => toast(event.detail));

// Buttons, menus, dialogs, copying, counters: what a press does before any server is asked.
import { all, announce, count, each, make, on, one } from "./dom.js";
import { toast } from "./toast.js";

on("click", "[data-open]", (event, button) => {
  const dialog = one(`#${button.dataset.open}`);
  if (dialog && !dialog.open) dialog.showModal();
});
on("click", "[data-close]", (event, button) => button.closest("dialog")?.close());
on("click", "dialog", (event, dialog) => { if (event.target === dialog) dialog.close(); });

document.addEventListener("click", (event) => {
  all("details[data-pop][open]").forEach((pop) => { if (!pop.contains(event.target)) pop.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  all("details[data-pop][open]").forEach((pop) => { pop.open = false; one("summary", pop).focus(); event.preventDefault(); });
});

on("click", "[data-copy]", async (event, button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    toast({ text: `${button.dataset.copy} を写しました` });
  } catch {
    toast({ text: "写せませんでした。文字を選んで写してください。", tone: "danger" });
  }
});

// A pressed button shows that it was heard after 300 ms, and a form is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
  if (form.dataset.confirm && !form.dataset.agreed) { event.preventDefault(); ask(form, event.submitter); return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  const button = event.submitter;
  if (form.method !== "post" || button?.formTarget === "_blank") return;
  form.dataset.sent = "1";
  setTimeout(() => button?.classList.add("busy"), 300);
  // A download leaves the page standing: after a while the form may be sent again.
  setTimeout(() => again(form), 4000);
});
function again(form) {
  delete form.dataset.sent;
  all(".busy", form).forEach((button) => button.classList.remove("busy"));
}
addEventListener("pageshow", () => all("form[data-sent]").forEach(again));

function ask(form, submitter) {
  const no = make("button", { class: "btn", type: "button", autofocus: "" }, "やめる");
  const yes = make("button", { class: "btn danger", type: "button" }, submitter?.textContent.trim() || "実行する");
  const dialog = make("dialog", { class: "dlg", "aria-label": "確認" }, make("div", { class: "body" }, make("p", {}, form.dataset.confirm)), make("footer", {}, no, yes));
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => { form.dataset.agreed = "1"; dialog.close(); form.requestSubmit(submitter || undefined); });
  dialog.addEventListener("close", () => { dialog.remove(); delete form.dataset.agreed; });
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

each("textarea[data-limit]", (area) => {
  const out = one(`[data-count-for="${area.id}"]`);
  const show = () => {
    const length = [...area.value].length;
    out.textContent = `${count(length)} / ${count(area.dataset.limit)}`;
    out.classList.toggle("over", length > area.dataset.limit);
  };
  area.addEventListener("input", show);
  show();
});
each("[data-focus]", (element) => { if (!element.closest(".story")) element.focus(); });
each("[data-gift]", (box) => box.addEventListener("input", () => {
  const put = (field, spot) => { const input = one(`[name="${field}"]`, box); const target = one(spot, box); if (input && target) target.textContent = input.value; };
  put("noshi_heading", "[data-noshi-heading]");
  put("noshi_name", "[data-noshi-name]");
}));
each("[data-announce]", (element) => announce(element.dataset.announce));

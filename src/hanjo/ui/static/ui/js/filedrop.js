// Drop or choose; the name is said at once, the way of the bytes is shown while they travel.
import { all, count, csrf, on, one } from "./dom.js";
import { toast } from "./toast.js";

for (const type of ["dragover", "dragleave", "drop"]) {
  on(type, "[data-drop]", (event, box) => {
    event.preventDefault();
    box.classList.toggle("over", type === "dragover");
    if (type !== "drop") return;
    const input = one('input[type="file"]', box);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

on("change", '[data-drop] input[type="file"]', (event, input) => {
  const names = [...input.files].map((file) => `${file.name}（${count(Math.ceil(file.size / 1024))} KB）`);
  one("[data-drop-names]", input.closest("[data-drop]")).textContent = names.join("、");
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = one("[data-drop] progress", form);
  const files = all('[data-drop] input[type="file"]', form).flatMap((input) => [...input.files]);
  if (!bar || event.defaultPrevented || form.hasAttribute("hx-post") || files.reduce((sum, file) => sum + file.size, 0) < 500000) return;
  event.preventDefault();
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrf());
  request.upload.addEventListener("progress", (move) => { bar.value = (100 * move.loaded) / move.total; });
  request.addEventListener("load", () => {
    // The answer is shown as it came: asking for it again would lose the sentence it brings.
    history.replaceState(null, "", request.responseURL);
    document.open();
    document.write(request.responseText);
    document.close();
  });
  request.addEventListener("error", () => { bar.hidden = true; delete form.dataset.sent; toast({ tone: "danger", text: "送信できませんでした。通信を確かめて、もう一度お試しください。" }); });
  request.send(new FormData(form));
});

// Leaving a half-filled form asks first; sending it does not.
import { on } from "./dom.js";

let dirty = null;
on("input", "form[data-dirty]", (event, form) => { dirty = form; });
document.addEventListener("submit", (event) => { if (event.target === dirty) dirty = null; });
addEventListener("beforeunload", (event) => { if (dirty?.isConnected) event.preventDefault(); });

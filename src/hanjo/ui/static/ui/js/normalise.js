// The server normalises; this only shows it early, when a field is left. Names and addresses stay as typed.
import { on } from "./dom.js";

const DASHES = /[\u2010-\u2015\u2212\u30fc\uff0d\uff70]/g;

// Codes, telephone numbers, postcodes: NFKC and one kind of hyphen.
export const narrow = (text) => text.normalize("NFKC").replace(DASHES, "-").trim();
export const kana = (text) => text.normalize("NFKC").replace(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60)).replace(/\s+/g, " ").trim();

const KINDS = {
  digits: (text) => narrow(text).replace(/[^\d-]/g, "").replace(/(?!^)-/g, ""),
  code: narrow,
  phone: narrow,
  kana,
  postcode(text) {
    const digits = narrow(text).replace(/\D/g, "");
    return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : narrow(text);
  },
};

on("focusout", "[data-normal]", (event, input) => {
  const made = KINDS[input.dataset.normal]?.(input.value);
  if (made !== undefined && made !== input.value) { input.value = made; input.dispatchEvent(new Event("input", { bubbles: true })); }
});

// Show or hide a typed password, and sign in or register with a passkey. Pages work without this file.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  const [show, hide] = [button.textContent, button.dataset.hide];
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = input.type === "password";
    input.type = open ? "text" : "password";
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? hide : show;
  });
}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function question(plain) {
  const asked = { ...plain, challenge: bytes(plain.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return asked;
}

function answer(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults() };
}

async function ask(url, values) {
  const reply = await fetch(url, { method: "POST", body: new URLSearchParams(values) });
  const told = await reply.json();
  if (!reply.ok) throw new Error(told.text);
  return told;
}

for (const button of document.querySelectorAll("[data-passkey], [data-new-passkey]")) {
  if (!window.PublicKeyCredential) break;
  const trouble = document.querySelector("[data-passkey-trouble]");
  const making = button.dataset.newPasskey !== undefined;
  const url = making ? button.dataset.newPasskey : button.dataset.passkey;
  button.hidden = false;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    try {
      const asked = await ask(url, { step: "ask" });
      const options = { publicKey: question(JSON.parse(asked.options)) };
      const key = making ? await navigator.credentials.create(options) : await navigator.credentials.get(options);
      const values = { step: "answer", key: asked.key, credential: JSON.stringify(answer(key)) };
      const back = document.querySelector("input[name=next]");
      if (back) values.next = back.value;
      location.assign((await ask(url, values)).next);
    } catch (error) {
      if (error.name === "NotAllowedError") return;
      trouble.textContent = error.message;
      trouble.hidden = false;
    }
  });
}

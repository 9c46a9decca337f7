// 検品. Scanner as keyboard, the browser's own detector, camera frames: three inputs, one handler.
import { composing, csrf, each, one } from "./dom.js";
import { narrow } from "./normalise.js";

const GAP = 35;
const STUTTER = 120; // a scanner that has begun may stumble once; half a code must never count as one
const BAND = { width: 640, height: 144 };
let keysHeld = [];
let last = 0;
let sound = null;

const form = () => one("form[data-scan][data-armed]");

// With the IME on, event.key is full-width or "Process"; event.code still names the key.
export function letter(event) {
  if (event.key.length === 1 && event.key.charCodeAt(0) < 127) return event.key;
  const digit = event.code.match(/^(?:Digit|Numpad)(\d)$/);
  if (digit) return digit[1];
  const alpha = event.code.match(/^Key([A-Z])$/);
  if (alpha) return alpha[1];
  return { Minus: "-", NumpadSubtract: "-", Period: ".", Slash: "/", Space: " " }[event.code] || "";
}

document.addEventListener("keydown", (event) => {
  if (!form() || event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.matches?.("[data-scan-input]") && !composing(event);
  const now = event.timeStamp;
  if (event.key === "Enter" || event.key === "Tab" || event.code === "Enter") {
    const code = narrow(keysHeld.join(""));
    keysHeld = [];
    if (inField || code.length < 4 || now - last > STUTTER) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(code);
    return;
  }
  const character = letter(event);
  if (!character) return;
  keysHeld = now - last <= (keysHeld.length > 2 ? STUTTER : GAP) ? [...keysHeld, character] : [character];
  last = now;
  // From the third fast key on it is a scanner: its letters must not fire shortcuts.
  if (!inField && keysHeld.length > 2) event.stopImmediatePropagation();
}, true);

export function send(code) {
  const target = form();
  if (!target) return;
  const input = one("[data-scan-input]", target);
  input.value = narrow(code);
  target.requestSubmit();
}

function tone(pitches, length) {
  try {
    sound ||= new AudioContext();
    pitches.forEach((pitch, index) => {
      const wave = sound.createOscillator();
      const level = sound.createGain();
      const start = sound.currentTime + index * length;
      wave.type = pitches.length > 2 ? "square" : "sine";
      wave.frequency.value = pitch;
      level.gain.setValueAtTime(0.25, start);
      level.gain.exponentialRampToValueAtTime(0.001, start + length);
      wave.connect(level).connect(sound.destination);
      wave.start(start);
      wave.stop(start + length);
    });
  } catch { /* no sound device: colour and word say the same */ }
}

// OK passes by itself; NG stays until a hand takes it away.
function show(verdict) {
  const state = verdict.dataset.verdict;
  if (state !== "ok" && state !== "ng") return;
  if (state === "ok") tone([1320, 1760], 0.09); else tone([220, 180, 220, 160], 0.16);
  navigator.vibrate?.(state === "ok" ? 40 : [120, 60, 120, 60, 240]);
  document.querySelector(".scan-flash")?.remove();
  const sheet = document.createElement("button");
  sheet.type = "button";
  sheet.className = `scan-flash ${state}`;
  const word = document.createElement("span");
  word.className = "w";
  word.textContent = verdict.dataset.word;
  const title = document.createElement("span");
  title.className = "t";
  title.textContent = state === "ng" ? `${verdict.dataset.title}　（押して閉じる）` : verdict.dataset.title;
  sheet.append(word, title);
  sheet.addEventListener("click", () => { sheet.remove(); ready(); });
  document.body.append(sheet);
  if (state === "ok") setTimeout(() => sheet.remove(), 450); else sheet.focus();
}

function ready() {
  const input = form() && one("[data-scan-input]", form());
  if (input) { input.value = ""; if (!matchMedia("(pointer: coarse)").matches) input.focus(); }
}

each("#scan-state [data-verdict]", (verdict) => { show(verdict); ready(); });

// Camera
const busy = { stream: null, timer: 0, before: "" };

async function camera(target) {
  const video = one("[data-scan-video]", target);
  const note = one("[data-scan-note]", target);
  if (busy.stream) { stop(video); return; }
  if (!navigator.mediaDevices) { note.textContent = "カメラは HTTPS の画面でだけ使えます。スキャナーか手入力をお使いください。"; return; }
  try {
    busy.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    note.textContent = "カメラを使えませんでした。ブラウザーの許可を確かめてください。";
    return;
  }
  video.srcObject = busy.stream;
  video.hidden = false;
  await video.play();
  busy.before = "";
  const detector = "BarcodeDetector" in window ? new BarcodeDetector() : null;
  busy.timer = setInterval(() => look(target, video, detector), 250);
}

function stop(video) {
  clearInterval(busy.timer);
  busy.stream?.getTracks().forEach((track) => track.stop());
  busy.stream = null;
  video.hidden = true;
}

async function look(target, video, detector) {
  const code = detector ? (await detector.detect(video).catch(() => []))[0]?.rawValue : await post(target, video);
  if (!code) return;
  if (code !== busy.before) { busy.before = code; return; }
  busy.before = "";
  stop(video);
  send(code);
}

async function post(target, video) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, BAND);
  const pen = canvas.getContext("2d");
  const width = Math.min(video.videoWidth, video.videoHeight * (BAND.width / BAND.height));
  const height = width * (BAND.height / BAND.width);
  pen.filter = "grayscale(1)";
  pen.drawImage(video, (video.videoWidth - width) / 2, (video.videoHeight - height) / 2, width, height, 0, 0, BAND.width, BAND.height);
  const frame = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.5); });
  const body = new FormData();
  body.append("frame", frame, "frame.jpg");
  const answer = await fetch(target.dataset.camera, { method: "POST", body, headers: { "X-CSRFToken": csrf() } }).catch(() => null);
  return answer?.ok ? (await answer.json()).text : "";
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-camera-open]") && form()) camera(form());
});

// What the board says: notes that can be read, and the same for those who listen.
import { make } from "./cards.js";
import { board, words } from "./server.js";

const notes = board?.querySelector("[data-notes]");
const live = board?.querySelector("[data-live]");
const MOST = 3;

export function speak(text) {
  // The same words twice would not be read out a second time.
  live.textContent = live.textContent === text ? `${text} ` : text;
}

export function note(text, kind = "info") {
  if (!text) return;
  const box = make("div", `toast toast-${kind}`);
  box.setAttribute("role", kind === "info" || kind === "success" ? "status" : "alert");
  const close = make("button", "board-close", "×");
  close.type = "button";
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", () => box.remove());
  box.append(make("p", "", text), close);
  notes.append(box);
  while (notes.childElementCount > MOST) notes.firstElementChild.remove();
  if (kind === "info" || kind === "success") setTimeout(() => box.remove(), 12_000);
}

/** The same note is there once. */
export function noteOnce(text, kind) {
  if (![...notes.querySelectorAll("p")].some((one) => one.textContent === text)) note(text, kind);
}

export function withdraw(text) {
  for (const one of notes.querySelectorAll("p")) if (one.textContent === text) one.parentElement.remove();
}

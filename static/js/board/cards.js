// A session as a card. Cards live as long as their session, so that the focus stays where it is.
import { fill, words } from "./server.js";
import { clock, roomName, span, store, themes } from "./store.js";

const cards = new Map();
const SIGNS = { warn: "◐", publish: "▲", block: "✕" };

export const cardOf = (code) => cards.get(code)?.item;
export const buttonOf = (code) => cards.get(code)?.item.querySelector("button");
export const codeOf = (element) => element?.closest?.("[data-code]")?.dataset.code;

export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function sign(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#sign-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** The list item of a session, made anew only where something about it changed. */
export function cardFor(one) {
  const clashes = store.clashes.get(one.code) ?? [];
  const chosen = store.selected.has(one.code);
  const mark = JSON.stringify([one, clashes.map((clash) => clash.level), chosen, one.room && roomName(one.room)]);
  let card = cards.get(one.code);
  if (!card) {
    const item = make("li", "board-item");
    item.dataset.code = one.code;
    const button = make("button");
    button.type = "button";
    button.tabIndex = -1;
    item.append(button);
    card = { item, mark: "" };
    cards.set(one.code, card);
  }
  if (card.mark !== mark) write(card.item, one, clashes, chosen);
  card.mark = mark;
  return card.item;
}

export function forgetOthers(codes) {
  for (const [code, card] of cards)
    if (!codes.has(code)) {
      card.item.remove();
      cards.delete(code);
    }
}

function write(item, one, clashes, chosen) {
  const button = item.firstElementChild;
  button.className = `board-card theme-${one.theme || "ALL"}`;
  button.classList.toggle("is-cancelled", Boolean(one.cancelled));
  button.classList.toggle("is-selected", chosen);
  button.classList.toggle("is-short", one.minutes < 45);
  button.replaceChildren(head(one, clashes), title(one), foot(one), hidden(one, clashes, chosen));
  if (!one.cancelled) button.append(make("span", "board-grip"));
}

function head(one, clashes) {
  const line = make("span", "slip-line");
  line.append(make("b", "", one.code), " ", make("span", "slip-time", one.day ? span(one) : fill("minutes", one)), " ");
  const signs = make("span", "slip-signs");
  signs.setAttribute("aria-hidden", "true");
  if (one.time_locked || one.room_locked) signs.append(sign("lock"));
  if (one.time_locked) signs.append(sign("clock"));
  if (one.room_locked) signs.append(sign("door"));
  if (clashes.length) signs.append(make("span", `slip-clash level-${clashes[0].level}`, `${SIGNS[clashes[0].level]}${clashes.length}`));
  line.append(signs);
  return line;
}

function title(one) {
  const text = make("span", "slip-title", one.title);
  text.dir = "auto";
  if (one.lang) text.lang = one.lang;
  return text;
}

function foot(one) {
  const line = make("span", "slip-foot");
  if (one.theme) line.append(make("b", "slip-theme", one.theme), " ");
  const people = make("bdi", "", one.people);
  line.append(people);
  return line;
}

function hidden(one, clashes, chosen) {
  const facts = [
    one.day && (roomName(one.room) ?? words.noRoom),
    one.theme ? themes.get(one.theme) : words.noTheme,
    clashes.length && (clashes.length === 1 ? words.clash : fill("clashes", { count: clashes.length })),
    one.time_locked && words.timeLocked,
    one.room_locked && words.roomLocked,
    one.cancelled && words.cancelled,
    chosen && words.selected,
  ];
  return make("span", "visually-hidden", `. ${facts.filter(Boolean).join(". ")}`);
}

/** "09:30, Sahel" */
export const placeOf = (spot) => [clock(spot.start), roomName(spot.room) ?? words.noRoom].join(", ");

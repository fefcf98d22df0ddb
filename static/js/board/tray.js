// What has no time yet, narrowed by the filter.
import { cardFor, make } from "./cards.js";
import { board, words } from "./server.js";
import { store } from "./store.js";

export const tray = board?.querySelector("[data-tray]");
const list = tray?.querySelector("[data-tray-list]");
const part = (name) => tray.querySelector(`[data-tray-${name}]`);
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function drawTray() {
  const waiting = store.state.sessions.filter((one) => !one.day && !one.cancelled);
  const found = waiting.filter(fits);
  const items = found.map((one) => {
    const item = cardFor(one);
    for (const name of ["--at", "--for", "--lane", "--lanes"]) item.style.removeProperty(name);
    item.firstElementChild.tabIndex = 0;
    return item;
  });
  if (!items.length) items.push(make("li", "hint", waiting.length ? words.noneFits : words.trayEmpty));
  const there = [...list.children];
  if (items.length !== there.length || items.some((item, at) => there[at] !== item)) list.replaceChildren(...items);
  part("count").textContent = `(${waiting.length})`;
}

function fits(one) {
  const pieces = fold(part("q").value).split(/\s+/);
  const text = fold(`${one.code} ${one.title} ${one.people}`);
  return (
    pieces.every((piece) => text.includes(piece)) &&
    [one.theme, ""].includes(part("theme").value) &&
    [one.format, ""].includes(part("format").value)
  );
}

export function watchFilter() {
  for (const name of ["q", "theme", "format"]) part(name).addEventListener("input", drawTray);
}

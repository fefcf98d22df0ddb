// Several sessions at once: they move by the same time, each in its room.
import { draw } from "./grid.js";
import { lock, shift, toTray } from "./moves.js";
import { board, fill, words } from "./server.js";
import { store } from "./store.js";
import { speak } from "./notes.js";
import { drawTray } from "./tray.js";

const bar = board?.querySelector("[data-selection]");

export function select(code) {
  if (store.byCode.get(code)?.cancelled) return;
  if (!store.selected.delete(code)) store.selected.add(code);
  show();
  speak(`${code} ${store.selected.has(code) ? words.selected : ""} ${fill("count", { count: store.selected.size })}`);
}

export function clearSelection() {
  store.selected.clear();
  show();
}

function show() {
  showBar();
  draw();
  drawTray();
}

export function showBar() {
  bar.hidden = !store.selected.size && !store.selecting;
  bar.querySelector("[data-selection-count]").textContent = fill("count", { count: store.selected.size });
  board.querySelector('[data-act="select"]').setAttribute("aria-pressed", String(store.selecting));
}

export function toggleSelecting() {
  store.selecting = !store.selecting;
  if (!store.selecting) store.selected.clear();
  show();
}

const both = ["time_locked", "room_locked"];
export const acts = {
  earlier: () => shift([...store.selected], -15),
  later: () => shift([...store.selected], 15),
  lock: () => lock([...store.selected], both, true),
  unlock: () => lock([...store.selected], both, false),
  tray: () => toTray([...store.selected]),
  clear: clearSelection,
};

// The board without a mouse.
import { buttonOf, codeOf, placeOf } from "./cards.js";
import { grid, reveal, rove } from "./grid.js";
import { carry, change, drop, hover, lock, otherDay, pickUp, putBack, showMarker, toTray, where } from "./moves.js";
import { speak } from "./notes.js";
import { board, fill } from "./server.js";
import { store } from "./store.js";
import { select } from "./selection.js";

const toEnd = () => (document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
const isSideways = (key) => key === "ArrowLeft" || key === "ArrowRight";

export function watchKeys() {
  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, dialog")) return;
    const act = carry.on ? whileCarried(event) : atRest(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function whileCarried({ key, shiftKey }) {
  const { step } = store.zoom;
  if (key === "Enter") return drop;
  if (key === "Escape") return putBack;
  if (key === "Delete") return () => (Object.assign(carry, { overTray: true }), drop());
  if (key === "PageUp" || key === "PageDown") return () => go({ day: otherDay(key === "PageUp" ? -1 : 1) ?? carry.day });
  if (shiftKey && (key === "ArrowUp" || key === "ArrowDown"))
    return () => go({ minutes: Math.max(step, Math.min(720, carry.minutes + (key === "ArrowUp" ? -step : step))) });
  if (key === "ArrowUp") return () => go({ start: Math.ceil(carry.start / step) * step - step });
  if (key === "ArrowDown") return () => go({ start: Math.floor(carry.start / step) * step + step });
  if (isSideways(key)) return () => go({ room: roomBeside(key === toEnd() ? 1 : -1) });
  return null;
}

function go(spot) {
  hover({ overTray: false, ...spot });
  showMarker();
  speak(where());
}

function roomBeside(by) {
  const rooms = store.state.rooms.map((room) => room.id);
  return rooms[Math.max(0, Math.min(rooms.length - 1, rooms.indexOf(carry.room) + by))] ?? carry.room;
}

function atRest({ key, target, shiftKey }) {
  const letter = key.toLowerCase();
  if (letter === "u") return () => change(shiftKey ? "redo" : "undo");
  const code = codeOf(target);
  if (!code) return null;
  const many = store.selected.has(code) ? [...store.selected] : [code];
  if (letter === "m") return () => take(code);
  if (letter === "l") return () => lock(many);
  if (letter === "s") return () => select(code);
  if (key === "Delete") return () => toTray(many);
  if (key.startsWith("Arrow")) return () => step(code, key);
  return null;
}

function take(code) {
  if (!pickUp(code)) return;
  carry.byKeys = true;
  hover({});
  showMarker();
  speak(`${fill("pickedUp", { code })} ${placeOf(carry)}`);
}

// From card to card: in a column by time, sideways to the nearest in time.
function step(code, key) {
  const one = store.byCode.get(code);
  const next = one.day ? neighbour(one, key) : besideInTray(code, key);
  if (!next) return;
  if (grid.contains(buttonOf(next))) rove(next);
  buttonOf(next)?.focus({ preventScroll: true });
  reveal(buttonOf(next));
}

function besideInTray(code, key) {
  const items = [...board.querySelectorAll("[data-tray-list] [data-code]")].map((item) => item.dataset.code);
  return items[items.indexOf(code) + (key === "ArrowUp" || (isSideways(key) && key !== toEnd()) ? -1 : 1)];
}

function neighbour(one, key) {
  const here = store.state.sessions.filter((other) => other.day === store.day && other.code !== one.code);
  if (!isSideways(key)) {
    const way = key === "ArrowUp" ? -1 : 1;
    const column = here.filter((other) => other.room === one.room && (other.start - one.start) * way >= 0);
    return nearest(column, one)?.code;
  }
  const rooms = [...store.state.rooms.map((room) => room.id), null];
  const way = key === toEnd() ? 1 : -1;
  for (let at = rooms.indexOf(one.room) + way; at >= 0 && at < rooms.length; at += way) {
    const found = nearest(here.filter((other) => other.room === rooms[at]), one);
    if (found) return found.code;
  }
  return null;
}

const nearest = (found, one) => found.sort((a, b) => Math.abs(a.start - one.start) - Math.abs(b.start - one.start))[0];

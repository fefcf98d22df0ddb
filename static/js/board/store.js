// What the board knows: the server's state, and what this window has chosen to look at.
import { board } from "./server.js";

export const days = JSON.parse(board?.dataset.days ?? "[]");
export const themes = new Map(JSON.parse(board?.dataset.themes ?? "[]"));
// Steps are minutes, sizes pixels a minute.
const ZOOMS = { 1: { step: 15, size: 0.8, wide: 6.5 }, 2: { step: 15, size: 1.35, wide: 9 }, 3: { step: 5, size: 2.6, wide: 13 } };

export const store = {
  state: null,
  byCode: new Map(),
  clashes: new Map(),
  day: days[0]?.[0],
  zoomName: "2",
  room: "",
  selecting: false,
  selected: new Set(),
  get zoom() {
    return ZOOMS[this.zoomName] ?? ZOOMS[2];
  },
};

export function take(state) {
  store.state = state;
  store.byCode = new Map(state.sessions.map((one) => [one.code, one]));
  store.clashes = new Map();
  for (const clash of state.clashes)
    for (const code of clash.codes) {
      if (!store.clashes.has(code)) store.clashes.set(code, []);
      store.clashes.get(code).push(clash);
    }
  for (const code of store.selected) if (!store.byCode.has(code)) store.selected.delete(code);
}

export const clock = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
export const span = (one) => `${clock(one.start)}–${clock((one.start + one.minutes) % 1440)}`;
export const roomName = (id) => store.state.rooms.find((room) => room.id === id)?.name;
export const dayName = (day) => days.find(([key]) => key === day)?.[1] ?? day;
export const isNarrow = () => matchMedia("(max-width: 47.99rem)").matches;

export function later(day, by) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

export const remember = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(`board-${name}`);
    localStorage.setItem(`board-${name}`, value);
  } catch {
    // Storage may be switched off; then nothing is remembered.
  }
  return null;
};

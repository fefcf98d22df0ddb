// The map of a picked-up session: what would clash in each room at each time.
import { make } from "./cards.js";
import { columnOf, grid } from "./grid.js";
import { ask, fill, words } from "./server.js";
import { store } from "./store.js";

const SIGNS = { none: "✓", warn: "◐", publish: "▲", block: "✕" };
const LEVELS = { warn: "levelWarn", publish: "levelPublish", block: "levelBlock" };
let map = null;

/** Asks for a day's map; resolves to null when something else was picked up meanwhile. */
export async function fetchMap(carry) {
  const wanted = { code: carry.code, day: carry.day, minutes: carry.minutes, step: store.zoom.step };
  const [opens, closes] = store.state.hours;
  const together = carry.companions.join(",");
  const mark = JSON.stringify(wanted);
  if (map?.mark === mark) return map;
  map = { mark, ready: false };
  const mine = map;
  const answer = await ask("heat", { ...wanted, opens, closes, ...(together && { with: together }) });
  if (map !== mine) return null;
  Object.assign(map, answer, { ready: true });
  return map;
}

export function paint() {
  clear();
  if (!map?.ready) return;
  for (const [room, cells] of Object.entries(map.rooms)) {
    const runs = runsOf(cells).map(([from, to, verdict]) => {
      const level = verdict === null ? "block" : map.verdicts[verdict].level;
      return run(`heat heat-${level}`, from, to, SIGNS[level]);
    });
    columnOf(Number(room))?.before(...runs);
  }
  const gutter = grid.querySelector(".board-wishes");
  const counted = runsOf(map.wishes).filter(([, , count]) => count);
  gutter.replaceChildren(...counted.map(([from, to, count]) => run("heat-wishes", from, to, `+${count}`)));
}

function run(className, from, to, text) {
  const mark = make("i", className, text);
  mark.setAttribute("aria-hidden", "true");
  mark.style.setProperty("--at", from * map.step);
  mark.style.setProperty("--for", (to - from) * map.step);
  return mark;
}

// Neighbours at the same level are one.
function runsOf(cells) {
  const level = (cell) => (map.verdicts[cell] && cells !== map.wishes ? map.verdicts[cell].level : cell);
  const runs = [];
  cells.forEach((cell, at) => {
    const last = runs.at(-1);
    if (last && level(last[2]) === level(cell)) last[1] = at + 1;
    else runs.push([at, at + 1, cell]);
  });
  return runs;
}

export function clear() {
  for (const old of grid.querySelectorAll(".heat, .heat-wishes")) old.remove();
}

export function forgetMap() {
  map = null;
  clear();
}

/** What is known about a place: {level, text}; null when the map does not tell. */
export function verdictAt(spot) {
  if (!map?.ready || JSON.parse(map.mark).day !== spot.day) return null;
  const at = (spot.start - map.opens) / map.step;
  const cell = map.rooms[spot.room]?.[at];
  if (cell === undefined) return null;
  if (cell === null) return { level: "block", sign: SIGNS.block, text: words.noTime };
  const { level, says } = map.verdicts[cell];
  const wishes = map.wishes[at] === null ? "" : map.wishes[at] ? fill("wishes", { count: map.wishes[at] }) : "";
  const head = level === "none" ? words.free : words[LEVELS[level]];
  const reasons = says.join(" ");
  const text = [reasons ? fill("verdict", { level: head, reasons }) : `${head}.`, wishes && `${wishes}.`].filter(Boolean).join(" ");
  return { level, sign: SIGNS[level], text };
}

// Picking up, hovering and dropping, for mouse, finger and keys alike; the server judges every drop.
import { buttonOf, cardOf, make, placeOf } from "./cards.js";
import { columnOf, draw, grid, place, reveal } from "./grid.js";
import { fetchMap, forgetMap, paint, verdictAt } from "./heat.js";
import { note, noteOnce, speak, withdraw } from "./notes.js";
import { board, fill, tell, Unanswered, words } from "./server.js";
import { days, later, span, store } from "./store.js";

const verdict = board?.querySelector("[data-verdict]");
export const carry = { on: false };
let showState;
let waiting = null;

/** `show` draws a state; while something is carried it is kept for later. */
export const connect = (show) => {
  showState = show;
};

export function arrived(state) {
  if (carry.on) waiting = state;
  else showState(state);
}

/** Sends a change; true when it was made. The board shows what the server says afterwards. */
export async function change(path, body, done = "") {
  try {
    const answer = await tell(path, body);
    withdraw(words.offline);
    arrived(answer.state);
    if (!answer.ok) note(answer.message, "error");
    else if (path === "moves") note(answer.message, "warning");
    else note(answer.message, "success");
    if (answer.ok) speak([done, answer.message].filter(Boolean).join(" "));
    return answer;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    noteOnce(error.message, "error");
    return { ok: false, message: error.message };
  }
}

export const sessions = (codes) => codes.map((code) => store.byCode.get(code)).filter((one) => one && !one.cancelled);
const seen = (one) => ({ code: one.code, seen: one.seen });
const said = (codes, name) => fill(name, { code: codes.map((one) => one.code).join(", ") });

export function toTray(codes) {
  const placed = sessions(codes).filter((one) => one.day);
  if (placed.length) return change("moves", { moves: placed.map((one) => ({ ...seen(one), day: null })) }, said(placed, "trayed"));
}

/** Locks or unlocks time and room, or one of them; without `to` the other way round than now. */
export function lock(codes, parts = ["time_locked", "room_locked"], to = undefined) {
  const found = sessions(codes);
  if (!found.length) return;
  const wanted = to ?? !found.every((one) => parts.every((part) => one[part]));
  const marks = Object.fromEntries(parts.map((part) => [part, wanted]));
  return change("moves", { moves: found.map((one) => ({ ...seen(one), ...marks })) }, said(found, wanted ? "lockedNow" : "unlockedNow"));
}

export function shift(codes, minutes) {
  const moves = sessions(codes).filter((one) => one.day).map((one) => shifted(one, minutes));
  if (moves.length) return change("moves", { moves });
}

function shifted(one, minutes) {
  const start = one.start + minutes;
  const over = Math.floor(start / 1440);
  return { ...seen(one), day: later(one.day, over), start: start - over * 1440 };
}

/** Takes a session in hand; the other selected ones come along, each in its room. Says why when it is locked. */
export function pickUp(code) {
  const one = store.byCode.get(code);
  if (!one || one.cancelled || carry.on) return false;
  const group = store.selected.has(code) && one.day ? sessions([...store.selected]).filter((other) => other.day) : [one];
  const locked = group.find((other) => other.time_locked && other.room_locked) ?? group.find((other) => group.length > 1 && other.time_locked);
  if (locked) {
    note(fill("locked", locked), "error");
    return false;
  }
  Object.assign(carry, {
    on: true,
    one,
    code,
    group,
    companions: group.filter((other) => other !== one).map((other) => other.code),
    room: one.room ?? store.state.rooms[0]?.id ?? null,
    day: one.day ?? store.day,
    start: one.start ?? 9 * 60,
    minutes: one.minutes,
    minutesNow: one.minutes,
    overTray: false,
  });
  document.body.classList.add("is-carrying");
  for (const other of group) cardOf(other.code)?.classList.add("is-carried");
  refreshMap();
  return true;
}

async function refreshMap() {
  try {
    if (await fetchMap(carry)) {
      if (!carry.on) return forgetMap();
      paint();
      hover({});
      if (carry.byKeys) speak(where());
    }
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    noteOnce(error.message, "error");
  }
}

/** Shows where it would stand: {room, day, start, minutes}, any of them. */
export function hover(spot) {
  if (!carry.on) return;
  const [opens, closes] = store.state.hours;
  const before = [carry.day, carry.minutes];
  Object.assign(carry, spot);
  if (carry.companions.length || carry.one.room_locked) carry.room = carry.one.room;
  if (carry.one.time_locked) Object.assign(carry, { day: carry.one.day, start: carry.one.start, minutes: carry.one.minutes });
  carry.start = Math.max(opens, Math.min(carry.start, closes - store.zoom.step));
  if (carry.day !== store.day) {
    store.day = carry.day;
    draw();
  }
  if (before[0] !== carry.day || before[1] !== carry.minutes) refreshMap();
  mark();
}

function mark() {
  let marker = grid.querySelector(".board-marker");
  if (!marker) marker = make("div", "board-marker");
  const found = verdictAt(carry);
  const level = found?.level ?? "none";
  marker.className = `board-marker level-${level}`;
  place(marker, carry);
  marker.textContent = `${found?.sign ?? ""} ${carry.code} ${span(carry)}`;
  marker.hidden = carry.overTray;
  columnOf(carry.room)?.after(marker);
  verdict.hidden = false;
  verdict.className = `board-verdict level-${level}`;
  verdict.textContent = carry.overTray ? words.toTray : where();
}

/** "09:30, Sahel · ✓ nothing clashes." */
export function where() {
  const found = verdictAt(carry);
  return [placeOf(carry), found && `${found.sign} ${found.text}`].filter(Boolean).join(" · ");
}

export const showMarker = () => reveal(grid.querySelector(".board-marker"));

function letGo() {
  carry.on = false;
  carry.byKeys = false;
  document.body.classList.remove("is-carrying");
  for (const other of carry.group) cardOf(other.code)?.classList.remove("is-carried");
  grid.querySelector(".board-marker")?.remove();
  verdict.hidden = true;
  forgetMap();
  const state = waiting;
  waiting = null;
  if (state) showState(state);
}

export function putBack() {
  if (!carry.on) return;
  const { code, one } = carry;
  letGo();
  if (one.day && one.day !== store.day) {
    store.day = one.day;
    draw();
  }
  speak(fill("put", { code }));
  buttonOf(code)?.focus();
}

export async function drop() {
  if (!carry.on) return;
  const { one, code, group, room, day, start, minutes, overTray } = carry;
  letGo();
  if (overTray) return toTray(group.map((other) => other.code));
  if (one.day === day && one.start === start && one.room === room && one.minutes === minutes) return;
  // What was on the screen when it was picked up is what the server compares with.
  const moves = group.length > 1 ? group.map((other) => shifted(other, minutesBetween(one, day, start))) : [{ ...seen(one), room, day, start, minutes }];
  await change("moves", { moves }, fill("dropped", { code, place: placeOf({ room, start }) }));
  buttonOf(code)?.focus({ preventScroll: true });
}

function minutesBetween(one, day, start) {
  return Math.round((Date.parse(`${day}T12:00Z`) - Date.parse(`${one.day}T12:00Z`)) / 60_000) + start - one.start;
}

export function otherDay(by) {
  const at = days.findIndex(([key]) => key === (carry.on ? carry.day : store.day)) + by;
  return days[at]?.[0];
}

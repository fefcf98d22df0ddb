// A day as rooms beside each other and minutes going down.
import { buttonOf, cardFor, forgetOthers, make } from "./cards.js";
import { board, fill, words } from "./server.js";
import { clock, days, store } from "./store.js";

export const grid = board?.querySelector("[data-grid]");
export const scroller = board?.querySelector("[data-scroll]");
const tabs = board?.querySelector("[data-days-here]");
const rooms = board?.querySelector("[data-room-choice]");
const columns = new Map();
let drawnRooms = "";

export const columnOf = (room) => columns.get(room ?? null)?.list;
export const columnAt = (x) => {
  for (const [room, { list }] of columns) {
    const box = list.getBoundingClientRect();
    if (x >= box.left && x < box.right) return { room, box };
  }
  return null;
};

export function draw() {
  const { hours, sessions } = store.state;
  const here = sessions.filter((one) => one.day === store.day);
  const focused = document.activeElement?.closest?.("[data-code]")?.dataset.code;
  grid.style.setProperty("--size", store.zoom.size);
  grid.style.setProperty("--wide", `${store.zoom.wide}rem`);
  grid.style.setProperty("--minutes", hours[1] - hours[0]);
  drawFrame(here.some((one) => one.room === null));
  drawPauses();
  for (const [room, column] of columns) drawColumn(column, here.filter((one) => one.room === room));
  forgetOthers(new Set(sessions.map((one) => one.code)));
  drawTabs();
  rove(focused);
  if (focused && !document.activeElement?.closest?.("[data-code]")) buttonOf(focused)?.focus({ preventScroll: true });
}

function drawFrame(roomless) {
  const wanted = [...store.state.rooms, ...(roomless ? [{ id: null, name: words.noRoom }] : [])];
  const mark = JSON.stringify([wanted, store.state.hours]);
  if (mark === drawnRooms) return;
  drawnRooms = mark;
  columns.clear();
  grid.replaceChildren(gutter(), ...wanted.map(column));
  const chosen = rooms.value;
  rooms.replaceChildren(rooms.options[0], ...wanted.map((room) => new Option(room.name, String(room.id))));
  rooms.value = chosen;
}

function gutter() {
  const [first, last] = store.state.hours;
  const hours = make("div", "board-hours");
  hours.setAttribute("aria-hidden", "true");
  for (let minute = first; minute < last; minute += 60) {
    const line = make("span", "", clock(minute));
    line.style.setProperty("--at", minute - first);
    hours.append(line);
  }
  hours.append(make("div", "board-wishes"));
  return hours;
}

function column(room) {
  const section = make("section", "board-room");
  const head = make("h2", "", room.name);
  head.id = `room-${room.id}`;
  if (room.seats) head.append(" ", make("small", "", fill("seats", room)));
  section.setAttribute("aria-labelledby", head.id);
  section.dataset.room = String(room.id);
  const list = make("ul", "board-column");
  const empty = make("p", "board-empty", words.nothingHere);
  section.append(head, list, empty);
  columns.set(room.id, { section, list, empty });
  return section;
}

function drawPauses() {
  for (const old of grid.querySelectorAll(".board-pause")) old.remove();
  for (const pause of store.state.pauses.filter((one) => one.day === store.day)) {
    const band = make("div", "board-pause");
    place(band, pause);
    const name = make("span", "", `${clock(pause.start)} ${pause.title}`);
    band.append(name);
    grid.append(band);
  }
}

export function place(element, one) {
  element.style.setProperty("--at", one.start - store.state.hours[0]);
  element.style.setProperty("--for", one.minutes);
}

function drawColumn({ section, list, empty }, sessions) {
  section.hidden = store.room !== "" && section.dataset.room !== store.room;
  empty.hidden = sessions.length > 0;
  const items = sessions.sort((a, b) => a.start - b.start).map((one) => {
    const item = cardFor(one);
    place(item, one);
    return [item, one];
  });
  inLanes(items);
  const wanted = items.map(([item]) => item);
  const there = [...list.querySelectorAll(":scope > li")];
  for (const old of there) if (!wanted.includes(old)) old.remove();
  if (wanted.some((item, at) => list.querySelectorAll(":scope > li")[at] !== item)) list.append(...wanted);
}

// Sessions that clash over a room stand beside each other.
function inLanes(items) {
  let cluster = [];
  let end = -1;
  const close = () => {
    const lanes = Math.max(1, ...cluster.map((one) => one.lane + 1));
    for (const one of cluster) {
      one.item.style.setProperty("--lane", one.lane);
      one.item.style.setProperty("--lanes", lanes);
    }
    cluster = [];
  };
  for (const [item, one] of items) {
    if (one.start >= end) close();
    const taken = cluster.filter((other) => other.end > one.start).map((other) => other.lane);
    let lane = 0;
    while (taken.includes(lane)) lane += 1;
    cluster.push({ item, lane, end: one.start + one.minutes });
    end = Math.max(end, one.start + one.minutes);
  }
  close();
}

function drawTabs() {
  const strange = store.state.sessions.map((one) => one.day).filter((day) => day && !days.some(([key]) => key === day));
  for (const day of new Set(strange)) days.push([day, day]);
  if (tabs.childElementCount !== days.length)
    tabs.replaceChildren(
      ...days.map(([day, name]) => {
        const tab = make("button", "board-day", name);
        tab.type = "button";
        tab.dataset.day = day;
        tab.append(" ", make("span", "count"));
        return tab;
      }),
    );
  for (const tab of tabs.children) {
    tab.setAttribute("aria-pressed", String(tab.dataset.day === store.day));
    const count = store.state.sessions.filter((one) => one.day === tab.dataset.day && !one.cancelled).length;
    tab.lastElementChild.textContent = String(count);
  }
}

// One card of the grid can be reached by Tab, the others by arrows.
export function rove(code) {
  const buttons = [...grid.querySelectorAll(".board-card")];
  const wanted = (code && buttons.find((one) => one.parentElement.dataset.code === code)) || buttons.find((one) => one.tabIndex === 0) || buttons[0];
  for (const one of buttons) one.tabIndex = one === wanted ? 0 : -1;
}

export function reveal(element) {
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

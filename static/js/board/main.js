// The agenda board. The server holds the agenda and judges every move; this draws it and carries wishes there.
import { buttonOf, cardOf, codeOf } from "./cards.js";
import { watchPointer } from "./drag.js";
import { draw, scroller } from "./grid.js";
import { watchKeys } from "./keys.js";
import { openMenu } from "./menu.js";
import { arrived, carry, change, connect } from "./moves.js";
import { note, noteOnce, withdraw } from "./notes.js";
import { acts, select, showBar, toggleSelecting } from "./selection.js";
import { askState, board, fill, Unanswered, words } from "./server.js";
import { remember, store, take } from "./store.js";
import { drawTray, watchFilter } from "./tray.js";

const EVERY = 4000;
const act = (name) => board.querySelector(`[data-act="${name}"]`);
let newest = null;
let release = null;

function show(state) {
  const before = places();
  const old = store.byCode;
  take(state);
  draw();
  drawTray();
  showBar();
  for (const name of ["undo", "redo"]) {
    act(name).disabled = !state[name];
    act(name).title = state[name] ? fill(name, { codes: state[name] }) : "";
  }
  if (newest !== null) tellNews(state, old, before);
  newest = Math.max(newest ?? 0, ...state.news.map((one) => one.id));
  if (release !== null && state.release > release) note(state.published, "info");
  release = state.release;
}

// What others did slides to its new place, with a note that says who it was.
function tellNews(state, old, before) {
  const fresh = state.news.filter((one) => one.id > newest && !one.mine);
  for (const { code, text } of fresh.reverse()) {
    note(text, "info");
    slide(code, before.get(code));
  }
  for (const code of old.keys()) if (!store.byCode.has(code)) note(fill("gone", { code }), "info");
}

function places() {
  return new Map([...store.byCode.keys()].map((code) => [code, cardOf(code)?.isConnected && cardOf(code).getBoundingClientRect()]));
}

function slide(code, from) {
  const item = cardOf(code);
  if (!item?.isConnected) return;
  item.classList.add("is-news");
  setTimeout(() => item.classList.remove("is-news"), 6000);
  if (!from || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const to = item.getBoundingClientRect();
  const shift = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  item.animate([{ transform: shift }, { transform: "none" }], { duration: 450, easing: "ease-out" });
}

async function poll() {
  if (document.hidden) return;
  try {
    const state = await askState(store.state?.revision);
    withdraw(words.offline);
    if (state) arrived(state);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    noteOnce(error.message, "error");
  }
}

// Without a first answer there is nothing to draw; it is asked for until it comes.
async function first() {
  try {
    return await askState();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    board.hidden = false;
    noteOnce(error.message, "error");
    setTimeout(() => location.reload(), 4 * EVERY);
    return null;
  }
}

function toFirst() {
  const first = Math.min(...store.state.sessions.filter((one) => one.day === store.day).map((one) => one.start), 12 * 60);
  scroller.scrollTop = Math.max(0, (first - store.state.hours[0] - 15) * store.zoom.size);
}

function watchTools() {
  board.addEventListener("click", (event) => {
    const code = codeOf(event.target);
    const tab = event.target.closest("[data-day]");
    const tool = event.target.closest("[data-act]");
    if (code && !event.target.closest("dialog")) chosen(code, event);
    else if (tab) showDay(tab.dataset.day);
    else if (tool) tools[tool.dataset.act]?.();
  });
  board.querySelector("[data-zoom]").addEventListener("change", (event) => {
    store.zoomName = event.target.value;
    remember("zoom", store.zoomName);
    draw();
    toFirst();
  });
  board.querySelector("[data-room-choice]").addEventListener("change", (event) => {
    store.room = event.target.value;
    draw();
  });
  matchMedia("(max-width: 47.99rem)").addEventListener("change", () => {
    board.querySelector("[data-room-choice]").value = store.room = "";
    draw();
  });
}

function chosen(code, event) {
  if (carry.on) return;
  if (store.selecting || event.ctrlKey || event.metaKey || event.shiftKey) select(code);
  else openMenu(code);
}

function showDay(day) {
  store.day = day;
  remember("day", day);
  draw();
  toFirst();
}

function help() {
  const panel = document.getElementById("board-help");
  panel.hidden = !panel.hidden;
  act("help").setAttribute("aria-expanded", String(!panel.hidden));
}

const tools = { ...acts, undo: () => change("undo"), redo: () => change("redo"), select: toggleSelecting, help };

async function start() {
  const zoom = remember("zoom");
  if (zoom) board.querySelector("[data-zoom]").value = store.zoomName = zoom;
  connect(show);
  const asked = new URLSearchParams(location.search).get("day") ?? remember("day");
  if (board.dataset.days.includes(`"${asked}"`)) store.day = asked;
  performance.mark("board-asked");
  const state = await first();
  performance.mark("board-answered");
  if (!state) return;
  board.hidden = false;
  show(state);
  toFirst();
  watchTools();
  watchFilter();
  watchPointer();
  watchKeys();
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);
  requestAnimationFrame(() => {
    performance.mark("board-drawn");
    document.documentElement.dataset.boardReady = "";
  });
}

if (board) start();

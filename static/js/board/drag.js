// Mouse and finger: a card follows the pointer; its lower edge changes the length.
import { buttonOf, codeOf } from "./cards.js";
import { columnAt, scroller } from "./grid.js";
import { carry, drop, hover, pickUp, putBack } from "./moves.js";
import { board } from "./server.js";
import { isNarrow, store } from "./store.js";
import { tray } from "./tray.js";

const SLIP = 5;
const LONG_PRESS = 400;
const EDGE = 48;
let press = null;
let justDragged = false;

export function watchPointer() {
  board.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", cancel);
  // Once a finger holds a card the page must not scroll away under it.
  document.addEventListener("touchmove", (event) => carry.on && press && event.preventDefault(), { passive: false });
  board.addEventListener("contextmenu", (event) => press?.touch && event.preventDefault());
  // The click that ends a drag opens nothing.
  board.addEventListener("click", (event) => justDragged && event.stopImmediatePropagation(), true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && press && cancel());
}

function down(event) {
  const code = codeOf(event.target);
  if (!code || event.button !== 0 || carry.on || isNarrow()) return;
  const grip = event.target.closest(".board-grip");
  const box = event.target.closest("button").getBoundingClientRect();
  press = { code, x: event.clientX, y: event.clientY, id: event.pointerId, touch: event.pointerType !== "mouse",
    sizing: Boolean(grip), hold: event.clientY - box.top, last: event };
  if (press.touch && !grip) press.timer = setTimeout(begin, LONG_PRESS);
}

function begin() {
  const one = store.byCode.get(press.code);
  if (!pickUp(press.code)) return forget();
  clearTimeout(press.timer);
  press.going = true;
  navigator.vibrate?.(10);
  if (!one.day) press.hold = 12;
  requestAnimationFrame(scrollAtEdges);
  follow(press.last);
}

function moved(event) {
  if (!press || event.pointerId !== press.id) return;
  press.last = event;
  const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP;
  if (press.going) follow(event);
  else if (far && press.touch && !press.sizing) forget();
  else if (far) begin();
}

function follow(event) {
  if (!carry.on) return;
  const { step, size } = store.zoom;
  if (press.sizing) {
    const minutes = carry.one.minutes + (event.clientY - press.y) / size;
    return hover({ minutes: Math.max(step, Math.min(720, Math.round(minutes / step) * step)) });
  }
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const overTray = Boolean(tray.contains(under));
  const tab = under?.closest?.("[data-day]");
  if (tab && tab.dataset.day !== store.day) return hover({ day: tab.dataset.day, overTray });
  const column = overTray ? null : columnAt(event.clientX);
  if (!column) return hover({ overTray });
  const minute = (event.clientY - press.hold - column.box.top) / size;
  return hover({ overTray, room: column.room, start: store.state.hours[0] + Math.round(minute / step) * step });
}

function scrollAtEdges() {
  if (!press?.going) return;
  const box = scroller.getBoundingClientRect();
  const { clientX: x, clientY: y } = press.last;
  const inside = x > box.left && x < box.right;
  const by = (at, from, to) => (at < from + EDGE ? -12 : at > to - EDGE ? 12 : 0);
  if (inside) {
    const [left, top] = [scroller.scrollLeft, scroller.scrollTop];
    scroller.scrollBy(by(x, box.left, box.right), by(y, box.top + 40, Math.min(box.bottom, innerHeight)));
    if (left !== scroller.scrollLeft || top !== scroller.scrollTop) follow(press.last);
  }
  requestAnimationFrame(scrollAtEdges);
}

function up(event) {
  if (!press || event.pointerId !== press.id) return;
  const { going, code } = press;
  forget();
  if (!going) return;
  justDragged = true;
  setTimeout(() => (justDragged = false), 50);
  buttonOf(code)?.focus({ preventScroll: true });
  drop();
}

function cancel() {
  const going = press?.going;
  forget();
  if (going) putBack();
}

function forget() {
  clearTimeout(press?.timer);
  press = null;
}


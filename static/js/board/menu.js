// What a card opens: what clashes, and every move without dragging. The form of "Move to …" is the server's.
import { make } from "./cards.js";
import { change, lock, toTray } from "./moves.js";
import { noteOnce } from "./notes.js";
import { board, page, Unanswered, words } from "./server.js";
import { dayName, roomName, span, store, themes } from "./store.js";

function open(heading, ...content) {
  const dialog = make("dialog", "dialog board-dialog");
  const head = make("h2", "", heading);
  head.id = "board-dialog-head";
  head.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", head.id);
  dialog.append(head, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  board.append(dialog);
  dialog.showModal();
  return dialog;
}

function button(text, act, kind = "secondary") {
  const found = make("button", `button button-${kind}`, text);
  found.type = "button";
  found.addEventListener("click", act);
  return found;
}

export function openMenu(code) {
  const one = store.byCode.get(code);
  const place = one.day ? [dayName(one.day), span(one), roomName(one.room) ?? words.noRoom] : [words.tray];
  const facts = make("p", "hint", [...place, themes.get(one.theme) ?? words.noTheme].join(" · "));
  const clashes = make("ul", "board-clashes");
  for (const clash of store.clashes.get(code) ?? []) clashes.append(make("li", `level-${clash.level}`, clash.text));
  const edit = make("a", "button button-quiet", words.change);
  edit.href = board.dataset.session.replace("CODE", encodeURIComponent(code));
  const row = make("div", "button-row");
  const dialog = open(`${code} · ${one.title}`, facts, clashes, row);
  const then = (act) => () => {
    dialog.close();
    act();
  };
  if (!one.cancelled) {
    row.append(
      button(words.moveTo, then(() => openMove(code)), "primary"),
      button(one.time_locked ? words.unlockTime : words.lockTime, then(() => lock([code], ["time_locked"]))),
      button(one.room_locked ? words.unlockRoom : words.lockRoom, then(() => lock([code], ["room_locked"]))),
    );
    if (one.day) row.append(button(words.toTray, then(() => toTray([code]))));
  }
  row.append(edit, button(words.close, () => dialog.close(), "quiet"));
}

async function openMove(code) {
  try {
    const found = (await page(`sessions/${encodeURIComponent(code)}/move`)).querySelector("#move-form");
    const form = document.adoptNode(found);
    const dialog = open(`${code} · ${words.moveTo}`, form);
    window.htmx?.process(dialog);
    form.querySelector("select")?.focus();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(dialog, form, code);
    });
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    noteOnce(error.message, "error");
  }
}

async function send(dialog, form, code) {
  const value = (name) => form.elements[name].value;
  const move = { code, seen: value("seen"), room: Number(value("room")) || null, day: value("day"), start: Number(value("start")), minutes: Number(value("minutes")) };
  const answer = await change("moves", { moves: [move] }, code);
  if (answer.ok) return dialog.close();
  form.querySelector(".board-refused")?.remove();
  const why = make("p", "board-refused field-error", answer.message);
  why.setAttribute("role", "alert");
  form.prepend(why);
  form.elements.seen.value = store.byCode.get(code)?.seen ?? "";
}

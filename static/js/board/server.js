// What the board asks the server and tells it. Every answer to a change brings the board as it is then.
export const board = document.getElementById("board");
const base = board?.dataset.base;
export const words = JSON.parse(board?.dataset.words ?? "{}");

export function fill(name, facts = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_all, key) => facts[key] ?? "");
}

export class Unanswered extends Error {}

async function talk(path, options) {
  let answer;
  try {
    answer = await fetch(base + path, { credentials: "same-origin", ...options });
  } catch {
    throw new Unanswered(words.offline);
  }
  if (answer.status === 304) return null;
  if (answer.headers.get("Content-Type") !== "application/json")
    throw new Unanswered(answer.status >= 500 ? words.offline : words.signedOut);
  return { ok: answer.ok, ...(await answer.json()) };
}

export const ask = (path, facts = {}) => talk(`${path}?${new URLSearchParams(facts)}`, {});

/** The state, or null while it is still the one with this revision. */
export const askState = (revision) =>
  talk("state", revision ? { cache: "no-store", headers: { "If-None-Match": `"${revision}"` } } : {});

export const tell = (path, body = {}) =>
  talk(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": board.dataset.csrf },
    body: JSON.stringify(body),
  });

/** A page of ours, to take a form from. */
export async function page(path) {
  const answer = await fetch(base + path, { credentials: "same-origin" });
  if (!answer.ok) throw new Unanswered(words.signedOut);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Small comforts. Every page works without this file; nothing here decides anything.

const words = document.documentElement.lang;
const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

// A form is sent once: the second click waits for the first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 8000);
});

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// A question before something is lost. The words stand in the page, in its language.
document.addEventListener(
  "submit",
  (event) => {
    const button = event.submitter;
    if (!button?.dataset.confirm || button.dataset.sure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(button);
  },
  true,
);

function ask(button) {
  const template = document.getElementById("confirm-dialog");
  const dialog = open(template.content.cloneNode(true));
  dialog.querySelector("[data-question]").textContent = button.dataset.confirm;
  const yes = dialog.querySelector("[data-yes]");
  yes.textContent = button.getAttribute("aria-label") ?? button.textContent;
  yes.className = `button ${button.classList.contains("button-danger") ? "button-danger" : "button-primary"}`;
  yes.addEventListener("click", () => {
    button.dataset.sure = "1";
    dialog.close();
    button.form.requestSubmit(button);
    delete button.dataset.sure;
  });
}

function open(content) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.append(content);
  document.body.append(dialog);
  const heading = dialog.querySelector("h2, [data-question]");
  if (heading) {
    heading.id = "dialog-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.showModal();
  return dialog;
}

// A confirmation page opens in place.
on("click", "a[data-dialog]", async (link, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = answer.ok && page.querySelector(".confirm");
    if (!box) throw new Error("no confirmation there");
    if (!box.getAttribute("action")) box.setAttribute("action", link.href);
    open(document.adoptNode(box));
  } catch {
    location.assign(link.href);
  }
});

// Menus close as menus do.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Filters send themselves; htmx takes the submit where it is there.
let waiting;
const send = (form, after) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => form.requestSubmit(), after);
};
on("change", "form[data-auto-submit] :is(select, input:not([type=search]))", (field) => send(field.form, 0));
on("input", "form[data-auto-submit] input[type=search]", (field) => {
  if (field.form.hasAttribute("hx-get") && window.htmx) send(field.form, 350);
});

// Tables: all boxes at once, and how many are ticked.
function count(form) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  const output = form.querySelector("[data-bulk-count]");
  if (output) output.textContent = ticked ? new Intl.NumberFormat(words).format(ticked) : "";
}
on("change", "form[data-bulk] input[type=checkbox]", (box) => {
  const form = box.closest("form");
  if (box.hasAttribute("data-select-all"))
    for (const other of form.querySelectorAll("tbody input[type=checkbox]")) other.checked = box.checked;
  count(form);
});
document.querySelectorAll("form[data-bulk]").forEach(count);

// What a visitor typed outlives a reload in this tab, until it is sent. Never secrets, files or tokens.
// The mark of what the form showed goes with it, so that old answers are not taken for new ones.
const kept = "input[name=seen], input:not([type=hidden], [type=password], [type=file], [type=submit]), select, textarea";
const shelf = (form) => `keep:${location.pathname}:${form.dataset.keep}`;

function keep(form) {
  const rows = [...form.querySelectorAll(kept)].map((field) => [
    field.id,
    ["checkbox", "radio"].includes(field.type) ? field.checked : field.value,
  ]);
  sessionStorage.setItem(shelf(form), JSON.stringify(rows));
}

function restore(form) {
  const rows = JSON.parse(sessionStorage.getItem(shelf(form)) ?? "[]");
  for (const [id, value] of rows) {
    const field = id && form.querySelector(`#${CSS.escape(id)}`);
    if (!field) continue;
    if (typeof value === "boolean") field.checked = value;
    else if (!field.value || field.name === "seen") field.value = value;
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  try {
    if (!form.querySelector(".error-summary")) restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => sessionStorage.removeItem(shelf(form)));
  } catch {
    // Storage may be switched off; then nothing is kept.
  }
}

// Saved as typed: an element with data-saved-note says so after htmx has sent its form.
document.addEventListener("htmx:beforeRequest", (event) => say(event, "saving"));
document.addEventListener("htmx:afterRequest", (event) => say(event, event.detail.successful ? "saved" : "failed"));

function say(event, state) {
  const note = event.target.closest?.("form")?.querySelector("[data-saved-note]");
  if (note) note.textContent = note.dataset[state] ?? "";
}

// What is wrong is read first.
document.querySelector("[data-focus]")?.focus();

// A list of a thousand cities gets a search field. Without this file the list works by itself.

// Folded words, each after a space, so that " lome" is looked for at beginnings of words only.
const words = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => ` ${word}`);

function enhance(select) {
  const all = [...select.options].map((option) => ({
    value: option.value,
    text: option.text,
    group: option.parentElement.label ?? "",
    key: words(`${option.text} ${option.dataset.names ?? ""} ${option.parentElement.label ?? ""}`).join(""),
  }));
  const search = document.createElement("input");
  search.type = "search";
  search.className = "city-search";
  search.autocomplete = "off";
  search.setAttribute("aria-label", select.dataset.searchLabel);
  search.placeholder = select.dataset.searchLabel;
  search.setAttribute("aria-controls", select.id);
  const box = document.createElement("div");
  box.className = "stack";
  select.before(box);
  box.append(search, select);

  const show = (wanted) => {
    const chosen = select.value;
    const typed = words(wanted);
    const fits = all.filter((city) => !city.value || typed.every((word) => city.key.includes(word)));
    const found = fits.filter((city) => city.value);
    const groups = new Map();
    const parts = [];
    for (const city of fits) {
      const text = !city.value && typed.length && !found.length ? select.dataset.none : city.text;
      const option = new Option(text, city.value, false, city.value === chosen);
      if (!city.group) {
        parts.push(option);
        continue;
      }
      if (!groups.has(city.group)) {
        const group = document.createElement("optgroup");
        group.label = city.group;
        groups.set(city.group, group);
        parts.push(group);
      }
      groups.get(city.group).append(option);
    }
    select.replaceChildren(...parts);
    // What was chosen stays so while it fits; the only city that fits is chosen.
    select.value = found.some((city) => city.value === chosen) ? chosen : "";
    if (typed.length && found.length === 1) select.value = found[0].value;
    if (select.value !== chosen) select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    show(search.value);
  });
  // The field is only for searching: its own change is nothing to save.
  search.addEventListener("change", (event) => event.stopPropagation());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      select.focus();
    }
  });
}

document.querySelectorAll("select[data-city-select]").forEach(enhance);

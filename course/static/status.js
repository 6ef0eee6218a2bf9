"use strict";
// Sorts and filters the tables that are already there; nothing is fetched, and no row is built.
// Rows beyond the first PAGE that fit stay unrendered until they are asked for.
const PAGE = 200;
document.documentElement.classList.add("starting"); // before the tables are laid out

function rowsOf(tools) {
  const region = document.getElementById(tools.dataset.for).closest(".tall");
  const body = region.querySelector("tbody");
  const rows = Array.from(body.rows, (row) => ({ row, name: row.cells[0].textContent.toLowerCase() }));
  const inputs = Array.from(tools.querySelectorAll("[data-filter]"));
  const told = tools.querySelector("[role=status]");
  const more = document.createElement("button");
  more.type = "button";
  more.className = "plain more";
  region.after(more);
  let most = PAGE;

  const test = (input) => {
    const key = input.dataset.filter;
    const text = input.value.trim().toLowerCase();
    if (input.type === "checkbox") return input.checked && ((r) => key in r.row.dataset);
    if (input.type === "search") return text && ((r) => r.name.includes(text));
    return input.value && ((r) => r.row.dataset[key] === input.value);
  };
  const show = () => {
    const tests = inputs.map(test).filter(Boolean);
    let fit = 0;
    for (const r of rows) {
      const out = !tests.every((holds) => holds(r)) || ++fit > most;
      if (r.row.hidden !== out) r.row.hidden = out;
    }
    const number = (n) => n.toLocaleString("en");
    const first = fit > most ? `, the first ${number(most)} shown` : "";
    told.textContent = `${number(fit)} of ${number(rows.length)}${first}`;
    more.textContent = `Show all ${number(fit)}`;
    more.hidden = fit <= most;
  };
  tools.addEventListener("input", () => { most = PAGE; show(); });
  more.addEventListener("click", () => { most = Infinity; show(); region.focus(); });

  const words = new Intl.Collator("en", { numeric: true });
  const sort = (column, numbers, down) => {
    for (const r of rows) {
      const text = r.row.cells[column].textContent;
      r.key = numbers ? parseFloat(text.replaceAll(",", "")) : text;
      r.unknown = numbers ? Number.isNaN(r.key) : text === "" || text === "-";
    }
    rows.sort((a, b) => {
      if (a.unknown || b.unknown) return a.unknown - b.unknown; // last in both directions
      const by = numbers ? a.key - b.key : words.compare(a.key, b.key);
      return down ? -by : by;
    });
    show();
    body.append(...rows.map((r) => r.row));
  };
  const heads = Array.from(region.querySelectorAll("thead th"));
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(column, head.dataset.sort === "number", down);
    });
  });
  tools.hidden = false;
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  for (const tools of document.querySelectorAll("[data-for]")) rowsOf(tools);
  document.documentElement.classList.remove("starting");
});

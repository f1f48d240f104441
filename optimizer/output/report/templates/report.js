"use strict";
(() => {
  const table = document.getElementById("villages");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const filters = document.getElementById("filters");
  const search = document.createElement("input");
  const chosen = document.createElement("select");
  const shown = document.createElement("span");
  search.type = "search";
  filters.append(search, chosen, shown);
  const marks = [...filters.querySelectorAll("i")];
  const words = rows.map((row) => plain([1, 2].map((at) => row.cells[at].textContent).join(" ")));

  // Names are found without their accents too: not every keyboard has them.
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  function language() {
    return document.getElementById("vi").checked ? "vi" : "en";
  }

  function filter() {
    const wanted = plain(search.value.trim());
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !words[at].includes(wanted) || (chosen.value !== "" && row.dataset.verdict !== chosen.value);
      count += row.hidden ? 0 : 1;
    });
    shown.textContent = filters.getAttribute(`data-shown-${language()}`).replace("{}", count);
  }

  function label() {
    const tongue = language();
    document.documentElement.lang = tongue;
    search.placeholder = filters.getAttribute(`data-search-${tongue}`);
    search.setAttribute("aria-label", search.placeholder);
    const every = filters.getAttribute(`data-every-${tongue}`);
    const kept = chosen.value;
    chosen.replaceChildren(new Option(every, ""), ...marks.map((mark) => new Option(mark.getAttribute(`data-${tongue}`), mark.dataset.verdict)));
    chosen.value = kept;
    chosen.setAttribute("aria-label", every);
    filter();
  }

  function sort(head, at) {
    const up = head.getAttribute("aria-sort") === "descending" || (!head.hasAttribute("aria-sort") && head.dataset.sort === "t");
    table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (row) => row.cells[at].dataset.v === undefined ? row.cells[at].textContent : Number(row.cells[at].dataset.v);
    const order = (one, other) => typeof one === "number" ? one - other : one.localeCompare(other, language(), { numeric: true });
    const sorted = [...rows].sort((one, other) => order(value(one), value(other)) * (up ? 1 : -1));
    body.append(...sorted);
  }

  [...table.tHead.rows[0].cells].forEach((head, at) => {
    if (head.dataset.sort === undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, at));
    head.append(button);
  });
  search.addEventListener("input", filter);
  chosen.addEventListener("change", filter);
  document.querySelectorAll(".tongue").forEach((input) => input.addEventListener("change", label));
  filters.hidden = false;
  label();
})();

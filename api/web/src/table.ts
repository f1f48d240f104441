/** A plain table that sorts by its heads. */

import { h, refill } from "./dom";
import type { Child } from "./dom";
import { inOrder, number, words } from "./language";

export interface Column<T> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: T) => Child;
  /** What is sorted by: numbers fall, texts rise. */
  readonly value: (row: T) => number | string;
  readonly numeric?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly reversed: boolean;
}

export interface Table<T> {
  readonly element: HTMLElement;
  readonly show: (rows: readonly T[]) => void;
  /** Mark a row, and bring it into sight. */
  readonly point: (id: string | null) => void;
}

export interface Making<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly id: (row: T) => string;
  readonly sorting: Sorting;
  readonly sorted: (sorting: Sorting) => void;
  readonly hover?: (id: string | null) => void;
  readonly pick?: (id: string) => void;
  readonly tie: (a: T, b: T) => number;
}

const SHOWN = 500;

export function table<T>(making: Making<T>): Table<T> {
  const body = h("tbody");
  const more = h("div", { class: "table-more" });
  const state = { rows: [] as readonly T[], sorting: making.sorting, shown: SHOWN };
  const heads = making.columns.map((column) => {
    const click = (): void => {
      const again = state.sorting.key === column.key;
      state.sorting = { key: column.key, reversed: again && !state.sorting.reversed };
      making.sorted(state.sorting);
      draw();
    };
    const button = h("button", { type: "button", title: words().province.sortBy(column.head), on: { click } }, column.head);
    return h("th", { scope: "col", class: column.numeric ? "number" : "" }, button);
  });
  const draw = (): void => {
    const rows = sorted(state.rows, making, state.sorting);
    making.columns.forEach((column, nth) => mark(heads[nth]!, column, state.sorting));
    refill(body, rows.slice(0, state.shown).map((row) => line(row, making)));
    const rest = rows.length - state.shown;
    const click = (): void => {
      state.shown += SHOWN;
      draw();
    };
    refill(more, rest > 0 && h("button", { type: "button", class: "quiet", on: { click } }, words().province.more(number(Math.min(rest, SHOWN)))));
  };
  return {
    element: h(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": making.caption },
      h("table", {}, h("caption", { class: "unseen" }, making.caption), h("thead", {}, h("tr", {}, heads)), body),
      more,
    ),
    show: (rows) => {
      state.rows = rows;
      draw();
    },
    point: (id) => {
      for (const row of body.querySelectorAll("tr.pointed")) row.classList.remove("pointed");
      if (id !== null) body.querySelector(`tr[data-id="${CSS.escape(id)}"]`)?.classList.add("pointed");
    },
  };
}

function sorted<T>(rows: readonly T[], { columns, tie }: Making<T>, { key, reversed }: Sorting): T[] {
  const column = columns.find((one) => one.key === key) ?? columns[0]!;
  const turn = reversed ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    const order =
      typeof left === "number" && typeof right === "number"
        ? right - left
        : inOrder(String(left), String(right));
    return turn * order || tie(a, b);
  });
}

function mark<T>(head: HTMLElement, column: Column<T>, { key, reversed }: Sorting): void {
  if (column.key !== key) return head.removeAttribute("aria-sort");
  const falling = column.numeric ? !reversed : reversed;
  head.setAttribute("aria-sort", falling ? "descending" : "ascending");
}

function line<T>(row: T, { id, columns, hover, pick }: Making<T>): HTMLElement {
  const name = id(row);
  return h(
    "tr",
    {
      "data-id": name,
      class: pick ? "pickable" : "",
      on: {
        mouseenter: () => hover?.(name),
        mouseleave: () => hover?.(null),
        focusin: () => hover?.(name),
        focusout: () => hover?.(null),
        click: (event) => {
          if (!(event.target instanceof HTMLAnchorElement)) pick?.(name);
        },
      },
    },
    columns.map((column) => h("td", { class: column.numeric ? "number" : "" }, column.cell(row))),
  );
}

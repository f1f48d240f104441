/** The table: it sorts by its heads, with the mouse and with the keyboard, and marks the row that is pointed at. */

import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";

import { useLocale } from "../state/context";
import { inOrder } from "../words/locale";

export interface Column<T> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  /** What is sorted by: numbers fall, texts rise. Without it the column does not sort. */
  readonly value?: (row: T) => number | string;
  readonly numeric?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly reversed: boolean;
}

export interface TableProps<T> {
  /** What the table is, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly id: (row: T) => string;
  /** How it is sorted; without it the rows stand as they are given. */
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: Sorting) => void;
  /** The order of rows that are the same to the chosen column. */
  readonly tie?: (a: T, b: T) => number;
  readonly pointed?: ReadonlySignal<string | null>;
  readonly onHover?: (id: string | null) => void;
  readonly onPick?: (id: string) => void;
}

const SHOWN = 500;

export function Table<T>(props: TableProps<T>) {
  const { caption, columns, rows, id, sorting, tie } = props;
  const { words, number } = useLocale();
  const shown = useSignal(SHOWN);
  const sorted = useMemo(() => inOrderOf(rows, columns, sorting, tie), [rows, columns, sorting?.key, sorting?.reversed]);
  const rest = sorted.length - shown.value;
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown.value).map((row) => (
            <Line key={id(row)} row={row} name={id(row)} table={props} />
          ))}
        </tbody>
      </table>
      <div class="table-more">
        {rest > 0 && (
          <button type="button" class="quiet" onClick={() => (shown.value += SHOWN)}>
            {words.province.more(number(Math.min(rest, SHOWN)))}
          </button>
        )}
      </div>
    </div>
  );
}

interface HeadProps<T> {
  readonly column: Column<T>;
  readonly sorting: Sorting | undefined;
  readonly onSort: ((sorting: Sorting) => void) | undefined;
}

function Head<T>({ column: { key, head, numeric = false, value }, sorting, onSort }: HeadProps<T>) {
  const { words } = useLocale();
  const kind = numeric ? "number" : undefined;
  if (!value || !onSort) {
    return (
      <th scope="col" class={kind}>
        {head}
      </th>
    );
  }
  const [chosen, reversed] = [sorting?.key === key, sorting?.reversed ?? false];
  const order = !chosen ? undefined : numeric === reversed ? "ascending" : "descending";
  return (
    <th scope="col" class={kind} aria-sort={order}>
      <button type="button" title={words.province.sortBy(head)} onClick={() => onSort({ key, reversed: chosen && !reversed })}>
        {head}
      </button>
    </th>
  );
}

interface LineProps<T> {
  readonly row: T;
  readonly name: string;
  readonly table: TableProps<T>;
}

function Line<T>({ row, name, table: { columns, pointed, onHover, onPick } }: LineProps<T>) {
  const kind = useComputed(() => [onPick && "pickable", pointed?.value === name && "pointed"].filter(Boolean).join(" "));
  const enter = onHover && ((): void => onHover(name));
  const leave = onHover && ((): void => onHover(null));
  const click = (event: MouseEvent): void => {
    if (!(event.target instanceof HTMLAnchorElement)) onPick?.(name);
  };
  return (
    <tr class={kind} data-id={name} onMouseEnter={enter} onMouseLeave={leave} onFocusIn={enter} onFocusOut={leave} onClick={click}>
      {columns.map((column) => (
        <td key={column.key} class={column.numeric ? "number" : undefined}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function inOrderOf<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sorting: Sorting | undefined,
  tie: ((a: T, b: T) => number) | undefined,
): readonly T[] {
  const column = columns.find(({ key }) => key === sorting?.key) ?? columns[0];
  const value = column?.value;
  if (!sorting || !value) return rows;
  const turn = sorting.reversed ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    const order = typeof left === "number" && typeof right === "number" ? right - left : inOrder(String(left), String(right));
    return turn * order || (tie?.(a, b) ?? 0);
  });
}

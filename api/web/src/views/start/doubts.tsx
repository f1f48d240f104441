/** What looks wrong in somebody's data: asked about, one by one, before anything is planned. */

import type { Signal } from "@preact/signals";

import type { Doubt } from "../../api/types";
import { useLocale } from "../../state/context";

/** Doubts that are asked about one by one; the others with one tick. */
const LISTED = 50;
/** Rows that a doubt names here. */
const ROWS = 10;

/** How many ticks it takes until nothing is in doubt. */
export function ticksFor(doubts: readonly Doubt[]): number {
  return Math.min(doubts.length, LISTED + 1);
}

interface DoubtsProps {
  readonly doubts: readonly Doubt[];
  /** The numbers of those that were ticked. */
  readonly ticked: Signal<ReadonlySet<number>>;
}

export function Doubts({ doubts, ticked }: DoubtsProps) {
  const { number, said, words } = useLocale();
  const say = words.start;
  const left = doubts.length - LISTED;
  const tick = (at: number, on: boolean): void => {
    const next = new Set(ticked.value);
    if (on) next.add(at);
    else next.delete(at);
    ticked.value = next;
  };
  return (
    <fieldset class="doubts">
      <legend>{say.doubts(number(doubts.length))}</legend>
      {doubts.slice(0, LISTED).map((doubt, at) => (
        <label key={at} class="radio" data-code={doubt.code}>
          <input type="checkbox" checked={ticked.value.has(at)} onChange={(event) => tick(at, event.currentTarget.checked)} />
          <span>
            <strong>{placeOf(doubt, say.doubt)}</strong>: {said(doubt.message)}
          </span>
        </label>
      ))}
      {left > 0 && (
        <label class="radio">
          <input type="checkbox" checked={ticked.value.has(LISTED)} onChange={(event) => tick(LISTED, event.currentTarget.checked)} />
          {say.moreDoubts(number(left))}
        </label>
      )}
    </fieldset>
  );
}

/** Where a doubt is: its file and rows, in the reader's language. */
export function placeOf(doubt: Doubt, words: (table: string, rows: string) => string): string {
  return words(tableOf(doubt), rowsOf(doubt));
}

/** The file that a doubt is about, or its pointer. */
function tableOf(doubt: Doubt): string {
  const source = doubt.params.source;
  return typeof source === "string" && source ? source : doubt.pointer;
}

function rowsOf(doubt: Doubt): string {
  const named = doubt.rows.slice(0, ROWS).join(", ");
  return doubt.rows.length > ROWS ? `${named}, …` : named;
}

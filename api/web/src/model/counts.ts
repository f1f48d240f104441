/** Villages in numbers, as people paste them: a name, and two whole numbers at the end of the line. */

import type { Language } from "../words/locale";
import { numberOf } from "./numbers";

export interface CountsRow {
  readonly id: string;
  readonly name: string;
  readonly households: number;
  readonly members: number;
}

export interface CountsText {
  readonly rows: readonly CountsRow[];
  /** Numbers of the lines that are none, from 1. */
  readonly wrong: readonly number[];
  /** The line of headings; 0 without one. */
  readonly heading: number;
}

/** Read lines; the first may be headings, and a village's id is the number of its line. */
export function countsOf(text: string, language: Language): CountsText {
  const rows: CountsRow[] = [];
  const wrong: number[] = [];
  let heading = 0;
  text.split(/\r?\n/).forEach((line, nth) => {
    if (!line.trim()) return;
    const cells = line.split(/[\t;]/).map((cell) => cell.trim()).filter((cell) => cell !== "");
    const [households = Number.NaN, members = Number.NaN] = cells.slice(-2).map((cell) => numberOf(cell, language));
    const at = nth + 1;
    if (cells.length >= 2 && Number.isInteger(households) && Number.isInteger(members)) {
      rows.push({ id: String(at), name: cells.slice(0, -2).join(", ") || String(at), households, members });
    } else if (rows.length === 0 && wrong.length === 0 && heading === 0 && !/\d/.test(line)) heading = at;
    else wrong.push(at);
  });
  return { rows, wrong, heading };
}

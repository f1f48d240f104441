/** The sheets of an Excel workbook as texts: what its author sees, hidden sheets left out. */

import { FileFault } from "./refusal";
import { Archive } from "./zip";

export interface Line {
  /** As a spreadsheet counts, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly name: string;
  readonly lines: readonly Line[];
}

const CELLS = 1_000_000;
const COLUMNS = 500;
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** Read every sheet that is seen and holds anything. */
export async function sheetsOf(file: Blob, at: string): Promise<readonly Sheet[]> {
  const archive = await Archive.of(file, at);
  const shared = await sharedTexts(archive, at);
  const sheets: Sheet[] = [];
  for (const { name, path } of await sheetPaths(archive, at)) {
    const text = await archive.text(path);
    if (text === null) throw new FileFault("notWhole", at);
    const lines = linesOf(xml(text, at), shared, `${at} · ${name}`);
    if (lines.length > 0) sheets.push({ name, lines });
  }
  return sheets;
}

/** The sheets that are seen, with the parts that hold them. */
export async function sheetPaths(archive: Archive, at: string): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const [book, links] = await Promise.all([archive.text("xl/workbook.xml"), archive.text("xl/_rels/workbook.xml.rels")]);
  if (book === null || links === null) throw new FileFault("notWhole", at);
  const targets = new Map(all(xml(links, at), "Relationship").map((one) => [one.getAttribute("Id"), one.getAttribute("Target") ?? ""]));
  return all(xml(book, at), "sheet")
    .filter((sheet) => (sheet.getAttribute("state") ?? "visible") === "visible")
    .map((sheet) => {
      const link = [...sheet.attributes].find(({ localName, namespaceURI }) => localName === "id" && namespaceURI !== null);
      const target = targets.get(link?.value ?? "") ?? "";
      return { name: sheet.getAttribute("name") ?? "", path: target.startsWith("/") ? target.slice(1) : `xl/${target}` };
    });
}

export async function sharedTexts(archive: Archive, at: string): Promise<readonly string[]> {
  const text = await archive.text("xl/sharedStrings.xml");
  return text === null ? [] : all(xml(text, at), "si").map(textOf);
}

/** Parse a part; document types, which could name entities, are refused. */
export function xml(text: string, at: string): Document {
  if (/<!DOCTYPE/i.test(text)) throw new FileFault("notWhole", at);
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length > 0) throw new FileFault("notWhole", at);
  return parsed;
}

export function all(within: Document | Element, name: string): readonly Element[] {
  return [...within.getElementsByTagNameNS("*", name)];
}

/** The text of a shared or an inline string, without the reading aids that some scripts have. */
function textOf(element: Element): string {
  const parts = all(element, "t").filter(({ parentElement }) => parentElement?.localName !== "rPh");
  const text = parts.map(({ textContent }) => textContent).join("");
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A cell as text: whole numbers as a spreadsheet shows them. */
export function cellText(cell: Element, shared: readonly string[]): string {
  const kind = cell.getAttribute("t") ?? "n";
  if (kind === "inlineStr") return textOf(cell);
  const value = all(cell, "v")[0]?.textContent ?? "";
  if (kind === "s") return shared[Number(value)] ?? "";
  if (kind !== "n" || value === "") return kind === "e" || kind === "b" ? "" : value;
  const number = Number(value);
  // A spreadsheet keeps 15 digits: a longer id is another one already, and is written so that it fits nothing.
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? String(number) : `${value} (15)`;
}

/** The column of a cell, from 0. */
export function columnOf(place: string): number {
  const letters = /^[A-Z]{1,3}/.exec(place)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function linesOf(sheet: Document, shared: readonly string[], at: string): readonly Line[] {
  let [last, cells] = [0, 0];
  const lines: { number: number; cells: string[] }[] = [];
  for (const row of all(sheet, "row")) {
    const number = Number(row.getAttribute("r") ?? last + 1);
    last = number;
    const texts: string[] = [];
    for (const cell of all(row, "c")) {
      const place = cell.getAttribute("r");
      const column = place === null ? texts.length : columnOf(place);
      cells += 1;
      if (cells > CELLS || column >= COLUMNS || column < 0) throw new FileFault("tooLarge", at);
      while (texts.length < column) texts.push("");
      texts[column] = cellText(cell, shared);
    }
    if (texts.some((text) => text.trim() !== "")) lines.push({ number, cells: texts });
  }
  return filledDown(lines, all(sheet, "mergeCell").map((one) => one.getAttribute("ref") ?? ""));
}

/** Write what stands in a cell merged down a column into every line of it. */
function filledDown(lines: { number: number; cells: string[] }[], ranges: readonly string[]): readonly Line[] {
  for (const range of ranges) {
    const [, left = "", top = "", right = "", bottom = ""] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? [];
    if (left === "" || left !== right) continue;
    const column = columnOf(left);
    const inside = lines.filter(({ number }) => number >= Number(top) && number <= Number(bottom));
    const text = inside[0]?.number === Number(top) ? (inside[0].cells[column] ?? "") : "";
    for (const { cells } of inside.slice(1)) {
      while (cells.length <= column) cells.push("");
      cells[column] = text;
    }
  }
  return lines;
}

/** A workbook of the service given names as it is saved: a column more behind the others for each column of ids. */

import type { NameKind } from "../model/names";
import { all, cellText, columnOf, sharedTexts, sheetPaths, xml } from "./sheets";
import { Archive, packed } from "./zip";

/** Columns of ids in the service's tables, and whose they are. */
const IDS: Readonly<Record<string, NameKind>> = {
  household: "households",
  person: "members",
  member: "members",
  leader: "members",
  stand_in: "members",
};
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

export interface Naming {
  readonly name: (kind: NameKind, village: string, id: string) => string;
  /** The head of a column of names. */
  readonly head: Readonly<Record<NameKind, string>>;
}

export async function withNames(book: Blob, at: string, naming: Naming): Promise<Blob> {
  const archive = await Archive.of(book, at);
  const shared = await sharedTexts(archive, at);
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  const sheets = new Set((await sheetPaths(archive, at)).map(({ path }) => path));
  for (const name of archive.names) {
    const content = (await archive.bytes(name))!;
    parts.set(name, sheets.has(name) ? amended(content, shared, at, naming) : content);
  }
  return packed(parts);
}

function amended(content: Uint8Array<ArrayBuffer>, shared: readonly string[], at: string, naming: Naming): Uint8Array<ArrayBuffer> {
  const sheet = xml(new TextDecoder().decode(content), at);
  const [head, ...rows] = all(sheet, "row");
  if (!head) return content;
  const texts = (row: Element): ReadonlyMap<number, string> =>
    new Map(all(row, "c").map((cell) => [columnOf(cell.getAttribute("r") ?? ""), cellText(cell, shared)]));
  const heads = texts(head);
  const village = [...heads].find(([, text]) => text === "village")?.[0];
  const ids = [...heads].flatMap(([column, text]) => (IDS[text] ? [{ column, kind: IDS[text], text }] : []));
  if (village === undefined || ids.length === 0) return content;
  const width = Math.max(...heads.keys()) + 1;
  ids.forEach(({ kind, text }, nth) => add(head, width + nth, `${naming.head[kind]} (${text})`));
  for (const row of rows) {
    const cells = texts(row);
    ids.forEach(({ column, kind }, nth) => {
      const name = naming.name(kind, cells.get(village) ?? "", cells.get(column) ?? "");
      if (name) add(row, width + nth, name);
    });
  }
  for (const one of all(sheet, "dimension")) one.remove();
  for (const row of all(sheet, "row")) row.removeAttribute("spans");
  return new TextEncoder().encode(new XMLSerializer().serializeToString(sheet)) as Uint8Array<ArrayBuffer>;
}

/** Append a cell of text, which a spreadsheet never takes for a formula. */
function add(row: Element, column: number, text: string): void {
  const sheet = row.ownerDocument;
  const [cell, holder, letters] = ["c", "is", "t"].map((name) => sheet.createElementNS(MAIN, name)) as [Element, Element, Element];
  cell.setAttribute("r", `${lettersOf(column)}${row.getAttribute("r") ?? ""}`);
  cell.setAttribute("t", "inlineStr");
  letters.textContent = text;
  holder.append(letters);
  cell.append(holder);
  row.append(cell);
}

function lettersOf(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : lettersOf(Math.floor(column / 26) - 1) + lettersOf(column % 26);
}

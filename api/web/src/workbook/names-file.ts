/** Files of names as rows; their columns are known by what people call them, as on the service. */

import type { NameKind, NameRow } from "../model/names";
import { plain } from "../words/locale";
import { linesOfCsv } from "./csv";
import { FileFault } from "./refusal";
import { type Sheet, sheetsOf } from "./sheets";

type Field = "village" | "id" | "name" | "household" | "member";

const VILLAGE = ["village", "thon", "ma thon", "khu pho", "ma khu pho", "thon khu pho", "to dan pho", "thon to dan pho", "ap", "ban", "buon", "village id", "village code"];
const HOUSEHOLD = ["household", "ma ho", "ma ho gia dinh", "ma so ho", "household id", "hh id", "hhid"];
const MEMBER = ["member", "ma thanh vien", "ma tv", "ma to vien", "member id"];
const NAME = ["name", "ten", "ho ten", "ho va ten", "full name", "fullname"];
const OF_HOUSEHOLD = ["chu ho", "ten chu ho", "ho ten chu ho", "ho va ten chu ho", "ten ho", "ten ho gia dinh", "householder", "household head", "head of household", "household name"];
const OF_MEMBER = ["ten thanh vien", "ho ten thanh vien", "ho va ten thanh vien", "ten to vien", "ho ten to vien", "ho va ten to vien", "member name"];
const FIELDS: Readonly<Record<Field, readonly string[]>> = {
  village: VILLAGE,
  household: HOUSEHOLD,
  member: MEMBER,
  id: ["id", "ma", "code", "ma so"],
  name: [...NAME, ...OF_HOUSEHOLD, ...OF_MEMBER],
};
const KINDS: Readonly<Record<NameKind, readonly string[]>> = {
  households: ["households", "household", "ho", "ho dan", "ho gia dinh", "cac ho", "danh sach ho", "chu ho"],
  members: ["members", "member", "thanh vien", "to vien", "cac thanh vien", "danh sach thanh vien", "thanh vien to", "luc luong"],
};
/** Other sheets of a scenario's workbook. */
const OTHERS = ["villages", "thon", "cac thon", "danh sach thon", "khu pho", "places", "pairs", "distances", "hamlets", "teams", "cap", "dia diem", "phan cong", "khoang cach", "xom"];
const TITLES = 30;
const LONGEST = 200;

export interface NameFiles {
  readonly rows: readonly NameRow[];
  /** Sheets without a column of ids or of names, which were passed over. */
  readonly without: readonly string[];
}

/** Read workbooks and CSV files of names. */
export async function namesOf(files: readonly File[]): Promise<NameFiles> {
  const rows: NameRow[] = [];
  const without: string[] = [];
  for (const file of files) {
    const kind = kindOf(file.name.replace(/\.[^.]*$/, ""));
    const sheets = await sheetsIn(file);
    for (const sheet of sheets) {
      const at = sheets.length > 1 ? `${file.name} · ${sheet.name}` : file.name;
      if (/^\s*#/.test(sheet.name) || OTHERS.includes(fold(sheet.name))) continue;
      const found = rowsOf(sheet, kindOf(sheet.name) ?? (sheets.length === 1 ? kind : null), at);
      if (found) rows.push(...found);
      else without.push(at);
    }
  }
  if (rows.length === 0) throw new FileFault("noColumns", without[0] ?? files[0]?.name ?? "");
  return { rows, without };
}

async function sheetsIn(file: File): Promise<readonly Sheet[]> {
  if (/\.xlsx$/i.test(file.name)) return sheetsOf(file, file.name);
  if (/\.csv$/i.test(file.name)) return [{ name: "", lines: await linesOfCsv(file, file.name) }];
  throw new FileFault("kind", file.name);
}

function fold(text: string): string {
  return plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function kindOf(name: string): NameKind | null {
  const word = fold(name);
  return (Object.keys(KINDS) as NameKind[]).find((kind) => KINDS[kind].includes(word)) ?? null;
}

/** The columns that a line of heads names. */
function fieldsOf(cells: readonly string[]): ReadonlyMap<Field, readonly number[]> {
  const found = new Map<Field, number[]>();
  cells.forEach((cell, nth) => {
    const word = fold(cell);
    const field = (Object.keys(FIELDS) as Field[]).find((one) => FIELDS[one].includes(word));
    if (field) found.set(field, [...(found.get(field) ?? []), nth]);
  });
  return found;
}

function rowsOf({ lines }: Sheet, said: NameKind | null, at: string): readonly NameRow[] | null {
  const nth = lines.slice(0, TITLES).findIndex(({ cells }) => isHead(fieldsOf(cells)));
  const head = lines[nth];
  if (!head) return null;
  const fields = fieldsOf(head.cells);
  const { kind, ids } = idsOf(fields, said, at);
  const [names, villages] = [fields.get("name") ?? [], fields.get("village") ?? []];
  if (names.length > 1 || villages.length > 1) throw new FileFault("whichColumn", at);
  const cell = (cells: readonly string[], [column]: readonly number[]): string => (column === undefined ? "" : (cells[column] ?? ""));
  return lines.slice(nth + 1).flatMap(({ number, cells }) => {
    const name = written(cell(cells, names));
    if (name.length > LONGEST || /^[\d\s.,]+$/.test(name)) throw new FileFault("notText", `${at} · ${number}`);
    const [id, village] = [cell(cells, ids), cell(cells, villages)].map((text) => text.normalize("NFC").trim()) as [string, string];
    return name ? [{ kind, village, id, name, at: `${at} · ${number}` }] : [];
  });
}

function isHead(fields: ReturnType<typeof fieldsOf>): boolean {
  return fields.has("name") && (fields.has("id") || fields.has("household") || fields.has("member"));
}

/** Whose ids a table has, by its own name or by what the column is called; never by a guess. */
function idsOf(fields: ReturnType<typeof fieldsOf>, said: NameKind | null, at: string): { readonly kind: NameKind; readonly ids: readonly number[] } {
  const [own, households, members] = [fields.get("id") ?? [], fields.get("household") ?? [], fields.get("member") ?? []];
  const kind = said ?? (households.length > 0 === members.length > 0 ? null : households.length > 0 ? "households" : "members");
  const ids = [...own, ...(kind === "households" ? households : kind === "members" ? members : [])];
  if (kind === null || ids.length !== 1) throw new FileFault("whichColumn", at);
  return { kind, ids };
}

/** A name on one line, without marks that nobody sees. */
function written(cell: string): string {
  return cell
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .trim();
}

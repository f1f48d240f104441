/** Files that a planner brings: what is sent of them, and where a problem of theirs is. */

import type { Problem } from "../api/types";

export type Coordinates = "" | "metres" | "lonlat";
/** What is measured in tables without coordinates: houses along alleys, or the distances that they name. */
export type Metric = "list" | "matrix";

/** Fields that a column may be said to be. */
export const FIELDS = ["id", "village", "x", "y", "name", "min", "max", "team", "leader", "hamlet", "households", "members"] as const;
export type Field = (typeof FIELDS)[number];
/** What a column is. */
export type Meaning = Field | "leave-out";

/** Files, what x and y are where the files do not say it, and what was said of columns. */
export interface Given {
  readonly files: readonly File[];
  readonly coordinates: Coordinates;
  readonly metric?: Metric;
  readonly headings: ReadonlyMap<string, Meaning>;
}

/** Headings that mean nothing to the program, each once. */
export function unknownHeadings(problems: readonly Problem[]): readonly string[] {
  const unknown = problems.filter(isUnknownHeading).map((problem) => whereOf(problem).field);
  return [...new Set(unknown.filter(Boolean))];
}

/** A column that is not known; of a rule or a setting without a meaning the problem says what kind it is. */
export function isUnknownHeading({ code, params }: Problem): boolean {
  return code === "UNKNOWN_FIELD" && params.kind === undefined;
}

const KEPT = "liengia.columns";

/** What was said of headings in this browser before, whichever file they stood in. */
export function rememberedHeadings(): ReadonlyMap<string, Meaning> {
  const kept: unknown = JSON.parse(window.localStorage.getItem(KEPT) ?? "[]");
  const pairs = Array.isArray(kept) ? kept.filter(isSaid) : [];
  return new Map(pairs);
}

/** Keep what was said of headings; nothing of what stands below them. */
export function rememberHeadings(said: Iterable<readonly [string, Meaning]>): void {
  window.localStorage.setItem(KEPT, JSON.stringify([...new Map([...rememberedHeadings(), ...said])].slice(-HEADINGS)));
}

/** As many as are kept, the last ones. */
const HEADINGS = 200;

function isSaid(pair: unknown): pair is [string, Meaning] {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  const [heading, meaning] = pair as [unknown, unknown];
  return typeof heading === "string" && ["leave-out", ...FIELDS].includes(String(meaning));
}

/** The file of a request in JSON, where nothing else was given. */
export function requestIn({ files }: Given): File | null {
  return only(files, /\.json$/i);
}

/** The workbook, where nothing else was given. */
export function workbookIn({ files }: Given): File | null {
  return only(files, /\.xlsx$/i);
}

function only(files: readonly File[], kind: RegExp): File | null {
  const [file] = files;
  return file && files.length === 1 && kind.test(file.name) ? file : null;
}

export function namesOf({ files }: Given): string {
  return files.map((file) => file.name).join(", ");
}

export function formOf({ files, coordinates, metric, headings }: Given, name?: string): FormData {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  if (name) body.append("name", name);
  if (coordinates) body.append("coordinates", coordinates);
  if (metric) body.append("metric", metric);
  // Headings are compared without marks; a comma or an equals sign would part them.
  const said = [...headings].map(([heading, meaning]) => [heading.replace(/[,=]/g, " "), meaning] as const);
  const left = said.filter(([, meaning]) => meaning === "leave-out").map(([heading]) => heading);
  const columns = said.filter(([, meaning]) => meaning !== "leave-out").map(([heading, meaning]) => `${heading}=${meaning}`);
  if (left.length > 0) body.append("leave_out", left.join(","));
  if (columns.length > 0) body.append("columns", columns.join(","));
  return body;
}

/** Where a problem is: as it says, or as its pointer or parameters do. */
export function whereOf(problem: Problem): { readonly table: string; readonly row: string; readonly field: string } {
  const said: Readonly<Record<string, unknown>> = { ...problem.params, ...problem };
  const text = (key: string): string => (said[key] === null || said[key] === undefined ? "" : String(said[key]));
  // /villages/0/households/2/x: the table is everything before the last number, the field is behind it.
  const [, table = "", row = "", field = ""] = /^\/?(.*?)(?:\/(\d+))?(?:\/([^/\d][^/]*))?$/.exec(problem.pointer) ?? [];
  return { table: text("table") || table, row: text("row") || row, field: text("field") || field };
}

/** Tell whether tables have no coordinates, and nobody has said yet what they have instead. */
export function lacksPoints(problems: readonly Problem[], { metric }: Given): boolean {
  return !metric && problems.some((problem) => problem.code === "MISSING_COLUMN" && ["x", "y"].includes(whereOf(problem).field));
}

/** Tell whether nothing is wrong but that the tables do not say what x and y are. */
export function isUnclear(problems: readonly Problem[]): boolean {
  const [problem] = problems;
  return problems.length === 1 && problem?.code === "MISSING" && whereOf(problem).field === "coordinates";
}

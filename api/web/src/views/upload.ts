/** One's own data: dropped, checked, and, where something is wrong, given back with the problems named. */

import { ask, download, save } from "../api";
import { h, refill } from "../dom";
import { number, words } from "../language";
import { button, reasonOf, worker } from "../parts";
import type { Problem, Scenario } from "../types";
import { plan } from "./start";

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SHOWN = 200;

interface Checked {
  readonly valid: boolean;
  readonly errors: readonly Problem[];
  readonly villages: number;
  readonly households: number;
  readonly members: number;
}

type Coordinates = "" | "metres" | "lonlat";

/** Files, and what x and y are where the files do not say it. */
interface Given {
  readonly files: readonly File[];
  readonly coordinates: Coordinates;
}

/** What is looked at: the view may be drawn anew, in the other language too. */
let held: Given | null = null;

export function upload(): HTMLElement {
  const say = words().start;
  const result = h("div", { class: "checked", "aria-live": "polite" });
  const field = h("input", {
    type: "file",
    id: "file",
    class: "unseen",
    multiple: true,
    accept: ".xlsx,.zip,.json,.csv,.gpkg,.geojson,.parquet,.yaml",
    on: { change: () => take(field.files) },
  });
  const take = (files: FileList | null | undefined): void => {
    const chosen = [...(files ?? [])];
    field.value = "";
    if (chosen.length > 0) void check({ files: chosen, coordinates: "" }, result);
  };
  if (held) void check(held, result);
  const zone = h(
    "div",
    {
      class: "drop",
      on: {
        dragover: (event) => {
          event.preventDefault();
          zone.classList.add("over");
        },
        dragleave: () => zone.classList.remove("over"),
        drop: (event) => {
          event.preventDefault();
          zone.classList.remove("over");
          take(event.dataTransfer?.files);
        },
      },
    },
    h("p", { class: "strong" }, say.drop),
    field,
    h("label", { for: "file", class: "button primary" }, say.choose),
    h("p", { class: "hint" }, say.accepts),
  );
  const template = (): Promise<void> => download("/v1/template.xlsx", "scenario.xlsx");
  return h(
    "section",
    { class: "card own", "aria-labelledby": "own" },
    h("h2", { id: "own" }, say.ownTitle),
    zone,
    h("p", { class: "template" }, worker(say.template, words().takehome.fetching, template, "quiet"), h("span", { class: "hint" }, say.templateSays)),
    result,
  );
}

/** A request goes as it is; everything else as files. */
async function checking(given: Given): Promise<unknown> {
  const request = requestIn(given.files);
  return request ? parsed(request) : form(given);
}

async function keeping(given: Given, name: string): Promise<unknown> {
  const request = requestIn(given.files);
  return request ? { name, request: await parsed(request) } : form(given, name);
}

function requestIn(files: readonly File[]): File | null {
  const [file] = files;
  return file && files.length === 1 && /\.json$/i.test(file.name) ? file : null;
}

async function parsed(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(words().start.noJson);
  }
}

function form({ files, coordinates }: Given, name?: string): FormData {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  if (name) body.append("name", name);
  if (coordinates) body.append("coordinates", coordinates);
  return body;
}

/** Check the files without keeping anything. */
async function check(given: Given, result: HTMLElement): Promise<void> {
  held = given;
  const say = words().start;
  const name = given.files.map((file) => file.name).join(", ");
  refill(result, h("p", { class: "hint" }, say.checking(name)));
  try {
    const checked = (await (await ask("/v1/validate", { body: await checking(given) })).json()) as Checked;
    refill(result, checked.valid ? good(given, name, checked) : unclear(given, checked, result) || bad(given, checked.errors));
  } catch (error) {
    refill(result, h("p", { class: "bad", role: "alert" }, reasonOf(error)));
  }
}

/** Tables alone do not say what x and y are: ask, instead of asking for another file. */
function unclear(given: Given, { errors }: Checked, result: HTMLElement): HTMLElement | false {
  const say = words().start;
  const [problem] = errors;
  if (errors.length !== 1 || problem?.code !== "MISSING" || whereOf(problem).field !== "coordinates") return false;
  const choice = (coordinates: Coordinates, text: string): HTMLElement =>
    button(text, () => void check({ ...given, coordinates }, result), "");
  return h(
    "div",
    { class: "good" },
    h("p", { class: "strong" }, say.whichCoordinates),
    h("p", { class: "actions" }, choice("lonlat", say.lonlat), choice("metres", say.metres)),
  );
}

function good(given: Given, name: string, checked: Checked): HTMLElement {
  const say = words();
  const counts = [
    say.count.villages(number(checked.villages)),
    say.count.households(number(checked.households)),
    say.count.members(number(checked.members)),
  ];
  const work = async (): Promise<void> => {
    const answer = await ask("/v1/scenarios", { body: await keeping(given, name.replace(/\.\w+$/, "").slice(0, 180)) });
    held = null;
    await plan(((await answer.json()) as Scenario).id);
  };
  return h(
    "div",
    { class: "good" },
    h("p", {}, h("strong", {}, name), " ", say.start.good),
    h("p", {}, counts.join(" · ")),
    worker(say.start.plan, say.start.planning, work),
  );
}

/** The problems, a row each, and the workbook back with a column that names them. */
function bad(given: Given, problems: readonly Problem[]): HTMLElement {
  const { files } = given;
  const say = words().start;
  const heads = [say.columns.table, say.columns.row, say.columns.field, say.columns.problem];
  const [file] = files;
  const workbook = file && files.length === 1 && /\.xlsx$/i.test(file.name) ? file : null;
  return h(
    "div",
    { class: "problems" },
    h("h3", {}, say.badTitle(number(problems.length))),
    h("p", { class: "hint" }, say.badSays),
    workbook && worker(say.marked, words().takehome.fetching, () => marked(workbook, given.coordinates)),
    h(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": say.columns.problem },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, problems.slice(0, SHOWN).map(problemLine)),
      ),
    ),
    problems.length > SHOWN && h("p", {}, say.moreProblems(number(problems.length - SHOWN))),
    h("p", {}, button(words().start.another, () => document.getElementById("file")?.click(), "quiet")),
  );
}

function problemLine(problem: Problem): HTMLElement {
  const { table, row, field } = whereOf(problem);
  const value = problem.params?.value;
  const stands = typeof value === "string" && value !== "" && h("strong", {}, `${value}: `);
  return h("tr", {}, h("td", {}, table), h("td", {}, row), h("td", {}, field), h("td", {}, stands, problem.message));
}

/** Where a problem is: as it says, or as its pointer or parameters do. */
function whereOf(problem: Problem): { table: string; row: string; field: string } {
  const said = { ...problem.params, ...problem } as Record<string, unknown>;
  const text = (key: string): string => (said[key] === null || said[key] === undefined ? "" : String(said[key]));
  // /villages/0/households/2/x: the table is everything before the last number, the field is behind it.
  const [, table = "", row = "", field = ""] = /^\/?(.*?)(?:\/(\d+))?(?:\/([^/\d][^/]*))?$/.exec(problem.pointer ?? "") ?? [];
  return { table: text("table") || table, row: text("row") || row, field: text("field") || field };
}

async function marked(file: File, coordinates: Coordinates): Promise<void> {
  const answer = await ask("/v1/validate", { body: form({ files: [file], coordinates }), headers: { Accept: WORKBOOK } });
  save(await answer.blob(), file.name.replace(/\.xlsx$/i, "-loi.xlsx"));
}

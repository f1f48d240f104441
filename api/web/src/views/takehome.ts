/** Take home: everything that can be downloaded, and the approval. */

import { download, read, send } from "../api";
import { note } from "../address";
import { h, refill } from "../dom";
import { inOrder, moment, words } from "../language";
import type { Showing } from "../main";
import { button, empty, reasonOf, worker } from "../parts";
import { part, type Run, runOf } from "../runs";

interface File {
  readonly what: string;
  /** The path below the result, by kind. */
  readonly kinds: Readonly<Record<string, string>>;
}

interface Approval {
  readonly by: string;
  readonly at: string;
}

export async function takehome({ root, at, signal }: Showing): Promise<void> {
  const say = words().takehome;
  if (!at.run) {
    root.append(empty(say.none, words().start.lead, words().backToStart, "start"));
    return;
  }
  const run = await runOf(at.run);
  if (signal.aborted) return;
  if (run.job.status !== "succeeded") {
    root.append(empty(say.none, say.notYet, words().village.toProvince, "province"));
    return;
  }
  root.append(
    h("div", { class: "title" }, h("h1", {}, say.title), h("p", { class: "hint" }, run.scenario.name), h("p", { class: "lead" }, say.lead)),
    h("div", { class: "take-columns" }, ...stacks(run, at.village ?? "")),
  );
}

function stacks(run: Run, village: string): HTMLElement[] {
  const [people, tables, maps, machine] = groups(run);
  const columns = [
    [people, sheets(run, village)],
    [tables, maps],
    [approval(run), machine],
  ];
  return columns.map((parts) => h("div", {}, parts));
}

function groups(run: Run): HTMLElement[] {
  const say = words().takehome;
  const table = (name: string): Record<string, string> =>
    Object.fromEntries(["xlsx", "csv", "parquet"].map((kind) => [kind, `tables/${name}.${kind}`]));
  return [
    group(run, say.people, [
      { what: say.files.report, kinds: { html: "report.html" } },
      { what: say.files.workbook, kinds: { xlsx: "report.xlsx" } },
    ]),
    group(run, say.tables, [
      { what: say.files.villages, kinds: table("villages") },
      { what: say.files.recruits, kinds: table("recruits") },
      { what: say.files.unserved, kinds: table("unserved") },
      { what: say.files.assignments, kinds: table("assignments") },
    ]),
    group(run, say.maps, [
      { what: say.files.geojson, kinds: { geojson: "plan.geojson" } },
      { what: say.files.gpkg, kinds: { gpkg: "plan.gpkg" } },
    ]),
    group(run, say.machine, [
      { what: say.files.response, kinds: { json: "" } },
      { what: say.files.request, kinds: { json: `/v1/scenarios/${part(run.scenario.id)}/request` } },
    ]),
  ];
}

function group(run: Run, title: string, files: readonly File[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), h("ul", { class: "plain files" }, files.map((file) => line(run, file))));
}

const NAMES: Readonly<Record<string, string>> = { "": "result.json" };

function line(run: Run, { what, kinds }: File): HTMLElement {
  const say = words().takehome;
  const buttons = Object.entries(kinds).map(([kind, path]) => {
    const whole = path.startsWith("/") ? path : `/v1/results/${part(run.job.id)}${path ? `/${path}` : ""}`;
    const name = path.startsWith("/") ? "request.json" : (NAMES[path] ?? path.split("/").at(-1) ?? path);
    const work = (): Promise<void> => download(whole, name);
    return worker(kind.toUpperCase(), "…", work, "file", say.downloadNamed(what, kind));
  });
  return h("li", {}, h("span", {}, what), h("span", { class: "kinds" }, buttons));
}

/** The printable lists, village by village. */
function sheets(run: Run, chosen: string): HTMLElement {
  const say = words().takehome;
  const rows = [...run.rows].sort((a, b) => inOrder(a.area.join(), b.area.join()) || inOrder(a.name || a.id, b.name || b.id));
  const choose = (): void => {
    // A village that needs nobody has no plan after recruiting.
    const row = rows.find(({ id }) => id === select.value);
    after.disabled = (row?.recruits_needed ?? 0) === 0;
    if (after.disabled) plan.value = "today";
  };
  const select = h(
    "select",
    { id: "sheets", on: { change: () => (note({ village: select.value }), choose()) } },
    rows.map(({ id, name, area }) => h("option", { value: id, selected: id === chosen }, [name || id, ...area.slice(1).reverse()].join(", "))),
  );
  const after = h("option", { value: "after" }, words().village.after);
  const plan = h("select", { id: "sheets-plan" }, h("option", { value: "today" }, words().village.today), after);
  choose();
  const work = (): Promise<void> => {
    const path = `/v1/results/${part(run.job.id)}/villages/${part(select.value)}/sheets.pdf?plan=${plan.value}`;
    return download(path, `${select.value}-${plan.value}.pdf`);
  };
  return h(
    "section",
    { class: "card" },
    h("h2", {}, say.files.sheets),
    h("div", { class: "field" }, h("label", { for: "sheets" }, say.pickVillage), select),
    rows.some((row) => (row.recruits_needed ?? 0) > 0) && h("div", { class: "field" }, h("label", { for: "sheets-plan" }, words().village.plan), plan),
    h("p", { class: "actions" }, worker("PDF", say.fetching, work, "primary", say.downloadNamed(say.files.sheets, "pdf"))),
  );
}

/** What was typed into the approval, kept for this tab however often the view is drawn. */
const APPROVER = "liengia.approver";

/** A plan is a proposal until a person approves it. */
function approval(run: Run): HTMLElement {
  const say = words().takehome;
  const body = h("div");
  const draw = (approved: Approval | null): void => {
    if (approved) return refill(body, h("p", { class: "approved" }, say.approvedBy(approved.by, moment(approved.at))));
    const who = h("input", {
      type: "text",
      id: "approver",
      maxlength: 200,
      autocomplete: "organization-title",
      value: window.sessionStorage.getItem(APPROVER) ?? "",
      on: { input: () => window.sessionStorage.setItem(APPROVER, who.value) },
    });
    const work = async (): Promise<void> => {
      await send(`/v1/results/${part(run.job.id)}/approve`, { by: who.value.trim() });
      draw(await approvalOf(run));
    };
    refill(
      body,
      h("p", { class: "hint" }, say.proposed),
      h("div", { class: "field" }, h("label", { for: "approver" }, say.approver), who),
      h("p", { class: "actions" }, worker(say.approve, say.fetching, work)),
    );
  };
  const look = (): void => {
    refill(body, h("p", { class: "hint" }, words().loading));
    void approvalOf(run).then(draw, (error: unknown) =>
      refill(body, h("p", { class: "bad", role: "alert" }, reasonOf(error)), button(words().retry, look)),
    );
  };
  look();
  return h("section", { class: "card" }, h("h2", {}, say.approval), body);
}

async function approvalOf(run: Run): Promise<Approval | null> {
  const result = await read<{ approved?: Approval | null }>(`/v1/results/${part(run.job.id)}?villages=false`);
  return result.approved ?? null;
}

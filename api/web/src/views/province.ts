/** The province: what matters in big numbers, the map, and the table that says the same. */

import { go, note } from "../address";
import { h, refill } from "../dom";
import { inOrder, number, plain, words } from "../language";
import type { Showing } from "../main";
import { type Look, type ProvinceMap, provinceMap } from "../map/province";
import { icon, VERDICT_MARKS, VERDICTS, type Verdict, WAITING } from "../marks";
import { anew, button, empty, figure, link, reasonOf, verdictLabel, worker } from "../parts";
import { cancel, isOver, type Run, runOf, watch } from "../runs";
import { type Column, table, type Table } from "../table";
import type { Job, Row, Site } from "../types";
import { plan } from "./start";

/** What of the province is looked at; it stands in the address. */
interface Filter {
  area: string;
  text: string;
  verdict: string;
}

export async function province({ root, at, signal }: Showing): Promise<void> {
  const say = words();
  if (!at.run) {
    root.append(empty(say.whatif.none, say.start.lead, say.backToStart, "start"));
    return;
  }
  const run = await runOf(at.run);
  if (signal.aborted) return;
  performance.mark("data here");
  const screen = new Screen(run, at);
  signal.addEventListener("abort", () => screen.dispose());
  root.append(...screen.elements);
  screen.fit();
  if (!isOver(run.job)) void screen.follow(signal);
}

class Screen {
  readonly elements: readonly HTMLElement[];
  private readonly rows: Map<string, Row>;
  private readonly filter: Filter;
  private readonly figures = h("div", { class: "figures" });
  private readonly state = h("div", { class: "run-state", "aria-live": "polite" });
  private readonly legend = h("div", { class: "legend", role: "group", "aria-label": words().province.filterVerdict });
  private readonly count = h("span", { class: "hint", role: "status" });
  private readonly map: ProvinceMap;
  private readonly table: Table<Row>;
  private readonly blank = h("div", { class: "blank" });
  private drawing = 0;
  private visible: ReadonlySet<string> = new Set();

  constructor(
    private readonly run: Run,
    at: Readonly<Record<string, string>>,
  ) {
    this.rows = new Map(run.rows.map((row) => [row.id, row]));
    this.filter = { area: at.area ?? "", text: at.q ?? "", verdict: at.verdict ?? "" };
    const pick = (id: string): void => go("village", { village: id });
    this.map = provinceMap(run.sites, run.scenario.coordinates === "lonlat", {
      look: (id) => this.look(id),
      tell: (site) => tale(site, this.rows.get(site.id)),
      pick,
      hover: (id) => this.table.point(id),
    });
    this.table = villagesTable(at.sort ?? "", pick, (id) => this.map.point(id));
    this.elements = [this.head(), this.state, this.figures, this.body()];
    this.tellState(run.job);
    this.draw();
  }

  fit(): void {
    this.map.fit(this.filter.area ? this.shown() : undefined);
  }

  dispose(): void {
    window.clearTimeout(this.drawing);
    this.map.dispose();
  }

  /** Show the rows as they come, until the job is over. */
  async follow(signal: AbortSignal): Promise<void> {
    const left = forecast();
    const watcher = {
      row: (row: Row) => {
        this.rows.set(row.id, row);
        this.drawSoon();
      },
      progress: (progress: Job["progress"]) => this.tellState({ ...this.run.job, status: "running", progress }, left(progress)),
      lost: () => this.state.querySelector("p")?.replaceChildren(words().problem.lost),
    };
    try {
      const job = await watch(this.run.job.id, watcher, signal);
      const whole = await runOf(job.id);
      if (signal.aborted) return;
      for (const row of whole.rows) this.rows.set(row.id, row);
      this.tellState(job);
      this.draw();
    } catch (error) {
      if (signal.aborted) return;
      const again = button(words().retry, anew, "primary");
      refill(this.state, h("div", { class: "notice", role: "alert" }, h("p", { class: "bad" }, reasonOf(error)), again));
    }
  }

  private head(): HTMLElement {
    const { scenario } = this.run;
    const say = words();
    const counts = [say.count.villages(number(scenario.villages)), say.count.households(number(scenario.households)), say.count.members(number(scenario.members))];
    return h(
      "div",
      { class: "title" },
      h("h1", {}, scenario.name),
      h("p", { class: "hint" }, counts.join(" · ")),
    );
  }

  private body(): HTMLElement {
    const say = words().province;
    const list = h("div", { class: "list" }, this.controls(), this.table.element, this.blank);
    const note = this.map.schematic ? `${say.schematic} ${say.size}` : say.size;
    const picture = h("div", { class: "picture" }, this.map.element, this.legend, h("p", { class: "hint" }, note));
    return h("div", { class: "province-columns" }, picture, list);
  }

  private controls(): HTMLElement {
    const say = words().province;
    const search = h("input", {
      type: "search",
      id: "search",
      value: this.filter.text,
      on: { input: () => this.change({ text: search.value }) },
    });
    const areas = areasOf(this.run.sites);
    const area = h(
      "select",
      { id: "area", on: { change: () => this.change({ area: area.value }, true) } },
      h("option", { value: "" }, say.allAreas),
      areas.map(({ path, name, depth }) =>
        h("option", { value: path, selected: path === this.filter.area }, `${"\u2003".repeat(depth)}${name}`),
      ),
    );
    return h(
      "div",
      { class: "controls" },
      h("div", {}, h("label", { for: "search" }, say.search), search),
      areas.length > 1 && h("div", {}, h("label", { for: "area" }, say.area), area),
      this.count,
    );
  }

  private change(changed: Partial<Filter>, moving = false): void {
    Object.assign(this.filter, changed);
    note({ area: this.filter.area, q: this.filter.text, verdict: this.filter.verdict });
    this.draw();
    if (moving) this.map.fit(this.shown(), true);
  }

  private inArea(site: Site): boolean {
    const path = site.area.join(SEPARATOR);
    return !this.filter.area || `${path}${SEPARATOR}`.startsWith(`${this.filter.area}${SEPARATOR}`);
  }

  private found(site: Site): boolean {
    const text = plain([site.name, site.id, ...site.area].join(" "));
    return this.inArea(site) && plain(this.filter.text).split(/\s+/).every((word) => text.includes(word));
  }

  private shown(): Set<string> {
    const chosen = this.run.sites.filter((site) => {
      const verdict = this.rows.get(site.id)?.verdict ?? "";
      return this.found(site) && (!this.filter.verdict || verdict === this.filter.verdict);
    });
    return new Set(chosen.map(({ id }) => id));
  }

  /** Larger where more recruits are needed; what needs people lies above what does not. */
  private look(id: string): Look | null {
    const row = this.rows.get(id);
    if (!row) return null;
    const needed = neededOf(row);
    const radius = Math.round(6 + Math.min(8, 2 * Math.sqrt(needed)));
    const mark = row.verdict ? VERDICT_MARKS[row.verdict] : WAITING;
    return { mark, radius, order: 1 + radius, faded: !this.visible.has(id) };
  }

  private drawSoon(): void {
    this.drawing ||= window.setTimeout(() => {
      this.drawing = 0;
      this.draw();
    }, PAUSE_MS);
  }

  private draw(): void {
    const say = words().province;
    const shown = this.shown();
    const rows = [...this.rows.values()].filter(({ id }) => shown.has(id));
    this.visible = shown;
    this.map.draw();
    this.table.show(rows);
    this.drawFigures();
    this.drawLegend();
    this.count.textContent = say.shown(number(rows.length), number(this.rows.size));
    const none = rows.length === 0;
    const clear = button(say.clear, () => this.clear(), "quiet");
    refill(this.blank, none && h("p", {}, this.rows.size > 0 ? say.noneFound : say.noneYet), none && this.rows.size > 0 && clear);
  }

  private clear(): void {
    Object.assign(this.filter, { area: "", text: "", verdict: "" });
    note({ area: "", q: "", verdict: "" });
    for (const field of this.elements.flatMap((part) => [...part.querySelectorAll<HTMLInputElement>("#search, #area")])) field.value = "";
    this.draw();
    this.map.fit(undefined, true);
  }

  private drawFigures(): void {
    refill(this.figures, figuresOf([...this.rows.values()].filter((row) => this.inArea(row))));
  }

  private drawLegend(): void {
    const counts = new Map<Verdict, number>();
    for (const row of this.rows.values()) {
      if (row.verdict && this.found(row)) counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1);
    }
    const focused = this.legend.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.verdict
      : undefined;
    refill(this.legend, VERDICTS.filter((verdict) => counts.has(verdict) || verdict === this.filter.verdict).map((verdict) => this.chip(verdict, counts.get(verdict) ?? 0)));
    if (focused) this.legend.querySelector<HTMLElement>(`[data-verdict="${focused}"]`)?.focus();
  }

  private chip(verdict: Verdict, count: number): HTMLElement {
    const pressed = this.filter.verdict === verdict;
    const click = (): void => this.change({ verdict: pressed ? "" : verdict });
    return h(
      "button",
      { type: "button", class: "chip", "data-verdict": verdict, "aria-pressed": String(pressed), title: words().verdictSays[verdict], on: { click } },
      icon(VERDICT_MARKS[verdict]),
      words().verdicts[verdict],
      h("b", {}, number(count)),
    );
  }

  private tellState(job: Job, minutes: number | null = null): void {
    const say = words().province;
    const { status, progress } = job;
    if (status === "succeeded") return refill(this.state);
    if (status === "canceled" || status === "failed") {
      const text = status === "canceled" ? say.canceled : [say.failed, job.message].filter(Boolean).join(" ");
      const again = button(say.again, () => void plan(job.scenario_id), "primary");
      return refill(this.state, h("div", { class: "notice" }, h("p", {}, text), again));
    }
    const counted = [say.progress(number(progress.done), number(progress.villages)), minutes !== null && say.minutesLeft(number(minutes))];
    const told = h("p", {}, status === "queued" ? say.queued : counted.filter(Boolean).join(" · "));
    const bar = h("progress", { max: Math.max(1, progress.villages), value: progress.done, "aria-label": words().status.running });
    const stop = worker(say.cancel, say.canceling, () => cancel(job.id), "quiet");
    const focused = this.state.contains(document.activeElement);
    refill(this.state, h("div", { class: "notice" }, told, bar, stop));
    if (focused) stop.querySelector("button")?.focus();
  }
}

const SURE_S = 5;

/** Make what tells, from how fast it goes before one's eyes, how many minutes are left; null until that is known. */
function forecast(): (progress: Job["progress"]) => number | null {
  let first: { readonly at: number; readonly done: number } | null = null;
  return ({ done, villages }) => {
    const at = performance.now() / 1000;
    first ??= { at, done };
    const [took, grown] = [at - first.at, done - first.done];
    return took < SURE_S || grown === 0 ? null : Math.ceil(((villages - done) * took) / grown / 60);
  };
}

/** How many recruits a village needs, as far as that was asked. */
export function neededOf(row: Row): number {
  return row.recruits_needed ?? row.recruits_certain;
}

/** The three numbers that matter. */
export function figuresOf(rows: readonly Row[]): HTMLElement[] {
  const say = words().province;
  const sum = (value: (row: Row) => number): number => rows.reduce((total, row) => total + value(row), 0);
  const short = rows.filter((row) => neededOf(row) > 0 || row.unserved > 0).length;
  const unasked = rows.some((row) => row.recruits_needed === null);
  const proven = rows.every((row) => row.recruits_proven);
  const label = unasked ? say.recruitsUnasked : proven ? say.recruits : say.recruitsAtLeast;
  const tone = (value: number): string => (value > 0 ? "warm" : "calm");
  const [recruits, unserved] = [sum(proven || unasked ? neededOf : (row) => row.recruits_certain), sum((row) => row.unserved)];
  return [
    figure(number(short), say.villagesShort, say.ofVillages(number(rows.length)), tone(short)),
    figure(unasked ? words().unknown : number(recruits), label, say.ofMembers(number(sum((row) => row.members))), tone(recruits)),
    figure(number(unserved), say.unserved, say.ofHouseholds(number(sum((row) => row.households))), tone(unserved)),
  ];
}

const SEPARATOR = " / ";
const PAUSE_MS = 200;

interface Area {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
}

/** What is said of a village beside the pointer. */
function tale(site: Site, row: Row | undefined): string[] {
  const say = words();
  const title = site.name || site.id;
  if (!row) return [title, say.waiting];
  const lines = [title, row.verdict ? say.verdicts[row.verdict] : `${say.failed} ${row.failure}`];
  if (neededOf(row) > 0) lines.push(`+ ${say.count.recruits(number(neededOf(row)))}`);
  if (row.unserved > 0) lines.push(say.village.unserved(number(row.unserved)));
  return lines;
}

/** Every area of the tree, children after their parents. */
function areasOf(sites: readonly Site[]): Area[] {
  const found = new Map<string, Area>();
  for (const { area } of sites) {
    area.forEach((name, depth) => {
      const path = area.slice(0, depth + 1).join(SEPARATOR);
      if (!found.has(path)) found.set(path, { path, name, depth });
    });
  }
  return [...found.values()].sort((a, b) => inOrder(a.path, b.path));
}

function villagesTable(sort: string, pick: (id: string) => void, hover: (id: string | null) => void): Table<Row> {
  const say = words().province.columns;
  const counted = (key: string, head: string, value: (row: Row) => number): Column<Row> => ({
    key,
    head,
    value,
    numeric: true,
    cell: (row) => (value(row) > 0 ? number(value(row)) : h("span", { class: "nil" }, "0")),
  });
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: say.name,
      value: (row) => row.name || row.id,
      cell: (row) => [
        link(row.name || row.id, "village", { village: row.id }, "strong"),
        h("small", {}, row.area.slice(1).join(", ") || row.area.join(", ")),
      ],
    },
    { key: "verdict", head: say.verdict, value: (row) => (row.verdict ? -VERDICTS.indexOf(row.verdict) : 1), cell: (row) => verdictLabel(row.verdict, row.failure) },
    counted("recruits", say.recruits, neededOf),
    counted("unserved", say.unserved, (row) => row.unserved),
    counted("households", say.households, (row) => row.households),
    counted("members", say.members, (row) => row.members),
  ];
  const [key = "recruits", reversed] = (sort || "recruits").split("-");
  return table({
    caption: words().province.caption,
    columns,
    id: (row) => row.id,
    sorting: { key, reversed: reversed === "up" },
    sorted: (sorting) => note({ sort: sorting.reversed ? `${sorting.key}-up` : sorting.key }),
    tie: (a, b) => neededOf(b) - neededOf(a) || b.unserved - a.unserved || inOrder(a.name || a.id, b.name || b.id),
    pick,
    hover,
  });
}

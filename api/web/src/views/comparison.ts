/** Two results side by side: what got better, what got worse, and who changes. */

import { read } from "../api";
import { h, refill } from "../dom";
import { inOrder, number, words } from "../language";
import { provinceMap } from "../map/province";
import { icon, type Mark, VERDICT_MARKS } from "../marks";
import { change, figure, link, verdictLabel } from "../parts";
import type { Run } from "../runs";
import { type Column, table } from "../table";
import type { Both, Comparison } from "../types";
import { go } from "../address";

type Line = Comparison["villages"][number];
type Tone = "better" | "worse" | "same";

const TONES: Readonly<Record<Tone, Mark>> = {
  better: VERDICT_MARKS.OK,
  worse: VERDICT_MARKS.NEEDS_MEMBERS,
  same: { fill: "#d5dad3", ink: "#000000", path: VERDICT_MARKS.TIGHT.path },
};

export interface Shown {
  readonly element: HTMLElement;
  /** Fit the map, once the element stands in the page. */
  readonly begin: () => void;
}

export async function comparison(before: Run, after: Run, signal: AbortSignal): Promise<Shown> {
  const query = new URLSearchParams({ a: before.job.id, b: after.job.id });
  const compared = asked(await read<Comparison>(`/v1/comparisons?${query}`, signal), before, after);
  const say = words().whatif;
  const tones = new Map(compared.villages.map((line) => [line.id, toneOf(line)] as const));
  const open = (id: string): void => go("village", { village: id, base: before.job.id });
  const list = lines(compared, before.job.id, open);
  const lineOf = new Map(compared.villages.map((line) => [line.id, line]));
  const map = provinceMap(after.sites, after.scenario.coordinates === "lonlat", {
    look: (id) => {
      const tone = tones.get(id);
      const line = lineOf.get(id);
      return tone && line ? { mark: TONES[tone], ...SIZES[weightOf(line)], faded: false } : null;
    },
    tell: (site) => [site.name || site.id, ...tale(lineOf.get(site.id))],
    pick: open,
    hover: list.point,
  });
  signal.addEventListener("abort", () => map.dispose());
  const element = h(
    "section",
    { class: "card comparison", "aria-labelledby": "comparison" },
    h("h2", { id: "comparison" }, say.comparisonTitle),
    h("p", { class: "hint" }, say.comparing(before.scenario.name, after.scenario.name)),
    figures(compared),
    h("p", { class: "actions" }, link(say.open, "province", {}, "button primary"), link(say.stepBack, "whatif", { run: before.job.id }, "button")),
    after.sites.length > 1 && map.element,
    after.sites.length > 1 && legend(tones),
    h("p", { class: "hint" }, say.howJudged),
    list.element,
  );
  const begin = (): void => {
    map.draw();
    map.fit();
  };
  return { element, begin };
}

/** Take away the zeros that are no answers: where recruiting is off, nobody asked how many. */
function asked(compared: Comparison, ...runs: readonly [Run, Run]): Comparison {
  const off = runs.map((run) => !run.scenario.rules.recruiting);
  const villages = compared.villages.map((line) => {
    const [was, is] = line.recruits.map((value, nth) => (off[nth] && (line.unserved[nth] ?? 0) > 0 ? null : value));
    return { ...line, recruits: [was ?? null, is ?? null] as const };
  });
  return { ...compared, villages };
}

/** What changes most lies on top: the need for people, then the walk alone. */
const SIZES = [
  { radius: 5, order: 0 },
  { radius: 6, order: 1 },
  { radius: 10, order: 2 },
] as const;

function weightOf(line: Line): 0 | 1 | 2 {
  if ([line.recruits, line.unserved].some(([was, is]) => was !== null && is !== null && was !== is)) return 2;
  return toneOf(line) === "same" ? 0 : 1;
}

/** Fewer recruits and fewer left out are better; with the same, a shorter walk is. */
function toneOf({ recruits, unserved, walk_m: walk }: Line): Tone {
  for (const [was, is] of [recruits, unserved]) {
    if (was !== null && is !== null && was !== is) return is < was ? "better" : "worse";
  }
  const [was, is] = walk;
  if (was === null || is === null || Math.abs(was - is) < 0.5) return "same";
  return is < was ? "better" : "worse";
}

function figures({ villages }: Comparison): HTMLElement {
  const say = words();
  // Null where a village has no such number: recruits where recruiting is off.
  const side = (pick: (line: Line) => Both<number | null>, nth: 0 | 1): number | null => {
    const known = villages.map((line) => pick(line)[nth]).filter((value) => value !== null);
    return known.length === villages.length ? known.reduce((total, value) => total + value, 0) : null;
  };
  const sum = (pick: (line: Line) => Both<number | null>): Both<number | null> => [side(pick, 0), side(pick, 1)];
  const short = (line: Line): Both<number> => [0, 1].map((nth) => Number((line.recruits[nth] ?? 0) > 0 || (line.unserved[nth] ?? 0) > 0)) as [number, number];
  const moved = villages.reduce((total, line) => total + (line.households_changed ?? 0), 0);
  const cell = (label: string, [was, is]: Both<number | null>): HTMLElement => {
    const told = [was, is].map((value) => (value === null ? say.unknown : number(value))).join(" → ");
    if (was === null || is === null) return figure(told, label, "");
    const tone = is < was ? "calm" : is > was ? "warm" : "";
    const below = is === was ? say.whatif.same : is < was ? say.whatif.better : say.whatif.worse;
    return figure(told, label, below, tone);
  };
  return h(
    "div",
    { class: "figures compared" },
    cell(say.province.villagesShort, sum(short)),
    cell(say.province.recruits, sum((line) => line.recruits)),
    cell(say.province.unserved, sum((line) => line.unserved)),
    figure(number(moved), say.whatif.moved, ""),
  );
}

function tale(line: Line | undefined): string[] {
  if (!line) return [];
  const say = words();
  const pair = ([was, is]: Both<number | null>): string => `${number(was ?? 0)} → ${number(is ?? 0)}`;
  return [`${say.province.recruits}: ${pair(line.recruits)}`, `${say.province.unserved}: ${pair(line.unserved)}`];
}

function legend(tones: ReadonlyMap<string, Tone>): HTMLElement {
  const say = words().whatif;
  const count = (tone: Tone): number => [...tones.values()].filter((one) => one === tone).length;
  return h(
    "ul",
    { class: "legend plain", "aria-label": words().map.legend },
    (["better", "worse", "same"] as const).map((tone) => h("li", {}, icon(TONES[tone]), say[tone], h("b", {}, number(count(tone))))),
  );
}

function lines(compared: Comparison, base: string, pick: (id: string) => void): { readonly element: HTMLElement; readonly point: (id: string | null) => void } {
  const say = words();
  const columns: Column<Line>[] = [
    { key: "name", head: say.province.columns.name, value: (line) => line.name || line.id, cell: (line) => link(line.name || line.id, "village", { village: line.id, base }, "strong") },
    { key: "verdict", head: say.province.columns.verdict, value: (line) => Number(line.verdict[0] !== line.verdict[1]), cell: (line) => verdicts(line.verdict) },
    both("recruits", say.province.columns.recruits, (line) => line.recruits),
    both("unserved", say.province.columns.unserved, (line) => line.unserved),
    both("walk", say.whatif.walk, (line) => line.walk_m),
    { key: "moved", head: say.whatif.moved, numeric: true, value: (line) => line.households_changed ?? 0, cell: (line) => number(line.households_changed ?? 0) },
  ];
  const shown = table({
    caption: say.whatif.table,
    columns,
    id: (line) => line.id,
    sorting: { key: "recruits", reversed: false },
    sorted: () => undefined,
    tie: (a, b) => Math.abs(b.households_changed ?? 0) - Math.abs(a.households_changed ?? 0) || inOrder(a.name, b.name),
    pick,
  });
  const differs = (line: Line): boolean => toneOf(line) !== "same" || line.verdict[0] !== line.verdict[1] || (line.households_changed ?? 0) > 0;
  const none = h("p", { class: "hint" });
  const only = h("input", { type: "checkbox", id: "only", checked: true, on: { change: () => draw() } });
  const draw = (): void => {
    const some = only.checked ? compared.villages.filter(differs) : compared.villages;
    shown.show(some);
    refill(none, some.length === 0 && say.whatif.nothingDiffers);
  };
  draw();
  const element = h("div", {}, h("h3", {}, say.whatif.table), h("label", { class: "radio" }, only, say.whatif.onlyDifferent), shown.element, none);
  return { element, point: shown.point };
}

/** A column of pairs, sorted by the size of the change. */
function both(key: string, head: string, pick: (line: Line) => Both<number | null>): Column<Line> {
  return {
    key,
    head,
    numeric: true,
    value: (line) => Math.abs((pick(line)[1] ?? 0) - (pick(line)[0] ?? 0)),
    cell: (line) => change(...pick(line)),
  };
}

function verdicts([was, is]: Line["verdict"]): HTMLElement {
  if (is === null || was === null || was === is) return h("span", {}, is && verdictLabel(is));
  return h("span", { class: "verdicts" }, verdictLabel(was), " → ", verdictLabel(is));
}

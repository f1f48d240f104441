/** A village: the maps of its plans, and beside them in words who looks after whom and what is missing. */

import { download, Refusal } from "../api";
import { note } from "../address";
import { h, refill } from "../dom";
import { inOrder, length, number, said, words } from "../language";
import type { Showing } from "../main";
import { newView } from "../map/stage";
import { type Subject, type VillageMap, villageMap } from "../map/village";
import { empty, figure, link, verdictLabel, worker } from "../parts";
import { part, type Run, runOf, villageRequestOf, villageResultOf } from "../runs";
import type { Row } from "../types";
import { type Share, villageModel, type VillageModel } from "../village-model";
import { neededOf } from "./province";
import { histogram } from "./histogram";
import { type Before, legend, moved, persons, type Pointing, side } from "./village-lists";

const PLANS = ["both", "today", "after"] as const;

export async function village({ root, at, signal }: Showing): Promise<void> {
  const say = words().village;
  if (!at.run || !at.village) {
    root.append(empty(say.none, say.noneSays, say.toProvince, at.run ? "province" : "start"));
    return;
  }
  const run = await runOf(at.run);
  const [request, result, before] = await Promise.all([
    villageRequestOf(run.scenario.id, at.village),
    villageResultOf(run.job, at.village).catch((error: unknown) => unfinished(error, run)),
    at.base && at.base !== at.run ? beforeOf(at.base, at.village) : null,
  ]);
  if (signal.aborted) return;
  if (result === null) {
    root.append(empty(say.notYet(request.name || request.id), say.notYetSays, say.toProvince, "province"));
    return;
  }
  if (result.today === null) {
    root.append(unplanned(request.name || request.id, said(result.message), result.failure.reason));
    return;
  }
  performance.mark("data here");
  const screen = new Screen(run, villageModel(run.scenario, request, result), before, at);
  signal.addEventListener("abort", () => screen.dispose());
  root.append(...screen.elements);
  screen.begin();
}

/** The version that is compared with; null where it does not exist any more, or had no plan here. */
async function beforeOf(base: string, village: string): Promise<Before | null> {
  try {
    const run = await runOf(base);
    const { today } = await villageResultOf(run.job, village);
    return today && { name: run.scenario.name, persons: new Map(today.assignments.map(([id, person]) => [id, person])) };
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** Null for a village that is not planned yet; everything else that goes wrong stays an error. */
function unfinished(error: unknown, run: Run): null {
  if (run.job.status !== "succeeded" && error instanceof Refusal && error.status === 404) return null;
  throw error;
}

/** A village that could not be planned: why, and the ways on. */
function unplanned(name: string, message: string, reason: string): HTMLElement {
  const say = words();
  return h(
    "section",
    { class: "card failure" },
    h("h1", {}, name),
    h("p", {}, message),
    h("p", { class: "hint" }, reason),
    h("p", { class: "actions" }, link(say.village.toProvince, "province", {}, "button primary"), link(say.steps.whatif, "whatif", {}, "button")),
  );
}

class Screen {
  readonly elements: readonly HTMLElement[];
  private readonly view = newView();
  private readonly maps = h("div", { class: "maps" });
  private drawn: { readonly share: Share; readonly map: VillageMap }[] = [];
  private readonly lists = h("div", { class: "village-side" });
  private readonly people = h("div");
  private readonly chart = h("div", { class: "chart", "aria-hidden": "true" });
  private readonly chartSays = h("p", { class: "hint" });
  private chosen: (typeof PLANS)[number];
  private pinned: Subject;
  private over: Subject = null;
  private closeChart: () => void = () => undefined;

  constructor(
    private readonly run: Run,
    private readonly model: VillageModel,
    private readonly before: Before | null,
    private readonly at: Readonly<Record<string, string>>,
  ) {
    const narrow = window.matchMedia("(max-width: 900px)").matches;
    const wanted = PLANS.find((name) => name === at.plan);
    this.chosen = !model.after ? "today" : (wanted ?? (narrow ? "after" : "both"));
    this.pinned = subjectOf(at.pick ?? "");
    this.elements = [this.head(), this.body()];
  }

  begin(): void {
    this.drawMaps();
    this.drawLists();
    void this.drawChart();
    if (this.pinned) this.pick(this.pinned, true);
  }

  dispose(): void {
    for (const { map } of this.drawn) map.dispose();
    this.closeChart();
  }

  private head(): HTMLElement {
    const { request, result } = this.model;
    const say = words();
    const counts = [say.count.households(number(result.households)), say.count.members(number(result.members))];
    const rules = `${number(this.model.rules.min_households)}–${number(this.model.rules.max_households)} · ${length(this.model.rules.max_distance_m)}${this.model.rules.metric?.kind === "path" ? ` ${say.village.byPath}` : ""}`;
    return h(
      "div",
      { class: "title" },
      h("p", { class: "trail" }, link(this.run.scenario.name, "province"), (request.area ?? []).slice(1).map((name) => ` › ${name}`)),
      h("h1", {}, request.name || request.id, " ", verdictLabel(result.verdict)),
      h("p", { class: "hint" }, [...counts, rules].join(" · "), " ", this.neighbours()),
    );
  }

  /** The villages before and after this one, in the order of the province's table. */
  private neighbours(): HTMLElement {
    const say = words().village;
    const rows = [...this.run.rows].sort(byNeed);
    const nth = rows.findIndex(({ id }) => id === this.model.request.id);
    const way = (row: Row | undefined, text: string): HTMLElement | false =>
      row !== undefined && link(text, "village", { village: row.id, base: this.at.base ?? "" });
    const back = this.before && link(say.toComparison, "whatif", { base: this.at.base ?? "" });
    return h("span", { class: "neighbours" }, back, way(rows[nth - 1], `‹ ${say.previous}`), way(rows[nth + 1], `${say.next} ›`));
  }

  private body(): HTMLElement {
    const picture = h("div", { class: "picture" }, this.switcher(), this.maps, legend(this.model), h("div", { class: "below" }, this.histogramPart(), this.people));
    return h("div", { class: "village-columns" }, this.what(), picture, this.lists);
  }

  private switcher(): HTMLElement {
    const say = words().village;
    if (!this.model.after) return h("p", { class: "hint" }, say.notAfter);
    const choice = (name: (typeof PLANS)[number]): HTMLElement => {
      const change = (): void => {
        this.chosen = name;
        note({ plan: name });
        this.drawMaps();
        this.drawLists();
        void this.drawChart();
        this.point();
      };
      return h(
        "label",
        { class: "choice" },
        h("input", { type: "radio", name: "plan", value: name, checked: this.chosen === name, on: { change } }),
        h("span", {}, say[name]),
      );
    };
    return h("fieldset", { class: "switch" }, h("legend", { class: "unseen" }, say.plan), (["today", "after", "both"] as const).map(choice));
  }

  private shares(): Share[] {
    const { today, after } = this.model;
    if (!after || this.chosen === "today") return [today];
    return this.chosen === "after" ? [after] : [today, after];
  }

  private drawMaps(): void {
    for (const { map } of this.drawn) map.dispose();
    const say = words().village;
    const pointing = this.pointing();
    this.drawn = this.shares().map((share, nth) => ({
      share,
      map: villageMap(this.model, share, {
        label: say.map(say[share.name].toLowerCase()),
        view: this.view,
        buttons: nth === 0,
        hover: pointing.hover,
        pick: pointing.pick,
        tell: (subject) => this.tale(subject, share),
      }),
    }));
    refill(this.maps, this.drawn.map(({ share, map }) => h("figure", {}, this.heading(share), map.element)));
    this.maps.dataset.count = String(this.drawn.length);
    for (const { map } of this.drawn) map.fit();
  }

  private heading(share: Share): HTMLElement {
    const say = words().village;
    const left = share.unserved.size;
    const text = left > 0 ? say.unserved(number(left)) : say.allServed;
    return h("figcaption", {}, h("strong", {}, say[share.name]), h("span", { class: left > 0 ? "tag warm" : "tag calm" }, text));
  }

  private drawLists(): void {
    const share = this.shares().at(-1)!;
    const say = words().village;
    refill(this.people, persons(share, this.pointing()));
    const sheets = (): Promise<void> =>
      download(
        `/v1/results/${part(this.run.job.id)}/villages/${part(this.model.request.id)}/sheets.pdf?plan=${share.name}`,
        `${this.model.request.id}-${share.name}.pdf`,
      );
    const over = this.run.job.status === "succeeded";
    refill(
      this.lists,
      h(
        "div",
        { class: "figures small" },
        figure(length(share.plan.walk_m), say.walkTotal, say[share.name]),
        figure(length(share.plan.longest_m), say.longest, say[share.name]),
      ),
      this.before && moved(this.model.today, this.before, this.pointing()),
      side(this.model, this.shares(), this.pointing()),
      h(
        "p",
        { class: "actions" },
        over && worker(say.sheets(say[share.name].toLowerCase()), words().takehome.fetching, sheets, ""),
        link(say.tryHere, "whatif", { scope: this.model.request.id }, "button"),
      ),
    );
  }

  private what(): HTMLElement {
    return h("section", { class: "card what" }, h("h2", {}, words().village.what), h("p", {}, said(this.model.result.message)), this.instead());
  }

  /** What could be relaxed instead of recruiting; each a what-if that is filled in. */
  private instead(): HTMLElement | false {
    const say = words().village;
    const { relaxations, recruitment } = this.model.result;
    const ways: HTMLElement[] = [];
    const scope = this.model.request.id;
    if (typeof relaxations?.max_distance_m === "number") {
      const metres = Math.ceil(relaxations.max_distance_m);
      ways.push(link(say.instead.distance(length(metres)), "whatif", { scope, max_distance_m: String(metres) }, "button"));
    }
    if (typeof relaxations?.max_households === "number") {
      const most = relaxations.max_households;
      ways.push(link(say.instead.most(number(most)), "whatif", { scope, max_households: String(most) }, "button"));
    }
    if (!recruitment || ways.length === 0) return false;
    return h("div", { class: "instead" }, h("h3", {}, say.insteadTitle), h("p", { class: "hint" }, say.insteadSays), h("p", { class: "actions" }, ways));
  }

  private pointing(): Pointing {
    return {
      hover: (subject) => {
        if (same(subject, this.over)) return;
        this.over = subject;
        this.point();
      },
      pick: (subject, moving) => this.pick(same(subject, this.pinned) ? null : subject, moving),
    };
  }

  private pick(subject: Subject, moving = false): void {
    this.pinned = subject;
    note({ pick: subject ? `${subject.kind}:${subject.id}` : "" });
    this.point();
    if (moving) this.drawn.at(-1)?.map.moveTo(subject);
  }

  /** Show what is pointed at, else what is pinned, on every map and in the lists. */
  private point(): void {
    const subject = this.over ?? this.pinned;
    for (const { map } of this.drawn) map.show(subject);
    for (const part of [this.lists, this.people]) {
      for (const lit of part.querySelectorAll(".lit")) lit.classList.remove("lit");
      for (const on of part.querySelectorAll(".item[aria-pressed=true]")) on.setAttribute("aria-pressed", "false");
    }
    if (subject) for (const item of this.items(subject)) item.classList.add("lit");
    if (this.pinned) for (const item of this.items(this.pinned)) item.setAttribute("aria-pressed", "true");
  }

  private items(subject: NonNullable<Subject>): Element[] {
    const chosen = `[data-subject="${CSS.escape(`${subject.kind}:${subject.id}`)}"]`;
    return [this.lists, this.people].flatMap((part) => [...part.querySelectorAll(chosen)]);
  }

  private tale(subject: Subject, share: Share): readonly string[] {
    const say = words();
    if (subject?.kind === "household") {
      const found = share.personOf.get(subject.id);
      const reason = share.unserved.get(subject.id);
      const who = found ? say.village.withPerson(found.person, length(found.metres)) : say.village.nobody;
      return [`${say.household} ${subject.id}`, who, ...(reason ? [say.reasons[reason]] : [])];
    }
    if (subject?.kind === "person") {
      const person = share.byId.get(subject.id);
      if (!person) return [];
      const load = say.village.load(number(person.households.length), number(person.most));
      return [`${person.place ? say.recruit : say.member} ${person.id}`, load, say.village.farthest(length(person.farthest))];
    }
    if (subject?.kind === "place") {
      const recruits = share.gatherings.find(({ place }) => place === subject.id)?.recruits ?? [];
      if (recruits.length === 0) return [];
      const homes = recruits.reduce((total, { households }) => total + households.length, 0);
      return [say.count.recruits(number(recruits.length)), say.village.recruitServes(number(homes))];
    }
    const pocket = subject && this.model.pockets[Number(subject.id)];
    return pocket ? [pocket.counting] : [];
  }

  private histogramPart(): HTMLElement {
    return h("section", { class: "card" }, h("h2", {}, words().village.histogram), this.chart, this.chartSays);
  }

  private async drawChart(): Promise<void> {
    this.closeChart();
    const shares = this.shares();
    const metres = shares.map((share) => share.plan.assignments.map(([, , walk]) => walk));
    const last = [...(metres.at(-1) ?? [])].sort((a, b) => a - b);
    const median = last[Math.floor((last.length - 1) / 2)] ?? 0;
    this.chartSays.textContent = words().village.histogramSays(length(median), length(last.at(-1) ?? 0));
    this.closeChart = await histogram(this.chart, shares.map(({ name }, nth) => ({ name: words().village[name], metres: metres[nth] ?? [] })));
  }
}

function byNeed(a: Row, b: Row): number {
  return neededOf(b) - neededOf(a) || b.unserved - a.unserved || inOrder(a.name || a.id, b.name || b.id);
}

function same(a: Subject, b: Subject): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}

function subjectOf(text: string): Subject {
  const [kind, ...id] = text.split(":");
  return kind === "household" || kind === "person" || kind === "place" || kind === "pocket" ? { kind, id: id.join(":") } : null;
}

/** What if: changed rules are a new version; the versions so far; and what a change does. */

import { go, note } from "../address";
import { readAll, send } from "../api";
import { h, refill } from "../dom";
import { moment, number, words } from "../language";
import type { Showing } from "../main";
import { anew, button, empty, link, reasonOf, worker } from "../parts";
import { isOver, type Run, runOf, villageRequestOf, watch } from "../runs";
import { asAddress, type Changes, changesOf, differing, fault, steps, told } from "../rules";
import type { Job, Rules, Scenario } from "../types";
import { comparison } from "./comparison";
import { controls } from "./controls";
import { figuresOf } from "./province";

export async function whatif({ root, at, signal }: Showing): Promise<void> {
  const say = words().whatif;
  if (!at.run) {
    root.append(empty(say.none, say.lead, words().backToStart, "start"));
    return;
  }
  const run = await runOf(at.run);
  const [family, rules] = await Promise.all([familyOf(run.scenario, signal), rulesIn(run, at.scope ?? "")]);
  if (signal.aborted) return;
  const result = h("div", { class: "result" });
  root.append(
    h("div", { class: "title" }, h("h1", {}, say.title), h("p", { class: "lead" }, say.lead)),
    h("div", { class: "whatif-columns" }, form(run, rules, at), h("div", {}, result, versions(run, family, at.base ?? ""))),
  );
  void outcome(run, at.base ?? "", result, signal);
}

/** The rules in force where the change applies: a village may have some of its own. */
async function rulesIn(run: Run, village: string): Promise<Rules> {
  if (!run.sites.some(({ id }) => id === village)) return run.scenario.rules;
  const { rules } = await villageRequestOf(run.scenario.id, village);
  return { ...run.scenario.rules, ...rules };
}

/** The controls, with undo, and the button that plans. */
function form(run: Run, inForce: Rules, at: Readonly<Record<string, string>>): HTMLElement {
  const say = words().whatif;
  const state = { rules: inForce, changes: differing(changesOf(at), inForce), scope: at.scope ?? "", fault: "" };
  const frame = h("section", { class: "card", "aria-labelledby": "rules" });
  const draw = (focus?: string): void => {
    const problem = state.fault || fault({ ...state.rules, ...state.changes });
    const changed = Object.keys(state.changes).length > 0;
    const undo = button(say.undo, () => set(steps.pop(run.job.id) ?? {}, false), "");
    undo.disabled = !steps.any(run.job.id);
    const reset = changed && button(say.reset, () => set({}), "quiet");
    refill(
      frame,
      h("h2", { id: "rules" }, say.rules),
      scope(run, state.scope, (id) => void choose(id)),
      controls(state.rules, state.changes, set),
      h(
        "div",
        { class: "foot" },
        h("p", { class: problem ? "said bad" : "said", role: "status" }, problem ?? told(state.changes)),
        h(
          "p",
          { class: "actions" },
          !problem && changed && worker(say.run, words().start.planning, () => start(run, state.changes, state.scope)),
          !changed && h("span", { class: "hint" }, say.noChange),
          undo,
          reset,
        ),
      ),
    );
    if (focus) document.getElementById(focus)?.focus();
  };
  const set = (changes: Changes, step = true): void => {
    if (step) steps.push(run.job.id, state.changes);
    state.changes = differing(changes, state.rules);
    note(asAddress(state.changes));
    draw(document.activeElement?.id);
  };
  const choose = async (id: string): Promise<void> => {
    state.scope = id;
    note({ scope: id });
    const before = JSON.stringify([state.rules, state.fault]);
    const [rules, failed] = await rulesIn(run, id).then((found) => [found, ""] as const, (error: unknown) => [state.rules, reasonOf(error)] as const);
    if (state.scope !== id) return;
    [state.rules, state.fault] = [rules, failed];
    // Drawn anew only where something is different: somebody may be typing already.
    if (JSON.stringify([rules, failed]) !== before) set(state.changes, false);
  };
  draw();
  return frame;
}

function scope(run: Run, chosen: string, choose: (id: string) => void): HTMLElement | false {
  const say = words().whatif;
  if (run.sites.length < 2) return false;
  const select = h(
    "select",
    { id: "scope", on: { change: () => choose(select.value) } },
    h("option", { value: "" }, say.scopeAll),
    run.sites.map(({ id, name }) => h("option", { value: id, selected: id === chosen }, name || id)),
  );
  return h("div", { class: "field" }, h("label", { for: "scope" }, say.scope), select, h("small", { class: "hint" }, say.scopeSays));
}

/** Keep the changed rules as a new version, and plan it. */
async function start(run: Run, changes: Changes, village: string): Promise<void> {
  const say = words().whatif;
  const site = run.sites.find(({ id }) => id === village);
  const text = [told(changes), site && say.rule.in(site.name || site.id)].filter(Boolean).join(" ");
  const name = `${run.scenario.name.split(" · ")[0]} · ${text}`.slice(0, 180);
  const change = site ? { village_rules: { [site.id]: changes } } : { rules: changes };
  const scenario = await send<Scenario>("/v1/scenarios", { name, parent_id: run.scenario.id, ...change });
  const job = await send<Job>("/v1/jobs", { scenario_id: scenario.id });
  const cleared = { ...asAddress({}), scope: "" };
  go("whatif", { ...cleared, run: job.id, base: run.job.id });
}

interface Version {
  readonly scenario: Scenario;
  readonly job: Job;
  readonly depth: number;
}

/** The versions that share a first scenario, each with its newest job. */
async function familyOf(scenario: Scenario, signal: AbortSignal): Promise<Version[]> {
  const [scenarios, jobs] = await Promise.all([
    readAll<Scenario>("/v1/scenarios", signal),
    readAll<Job>("/v1/jobs", signal),
  ]);
  const byId = new Map(scenarios.map((one) => [one.id, one]));
  const line = (one: Scenario): Scenario[] => {
    const parent = one.parent_id === null ? undefined : byId.get(one.parent_id);
    return parent ? [...line(parent), one] : [one];
  };
  const root = line(scenario)[0]?.id;
  return scenarios
    .filter((one) => line(one)[0]?.id === root)
    .sort((a, b) => a.created.localeCompare(b.created))
    .flatMap((one) => {
      const own = jobs.filter(({ scenario_id: id }) => id === one.id);
      const job = own.sort((a, b) => b.created.localeCompare(a.created))[0];
      return job ? [{ scenario: one, job, depth: line(one).length - 1 }] : [];
    });
}

function versions(run: Run, family: readonly Version[], base: string): HTMLElement {
  const say = words().whatif;
  return h(
    "section",
    { class: "card", "aria-labelledby": "versions" },
    h("h2", { id: "versions" }, say.history),
    h("ol", { class: "plain versions" }, family.map((one) => versionLine(one, run, base))),
  );
}

function versionLine({ scenario, job, depth }: Version, run: Run, base: string): HTMLElement {
  const say = words().whatif;
  const current = scenario.id === run.scenario.id;
  const name = depth === 0 ? scenario.name : scenario.name.split(" · ").slice(1).join(" · ") || scenario.name;
  const compare = link(say.compare, "whatif", { run: run.job.id, base: job.id }, "button quiet");
  compare.setAttribute("aria-label", say.compareNamed(name));
  const item = h(
    "li",
    { class: current ? "current" : "", "aria-current": current ? "true" : false },
    h("div", {}, link(name, "whatif", { run: job.id }, "strong"), h("small", {}, [depth === 0 && say.base, current && say.current, words().status[job.status], moment(job.created)].filter(Boolean).join(" · "))),
    !current && job.id !== base && job.status === "succeeded" && compare,
  );
  item.style.paddingInlineStart = `${Math.min(depth, 4) * 0.9}rem`;
  return item;
}

/** What the change does: at once, or as soon as the new version is planned. */
async function outcome(run: Run, base: string, target: HTMLElement, signal: AbortSignal): Promise<void> {
  const say = words().whatif;
  try {
    if (!isOver(run.job)) return await wait(run, target, signal);
    if (!base) return refill(target, h("div", { class: "figures" }, figuresOf(run.rows)));
    if (run.job.status !== "succeeded") return refill(target, h("section", { class: "card" }, h("p", {}, say.stopped)));
    const before = await runOf(base);
    const shown = await comparison(before, run, signal);
    if (!signal.aborted) refill(target, shown.element);
    shown.begin();
  } catch (error) {
    if (!signal.aborted) refill(target, h("p", { class: "bad", role: "alert" }, reasonOf(error)));
  }
}

async function wait(run: Run, target: HTMLElement, signal: AbortSignal): Promise<void> {
  const say = words();
  const bar = h("progress", { max: Math.max(1, run.job.progress.villages), value: 0, "aria-label": say.status.running });
  const told = h("p", {}, say.whatif.stillRunning);
  refill(target, h("section", { class: "card notice", role: "status" }, told, bar, link(say.steps.province, "province", {}, "button")));
  const progress = ({ done, villages }: Job["progress"]): void => {
    bar.value = done;
    told.textContent = `${say.whatif.stillRunning} ${say.province.progress(number(done), number(villages))}`;
  };
  const lost = (): void => void (told.textContent = say.problem.lost);
  await watch(run.job.id, { row: () => undefined, progress, lost }, signal);
  // Now that it is over, show everything anew: the comparison, and the list of versions.
  anew();
}

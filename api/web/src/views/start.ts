/** Start: an example, one's own data, or a plan made before. */

import { ask, read, readAll, send } from "../api";
import { go } from "../address";
import { h } from "../dom";
import { length, moment, number, said, words } from "../language";
import type { Showing } from "../main";
import { button, link, worker } from "../parts";
import { forget, part } from "../runs";
import type { Job, Preset, Scenario } from "../types";
import { upload } from "./upload";

const RECENT = 4;

export async function start({ root, signal }: Showing): Promise<void> {
  const say = words().start;
  const [presets, scenarios, jobs] = await Promise.all([
    read<{ items: Preset[] }>("/v1/presets", signal),
    readAll<Scenario>("/v1/scenarios", signal),
    readAll<Job>("/v1/jobs", signal),
  ]);
  if (signal.aborted) return;
  root.append(
    h("div", { class: "welcome" }, h("h1", {}, say.title), h("p", { class: "lead" }, say.lead)),
    h("div", { class: "start-columns" }, upload(), recent(scenarios, jobs)),
    h(
      "section",
      { "aria-labelledby": "presets" },
      h("h2", { id: "presets" }, say.presetsTitle),
      h("p", { class: "hint" }, say.presetsSay),
      h("div", { class: "presets" }, presets.items.map(card)),
    ),
  );
}

/** Plan a scenario and go where the planning can be watched. */
export async function plan(scenario: string): Promise<void> {
  const job = await send<Job>("/v1/jobs", { scenario_id: scenario });
  go("province", { run: job.id, village: "" });
}

function card(preset: Preset): HTMLElement {
  const say = words();
  const title = said(preset.title);
  const counts = [
    say.count.villages(number(preset.villages)),
    say.count.households(number(preset.households)),
    say.count.members(number(preset.members)),
  ];
  const work = async (): Promise<void> => {
    const copy = await send<Scenario>(`/v1/presets/${part(preset.name)}/copy`, {});
    await plan(copy.id);
  };
  return h(
    "article",
    { class: "card preset", "data-preset": preset.name },
    h("h3", {}, title),
    h("p", {}, said(preset.description)),
    h("p", { class: "counts" }, counts.join(" · ")),
    worker(say.start.tryPreset, say.start.planning, work, "", say.start.tryPresetNamed(title)),
  );
}

/** The newest job of each scenario. */
function recent(scenarios: readonly Scenario[], jobs: readonly Job[]): HTMLElement {
  const say = words().start;
  const byTime = [...jobs].sort((a, b) => b.created.localeCompare(a.created));
  const seen = new Set<string>();
  const newest = byTime.filter(({ scenario_id: id }) => !seen.has(id) && Boolean(seen.add(id)));
  const known = new Map(scenarios.map((one) => [one.id, one]));
  const lines = newest.flatMap((job) => {
    const scenario = known.get(job.scenario_id);
    return scenario ? [line(scenario, job)] : [];
  });
  const older = lines.slice(RECENT);
  return h(
    "section",
    { class: "card recent", "aria-labelledby": "recent" },
    h("h2", { id: "recent" }, say.recentTitle),
    lines.length > 0 ? h("ul", { class: "plain" }, lines.slice(0, RECENT)) : h("p", { class: "hint" }, say.recentNone),
    older.length > 0 && h("details", {}, h("summary", {}, say.older(number(older.length))), h("ul", { class: "plain" }, older)),
  );
}

function line(scenario: Scenario, job: Job): HTMLElement {
  const say = words();
  const { min_households: least, max_households: most, max_distance_m: limit } = scenario.rules;
  const facts = [
    say.status[job.status],
    say.count.villages(number(scenario.villages)),
    `${number(least)}–${number(most)}`,
    length(limit),
    scenario.parent_id ? say.start.variant : "",
  ];
  const remove = async (): Promise<void> => {
    if (!window.confirm(say.start.removeSure(scenario.name))) return;
    await ask(`/v1/scenarios/${part(scenario.id)}`, { method: "DELETE" });
    forget();
    item.remove();
  };
  const item = h(
    "li",
    {},
    h(
      "div",
      {},
      link(scenario.name, "province", { run: job.id, village: "" }, "strong"),
      h("small", {}, facts.filter(Boolean).join(" · ")),
      h("small", {}, [moment(job.created), scenario.expires && say.start.keptUntil(moment(scenario.expires))].filter(Boolean).join(", ")),
    ),
    button("✕", () => void remove(), "quiet", say.start.removeNamed(scenario.name)),
  );
  return item;
}

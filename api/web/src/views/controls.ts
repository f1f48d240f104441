/** The rules as controls; every change is a step that can be undone. */

import { h } from "../dom";
import type { Child } from "../dom";
import { words } from "../language";
import { type Changes, isPriority } from "../rules";
import type { Priority, Rules } from "../types";

type Set = (changes: Changes) => void;

export function controls(rules: Rules, changes: Changes, set: Set): HTMLElement {
  const say = words().whatif;
  const now: Rules = { ...rules, ...changes };
  const change = (more: Changes): void => set({ ...changes, ...more });
  const count = (key: "min_households" | "max_households" | "max_distance_m", label: string, step: number): HTMLElement => {
    const field = h("input", {
      type: "number",
      id: key,
      min: 0,
      step: step > 1 ? "any" : 1,
      inputmode: "numeric",
      value: now[key],
      on: { change: () => change({ [key]: field.value === "" ? Number.NaN : Number(field.value) }) },
    });
    const nudge = (by: number): HTMLElement =>
      h("button", { type: "button", class: "nudge", "aria-label": `${label} ${by > 0 ? "+" : "−"}${Math.abs(by)}`, on: { click: () => change({ [key]: Math.max(0, now[key] + by) }) } }, by > 0 ? "+" : "−");
    return h("div", { class: "field" }, h("label", { for: key }, label, flag(key in changes)), h("div", { class: "stepper" }, nudge(-step), field, nudge(step)));
  };
  return h(
    "div",
    { class: "rules" },
    group(say.window, h("div", { class: "pair" }, count("min_households", say.min, 1), count("max_households", say.max, 1))),
    count("max_distance_m", say.distance, 100),
    choice("minimum", say.minimum, ["flag", "enforce"], now.minimum, "minimum" in changes, (value) => change({ minimum: value })),
    priorities(now.priorities, "priorities" in changes, (order) => change({ priorities: order })),
    recruiting(now, changes, change),
  );
}

function flag(changed: boolean): HTMLElement | false {
  return changed && h("em", { class: "changed" }, words().whatif.changed);
}

function group(title: Child, ...children: Child[]): HTMLElement {
  return h("fieldset", { class: "field" }, h("legend", {}, title), children);
}

function choice<T extends "flag" | "enforce">(key: string, title: string, values: readonly T[], now: T, changed: boolean, set: (value: T) => void): HTMLElement {
  return group(
    [title, flag(changed)],
    values.map((value) =>
      h(
        "label",
        { class: "radio" },
        h("input", { type: "radio", name: key, id: `${key}-${value}`, checked: value === now, on: { change: () => set(value) } }),
        words().whatif[value],
      ),
    ),
  );
}

const GOALS: readonly Priority[] = ["walk", "longest", "balance"];

/** The planner's order: what comes first, and what then. */
function priorities(order: readonly Priority[], changed: boolean, set: (order: Priority[]) => void): HTMLElement {
  const say = words().whatif;
  const pick = (nth: 0 | 1, label: string): HTMLElement => {
    const open = nth === 0 ? GOALS : GOALS.filter((goal) => goal !== order[0]);
    const select = h(
      "select",
      {
        id: `priority-${nth}`,
        on: {
          change: () => {
            const chosen = [nth === 0 ? select.value : order[0], nth === 1 ? select.value : order[1], ...order.slice(2)];
            set([...new Set(chosen.filter((goal): goal is Priority => isPriority(goal ?? "")))]);
          },
        },
      },
      nth === 1 && h("option", { value: "" }, say.nothing),
      open.map((goal) => h("option", { value: goal, selected: goal === order[nth] }, say.priority[goal])),
    );
    return h("div", { class: "field" }, h("label", { for: `priority-${nth}` }, label), select);
  };
  return group([say.priorities, flag(changed)], h("div", { class: "stack" }, pick(0, say.first), pick(1, say.then)));
}

function recruiting(now: Rules, changes: Changes, change: (changes: Changes) => void): HTMLElement {
  const say = words().whatif;
  const on = h("input", { type: "checkbox", id: "recruiting", checked: now.recruiting, on: { change: () => change({ recruiting: on.checked }) } });
  const most = h("input", {
    type: "number",
    id: "max_recruits",
    min: 0,
    step: 1,
    value: now.max_recruits ?? "",
    on: { change: () => change({ max_recruits: most.value === "" ? null : Number(most.value) }) },
  });
  return h(
    "div",
    { class: "field" },
    h("label", { class: "radio", for: "recruiting" }, on, say.recruiting, flag("recruiting" in changes)),
    now.recruiting && h("div", { class: "field inner" }, h("label", { for: "max_recruits" }, say.most, flag("max_recruits" in changes)), most),
  );
}

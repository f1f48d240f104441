/** Small parts that several views are made of. */

import { Refusal, Unreachable, useKey } from "./api";
import { go, linkTo, type View } from "./address";
import { h } from "./dom";
import type { Child } from "./dom";
import { number, words } from "./language";
import { icon, VERDICT_MARKS, type Verdict, WAITING } from "./marks";

/** A verdict as mark and words; its sentence on hover. */
export function verdictLabel(verdict: Verdict | null, failure = ""): HTMLElement {
  if (verdict === null) return h("span", { class: "verdict bad", title: failure }, icon(WAITING), words().failed);
  return h(
    "span",
    { class: "verdict", title: words().verdictSays[verdict] },
    icon(VERDICT_MARKS[verdict]),
    h("span", {}, words().verdicts[verdict]),
  );
}

/** A big number with what it counts and out of what. */
export function figure(value: string, label: string, below: string, tone = ""): HTMLElement {
  return h(
    "div",
    { class: `figure ${tone}` },
    h("div", { class: "figure-value" }, value),
    h("div", { class: "figure-label" }, label, h("small", {}, below)),
  );
}

export function button(text: string, click: () => void, kind = "", label?: string): HTMLButtonElement {
  return h("button", { type: "button", class: kind, "aria-label": label, on: { click } }, text);
}

/** A button for work that takes a moment: it says so, and shows what went wrong. */
export function worker(
  text: string,
  busy: string,
  work: () => Promise<void>,
  kind = "primary",
  label?: string,
): HTMLElement {
  const note = h("span", { class: "note", role: "status" });
  const press = button(text, () => void run(), kind, label);
  const run = async (): Promise<void> => {
    press.disabled = true;
    press.textContent = busy;
    note.textContent = "";
    try {
      await work();
    } catch (error) {
      note.className = "note bad";
      note.textContent = reasonOf(error);
    } finally {
      press.disabled = false;
      press.textContent = text;
    }
  };
  return h("span", { class: "worker" }, press, note);
}

/** Draw the present view again, with what is known by now. */
export function anew(): void {
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

export function reasonOf(error: unknown): string {
  const say = words().problem;
  if (error instanceof Unreachable) return say.unreachable;
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
  if (error.status === 404) return say.missing;
  if (error.status === 403) return say.forbidden;
  const details = error.problems.map((problem) => problem.message).filter(Boolean);
  return say.other([...new Set([error.message, ...details])].filter(Boolean).slice(0, 4).join(" "));
}

/** A card that says what went wrong and what can be done. */
export function failure(error: unknown, retry: () => void): HTMLElement {
  if (error instanceof Refusal && error.status === 401) return keyCard(retry);
  return h(
    "section",
    { class: "card failure", role: "alert" },
    h("h2", {}, words().problem.title),
    h("p", {}, reasonOf(error)),
    h("p", { class: "actions" }, button(words().retry, retry, "primary"), link(words().backToStart, "start", { run: "", village: "" })),
  );
}

function keyCard(retry: () => void): HTMLElement {
  const say = words().problem;
  const field = h("input", { type: "password", id: "key", autocomplete: "off", required: true });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    useKey(field.value.trim());
    retry();
  };
  return h(
    "section",
    { class: "card failure" },
    h("h2", {}, say.key),
    h("p", {}, say.keySays),
    h(
      "form",
      { class: "actions", on: { submit } },
      h("label", { for: "key" }, say.keyLabel),
      field,
      h("button", { type: "submit", class: "primary" }, say.keyUse),
    ),
  );
}

export function link(text: Child, view: View, at: Readonly<Record<string, string>> = {}, kind = ""): HTMLElement {
  return h("a", { href: linkTo(view, at), class: kind }, text);
}

/** What a view shows while there is nothing to show, with the way on. */
export function empty(title: string, says: string, way: string, view: View): HTMLElement {
  return h(
    "section",
    { class: "card empty" },
    h("h2", {}, title),
    h("p", {}, says),
    h("p", { class: "actions" }, button(way, () => go(view), "primary")),
  );
}

/** "12 → 8": what was and what is, said as better or worse. */
export function change(was: number | null, is: number | null, digits = 0): HTMLElement {
  if (was === null || is === null) {
    const [left, right] = [was, is].map((value) => (value === null ? words().unknown : number(value, digits)));
    return h("span", { class: "change" }, `${left} → ${right}`);
  }
  const tone = is < was ? "better" : is > was ? "worse" : "same";
  const by = is === was ? "" : ` (${is > was ? "+" : "−"}${number(Math.abs(is - was), digits)})`;
  return h("span", { class: `change ${tone}` }, `${number(was, digits)} → ${number(is, digits)}${by}`);
}

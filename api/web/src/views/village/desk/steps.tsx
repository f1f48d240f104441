/** The changes so far with what each costs, undone and redone one by one. */

import { useEffect } from "preact/hooks";

import type { Step } from "../../../model/hand/changes";
import { type VillageNames, withName } from "../../../model/names";
import { useLocale } from "../../../state/context";
import type { Locale } from "../../../words/locale";
import { called } from "../called";
import type { VillageState } from "../state";
import type { Desk } from "./desk";
import type { DeskProps } from "./props";

export function Steps({ state, desk }: DeskProps) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.desk;
  const names = state.names.value;
  const { steps } = desk.hand.value;
  const last = steps.at(-1);
  useKeys(desk);
  return (
    <div class="steps">
      <h3>{say.changes}</h3>
      <p class="actions">
        <button type="button" disabled={!desk.canUndo.value} onClick={() => desk.undo()}>
          {say.undo}
        </button>
        <button type="button" disabled={!desk.canRedo.value} onClick={() => desk.redo()}>
          {say.redo}
        </button>
      </p>
      <p class="unseen" role="status">
        {last && `${saidOf(last, names, locale)}. ${costOf(last, names, locale)}`}
      </p>
      {steps.length === 0 && <p class="hint">{say.noChange}</p>}
      <ol class="plain" reversed>
        {steps
          .map((step, nth) => (
            <StepLine key={nth} state={state} step={step} />
          ))
          .reverse()}
      </ol>
      <Outcome state={state} desk={desk} />
      {steps.length > 1 && <p class="hint">{say.count(number(steps.length))}</p>}
    </div>
  );
}

/** Ctrl+Z and Ctrl+Y, where nobody is typing. */
function useKeys(desk: Desk): void {
  useEffect(() => {
    const leaving = new AbortController();
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target instanceof HTMLInputElement) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) desk.redo();
      else desk.undo();
    };
    window.addEventListener("keydown", pressed, { signal: leaving.signal });
    return () => leaving.abort();
  }, [desk]);
}

function StepLine({ state, step }: { readonly state: VillageState; readonly step: Step }) {
  const locale = useLocale();
  const { change, load, most } = step;
  const names = state.names.value;
  const pin = (): void => {
    const subject = "household" in change ? ({ kind: "household", id: change.household } as const) : ({ kind: "person", id: change.person } as const);
    if (state.pinned.peek()?.id !== subject.id) state.pin(subject, true);
  };
  return (
    <li>
      <button type="button" class="step-line" onClick={pin}>
        <span>{saidOf(step, names, locale)}</span>
        <small class={load > most ? "warn" : undefined}>{costOf(step, names, locale)}</small>
      </button>
    </li>
  );
}

/** What is broken or open now, and the metres of all changes together. */
function Outcome({ state, desk }: DeskProps) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.desk;
  const { steps } = desk.hand.value;
  const { overfull, open } = desk.faults.value;
  if (steps.length === 0) return null;
  const metres = steps.reduce<number | null>((total, step) => (total === null || step.metres === null ? null : total + step.metres), 0);
  const who = (person: string): string => called(person, state.names.value, locale);
  return (
    <ul class="plain outcome">
      {metres !== null && <li>{say.total(say.metres(metres, locale))}</li>}
      {open > 0 && <li class="warn">{say.open(number(open))}</li>}
      {overfull.map(({ person, count, most }) => (
        <li key={person} class="warn">
          {say.overfull(who(person), number(count), number(most))}
        </li>
      ))}
    </ul>
  );
}

/** "Household h7: m1 → m2". */
function saidOf({ change, from }: Step, names: VillageNames, locale: Locale): string {
  const { words, number } = locale;
  const say = words.desk.said;
  const who = called(change.person, names, locale);
  if (change.kind === "leave") return say.leave(who);
  if (change.kind === "most") return say.most(who, number(change.most));
  const home = withName(change.household, names.household(change.household));
  if (change.kind !== "give") return say[change.kind](home, who);
  if (from === change.person) return say.keep(home, who);
  return say.give(home, from === undefined ? words.village.noPerson : called(from, names, locale), who);
}

/** "+140 m; member m2 has 11 of 10: too many". */
function costOf({ change, metres, left, load, most }: Step, names: VillageNames, locale: Locale): string {
  const { words, number } = locale;
  const say = words.desk;
  const who = called(change.person, names, locale);
  const parts = [
    left > 0 && say.left(number(left)),
    left === 0 && metres !== null && change.kind === "give" && say.metres(metres, locale),
    left === 0 && metres === null && say.unknownMetres,
    load > most && change.kind !== "leave" && say.overfull(who, number(load), number(most)),
  ];
  return parts.filter(Boolean).join("; ");
}

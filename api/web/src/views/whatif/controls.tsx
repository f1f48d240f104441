/** The rules as controls; every change is a step that can be undone. */

import type { ComponentChildren } from "preact";

import type { Priority, Rules } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import { isAbsurd, numberOf, written } from "../../model/numbers";
import { GOALS, isPriority, STEP_M, told } from "../../model/rules";
import { useLocale } from "../../state/context";
import type { Draft } from "./draft";
import { TeamFields } from "./team-controls";

interface Props {
  readonly draft: Draft;
}

/** The controls, with undo, and the button that plans. */
export function RulesForm({ draft }: Props) {
  const say = useLocale().words.whatif;
  return (
    <section class="card" aria-labelledby="rules">
      <h2 id="rules">{say.rules}</h2>
      <Scope draft={draft} />
      <div class="rules">
        <FieldGroup title={say.window}>
          <div class="pair">
            <CountField draft={draft} rule="min_households" label={say.min} step={1} />
            <CountField draft={draft} rule="max_households" label={say.max} step={1} />
          </div>
        </FieldGroup>
        <CountField draft={draft} rule="max_distance_m" label={say.distance} step={100} />
        <Minimum draft={draft} />
        <Priorities draft={draft} />
        {draft.rules.value.priorities.includes("fairest") && (
          <CountField draft={draft} rule="fairest_step_m" label={say.fairestStep} step={5} />
        )}
        <Recruiting draft={draft} />
        <TeamFields draft={draft} />
      </div>
      <Foot draft={draft} />
    </section>
  );
}

function Scope({ draft }: Props) {
  const say = useLocale().words.whatif;
  const { sites } = draft.run;
  if (sites.length < 2) return null;
  return (
    <div class="field">
      <label for="scope">{say.scope}</label>
      <select id="scope" value={draft.scope.value} onChange={(event) => void draft.choose(event.currentTarget.value)}>
        <option value="">{say.scopeAll}</option>
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
      </select>
      <small class="hint">{say.scopeSays}</small>
    </div>
  );
}

/** Says that a rule is not as it was. */
function Changed({ draft, rule }: Props & { readonly rule: keyof Rules }) {
  const say = useLocale().words.whatif;
  return rule in draft.changes.value ? <em class="changed">{say.changed}</em> : null;
}

function FieldGroup({ title, children }: { readonly title: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <fieldset class="field">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface CountProps extends Props {
  readonly rule: "min_households" | "max_households" | "max_distance_m" | "fairest_step_m";
  readonly label: string;
  readonly step: number;
}

function CountField({ draft, rule, label, step }: CountProps) {
  const now = draft.rules.value[rule] ?? STEP_M;
  const { language } = useLocale();
  return (
    <div class="field">
      <label for={rule}>
        {label}
        <Changed draft={draft} rule={rule} />
      </label>
      <div class="stepper">
        <Nudge label={label} by={-step} press={() => draft.change({ [rule]: Math.max(0, now - step) })} />
        <input
          type="text"
          id={rule}
          inputMode={step > 1 ? "decimal" : "numeric"}
          autoComplete="off"
          value={written(now, language)}
          onChange={(event) => draft.change({ [rule]: numberOf(event.currentTarget.value, language) })}
        />
        <Nudge label={label} by={step} press={() => draft.change({ [rule]: Math.max(0, now + step) })} />
      </div>
    </div>
  );
}

function Nudge({ label, by, press }: { readonly label: string; readonly by: number; readonly press: () => void }) {
  const sign = by > 0 ? "+" : "−";
  return (
    <button type="button" class="nudge" aria-label={`${label} ${sign}${Math.abs(by)}`} onClick={press}>
      {sign}
    </button>
  );
}

function Minimum({ draft }: Props) {
  const say = useLocale().words.whatif;
  return (
    <FieldGroup
      title={
        <>
          {say.minimum}
          <Changed draft={draft} rule="minimum" />
        </>
      }
    >
      {(["flag", "enforce"] as const).map((value) => (
        <label key={value} class="radio">
          <input
            type="radio"
            name="minimum"
            id={`minimum-${value}`}
            checked={draft.rules.value.minimum === value}
            onChange={() => draft.change({ minimum: value })}
          />
          {say[value]}
        </label>
      ))}
    </FieldGroup>
  );
}

/** The planner's order: what comes first, and what then. */
function Priorities({ draft }: Props) {
  const say = useLocale().words.whatif;
  const order = draft.rules.value.priorities;
  const set = (nth: 0 | 1, goal: string): void => {
    const chosen = [nth === 0 ? goal : order[0], nth === 1 ? goal : order[1], ...order.slice(2)];
    draft.change({ priorities: [...new Set(chosen.filter((one) => isPriority(one ?? "")))] as Priority[] });
  };
  return (
    <FieldGroup
      title={
        <>
          {say.priorities}
          <Changed draft={draft} rule="priorities" />
        </>
      }
    >
      <div class="stack">
        <GoalField nth={0} label={say.first} goals={GOALS} chosen={order[0]} set={(goal) => set(0, goal)} />
        <GoalField nth={1} label={say.then} goals={GOALS.filter((goal) => goal !== order[0])} chosen={order[1]} set={(goal) => set(1, goal)} />
      </div>
    </FieldGroup>
  );
}

interface GoalProps {
  readonly nth: 0 | 1;
  readonly label: string;
  readonly goals: readonly Priority[];
  readonly chosen: Priority | undefined;
  readonly set: (goal: string) => void;
}

function GoalField({ nth, label, goals, chosen, set }: GoalProps) {
  const say = useLocale().words.whatif;
  const id = `priority-${nth}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen ?? ""} onChange={(event) => set(event.currentTarget.value)}>
        {nth === 1 && <option value="">{say.nothing}</option>}
        {goals.map((goal) => (
          <option key={goal} value={goal}>
            {say.priority[goal]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Recruiting({ draft }: Props) {
  const say = useLocale().words.whatif;
  const { recruiting, max_recruits: most } = draft.rules.value;
  const { language } = useLocale();
  const read = (text: string): number | null => (text.trim() === "" ? null : numberOf(text, language));
  return (
    <div class="field">
      <label class="radio" for="recruiting">
        <input type="checkbox" id="recruiting" checked={recruiting} onChange={(event) => draft.change({ recruiting: event.currentTarget.checked })} />
        {say.recruiting}
        <Changed draft={draft} rule="recruiting" />
      </label>
      {recruiting && (
        <div class="field inner">
          <label for="max_recruits">
            {say.most}
            <Changed draft={draft} rule="max_recruits" />
          </label>
          <input type="text" id="max_recruits" inputMode="numeric" autoComplete="off" value={most === null ? "" : written(most, language)} onChange={(event) => draft.change({ max_recruits: read(event.currentTarget.value) })} />
        </div>
      )}
    </div>
  );
}

/** What the changes come to, in words, and what can be done with them. */
function Foot({ draft }: Props) {
  const locale = useLocale();
  const { words } = locale;
  const say = words.whatif;
  const [problem, changed] = [draft.problem.value, draft.isChanged.value];
  const plan = async (): Promise<void> => {
    const limit = draft.changes.value.max_distance_m;
    // What is absurd is asked about, not forbidden: a market hall may have a limit of 15 m.
    if (limit !== undefined && isAbsurd(limit) && !window.confirm(say.absurd(`${written(limit, locale.language)} m`))) return;
    await draft.plan();
  };
  return (
    <div class="foot">
      <p class={problem ? "said bad" : "said"} role="status">
        {problem || told(draft.changes.value, locale)}
      </p>
      <p class="actions">
        {!problem && changed && <TaskButton text={say.run} busy={words.start.planning} work={plan} />}
        {!changed && <span class="hint">{say.noChange}</span>}
        <button type="button" disabled={!draft.canUndo.value} onClick={() => draft.undo()}>
          {say.undo}
        </button>
        {changed && (
          <button type="button" class="quiet" onClick={() => draft.reset()}>
            {say.reset}
          </button>
        )}
      </p>
    </div>
  );
}

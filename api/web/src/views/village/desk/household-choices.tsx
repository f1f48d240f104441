/** Who else could take a household: how far, with how many households already, and what it would cost. */

import { useSignal } from "@preact/signals";

import { Icon } from "../../../components/verdict";
import { MEMBER, RECRUIT } from "../../../marks";
import { metresOf, mostOf } from "../../../model/hand/changes";
import type { Near } from "../../../model/hand/nearest";
import { withName } from "../../../model/names";
import { awayIn } from "../../../model/strips";
import { useLocale } from "../../../state/context";
import { awayText } from "../away";
import { called } from "../called";
import type { DeskProps } from "./props";

const SHOWN = 8;

interface Props extends DeskProps {
  readonly household: string;
}

export function HouseholdChoices({ state, desk, household }: Props) {
  const { words, number } = useLocale();
  const say = words.desk;
  const shown = useSignal(SHOWN);
  const near = nearOf(desk, household);
  const within = desk.base.nearest.within(household);
  const rest = near.length - shown.value;
  return (
    <div class="choices">
      <h3>{`${words.household} ${withName(household, state.names.value.household(household))}`}</h3>
      <p class="hint">{within === 0 ? say.nobodyNear : say.near(number(Math.min(near.length, shown.value)), number(within))}</p>
      <ul class="plain">
        {near.slice(0, shown.value).map((one) => (
          <Choice key={one.person} state={state} desk={desk} household={household} near={one} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="quiet" onClick={() => (shown.value += SHOWN)}>
          {say.more(number(Math.min(rest, SHOWN)))}
        </button>
      )}
    </div>
  );
}

/** Who looks after it comes first, also from beyond the limit; then the nearest. */
function nearOf(desk: Props["desk"], household: string): readonly Near[] {
  const { base } = desk;
  const before = base.share.personOf.get(household)?.person;
  const { persons, gone } = desk.hand.value;
  const others = base.nearest.of(household).filter(({ person }) => !gone.has(person));
  const far = [...new Set([persons.get(household), before])].filter(
    (one) => one !== undefined && !gone.has(one) && !others.some(({ person }) => person === one),
  );
  return [...far.map((person) => ({ person: person!, metres: metresOf(base, household, person!) })), ...others];
}

interface ChoiceProps extends Props {
  readonly near: Near;
}

function Choice({ state, desk, household, near: { person, metres } }: ChoiceProps) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.desk;
  const { base } = desk;
  const { persons, loads, locked, forbidden, most: changedMost } = desk.hand.value;
  const present = persons.get(household);
  const who = called(person, state.names.value, locale);
  const [load, most] = [loads.get(person) ?? 0, mostOf(base, { most: changedMost }, person)];
  const has = present === person;
  const kept = locked.get(household) === person;
  const banned = forbidden.get(household)?.has(person) ?? false;
  const far = awayIn(state.data.model.request, state.data.model.result.recruitment?.recruits ?? [])(household, person, metres);
  const more = has || present === undefined ? null : difference(metres, metresOf(base, household, present));
  const facts = [
    awayText(far, locale) + (more === null ? "" : ` (${say.metres(more, locale)})`),
    say.load(number(load), number(most)),
    has && say.present,
    kept && say.kept,
    banned && say.banned,
  ];
  const tooMany = !has && load + 1 > most;
  const subject = { kind: "person", id: person } as const;
  const change = (kind: "give" | "forbid" | "free"): void => desk.make({ kind, household, person });
  return (
    <li class={has ? "choice-line has" : "choice-line"} onMouseEnter={() => state.hover(subject)} onMouseLeave={() => state.hover(null)}>
      <Icon mark={base.share.byId.get(person)?.place ? RECRUIT : MEMBER} />
      <span class="item-text">
        <strong>{who}</strong>
        <small>{facts.filter(Boolean).join(" · ")}</small>
        {tooMany && <small class="warn">{say.wouldHave(number(load + 1), number(most))}</small>}
      </span>
      <span class="choice-buttons">
        <button type="button" aria-label={has ? (kept ? say.freeNamed : say.keepNamed)(household, who) : say.giveNamed(household, who)} onClick={() => change(has && kept ? "free" : "give")}>
          {has ? (kept ? say.free : say.keep) : say.give}
        </button>
        <button type="button" class="quiet" aria-label={(banned ? say.allowNamed : say.forbidNamed)(household, who)} onClick={() => change(banned ? "free" : "forbid")}>
          {banned ? say.allow : say.forbid}
        </button>
      </span>
    </li>
  );
}

function difference(metres: number | null, before: number | null): number | null {
  return metres === null || before === null ? null : metres - before;
}

/** What the village's map says, in lists for eye, keyboard and screen reader. */

import { pathOf } from "../../api/client";
import type { Recruit } from "../../api/free-objects";
import { Figure } from "../../components/figure";
import { NamesCard } from "../../components/names-card";
import { TaskButton } from "../../components/task-button";
import { ViewLink } from "../../components/view-link";
import { RECRUIT, SERVED, UNSERVED } from "../../marks";
import { withName } from "../../model/names";
import { movedSince, type PocketModel, recruitsByPlace } from "../../model/village";
import { useLocale, useStore } from "../../state/context";
import { called } from "./called";
import { Chosen, Finder } from "./finder";
import { History } from "./history";
import { Group, Item } from "./item";
import type { VillageState } from "./state";
import { countingOf } from "./tales";
import { TeamMoves } from "./teams";

interface Props {
  readonly state: VillageState;
}

/** The lists beside the map; where both plans are looked at, who is left out is told of today. */
export function Side({ state }: Props) {
  const { words, length } = useLocale();
  const say = words.village;
  const { name, plan } = state.share.value;
  return (
    <>
      <div class="figures small">
        {plan.walk_m !== null && <Figure value={length(plan.walk_m)} label={say.walkTotal} below={say[name]} />}
        {plan.longest_m !== null && <Figure value={length(plan.longest_m)} label={say.longest} below={say[name]} />}
        <Ranked state={state} />
      </div>
      {plan.walk_m === null && <p class="hint">{say.noMetres}</p>}
      {state.by.value === "team" && <TeamMoves state={state} />}
      <Moved state={state} />
      <NamesCard run={state.data.run} told="village" village={state.names.value} />
      <Finder state={state} />
      <div class="lists">
        <Chosen state={state} />
        <Why state={state} />
        <Recruits state={state} />
        <Unserved state={state} />
        <History state={state} />
      </div>
      <p class="actions">
        <Sheets state={state} />
        <button type="button" onClick={() => window.print()}>
          {say.print.button}
        </button>
        <ViewLink to="whatif" at={{ scope: state.data.model.request.id }} kind="button">
          {say.tryHere}
        </ViewLink>
      </p>
    </>
  );
}

/** What the planner's other goals come to, where they are ranked. */
function Ranked({ state }: Props) {
  const { words, length, number } = useLocale();
  const say = words.village;
  const { name, plan } = state.share.value;
  const { fairest, compact } = plan.proof;
  return (
    <>
      {fairest?.levels?.slice(0, 2).map(([step, beyond]) => (
        <Figure key={step} value={number(beyond)} label={say.beyond(length(step))} below={say[name]} />
      ))}
      {compact && <Figure value={number(compact.value / 100)} label={say.compact} below={say[name]} />}
    </>
  );
}

/** Households that somebody else looks after than in the version before. */
function Moved({ state }: Props) {
  const locale = useLocale();
  const { words } = locale;
  const { before, model } = state.data;
  if (!before) return null;
  const names = state.names.value;
  const who = (id: string | undefined): string => (id === undefined ? words.village.noPerson : called(id, names, locale));
  const items = movedSince(before, model.today).map((id) => (
    <Item key={id} state={state} subject={{ kind: "household", id }} mark={SERVED}>
      <strong>{`${words.household} ${withName(id, names.household(id))}`}</strong>
      <small>{`${who(before.persons.get(id))} → ${who(model.today.personOf.get(id)?.person)}`}</small>
    </Item>
  ));
  return <Group title={words.whatif.moved} says={words.village.movedSays(before.name)} items={items} />;
}

/** Why so many recruits are needed: pockets, and what else was proven. */
function Why({ state }: Props) {
  const { words, number } = useLocale();
  const say = words.village;
  const { recruitment } = state.data.model.result;
  if (!recruitment) return null;
  const bound = number(recruitment.bound);
  const told = !recruitment.proven ? say.notProven(bound) : recruitment.by === "search" ? say.bySearch(bound) : "";
  const items = state.data.model.pockets.map((pocket, nth) => <PocketItem key={nth} state={state} pocket={pocket} nth={nth} />);
  return (
    <Group title={say.why} says={say.whySays} items={items}>
      {told && <p class="hint">{told}</p>}
    </Group>
  );
}

function PocketItem({ state, pocket, nth }: Props & { readonly pocket: PocketModel; readonly nth: number }) {
  const locale = useLocale();
  const { words, number } = locale;
  const over = number(pocket.households.length - pocket.room);
  return (
    <Item state={state} subject={{ kind: "pocket", id: String(nth) }}>
      <strong>{countingOf(pocket, locale)}</strong>
      <small>{words.village.countingSays(over, number(pocket.recruits))}</small>
    </Item>
  );
}

function Recruits({ state }: Props) {
  const { words, number } = useLocale();
  const say = words.village;
  // A place of the planner's own may be called like a household, and is none.
  const own = (state.data.model.request.places ?? null) !== null;
  const items = [...recruitsByPlace(state.data.model)].map(([place, recruits]) => {
    const sum = (pick: (one: Recruit) => number): number => recruits.reduce((total, one) => total + pick(one), 0);
    const [served, worth] = [sum((one) => one.households), sum((one) => one.worth)];
    return (
      <Item key={place} state={state} subject={{ kind: "place", id: place }} mark={RECRUIT}>
        <strong>
          {recruits.length > 1 && `${number(recruits.length)} × `}
          {say.recruitNear(nearOf(recruits[0]), own ? place : withName(place, state.names.value.household(place)))}
        </strong>
        <small>{[say.recruitServes(number(served)), worth > 0 && say.recruitWorth(number(worth))].filter(Boolean).join(" · ")}</small>
      </Item>
    );
  });
  return <Group title={say.recruitsTitle} items={items} />;
}

/** The hamlet, and in a list the alley. */
function nearOf(recruit: Recruit | undefined): string {
  return [recruit?.hamlet, recruit?.alley].filter(Boolean).join(", ");
}

function Unserved({ state }: Props) {
  const { words, said } = useLocale();
  const shares = state.shares.value;
  const [share] = shares;
  // Hints are about today's members; a recruit may live where they do not reach.
  const told = share?.name === "today" ? (state.data.model.result.hints ?? []) : [];
  const hints = new Map(told.map(({ household, message }) => [household, said(message)]));
  const items = [...(share?.unserved ?? [])].map(([id, reason]) => {
    const [why, hint] = [words.reasons[reason], hints.get(id)];
    return (
      <Item key={id} state={state} subject={{ kind: "household", id }} mark={UNSERVED}>
        <strong>{`${words.household} ${withName(id, state.names.value.household(id))}`}</strong>
        <small>{hint ? `${why.replace(/\.$/, "")}: ${hint}.` : why}</small>
      </Item>
    );
  });
  const title = shares.length > 1 ? words.village.unservedToday : words.village.unservedTitle;
  return <Group title={title} items={items} />;
}

/** The printable lists of the plan that is looked at, once the whole run is over. */
function Sheets({ state }: Props) {
  const store = useStore();
  const { words } = useLocale();
  const say = words.village;
  const { run, model } = state.data;
  const { name } = state.share.value;
  if (run.job.status !== "succeeded") return null;
  const village = model.request.id;
  const by = state.by.value;
  const path = `${pathOf("/v1/results/{result}/villages/{village}/sheets.pdf", { result: run.job.id, village })}?plan=${name}&by=${by}`;
  const work = (): Promise<void> => store.download(path, `${village}-${name}-${by}.pdf`);
  const told = by === "team" ? say.teams.sheets : say.sheets;
  return <TaskButton text={told(say[name].toLowerCase())} busy={words.takehome.fetching} work={work} kind="" />;
}

/** A village by team: which way it is looked at, a card a team, and who changes team. */

import { Figure } from "../../components/figure";
import type { Team, Teams } from "../../model/teams";
import { useLocale } from "../../state/context";
import { called } from "./called";
import { Group, Item } from "./item";
import { WAYS, type VillageState } from "./state";

interface Props {
  readonly state: VillageState;
}

/** By member or by team; nothing where no teams were planned. */
export function WaySwitch({ state }: Props) {
  const say = useLocale().words.village.teams;
  if (!state.data.model.today.teams) return null;
  return (
    <fieldset class="switch">
      <legend class="unseen">{say.way}</legend>
      {WAYS.map((way) => (
        <label key={way} class="choice">
          <input type="radio" name="by" value={way} checked={state.by.value === way} onChange={() => state.look(way)} />
          <span>{say.by[way]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A card a team: leader, members, households, what is flagged. */
export function TeamCards({ state }: Props) {
  const say = useLocale().words.village.teams;
  const { teams } = state.share.value;
  if (!teams) return null;
  const items = teams.listed.map((team) => <TeamItem key={team.id} state={state} team={team} />);
  return <Group title={say.title} says={says(state, say.says)} items={items} />;
}

function says(state: VillageState, usual: string): string {
  return state.share.value.teams?.listed.length ? usual : "";
}

function TeamItem({ state, team }: Props & { readonly team: Team }) {
  const locale = useLocale();
  const { words, number, length } = locale;
  const say = words.village.teams;
  const named = (id: string): string => called(id, state.names.value, locale);
  const others = team.members.filter((member) => member !== team.leader).map(named);
  const remarks = [
    say.leader(named(team.leader)),
    say.size(number(team.members.length), number(team.households)),
    team.metres !== null && say.metres(length(team.metres)),
    ...team.flags.map((flag) => say.flags[flag]),
  ];
  return (
    <Item state={state} subject={{ kind: "team", id: team.id }} mark={{ fill: team.fill, ink: "#ffffff", path: "M-1-1H1V1H-1Z" }}>
      <strong>{say.name(team.id)}</strong>
      <small>{remarks.filter(Boolean).join(" · ")}</small>
      {others.length > 0 && <small>{say.members(others.join(", "))}</small>}
    </Item>
  );
}

/** Who changes team, whether fewer would do, and what is to be said of the village's teams. */
export function TeamMoves({ state }: Props) {
  const locale = useLocale();
  const { words, said, number } = locale;
  const say = words.village.teams;
  const { plan, teams } = state.share.value;
  if (!teams) return null;
  const named = (id: string): string => called(id, state.names.value, locale);
  const moves = plan.team_moves ?? [];
  const stay = plan.proof["stay"];
  const items = moves.map(([member, from, to]) => (
    <Item key={member} state={state} subject={{ kind: "person", id: member }} mark={markOf(teams, to)}>
      <strong>{named(member)}</strong>
      <small>{say.move(from, to, named(teams.byId.get(to)?.leader ?? ""))}</small>
    </Item>
  ));
  return (
    <>
      <div class="figures small">
        <Figure value={number(teams.listed.length)} label={say.count} below={words.village[state.share.value.name]} />
        <Figure value={number(moves.length)} label={say.moved} below={stay?.proven ? say.fewest : say.notProven} />
      </div>
      {(plan.team_flags ?? []).map(({ code, message }) => (
        <p key={code} class="tag warm">{said(message)}</p>
      ))}
      <Group title={say.movesTitle} items={items} />
    </>
  );
}

function markOf(teams: Teams, id: string) {
  return { fill: teams.byId.get(id)?.fill ?? "#bbbbbb", ink: "#ffffff", path: "M-1-1H1V1H-1Z" };
}

/** Teams as controls: whether there are any, how large, and how much their leaders look after. */

import type { TeamRules } from "../../api/types";
import { numberOf, written } from "../../model/numbers";
import { USUAL_TEAMS } from "../../model/team-rules";
import { useLocale } from "../../state/context";
import type { Draft } from "./draft";

interface Props {
  readonly draft: Draft;
}

export function TeamFields({ draft }: Props) {
  const say = useLocale().words.whatif;
  const teams = draft.rules.value.teams ?? null;
  const set = (more: Partial<TeamRules>): void => draft.change({ teams: { ...(teams ?? USUAL_TEAMS), ...more } });
  return (
    <div class="field">
      <label class="radio" for="teams">
        <input type="checkbox" id="teams" checked={teams !== null} onChange={(event) => draft.change({ teams: event.currentTarget.checked ? USUAL_TEAMS : null })} />
        {say.teams}
        {"teams" in draft.changes.value && <em class="changed">{say.changed}</em>}
      </label>
      {teams && (
        <div class="field inner">
          <div class="pair">
            <Count id="teams-min" label={say.teamMin} value={teams.min} set={(min) => set({ min: min ?? Number.NaN })} />
            <Count id="teams-max" label={say.teamMax} value={teams.max} set={(max) => set({ max: max ?? Number.NaN })} />
          </div>
          <Count id="teams-target" label={say.teamTarget} value={teams.target} set={(target) => set({ target: target ?? Number.NaN })} />
          <Count id="teams-leader" label={say.teamLeader} value={teams.leader_max_households ?? null} set={(led) => set({ leader_max_households: led })} />
        </div>
      )}
    </div>
  );
}

interface CountProps {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly set: (value: number | null) => void;
}

function Count({ id, label, value, set }: CountProps) {
  const { language } = useLocale();
  const read = (text: string): number | null => (text.trim() === "" ? null : numberOf(text, language));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input type="text" id={id} inputMode="numeric" autoComplete="off" value={value === null ? "" : written(value, language)} onChange={(event) => set(read(event.currentTarget.value))} />
    </div>
  );
}

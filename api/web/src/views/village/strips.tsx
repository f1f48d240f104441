/** A village without points, drawn as its list is: an alley a line, houses in order, a colour for each person. */

import type { House, HamletStrip } from "../../model/strips";
import type { Share, Subject } from "../../model/village";
import { useLocale } from "../../state/context";
import type { VillageState } from "./state";
import { runsOf, tintsOf, type Run } from "./runs";
import { called } from "./called";
import { taleOf } from "./tales";

interface StripsProps {
  readonly state: VillageState;
  readonly share: Share;
  readonly strips: readonly HamletStrip[];
}

export function StripsView({ state, share, strips }: StripsProps) {
  const locale = useLocale();
  const { words } = locale;
  const say = words.village;
  const tints = tintsOf(strips, share);
  const subject = state.subject.value;
  const told = subject ? taleOf(subject, state.data.model, share, locale, state.names.value) : [];
  return (
    <>
      <p class="strip-says">{told.length > 0 ? told.join(" · ") : say.stripsSay}</p>
      <div class="strips" role="img" aria-label={say.strips(say[share.name].toLowerCase())}>
        {strips.map(({ name, alleys }) => (
          <section key={name} class="hamlet-strip">
            <p class="hamlet-name">{name}</p>
            {alleys.map(({ name: alley, houses }) => (
              <div key={alley} class="alley">
                <span class="alley-name">{alley || say.noAlley}</span>
                <span class="alley-houses">
                  {runsOf(houses, share).map((run) => (
                    <RunView key={run.houses[0]?.order} run={run} tint={tints.get(run.person ?? "")} state={state} share={share} subject={subject} />
                  ))}
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </>
  );
}

interface RunProps {
  readonly run: Run;
  readonly tint: string | undefined;
  readonly state: VillageState;
  readonly share: Share;
  readonly subject: Subject | null;
}

/** Neighbouring houses of one person, under the person's id. */
function RunView({ run, tint, state, share, subject }: RunProps) {
  const locale = useLocale();
  const { person } = run;
  // Above a house there is room for an id, not for a member's name.
  const said = person === null ? (run.unserved ? "▲" : "") : state.names.value.isMember(person) ? person : called(person, state.names.value, locale);
  const at: Subject | null = person === null ? null : { kind: "person", id: person };
  return (
    <span class={person === null ? "run nobody" : "run"}>
      <span class="run-name" onMouseEnter={() => state.hover(at)} onMouseLeave={() => state.hover(null)} onClick={() => at && state.pin(at)}>
        {said}
      </span>
      <span class="run-houses">
        {run.houses.map((house) => (
          <HouseView key={house.order} house={house} tint={tint} state={state} share={share} faint={isFaint(house, subject, share, state)} />
        ))}
      </span>
    </span>
  );
}

interface HouseProps {
  readonly house: House;
  readonly tint: string | undefined;
  readonly state: VillageState;
  readonly share: Share;
  readonly faint: boolean;
}

/** A house: its number, a ring where a member lives, a star where a recruit is suggested. */
function HouseView({ house, tint, state, share, faint }: HouseProps) {
  const { household, members, order } = house;
  // Of the plan of today there are no recruits.
  const recruits = house.recruits.filter((id) => share.byId.has(id));
  const [somebody] = [...members, ...recruits];
  const subject: Subject = household === null ? { kind: "person", id: somebody ?? "" } : { kind: "household", id: household };
  const kinds = ["house", members.length > 0 && "home", recruits.length > 0 && "recruited", household === null && "bare", faint && "faint"];
  return (
    <span
      class={kinds.filter(Boolean).join(" ")}
      data-house={household ?? ""}
      style={{ backgroundColor: tint ?? "" }}
      onMouseEnter={() => state.hover(subject)}
      onMouseLeave={() => state.hover(null)}
      onClick={() => state.pin(subject)}
    >
      {order}
    </span>
  );
}

/** What does not belong to the subject steps back. */
function isFaint({ household, members, recruits }: House, subject: Subject | null, share: Share, state: VillageState): boolean {
  if (!subject) return false;
  const person = household === null ? null : (share.personOf.get(household)?.person ?? null);
  const lives = [...members, ...recruits];
  if (subject.kind === "household") return household !== subject.id && !lives.includes(share.personOf.get(subject.id)?.person ?? "");
  const people = person === null ? lives : [...lives, person];
  if (subject.kind === "person") return !people.includes(subject.id);
  if (subject.kind === "place") return !people.some((id) => share.byId.get(id)?.place === subject.id);
  return household === null || !state.data.model.pockets[Number(subject.id)]?.set.has(household);
}

/** A plan as changes by hand make it: what maps and lists show, for lack of a planned one. */

import { type Away, awayIn, farther } from "../strips";
import { gatheringsOf, type Person, type Share, type VillageModel } from "../village";
import { type Hand, type HandBase, metresOf } from "./changes";

/** The share after all changes; persons whose households stay the same stay the same objects. */
export function changedShare(model: VillageModel, base: HandBase, hand: Hand): Share {
  const { share } = base;
  if (hand.steps.length === 0) return share;
  const away = awayIn(model.request, model.result.recruitment?.recruits ?? []);
  const personOf = new Map(share.personOf);
  for (const home of hand.changed) {
    const person = hand.persons.get(home);
    if (person === undefined) personOf.delete(home);
    else personOf.set(home, { person, away: away(home, person, metresOf(base, home, person)) });
  }
  const touched = new Set([...hand.changed].flatMap((home) => [share.personOf.get(home)?.person ?? "", hand.persons.get(home) ?? ""]));
  const homes = homesOf(touched, personOf);
  const persons = share.persons
    .filter(({ id }) => !hand.gone.has(id))
    .map((one) => {
      const most = hand.most.get(one.id) ?? one.most;
      if (!touched.has(one.id)) return most === one.most ? one : { ...one, most };
      return { ...withHomes(one, homes.get(one.id) ?? []), most };
    });
  const left = [...share.personOf.keys()].filter((home) => !personOf.has(home)).map((home) => [home, "OPEN"] as const);
  const unserved = new Map([...[...share.unserved].filter(([home]) => !personOf.has(home)), ...left]);
  return {
    ...share,
    persons,
    gatherings: gatheringsOf(persons),
    byId: new Map(persons.map((one) => [one.id, one])),
    personOf,
    unserved,
    plan: { ...share.plan, ...walksOf(share, personOf), proof: {} },
  };
}

interface Home {
  readonly id: string;
  readonly away: Away;
}

/** The households of some persons. */
function homesOf(people: ReadonlySet<string>, personOf: Share["personOf"]): ReadonlyMap<string, readonly Home[]> {
  const found = new Map<string, Home[]>();
  for (const [id, { person, away }] of personOf) {
    if (people.has(person)) found.set(person, [...(found.get(person) ?? []), { id, away }]);
  }
  return found;
}

function withHomes(one: Person, homes: readonly Home[]): Person {
  const sorted = [...homes].sort((a, b) => farther(a.away, b.away));
  return { ...one, households: sorted.map(({ id }) => id), farthest: sorted.at(-1)?.away ?? { metres: 0 }, exception: false };
}

/** Assignments with their sums; no sum where a list has no metres, or those of a pair are not known. */
function walksOf({ plan }: Share, personOf: Share["personOf"]) {
  const assignments = [...personOf].map(([home, { person, away }]) => [home, person, "metres" in away ? away.metres : null] as const);
  const metres = assignments.flatMap(([, , walk]) => walk ?? []);
  const known = plan.walk_m !== null && metres.length === assignments.length;
  return {
    assignments,
    walk_m: known ? metres.reduce((total, walk) => total + walk, 0) : null,
    longest_m: known ? metres.reduce((most, walk) => Math.max(most, walk), 0) : null,
  };
}

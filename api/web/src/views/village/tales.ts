/** What is said of a household, a person, a place or a pocket. */

import { type VillageNames, withName } from "../../model/names";
import type { PocketModel, Share, Subject, VillageModel } from "../../model/village";
import type { Locale } from "../../words/locale";
import { awayText } from "./away";
import { called } from "./called";

/** "61 households, 5 members, 50 places". */
export function countingOf({ households, members, room }: PocketModel, { words, number }: Locale): string {
  return words.village.counting(number(households.length), number(members.length), number(room));
}

/** The lines beside a subject on the map. */
export function taleOf(subject: Subject, model: VillageModel, share: Share, locale: Locale, names: VillageNames): readonly string[] {
  if (subject.kind === "household") return ofHousehold(subject.id, share, locale, names);
  if (subject.kind === "person") return ofPerson(subject.id, share, locale, names);
  if (subject.kind === "team") return ofTeam(subject.id, share, locale, names);
  if (subject.kind === "place") return ofPlace(subject.id, share, locale);
  const pocket = model.pockets[Number(subject.id)];
  return pocket ? [countingOf(pocket, locale)] : [];
}

function ofHousehold(id: string, share: Share, locale: Locale, names: VillageNames): readonly string[] {
  const { words } = locale;
  const found = share.personOf.get(id);
  const reason = share.unserved.get(id);
  const who = found ? words.village.withPerson(called(found.person, names, locale), awayText(found.away, locale)) : words.village.nobody;
  return [`${words.household} ${withName(id, names.household(id))}`, who, ...(reason ? [words.reasons[reason]] : [])];
}

function ofPerson(id: string, share: Share, locale: Locale, names: VillageNames): readonly string[] {
  const { words, number } = locale;
  const person = share.byId.get(id);
  if (!person) return [];
  const load = words.village.load(number(person.households.length), number(person.most));
  const farthest = words.village.farthest(awayText(person.farthest, locale));
  const team = share.teams?.ofPerson.get(id);
  const role = team && (team.leader === id ? words.village.teams.leads : words.village.teams.belongs)(team.id);
  const who = called(person.id, names, locale);
  return [person.place ? who : `${words.member} ${who}`, load, farthest, ...(role ? [role] : [])];
}

function ofTeam(id: string, share: Share, locale: Locale, names: VillageNames): readonly string[] {
  const { words, number } = locale;
  const team = share.teams?.byId.get(id);
  const say = words.village.teams;
  if (!team) return [];
  return [say.name(team.id), say.leader(called(team.leader, names, locale)), say.size(number(team.members.length), number(team.households))];
}

function ofPlace(id: string, share: Share, { words, number }: Locale): readonly string[] {
  const recruits = share.gatherings.find(({ place }) => place === id)?.recruits ?? [];
  if (recruits.length === 0) return [];
  const homes = recruits.reduce((total, { households }) => total + households.length, 0);
  return [words.count.recruits(number(recruits.length)), words.village.recruitServes(number(homes))];
}

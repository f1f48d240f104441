/** What the village's map says, in lists for eye, keyboard and screen reader. */

import { h } from "../dom";
import type { Child } from "../dom";
import { inOrder, length, number, said, words } from "../language";
import type { Subject } from "../map/village";
import { icon, type Mark, MEMBER, RECRUIT, SERVED, UNSERVED } from "../marks";
import type { Recruit } from "../types";
import type { Person, PocketModel, Share, VillageModel } from "../village-model";

/** Another version's plan for today: its name, and whom each household had. */
export interface Before {
  readonly name: string;
  readonly persons: ReadonlyMap<string, string>;
}

export interface Pointing {
  readonly hover: (subject: Subject) => void;
  readonly pick: (subject: Subject, moving?: boolean) => void;
}

/** The lists beside the map; where both plans are looked at, who is left out is told of today. */
export function side(model: VillageModel, shares: readonly Share[], pointing: Pointing): HTMLElement {
  return h("div", { class: "lists" }, why(model, pointing), recruits(model, pointing), unserved(model, shares[0]!, shares.length > 1, pointing));
}

function item(subject: NonNullable<Subject>, pointing: Pointing, mark: Mark | null, ...children: Child[]): HTMLElement {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "item",
        "aria-pressed": "false",
        "data-subject": `${subject.kind}:${subject.id}`,
        on: {
          mouseenter: () => pointing.hover(subject),
          mouseleave: () => pointing.hover(null),
          focus: () => pointing.hover(subject),
          blur: () => pointing.hover(null),
          click: () => pointing.pick(subject, true),
        },
      },
      mark ? icon(mark) : h("span", { class: "pocket-mark", "aria-hidden": "true" }),
      h("span", { class: "item-text" }, ...children),
    ),
  );
}

function group(title: string, says: string, open: boolean, items: readonly Child[]): HTMLElement | false {
  if (items.length === 0) return false;
  return h(
    "details",
    { class: "card group", open },
    h("summary", {}, h("h2", {}, title), h("span", { class: "tally" }, number(items.length))),
    says && h("p", { class: "hint" }, says),
    h("ul", { class: "plain" }, items),
  );
}

function why(model: VillageModel, pointing: Pointing): HTMLElement | false {
  const say = words().village;
  const { recruitment } = model.result;
  if (!recruitment) return false;
  const made = group(say.why, say.whySays, true, model.pockets.map((pocket, nth) => pocketItem(pocket, nth, pointing)));
  const bound = number(recruitment.bound);
  const told = !recruitment.proven ? say.notProven(bound) : recruitment.by === "search" ? say.bySearch(bound) : "";
  if (made && told) made.append(h("p", { class: "hint" }, told));
  return made;
}

function pocketItem(pocket: PocketModel, nth: number, pointing: Pointing): HTMLElement {
  const say = words().village;
  return item(
    { kind: "pocket", id: String(nth) },
    pointing,
    null,
    h("strong", {}, pocket.counting),
    h("small", {}, say.countingSays(number(pocket.households.length - pocket.room), number(pocket.recruits))),
  );
}

function recruits(model: VillageModel, pointing: Pointing): HTMLElement | false {
  const say = words().village;
  const byPlace = new Map<string, Recruit[]>();
  for (const one of model.result.recruitment?.recruits ?? []) {
    byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  }
  const items = [...byPlace].map(([place, ones]) => {
    const sum = (pick: (one: Recruit) => number): number => ones.reduce((total, one) => total + pick(one), 0);
    const [served, worth] = [sum((one) => one.households), sum((one) => one.worth)];
    return item(
      { kind: "place", id: place },
      pointing,
      RECRUIT,
      h("strong", {}, ones.length > 1 && `${number(ones.length)} × `, say.recruitNear(ones[0]?.hamlet ?? "", place)),
      h("small", {}, [say.recruitServes(number(served)), worth > 0 && say.recruitWorth(number(worth))].filter(Boolean).join(" · ")),
    );
  });
  return group(say.recruitsTitle, "", true, items);
}

function unserved(model: VillageModel, share: Share, today: boolean, pointing: Pointing): HTMLElement | false {
  const say = words();
  // Hints are about today's members; a recruit may live where they do not reach.
  const hints = new Map(share.name === "today" ? model.result.hints?.map((hint) => [hint.household, said(hint.message)]) : []);
  const items = [...share.unserved].map(([id, reason]) => {
    const [why, hint] = [say.reasons[reason], hints.get(id)];
    const told = hint ? `${why.replace(/\.$/, "")}: ${hint}.` : why;
    return item({ kind: "household", id }, pointing, UNSERVED, h("strong", {}, `${say.household} ${id}`), h("small", {}, told));
  });
  return group(today ? say.village.unservedToday : say.village.unservedTitle, "", true, items);
}

/** Households that somebody else looks after than in the version before. */
export function moved(share: Share, before: Before, pointing: Pointing): HTMLElement | false {
  const say = words();
  const is = (id: string): string | undefined => share.personOf.get(id)?.person;
  const ids = [...new Set([...before.persons.keys(), ...share.personOf.keys()])].filter((id) => before.persons.get(id) !== is(id));
  const items = ids.sort(inOrder).map((id) => {
    const told = [before.persons.get(id), is(id)].map((person) => person ?? say.village.noPerson).join(" → ");
    return item({ kind: "household", id }, pointing, SERVED, h("strong", {}, `${say.household} ${id}`), h("small", {}, told));
  });
  return group(say.whatif.moved, say.village.movedSays(before.name), true, items);
}

/** Everybody who looks after somebody, the recruits first. */
export function persons(share: Share, pointing: Pointing): HTMLElement | false {
  const say = words().village;
  const sorted = [...share.persons].sort((a, b) => Number(b.place !== null) - Number(a.place !== null) || b.households.length - a.households.length || inOrder(a.id, b.id));
  return group(say.persons, say.personsSay, true, sorted.map((person) => personItem(person, pointing)));
}

function personItem(person: Person, pointing: Pointing): HTMLElement {
  const say = words();
  const load = person.households.length;
  const meter = h("span", { class: "meter", "aria-hidden": "true" }, h("span", {}));
  (meter.firstElementChild as HTMLElement).style.width = `${Math.min(100, (100 * load) / Math.max(1, person.most))}%`;
  const remarks = [
    say.village.load(number(load), number(person.most)),
    person.reserve && say.village.reserve,
    person.exception && say.village.exception,
    load > 0 && say.village.farthest(length(person.farthest)),
  ];
  return item(
    { kind: "person", id: person.id },
    pointing,
    person.place ? RECRUIT : MEMBER,
    h("strong", {}, person.id),
    meter,
    h("small", {}, remarks.filter(Boolean).join(" · ")),
  );
}

/** What the marks of the map mean. */
export function legend(model: VillageModel): HTMLElement {
  const say = words().village.legend;
  const line = (mark: Mark, text: string): HTMLElement => h("li", {}, icon(mark), text);
  return h(
    "ul",
    { class: "legend plain", "aria-label": words().map.legend },
    line(SERVED, say.served),
    line(MEMBER, say.member),
    model.today.unserved.size > 0 && line(UNSERVED, say.unserved),
    (model.result.recruitment?.recruits.length ?? 0) > 0 && line(RECRUIT, say.recruit),
    model.pockets.length > 0 && h("li", {}, h("span", { class: "pocket-mark", "aria-hidden": "true" }), say.pocket),
    model.land.paths.length > 0 && ground("path", say.path),
    model.land.walls.length > 0 && ground("wall", say.wall),
    model.land.crossings.length > 0 && ground("crossing", say.crossing),
  );
}

function ground(kind: string, text: string): HTMLElement {
  return h("li", {}, h("span", { class: `land-mark ${kind}`, "aria-hidden": "true" }), text);
}

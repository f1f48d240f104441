/** Names of households and members, matched with ids; nothing of this module leaves the browser. */

export type NameKind = "households" | "members";

/** A row of a file of names, and where it stands there. */
export interface NameRow {
  readonly kind: NameKind;
  /** Empty where the file names none. */
  readonly village: string;
  readonly id: string;
  readonly name: string;
  readonly at: string;
}

/** An id with two names, or a row that belongs to no id: told, and given no name. */
export interface NameDoubt {
  readonly why: "twoNames" | "noVillage" | "strangeVillage" | "noId" | "strangeId";
  readonly village: string;
  readonly id: string;
  readonly at: readonly string[];
}

type Ids = ReadonlyMap<string, NameRow>;
type OfVillage = Readonly<Record<NameKind, Ids>>;

export interface NameBook {
  readonly villages: ReadonlyMap<string, OfVillage>;
  readonly doubts: readonly NameDoubt[];
}

/** Names of one village by id; empty where there is none. */
export interface VillageNames {
  readonly household: (id: string) => string;
  readonly person: (id: string) => string;
  /** Whether somebody is a member of today, not a recruit. */
  readonly isMember: (id: string) => boolean;
  /** Ids with a name, and all. */
  readonly counts: Readonly<Record<NameKind, readonly [number, number]>>;
  readonly doubts: readonly NameDoubt[];
}

/** Put rows to the villages of a plan; rows without a village are those of the only one. */
export function nameBook(rows: readonly NameRow[], villages: readonly string[]): NameBook {
  const known = new Set(villages);
  const only = villages.length === 1 ? (villages[0] ?? "") : "";
  const said = new Map<string, Record<NameKind, Map<string, NameRow[]>>>();
  const doubts: NameDoubt[] = [];
  for (const row of rows) {
    const village = row.village || only;
    const why = !row.id ? "noId" : !village ? "noVillage" : !known.has(village) ? "strangeVillage" : null;
    if (why) doubts.push({ why, village: "", id: "", at: [row.at] });
    else {
      const own = said.get(village) ?? { households: new Map(), members: new Map() };
      said.set(village, own);
      own[row.kind].set(row.id, [...(own[row.kind].get(row.id) ?? []), row]);
    }
  }
  const single = (village: string, ids: ReadonlyMap<string, readonly NameRow[]>): Ids => {
    const found = new Map<string, NameRow>();
    for (const [id, [first, ...others]] of ids) {
      const same = others.every(({ name }) => name.toLowerCase() === first?.name.toLowerCase());
      if (first && same) found.set(id, first);
      else if (first) doubts.push({ why: "twoNames", village, id, at: [first, ...others].map(({ at }) => at) });
    }
    return found;
  };
  const sorted = [...said].map(
    ([village, { households, members }]) =>
      [village, { households: single(village, households), members: single(village, members) }] as const,
  );
  return { villages: new Map(sorted), doubts };
}

/** The names of a village, and what of them is nobody's there. */
export function namesOfVillage(book: NameBook, village: string, ids: Readonly<Record<NameKind, readonly string[]>>): VillageNames {
  const own = book.villages.get(village);
  const there: Readonly<Record<NameKind, ReadonlySet<string>>> = { households: new Set(ids.households), members: new Set(ids.members) };
  const named = (kind: NameKind): readonly [number, number] => [
    ids[kind].filter((id) => own?.[kind].has(id)).length,
    ids[kind].length,
  ];
  const strange = (kind: NameKind): readonly NameDoubt[] => {
    const rows = [...(own?.[kind].values() ?? [])].filter(({ id }) => !there[kind].has(id));
    return rows.map(({ at }) => ({ why: "strangeId", village, id: "", at: [at] }));
  };
  // A recruit, or a place, is nobody whom a file of names could know.
  const name = (kind: NameKind, id: string): string => (there[kind].has(id) ? nameIn(book, kind, village, id) : "");
  return {
    household: (id) => name("households", id),
    person: (id) => name("members", id),
    isMember: (id) => there.members.has(id),
    counts: { households: named("households"), members: named("members") },
    doubts: [...book.doubts.filter((one) => one.village === village), ...strange("households"), ...strange("members")],
  };
}

export function nameIn(book: NameBook, kind: NameKind, village: string, id: string): string {
  return book.villages.get(village)?.[kind].get(id)?.name ?? "";
}

/** An id with its name beside it, where it has one. */
export function withName(id: string, name: string): string {
  return name ? `${id} · ${name}` : id;
}

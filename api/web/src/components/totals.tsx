/** The three numbers that matter. */

import type { Row } from "../api/types";
import { Figure } from "./figure";
import { totalsOf } from "../model/province";
import { useLocale } from "../state/context";

export function Totals({ rows }: { readonly rows: readonly Row[] }) {
  const { words, number } = useLocale();
  const say = words.province;
  const { villages, households, members, short, recruits, proven, unserved } = totalsOf(rows);
  const label = recruits === null ? say.recruitsUnasked : proven ? say.recruits : say.recruitsAtLeast;
  return (
    <>
      <Figure value={number(short)} label={say.villagesShort} below={say.ofVillages(number(villages))} tone={toneOf(short)} />
      <Figure value={recruits === null ? words.unknown : number(recruits)} label={label} below={say.ofMembers(number(members))} tone={toneOf(recruits ?? 0)} />
      <Figure value={number(unserved)} label={say.unserved} below={say.ofHouseholds(number(households))} tone={toneOf(unserved)} />
    </>
  );
}

function toneOf(value: number): "warm" | "calm" {
  return value > 0 ? "warm" : "calm";
}

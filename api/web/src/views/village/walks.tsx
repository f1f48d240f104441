/** How far households walk, as a picture with a sentence that says the same. */

import { useMemo } from "preact/hooks";

import { Histogram } from "../../components/histogram";
import { walksOf } from "../../model/village";
import { useLocale } from "../../state/context";
import type { VillageState } from "./state";

export function Walks({ state }: { readonly state: VillageState }) {
  const { words, length } = useLocale();
  const say = words.village;
  const shares = state.shares.value;
  const series = useMemo(() => shares.map((share) => ({ name: say[share.name], metres: walksOf(share).metres })), [shares, say]);
  const { metres, median, most } = walksOf(state.share.value);
  // A list states no metres.
  if (metres.length === 0) return null;
  return (
    <section class="card">
      <h2>{say.histogram}</h2>
      <Histogram series={series} />
      <p class="hint">{say.histogramSays(length(median), length(most))}</p>
    </section>
  );
}

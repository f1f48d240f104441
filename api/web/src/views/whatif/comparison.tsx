/** Two results side by side: what got better, what got worse, and who changes. */

import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

import type { Client } from "../../api/client";
import type { ComparedVillage } from "../../api/free-objects";
import type { Run } from "../../api/runs";
import type { Both, Site } from "../../api/types";
import { Figure } from "../../components/figure";
import { Icon } from "../../components/verdict";
import { ViewLink } from "../../components/view-link";
import { MapView } from "../../map/map-view";
import { type Look, provinceLayers } from "../../map/province-layers";
import { type Mark, VERDICT_MARKS } from "../../marks";
import { shortOf, sumsOf, type Tone, toneOf, weightOf, withoutUnasked } from "../../model/comparison";
import { layout } from "../../model/layout";
import { useLocale, useStore } from "../../state/context";
import type { Locale } from "../../words/locale";
import { ComparedVillages } from "./compared-villages";

const TONES: Readonly<Record<Tone, Mark>> = {
  better: VERDICT_MARKS.OK,
  worse: VERDICT_MARKS.NEEDS_MEMBERS,
  same: { fill: "#d5dad3", ink: "#000000", path: VERDICT_MARKS.TIGHT.path },
};

/** By weight: what changes most lies on top. */
const SIZES = [
  { radius: 5, order: 0 },
  { radius: 6, order: 1 },
  { radius: 10, order: 2 },
] as const;

export async function readComparison(client: Client, before: Run, after: Run, signal: AbortSignal): Promise<readonly ComparedVillage[]> {
  const query = { a: before.job.id, b: after.job.id };
  const { villages } = await client.get("/v1/comparisons", {}, { query, signal });
  return withoutUnasked(villages as unknown as readonly ComparedVillage[], before, after);
}

export interface ComparisonProps {
  readonly before: Run;
  readonly after: Run;
  readonly villages: readonly ComparedVillage[];
}

export function Comparison({ before, after, villages }: ComparisonProps) {
  const { router } = useStore();
  const say = useLocale().words.whatif;
  const pointed = useSignal<string | null>(null);
  const base = before.job.id;
  const point = (id: string | null): void => void (pointed.value = id);
  const open = (id: string): void => router.go("village", { village: id, base });
  return (
    <section class="card comparison" aria-labelledby="comparison">
      <h2 id="comparison">{say.comparisonTitle}</h2>
      <p class="hint">{say.comparing(before.scenario.name, after.scenario.name)}</p>
      <Figures villages={villages} />
      <p class="actions">
        <ViewLink to="province" kind="button primary">
          {say.open}
        </ViewLink>
        <ViewLink to="whatif" at={{ run: base }} kind="button">
          {say.stepBack}
        </ViewLink>
      </p>
      {after.sites.length > 1 && <ToneMap run={after} villages={villages} pointed={pointed} point={point} open={open} />}
      {after.sites.length > 1 && <Legend villages={villages} />}
      <p class="hint">{say.howJudged}</p>
      <ComparedVillages villages={villages} base={base} pointed={pointed} open={open} />
    </section>
  );
}

interface ToneMapProps {
  readonly run: Run;
  readonly villages: readonly ComparedVillage[];
  readonly pointed: ReadonlySignal<string | null>;
  readonly point: (id: string | null) => void;
  readonly open: (id: string) => void;
}

/** Every village by what became of it. */
function ToneMap({ run, villages, pointed, point, open }: ToneMapProps) {
  const locale = useLocale();
  const layers = useMemo(() => {
    const known = new Map(villages.map((village) => [village.id, village]));
    const look = signal((id: string): Look | null => lookOf(known.get(id)));
    const tell = (site: Site): readonly string[] => [site.name || site.id, ...taleOf(known.get(site.id), locale)];
    return provinceLayers({ sites: run.sites, layout: layout(run.sites, run.scenario.coordinates === "lonlat"), look, pointed, tell });
  }, [villages, locale]);
  const whole = useSignal(null);
  return <MapView label={locale.words.province.map} layers={layers} sight={whole} onHover={point} onPick={(id) => id !== null && open(id)} />;
}

function lookOf(village: ComparedVillage | undefined): Look | null {
  return village ? { mark: TONES[toneOf(village)], ...SIZES[weightOf(village)], faded: false } : null;
}

function taleOf(village: ComparedVillage | undefined, { words, number }: Locale): readonly string[] {
  if (!village) return [];
  const say = words.province;
  const pair = ([was, is]: Both<number | null>): string => `${number(was ?? 0)} → ${number(is ?? 0)}`;
  return [`${say.recruits}: ${pair(village.recruits)}`, `${say.unserved}: ${pair(village.unserved)}`];
}

function Legend({ villages }: { readonly villages: readonly ComparedVillage[] }) {
  const { words, number } = useLocale();
  const tones = villages.map(toneOf);
  return (
    <ul class="legend plain" aria-label={words.map.legend}>
      {(["better", "worse", "same"] as const).map((tone) => (
        <li key={tone}>
          <Icon mark={TONES[tone]} />
          {words.whatif[tone]}
          <b>{number(tones.filter((one) => one === tone).length)}</b>
        </li>
      ))}
    </ul>
  );
}

function Figures({ villages }: { readonly villages: readonly ComparedVillage[] }) {
  const { words, number } = useLocale();
  const moved = villages.reduce((total, village) => total + (village.households_changed ?? 0), 0);
  return (
    <div class="figures compared">
      <PairFigure label={words.province.villagesShort} pair={sumsOf(villages, shortOf)} />
      <PairFigure label={words.province.recruits} pair={sumsOf(villages, ({ recruits }) => recruits)} />
      <PairFigure label={words.province.unserved} pair={sumsOf(villages, ({ unserved }) => unserved)} />
      <Figure value={number(moved)} label={words.whatif.moved} />
    </div>
  );
}

function PairFigure({ label, pair: [was, is] }: { readonly label: string; readonly pair: Both<number | null> }) {
  const { words, number } = useLocale();
  const say = words.whatif;
  const value = [was, is].map((one) => (one === null ? words.unknown : number(one))).join(" → ");
  if (was === null || is === null) return <Figure value={value} label={label} />;
  const below = is === was ? say.same : is < was ? say.better : say.worse;
  return <Figure value={value} label={label} below={below} tone={is < was ? "calm" : is > was ? "warm" : ""} />;
}

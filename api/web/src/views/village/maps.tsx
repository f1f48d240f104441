/** The maps of a village's plans, which of them are looked at, and what their marks mean. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";

import { Icon } from "../../components/verdict";
import { newView } from "../../map/canvas-map";
import { MapView } from "../../map/map-view";
import { villageLayers } from "../../map/village-layers";
import { type Mark, MEMBER, RECRUIT, SERVED, UNSERVED } from "../../marks";
import type { Strips } from "../../model/strips";
import type { Share, VillageModel } from "../../model/village";
import { useLocale } from "../../state/context";
import { PLANS, type VillageState } from "./state";
import { StripsView } from "./strips";
import { countingOf, taleOf } from "./tales";

export function PlanSwitch({ state }: { readonly state: VillageState }) {
  const say = useLocale().words.village;
  if (!state.data.model.after) return <p class="hint">{say.notAfter}</p>;
  return (
    <fieldset class="switch">
      <legend class="unseen">{say.plan}</legend>
      {PLANS.filter((name) => !state.desk || name === "today" || (name === "after" && state.measuresRecruits)).map((name) => (
        <label key={name} class="choice">
          <input type="radio" name="plan" value={name} checked={state.plan.value === name} onChange={() => state.choose(name)} />
          <span>{say[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function PlanMaps({ state }: { readonly state: VillageState }) {
  const view = useMemo(newView, []);
  const shares = state.shares.value;
  const { strips } = state.data.model;
  return (
    <div class={strips ? "maps listed" : "maps"} data-count={shares.length}>
      {shares.map((share, nth) => (
        <Fragment key={`${share.name} of ${shares.length} by ${state.by.value}`}>
          {strips ? <PlanStrips state={state} share={state.desk ? state.share.value : share} strips={strips} /> : <PlanMap state={state} share={share} view={view} first={nth === 0} />}
        </Fragment>
      ))}
    </div>
  );
}

interface PlanStripsProps {
  readonly state: VillageState;
  readonly share: Share;
  readonly strips: Strips;
}

/** In the place of a map: the alleys, or a word that there is nothing to draw. */
function PlanStrips({ state, share, strips }: PlanStripsProps) {
  const say = useLocale().words.village;
  return (
    <figure>
      <Caption share={share} />
      {strips.length > 0 ? <StripsView state={state} share={share} strips={strips} /> : <p class="card hint">{say.noPoints}</p>}
    </figure>
  );
}

interface PlanMapProps {
  readonly state: VillageState;
  readonly share: Share;
  readonly view: ReturnType<typeof newView>;
  readonly first: boolean;
}

function PlanMap({ state, share, view, first }: PlanMapProps) {
  const locale = useLocale();
  const { model } = state.data;
  const say = locale.words.village;
  const by = state.by.value;
  // What is changed by hand is drawn into the map that stands, which is made anew for another plan only.
  const drawn = useMemo(() => (state.desk ? state.share : signal(share)), [share]);
  const layers = useMemo(
    () =>
      villageLayers({
        model,
        share: drawn,
        changed: state.desk?.changed ?? null,
        subject: state.subject,
        tell: (subject) => taleOf(subject, model, drawn.value, locale, state.names.peek()),
        number: locale.number,
        counting: (pocket) => countingOf(pocket, locale),
        byTeam: by === "team",
      }),
    [drawn, locale, by],
  );
  return (
    <figure>
      <PlanCaption drawn={drawn} />
      <MapView
        label={say.map(say[share.name].toLowerCase())}
        layers={layers}
        sight={state.sight}
        view={view}
        buttons={first}
        onHover={(subject) => state.hover(subject)}
        onPick={(subject) => state.pin(subject)}
      />
    </figure>
  );
}

function PlanCaption({ drawn }: { readonly drawn: ReadonlySignal<Share> }) {
  return <Caption share={drawn.value} />;
}

function Caption({ share }: { readonly share: Share }) {
  const { words, number } = useLocale();
  const say = words.village;
  const left = share.unserved.size;
  return (
    <figcaption>
      <strong>{say[share.name]}</strong>
      <span class={left > 0 ? "tag warm" : "tag calm"}>{left > 0 ? say.unserved(number(left)) : say.allServed}</span>
    </figcaption>
  );
}

export function Legend({ state }: { readonly state: VillageState }) {
  const { words } = useLocale();
  const { model } = state.data;
  const say = words.village.legend;
  const { paths, walls, crossings } = model.ground;
  if (model.strips) return model.strips.length > 0 ? <StripLegend model={model} /> : null;
  return (
    <ul class="legend plain" aria-label={words.map.legend}>
      <MarkLine mark={SERVED} text={say.served} />
      <MarkLine mark={MEMBER} text={say.member} />
      {model.today.unserved.size > 0 && <MarkLine mark={UNSERVED} text={say.unserved} />}
      {(model.result.recruitment?.recruits.length ?? 0) > 0 && <MarkLine mark={RECRUIT} text={say.recruit} />}
      {state.by.value === "team" && <MarkLine mark={MEMBER} text={words.village.teams.legend} />}
      {state.desk && <DrawnLine kind="changed-mark" text={words.desk.legend} />}
      {model.pockets.length > 0 && state.by.value === "member" && <DrawnLine kind="pocket-mark" text={say.pocket} />}
      {paths.length > 0 && <DrawnLine kind="land-mark path" text={say.path} />}
      {walls.length > 0 && <DrawnLine kind="land-mark wall" text={say.wall} />}
      {crossings.length > 0 && <DrawnLine kind="land-mark crossing" text={say.crossing} />}
    </ul>
  );
}

/** What the marks of houses in alleys mean. */
function StripLegend({ model }: { readonly model: VillageModel }) {
  const { words } = useLocale();
  const say = words.village.legend;
  return (
    <ul class="legend plain" aria-label={words.map.legend}>
      <DrawnLine kind="house" text={say.stripHouse} />
      <DrawnLine kind="house home" text={say.stripHome} />
      {(model.result.recruitment?.recruits.length ?? 0) > 0 && <DrawnLine kind="house recruited" text={say.recruit} />}
      {model.today.unserved.size > 0 && <DrawnLine kind="house left" text={say.unserved} />}
    </ul>
  );
}

function MarkLine({ mark, text }: { readonly mark: Mark; readonly text: string }) {
  return (
    <li>
      <Icon mark={mark} />
      {text}
    </li>
  );
}

function DrawnLine({ kind, text }: { readonly kind: string; readonly text: string }) {
  return (
    <li>
      <span class={kind} aria-hidden="true" />
      {text}
    </li>
  );
}

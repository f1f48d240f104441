/** The maps of a village's plans, which of them are looked at, and what their marks mean. */

import { useMemo } from "preact/hooks";

import { Icon } from "../../components/verdict";
import { newView } from "../../map/canvas-map";
import { MapView } from "../../map/map-view";
import { villageLayers } from "../../map/village-layers";
import { type Mark, MEMBER, RECRUIT, SERVED, UNSERVED } from "../../marks";
import type { Share } from "../../model/village";
import { useLocale } from "../../state/context";
import { PLANS, type VillageState } from "./state";
import { countingOf, taleOf } from "./tales";

export function PlanSwitch({ state }: { readonly state: VillageState }) {
  const say = useLocale().words.village;
  if (!state.data.model.after) return <p class="hint">{say.notAfter}</p>;
  return (
    <fieldset class="switch">
      <legend class="unseen">{say.plan}</legend>
      {PLANS.map((name) => (
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
  return (
    <div class="maps" data-count={shares.length}>
      {shares.map((share, nth) => (
        <PlanMap key={`${share.name} of ${shares.length} by ${state.by.value}`} state={state} share={share} view={view} first={nth === 0} />
      ))}
    </div>
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
  const layers = useMemo(
    () =>
      villageLayers({
        model,
        share,
        subject: state.subject,
        tell: (subject) => taleOf(subject, model, share, locale),
        number: locale.number,
        counting: (pocket) => countingOf(pocket, locale),
        byTeam: by === "team",
      }),
    [share, locale, by],
  );
  return (
    <figure>
      <Caption share={share} />
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
  return (
    <ul class="legend plain" aria-label={words.map.legend}>
      <MarkLine mark={SERVED} text={say.served} />
      <MarkLine mark={MEMBER} text={say.member} />
      {model.today.unserved.size > 0 && <MarkLine mark={UNSERVED} text={say.unserved} />}
      {(model.result.recruitment?.recruits.length ?? 0) > 0 && <MarkLine mark={RECRUIT} text={say.recruit} />}
      {state.by.value === "team" && <MarkLine mark={MEMBER} text={words.village.teams.legend} />}
      {model.pockets.length > 0 && state.by.value === "member" && <DrawnLine kind="pocket-mark" text={say.pocket} />}
      {paths.length > 0 && <DrawnLine kind="land-mark path" text={say.path} />}
      {walls.length > 0 && <DrawnLine kind="land-mark wall" text={say.wall} />}
      {crossings.length > 0 && <DrawnLine kind="land-mark crossing" text={say.crossing} />}
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

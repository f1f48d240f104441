/** What to do about a village, in a sentence, and what could be relaxed instead of recruiting. */

import { ViewLink } from "../../components/view-link";
import type { VillageModel } from "../../model/village";
import { useLocale } from "../../state/context";

export function Advice({ model }: { readonly model: VillageModel }) {
  const { words, said } = useLocale();
  return (
    <section class="card what">
      <h2>{words.village.what}</h2>
      <p>{said(model.result.message)}</p>
      <Instead model={model} />
    </section>
  );
}

/** Each way is a what-if that is filled in. */
function Instead({ model }: { readonly model: VillageModel }) {
  const { words, number, length } = useLocale();
  const say = words.village;
  const { relaxations, recruitment } = model.result;
  const scope = model.request.id;
  const { metric } = model.rules;
  const metres = typeof relaxations?.max_distance_m === "number" ? Math.ceil(relaxations.max_distance_m) : null;
  const most = relaxations?.max_households ?? null;
  const unknown = (relaxations?.unknown ?? []).map((name) => say.insteadUnknown[name]);
  const found = metres !== null || most !== null;
  if (!recruitment || (!found && unknown.length === 0)) return null;
  return (
    <div class="instead">
      <h3>{say.insteadTitle}</h3>
      {found && (
        <>
          <p class="hint">{say.insteadSays}</p>
          <p class="actions">
            {metres !== null && (
              <ViewLink to="whatif" at={{ scope, max_distance_m: String(metres) }} kind="button">
                {metric.kind === "list" ? say.instead.houses(number(Math.floor(metres / (metric.house_m || 15)))) : say.instead.distance(length(metres))}
              </ViewLink>
            )}
            {most !== null && (
              <ViewLink to="whatif" at={{ scope, max_households: String(most) }} kind="button">
                {say.instead.most(number(most))}
              </ViewLink>
            )}
          </p>
        </>
      )}
      {unknown.map((text) => (
        <p class="hint" key={text}>
          {text}
        </p>
      ))}
    </div>
  );
}

/** Changing a plan by hand: who else could take what is chosen, the changes so far, and planning the rest. */

import { useEffect, useRef } from "preact/hooks";

import { useLocale } from "../../../state/context";
import type { VillageState } from "../state";
import { Finish } from "./finish";
import { HouseholdChoices } from "./household-choices";
import { PersonChoices } from "./person-choices";
import type { DeskProps } from "./props";
import { Steps } from "./steps";

/** The way to changing the plan that is looked at; of a run that is over. */
export function Begin({ state }: { readonly state: VillageState }) {
  const say = useLocale().words.desk;
  if (state.data.run.job.status !== "succeeded") return null;
  return (
    <p class="actions">
      <button type="button" onClick={() => state.begin()}>
        {say.begin}
      </button>
    </p>
  );
}

export function DeskCard({ state, desk }: DeskProps) {
  const say = useLocale().words.desk;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="card desk" aria-labelledby="desk">
      <h2 id="desk" tabIndex={-1} ref={heading}>
        {say.title}
      </h2>
      <p class="hint">{say.says}</p>
      <Choices state={state} desk={desk} />
      <Steps state={state} desk={desk} />
      <Finish state={state} desk={desk} />
      <p class="actions">
        <button type="button" class="quiet" onClick={() => state.end()}>
          {say.end}
        </button>
      </p>
    </section>
  );
}

/** What can be done with what is chosen. */
function Choices({ state, desk }: DeskProps) {
  const pinned = state.pinned.value;
  if (pinned?.kind === "household" && state.data.model.households.has(pinned.id)) {
    return <HouseholdChoices key={pinned.id} state={state} desk={desk} household={pinned.id} />;
  }
  if (pinned?.kind === "person" && desk.base.share.byId.has(pinned.id)) {
    return <PersonChoices key={pinned.id} state={state} desk={desk} person={pinned.id} />;
  }
  return null;
}

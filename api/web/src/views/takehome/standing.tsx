/** Where an approved plan is in force, since when and by whom, and what is in force instead. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Run } from "../../api/runs";
import type { Approval } from "../../api/types";
import { Fault } from "../../components/notices";
import { Changes } from "../../components/plan-changes";
import { ViewLink } from "../../components/view-link";
import { insteadOf, type Share } from "../../model/in-force";
import { useLocale, useStore } from "../../state/context";

export interface StandingProps {
  readonly run: Run;
  readonly approved: Approval;
}

export function Standing({ run, approved }: StandingProps) {
  const { words, number, moment } = useLocale();
  const say = words.approval;
  const { by, plan, comment, villages, in_force: here } = approved;
  const when = moment(approved.at);
  const all = words.count.villages(number(villages));
  const everywhere = here === villages;
  return (
    <>
      <p class={here > 0 ? "approved" : "approved past"}>{everywhere ? say.inForce(when, by) : here > 0 ? say.partly(when, by) : say.replaced(when, by)}</p>
      {here > 0 && <p class="hint">{everywhere ? say.whole(say.plans[plan], all) : say.where(say.plans[plan], number(here), all)}</p>}
      {comment !== "" && <p class="comment">{comment === null ? say.commentHidden : say.commented(comment)}</p>}
      <Changes changes={approved.changes} />
      {!everywhere && <Instead run={run} approved={approved} />}
    </>
  );
}

/** The plans that replaced it. */
function Instead({ run, approved }: StandingProps) {
  const { client } = useStore();
  const say = useLocale().words.approval;
  const shares = useSignal<readonly Share[]>([]);
  const failed = useSignal<unknown>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const villages = new Set(run.rows.filter(({ verdict }) => verdict !== null).map(({ id }) => id));
    client.getAll("/v1/plans-in-force", {}, leaving.signal).then(
      (plans) => void (shares.value = insteadOf(approved.id, villages, plans)),
      (error: unknown) => {
        if (!leaving.signal.aborted) failed.value = error;
      },
    );
    return () => leaving.abort();
  }, []);
  if (failed.value !== null) return <Fault error={failed.value} />;
  if (shares.value.length === 0) return null;
  return (
    <>
      <p>{say.instead}</p>
      <Shares shares={shares.value} run={run} />
    </>
  );
}

/** Villages and the plan in force there, with a link to it where it is another result's. */
export function Shares({ shares, run }: { readonly shares: readonly Share[]; readonly run: Run }) {
  const { words, number, moment } = useLocale();
  const say = words.approval;
  return (
    <ul class="shares">
      {shares.map(({ approval: { id, result, by, at }, villages }) => (
        <li key={id}>
          {say.share(words.count.villages(number(villages)), by, moment(at))}{" "}
          {result !== null && result !== run.job.id && (
            <ViewLink to="takehome" at={{ run: result }} label={say.seeOf(by, moment(at))}>
              {say.see}
            </ViewLink>
          )}
        </li>
      ))}
    </ul>
  );
}

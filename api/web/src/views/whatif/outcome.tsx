/** What the change does: at once, or as soon as the new version is planned. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { isOver, type Run } from "../../api/runs";
import type { Progress } from "../../api/types";
import { watch } from "../../api/watch";
import { Fault } from "../../components/notices";
import { Totals } from "../../components/totals";
import { ViewLink } from "../../components/view-link";
import { useLocale, useStore } from "../../state/context";
import { Comparison, readComparison } from "./comparison";

export interface OutcomeProps {
  readonly run: Run;
  /** The job that is compared with; empty without one. */
  readonly base: string;
}

export function Outcome({ run, base }: OutcomeProps) {
  const say = useLocale().words.whatif;
  if (!isOver(run.job)) return <Waiting run={run} />;
  if (!base) {
    return (
      <div class="figures">
        <Totals rows={run.rows} />
      </div>
    );
  }
  if (run.job.status === "succeeded") return <Compared run={run} base={base} />;
  return (
    <section class="card">
      <p>{say.stopped}</p>
    </section>
  );
}

function Compared({ run, base }: OutcomeProps) {
  const store = useStore();
  const shown = useSignal<JSX.Element | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const read = async (): Promise<void> => {
      const before = await store.runs.run(base);
      const villages = await readComparison(store.client, before, run, leaving.signal);
      if (!leaving.signal.aborted) shown.value = <Comparison before={before} after={run} villages={villages} />;
    };
    read().catch((error: unknown) => {
      if (!leaving.signal.aborted) shown.value = <Fault error={error} />;
    });
    return () => leaving.abort();
  }, []);
  return shown.value;
}

/** Progress until the version is planned; then everything is shown anew, the list of versions too. */
function Waiting({ run }: { readonly run: Run }) {
  const { client, router } = useStore();
  const { words, number } = useLocale();
  const say = words.whatif;
  const progress = useSignal<Progress | null>(null);
  const lost = useSignal(false);
  const error = useSignal<unknown>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const watcher = {
      row: () => undefined,
      progress: (now: Progress) => {
        progress.value = now;
        lost.value = false;
      },
      lost: () => void (lost.value = true),
    };
    watch(client, run.job.id, watcher, leaving.signal).then(
      () => router.redraw(),
      (failed: unknown) => {
        if (!leaving.signal.aborted) error.value = failed;
      },
    );
    return () => leaving.abort();
  }, []);
  if (error.value !== null) return <Fault error={error.value} />;
  const { done = 0, villages = run.job.progress.villages } = progress.value ?? {};
  const counted = progress.value && words.province.progress(number(done), number(villages));
  return (
    <section class="card notice" role="status">
      <p>{lost.value ? words.problem.lost : [say.stillRunning, counted].filter(Boolean).join(" ")}</p>
      <progress max={Math.max(1, villages)} value={done} aria-label={words.status.running} />
      <ViewLink to="province" kind="button">
        {words.steps.province}
      </ViewLink>
    </section>
  );
}

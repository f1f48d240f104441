/** The versions so far; each can be opened, and compared with the present one. */

import type { Run } from "../../api/runs";
import { ViewLink } from "../../components/view-link";
import { nameOf, type Version } from "../../model/versions";
import { useLocale } from "../../state/context";

const DEEPEST = 4;

export interface VersionsProps {
  readonly run: Run;
  readonly versions: readonly Version[];
  /** The job that is compared with; empty without one. */
  readonly base: string;
}

export function Versions({ run, versions, base }: VersionsProps) {
  const say = useLocale().words.whatif;
  return (
    <section class="card" aria-labelledby="versions">
      <h2 id="versions">{say.history}</h2>
      <ol class="plain versions">
        {versions.map((version) => (
          <VersionLine key={version.scenario.id} version={version} run={run} base={base} />
        ))}
      </ol>
    </section>
  );
}

function VersionLine({ version, run, base }: { readonly version: Version; readonly run: Run; readonly base: string }) {
  const { words, moment } = useLocale();
  const say = words.whatif;
  const { scenario, job, depth } = version;
  const current = scenario.id === run.scenario.id;
  const name = nameOf(version);
  const facts = [depth === 0 && say.base, current && say.current, words.status[job.status], moment(job.created)];
  const comparable = !current && job.id !== base && job.status === "succeeded";
  return (
    <li class={current ? "current" : undefined} aria-current={current ? "true" : undefined} style={{ paddingInlineStart: `${Math.min(depth, DEEPEST) * 0.9}rem` }}>
      <div>
        <ViewLink to="whatif" at={{ run: job.id }} kind="strong">
          {name}
        </ViewLink>
        <small>{facts.filter(Boolean).join(" · ")}</small>
      </div>
      {comparable && (
        <ViewLink to="whatif" at={{ run: run.job.id, base: job.id }} kind="button quiet" label={say.compareNamed(name)}>
          {say.compare}
        </ViewLink>
      )}
    </li>
  );
}

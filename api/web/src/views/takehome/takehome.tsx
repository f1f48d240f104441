/** Take home: everything that can be downloaded, and the approval. */

import type { JSX } from "preact";

import type { Run } from "../../api/runs";
import { NamesCard } from "../../components/names-card";
import { Empty } from "../../components/notices";
import type { At } from "../../state/address";
import { useLocale } from "../../state/context";
import type { Store } from "../../state/store";
import { ApprovalCard } from "./approval";
import { Files } from "./files";
import { Sheets } from "./sheets";

export async function showTakehome({ locale, runs }: Store, at: At): Promise<JSX.Element> {
  const { words } = locale.peek();
  const say = words.takehome;
  if (!at.run) return <Empty title={say.none} says={words.start.lead} way={words.backToStart} view="start" />;
  const run = await runs.run(at.run);
  if (run.job.status !== "succeeded") {
    return <Empty title={say.none} says={say.notYet} way={words.village.toProvince} view="province" />;
  }
  return <Takehome run={run} />;
}

function Takehome({ run }: { readonly run: Run }) {
  const say = useLocale().words.takehome;
  return (
    <>
      <div class="title">
        <h1>{say.title}</h1>
        <p class="hint">{run.scenario.name}</p>
        <p class="lead">{say.lead}</p>
      </div>
      <div class="take-columns">
        <div>
          <Files run={run} group="people" />
          <Sheets run={run} />
          <Files run={run} group="field" />
        </div>
        <div>
          <Files run={run} group="tables" />
          <Files run={run} group="maps" />
        </div>
        <div>
          <NamesCard run={run} told="takehome" />
          <ApprovalCard run={run} />
          <Files run={run} group="machine" />
        </div>
      </div>
    </>
  );
}

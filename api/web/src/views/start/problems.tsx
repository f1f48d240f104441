/** What is wrong with files, a row each, and the workbook back with a column that names it. */

import { save } from "../../api/client";
import type { Problem } from "../../api/types";
import { type Column, Table } from "../../components/table";
import { TaskButton } from "../../components/task-button";
import { formOf, type Given, isUnknownHeading, whereOf, workbookIn } from "../../model/upload";
import { useLocale, useStore } from "../../state/context";
import type { Words } from "../../words/vi";
import { Headings } from "./headings";

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SHOWN = 200;

export interface ProblemsProps {
  readonly given: Given;
  readonly problems: readonly Problem[];
}

export function Problems({ given, problems }: ProblemsProps) {
  const { words, number } = useLocale();
  const say = words.start;
  const rows = problems.slice(0, SHOWN).map((problem, nth) => ({ problem, nth }));
  return (
    <div class="problems">
      <h3>{say.badTitle(number(problems.length))}</h3>
      <p class="hint">{say.badSays}</p>
      <Headings given={given} problems={problems} />
      <Marked given={given} />
      <Table caption={say.columns.problem} columns={columnsOf(say)} rows={rows} id={({ nth }) => String(nth)} />
      {problems.length > SHOWN && <p>{say.moreProblems(number(problems.length - SHOWN))}</p>}
      <p>
        <button type="button" class="quiet" onClick={() => document.getElementById("file")?.click()}>
          {say.another}
        </button>
      </p>
    </div>
  );
}

interface ProblemRow {
  readonly problem: Problem;
  readonly nth: number;
}

function columnsOf({ columns: say }: Words["start"]): readonly Column<ProblemRow>[] {
  return [
    { key: "table", head: say.table, cell: ({ problem }) => whereOf(problem).table },
    { key: "row", head: say.row, cell: ({ problem }) => whereOf(problem).row },
    { key: "field", head: say.field, cell: ({ problem }) => whereOf(problem).field },
    { key: "problem", head: say.problem, cell: ({ problem }) => <Told problem={problem} /> },
  ];
}

/** A problem in its own words; what a command line would be told has words of the page. */
function Told({ problem }: { readonly problem: Problem }) {
  const say = useLocale().words.start;
  const here = isUnknownHeading(problem) ? say.unknownHeading : problem.code === "WHICH_COLUMN" ? say.whichColumn : problem.message;
  const { value } = problem.params;
  return (
    <>
      {typeof value === "string" && value !== "" && <strong>{`${value}: `}</strong>}
      {here}
    </>
  );
}

/** The workbook again, with its problems in it. */
function Marked({ given }: { readonly given: Given }) {
  const { client } = useStore();
  const { words } = useLocale();
  const workbook = workbookIn(given);
  if (!workbook) return null;
  const work = async (): Promise<void> => {
    const answer = await client.ask("/v1/validate", { body: formOf(given), headers: { Accept: WORKBOOK } });
    save(await answer.blob(), workbook.name.replace(/\.xlsx$/i, "-loi.xlsx"));
  };
  return <TaskButton text={words.start.marked} busy={words.takehome.fetching} work={work} />;
}

/** The files of a result, in groups; each is fetched as it is asked for. */

import { pathOf } from "../../api/client";
import type { Run } from "../../api/runs";
import { TaskButton } from "../../components/task-button";
import { useLocale, useStore } from "../../state/context";
import type { Words } from "../../words/vi";

type Group = "people" | "tables" | "maps" | "machine";

/** A file in one of its kinds. */
interface Kind {
  readonly kind: string;
  readonly path: string;
  readonly name: string;
}

interface File {
  readonly what: keyof Words["takehome"]["files"];
  readonly kinds: readonly Kind[];
}

const TABLE_KINDS = ["xlsx", "csv", "parquet"] as const;

/** What there is of a run. */
function filesOf({ job, scenario }: Run): Readonly<Record<Group, readonly File[]>> {
  const result = job.id;
  const whole = (name: string): Kind => ({
    kind: name.split(".").at(-1) ?? "",
    path: pathOf("/v1/results/{result}/{file}", { result, file: name }),
    name,
  });
  const table = (what: "villages" | "recruits" | "unserved" | "assignments"): File => ({
    what,
    kinds: TABLE_KINDS.map((kind) => {
      const name = `${what}.${kind}`;
      return { kind, path: pathOf("/v1/results/{result}/tables/{file}", { result, file: name }), name };
    }),
  });
  const json = (path: string, name: string): readonly Kind[] => [{ kind: "json", path, name }];
  return {
    people: [
      { what: "report", kinds: [whole("report.html")] },
      { what: "workbook", kinds: [whole("report.xlsx")] },
    ],
    tables: [table("villages"), table("recruits"), table("unserved"), table("assignments")],
    maps: [
      { what: "geojson", kinds: [whole("plan.geojson")] },
      { what: "gpkg", kinds: [whole("plan.gpkg")] },
    ],
    machine: [
      { what: "response", kinds: json(pathOf("/v1/results/{result}", { result }), "result.json") },
      { what: "request", kinds: json(pathOf("/v1/scenarios/{scenario}/request", { scenario: scenario.id }), "request.json") },
    ],
  };
}

export function Files({ run, group }: { readonly run: Run; readonly group: Group }) {
  const say = useLocale().words.takehome;
  return (
    <section class="card">
      <h2>{say[group]}</h2>
      <ul class="plain files">
        {filesOf(run)[group].map((file) => (
          <FileLine key={file.what} file={file} />
        ))}
      </ul>
    </section>
  );
}

function FileLine({ file }: { readonly file: File }) {
  const store = useStore();
  const say = useLocale().words.takehome;
  const what = say.files[file.what];
  return (
    <li>
      <span>{what}</span>
      <span class="kinds">
        {file.kinds.map(({ kind, path, name }) => (
          <TaskButton key={kind} text={kind.toUpperCase()} busy="…" work={() => store.download(path, name)} kind="file" label={say.downloadNamed(what, kind)} />
        ))}
      </span>
    </li>
  );
}

/** The files of a result, in groups; each is fetched as it is asked for. */

import type { paths } from "../../../build/openapi";
import { pathOf } from "../../api/client";
import type { Run } from "../../api/runs";
import { TaskButton } from "../../components/task-button";
import { useLocale, useStore } from "../../state/context";
import type { Words } from "../../words/vi";

type Group = "people" | "field" | "tables" | "maps" | "machine";

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

type FileOf<P extends keyof paths> = paths[P] extends {
  readonly get: { readonly parameters: { readonly path: { readonly file: infer Name } } };
}
  ? Name
  : never;
type WholeFile = FileOf<"/v1/results/{result}/{file}">;
type Table = FileOf<"/v1/results/{result}/tables/{file}">;
type Stem<Name> = Name extends `${infer Before}.${string}` ? Before : never;
type Ending<Name> = Name extends `${string}.${infer After}` ? After : never;

// The service's list of formats is in the types: a file more there does not compile until it has its place here.
const WHOLE_FILES: Readonly<Record<WholeFile, readonly [Group, File["what"]]>> = {
  "report.html": ["people", "report"],
  "report.xlsx": ["people", "workbook"],
  "plan.geojson": ["maps", "geojson"],
  "plan.gpkg": ["maps", "gpkg"],
  "plan.kml": ["maps", "kml"],
  "layers.zip": ["maps", "layers"],
  "flatgeobuf.zip": ["maps", "flatgeobuf"],
  "gpx.zip": ["field", "gpx"],
  "messages.zip": ["field", "messages"],
  "odk.zip": ["field", "odk"],
  "assignment_points.csv": ["tables", "points"],
  "dhis2.geojson": ["machine", "dhis2"],
};
/** Tables that not every result has; the page does not offer them yet. */
type TeamTable = "teams" | "team_members" | "team_moves";
const TABLES: Readonly<Record<Exclude<Stem<Table>, TeamTable>, File["what"]>> = {
  villages: "villages",
  recruits: "recruits",
  unserved: "unserved",
  assignments: "assignments",
};
const TABLE_KINDS: Readonly<Record<Ending<Table>, true>> = { xlsx: true, csv: true, parquet: true };

/** What there is of a run. */
function filesOf({ job, scenario }: Run): Readonly<Record<Group, readonly File[]>> {
  const result = job.id;
  const whole = (group: Group): readonly File[] =>
    Object.entries(WHOLE_FILES)
      .filter(([, [where]]) => where === group)
      .map(([name, [, what]]) => {
        const path = pathOf("/v1/results/{result}/{file}", { result, file: name });
        return { what, kinds: [{ kind: name.split(".").at(-1) ?? "", path, name }] };
      });
  const table = ([stem, what]: readonly [string, File["what"]]): File => ({
    what,
    kinds: Object.keys(TABLE_KINDS).map((kind) => {
      const name = `${stem}.${kind}`;
      return { kind, path: pathOf("/v1/results/{result}/tables/{file}", { result, file: name }), name };
    }),
  });
  const json = (path: string, name: string): readonly Kind[] => [{ kind: "json", path, name }];
  return {
    people: whole("people"),
    field: whole("field"),
    tables: [...Object.entries(TABLES).map(table), ...whole("tables")],
    maps: whole("maps"),
    machine: [
      ...whole("machine"),
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
          <FileLine key={file.what} file={file} run={run} />
        ))}
      </ul>
    </section>
  );
}

function FileLine({ file, run }: { readonly file: File; readonly run: Run }) {
  const store = useStore();
  const say = useLocale().words.takehome;
  const what = say.files[file.what];
  return (
    <li>
      <span>{what}</span>
      <span class="kinds">
        {file.kinds.map(({ kind, path, name }) => (
          <TaskButton key={kind} text={kind.toUpperCase()} busy="…" work={() => store.downloadTable(path, name, run)} kind="file" label={say.downloadNamed(what, kind)} />
        ))}
      </span>
    </li>
  );
}

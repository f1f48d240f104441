/** Lists to print: of all villages, of an area or of one, by member or by team. */

import { useMemo } from "preact/hooks";

import type { Run } from "../../api/runs";
import type { Row } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import { areasOf } from "../../model/province";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import { inOrder } from "../../words/locale";
import { type Ending, EXTRAS, fileOf, needsSomebody, type Printing, printingOf, scopeOf } from "./printing";

interface Props {
  readonly run: Run;
  readonly printing: Printing;
  readonly change: (changes: At) => void;
}

export function Sheets({ run }: { readonly run: Run }) {
  const { router } = useStore();
  const say = useLocale().words.takehome;
  const at = useMemo(() => router.visitAt(), []);
  const printing = printingOf(at.value, run);
  const props = { run, printing, change: (changes: At) => router.note(changes) };
  return (
    <section class="card sheets">
      <h2>{say.print.title}</h2>
      <div class="stack">
        <Scope {...props} />
        <PlanChoice {...props} />
        <ByChoice {...props} />
        <Extras {...props} />
        <Buttons run={run} printing={printing} />
      </div>
    </section>
  );
}

/** Which villages; one that is chosen moves along to the other views. */
function Scope({ run, printing, change }: Props) {
  const say = useLocale().words.takehome.print;
  const rows = useMemo(() => inOrderOfPlace(run.rows), [run]);
  const areas = useMemo(() => areasOf(run.rows), [run]);
  const choose = (print: string): void => {
    const village = rows.find(({ id }) => scopeOf("village", id) === print);
    change(village ? { print: "", village: village.id } : { print });
  };
  return (
    <div class="field">
      <label for="sheets">{say.scope}</label>
      <select id="sheets" value={printing.scope} onChange={(event) => choose(event.currentTarget.value)}>
        <option value={scopeOf("area", "")}>{say.all}</option>
        {areas.length > 0 && (
          <optgroup label={say.areas}>
            {areas.map(({ path, name, depth }) => (
              <option key={path} value={scopeOf("area", path)}>{`${"\u2003".repeat(depth)}${name}`}</option>
            ))}
          </optgroup>
        )}
        <optgroup label={say.villages}>
          {rows.map(({ id, name, area }) => (
            <option key={id} value={scopeOf("village", id)}>
              {[name || id, ...area.slice(1).reverse()].join(", ")}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

/** Today's plan or the one after recruiting; a village that needs nobody has no plan afterwards. */
function PlanChoice({ run, printing, change }: Props) {
  const say = useLocale().words.village;
  if (!run.rows.some(needsSomebody)) return null;
  return (
    <div class="field">
      <label for="sheets-plan">{say.plan}</label>
      <select id="sheets-plan" value={printing.plan} onChange={(event) => change({ plan: event.currentTarget.value })}>
        <option value="today">{say.today}</option>
        <option value="after" disabled={!printing.recruited}>
          {say.after}
        </option>
      </select>
    </div>
  );
}

/** By member or by team; nothing where no teams were planned. */
function ByChoice({ run, printing, change }: Props) {
  const say = useLocale().words.takehome.print;
  if (!run.scenario.rules.teams) return null;
  return (
    <div class="field">
      <label for="sheets-by">{say.by}</label>
      <select id="sheets-by" value={printing.by} onChange={(event) => change({ by: event.currentTarget.value })}>
        <option value="member">{say.member}</option>
        <option value="team">{say.team}</option>
      </select>
    </div>
  );
}

function Extras({ printing, change }: Props) {
  const say = useLocale().words.takehome.print;
  return (
    <div>
      {EXTRAS.map((name) => (
        <label key={name} class="radio">
          <input
            type="checkbox"
            id={`sheets-${name}`}
            checked={printing.extras.includes(name)}
            onChange={(event) => change({ [name]: event.currentTarget.checked ? "true" : "" })}
          />
          <span>{say[name]}</span>
        </label>
      ))}
    </div>
  );
}

/** One PDF, or of several villages also an archive with a PDF each. */
function Buttons({ run, printing }: Omit<Props, "change">) {
  const store = useStore();
  const { words } = useLocale();
  const say = words.takehome;
  const endings: readonly Ending[] = printing.village === null ? ["pdf", "zip"] : ["pdf"];
  const work = (ending: Ending): Promise<void> => {
    const { path, name } = fileOf(printing, run.job.id, ending);
    return store.download(path, name);
  };
  return (
    <>
      <p class="actions">
        {endings.map((ending) => (
          // A refusal stands beside its button until something else is chosen.
          <TaskButton
            key={`${ending} ${JSON.stringify(printing)}`}
            text={ending.toUpperCase()}
            busy={say.fetching}
            work={() => work(ending)}
            label={say.downloadNamed(say.print[printing.by === "team" ? "teamLists" : "memberLists"], ending)}
          />
        ))}
      </p>
      {endings.length > 1 && <p class="hint">{say.print.endings}</p>}
    </>
  );
}

function inOrderOfPlace(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => inOrder(a.area.join(), b.area.join()) || inOrder(a.name || a.id, b.name || b.id));
}

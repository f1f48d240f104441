/** Points by hand: a sheet to click on, and beside it what is laid below, what a click adds, and what comes of it. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";

import { TaskButton } from "../../components/task-button";
import { type Column, Table } from "../../components/table";
import { SketchMap } from "../../map/sketch-map";
import { type Mark, requestOf, unitOf } from "../../model/sketch";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import { BackgroundCard, ScaleCard } from "./background";
import { ChosenCard, ClickCard } from "./clicks";
import { PointsState } from "./state";

export async function showPoints(_store: Store, _at: At): Promise<JSX.Element> {
  return <Points />;
}

function Points() {
  const { words } = useLocale();
  const say = words.points;
  const state = useMemo(() => new PointsState(), []);
  return (
    <>
      <div class="title">
        <h1>{say.title}</h1>
        <p class="lead">{say.lead}</p>
      </div>
      <div class="village-columns">
        <div class="picture">
          <Sheet state={state} />
          <All state={state} />
        </div>
        <div class="village-side">
          <BackgroundCard state={state} />
          {state.sketch.value.frame.kind === "picture" && <ScaleCard state={state} />}
          <ClickCard state={state} />
          <ChosenCard state={state} />
          <Result state={state} />
        </div>
      </div>
    </>
  );
}

interface Props {
  readonly state: PointsState;
}

function Sheet({ state }: Props) {
  const { words } = useLocale();
  const target = useRef<HTMLDivElement>(null);
  const drawn = useRef<SketchMap | null>(null);
  const { frame } = state.sketch.value;
  useLayoutEffect(() => {
    const map = new SketchMap(target.current!, {
      sketch: state.sketch,
      background: state.background,
      chosen: state.chosen,
      click: (at) => state.click(at),
      choose: (mark) => state.choose(mark),
      move: (mark, at) => state.move(mark, at),
    });
    drawn.current = map;
    return () => map.dispose();
  }, []);
  useLayoutEffect(() => drawn.current?.fit(), [JSON.stringify(frame), state.background.value]);
  return (
    <div class="map sheet">
      <div class="map-canvas" ref={target} tabIndex={0} role="application" aria-label={`${words.points.map} ${words.map.keys}`} />
      <div class="map-buttons">
        <SheetButton sign="+" label={words.map.zoomIn} press={() => drawn.current?.zoom(1)} />
        <SheetButton sign="−" label={words.map.zoomOut} press={() => drawn.current?.zoom(-1)} />
        <SheetButton sign="⤢" label={words.map.fit} press={() => drawn.current?.fit()} />
      </div>
    </div>
  );
}

function SheetButton({ sign, label, press }: { readonly sign: string; readonly label: string; readonly press: () => void }) {
  return (
    <button type="button" title={label} aria-label={label} onClick={press}>
      {sign}
    </button>
  );
}

/** The points as a table, for eye and keyboard. */
function All({ state }: Props) {
  const { words, number } = useLocale();
  const say = words.points;
  const { marks } = state.sketch.value;
  const unit = unitOf(state.sketch.value);
  if (marks.length === 0) return null;
  const length = (value: number): string => (Number.isNaN(unit) ? words.unknown : number(value * unit));
  const columns: readonly Column<Mark & { readonly nth: number }>[] = [
    {
      key: "id",
      head: say.columns.id,
      cell: ({ id, nth }) => (
        <button type="button" class="quiet" onClick={() => state.choose(nth)}>
          {id}
        </button>
      ),
    },
    { key: "kind", head: say.columns.kind, cell: ({ kind }) => (kind === "household" ? words.household : words.member) },
    { key: "x", head: say.columns.x, cell: ({ x }) => length(x), numeric: true },
    { key: "y", head: say.columns.y, cell: ({ y }) => length(y), numeric: true },
  ];
  return (
    <section class="problems" aria-labelledby="all-points">
      <h2 id="all-points">{say.list}</h2>
      <Table caption={say.list} columns={columns} rows={marks.map((mark, nth) => ({ ...mark, nth }))} id={({ nth }) => String(nth)} />
    </section>
  );
}

/** The workbook and the plan that come of the points. */
function Result({ state }: Props) {
  const store = useStore();
  const { words, number } = useLocale();
  const say = words.points;
  const name = useSignal("");
  const sketch = state.sketch.value;
  const of = (kind: Mark["kind"]): string => number(sketch.marks.filter((mark) => mark.kind === kind).length);
  const wanted = (): string => name.peek().trim() || say.villageName;
  const whole = (): object => {
    if (!sketch.marks.some(({ kind }) => kind === "household")) throw new Error(say.none);
    if (Number.isNaN(unitOf(sketch))) throw new Error(say.unscaled);
    return requestOf(sketch, wanted());
  };
  const plan = async (): Promise<void> => {
    const kept = await store.client.post("/v1/scenarios", {}, { name: wanted(), request: whole() });
    await store.plan(kept.id);
  };
  const workbook = (): Promise<void> => Promise.resolve().then(() => store.download("/v1/workbook", `${wanted()}.xlsx`, { body: whole() }));
  return (
    <section class="card">
      <h2>{say.count(of("household"), of("member"))}</h2>
      <div class="field">
        <label for="village-name">{say.village}</label>
        <input id="village-name" maxLength={100} placeholder={say.villageName} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      </div>
      <div class="actions">
        <TaskButton text={say.workbook} busy={words.takehome.fetching} work={workbook} kind="" />
        <TaskButton text={say.plan} busy={words.start.planning} work={plan} />
      </div>
    </section>
  );
}

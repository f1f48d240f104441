/** Counts only: what the numbers of households and members prove, without any point. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import type { Screening } from "../../api/types";
import { Figure } from "../../components/figure";
import { type Column, Table } from "../../components/table";
import { TaskButton } from "../../components/task-button";
import { VerdictLabel } from "../../components/verdict";
import { countsOf, type CountsText } from "../../model/counts";
import { numberOf } from "../../model/numbers";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import type { Locale } from "../../words/locale";

type Screened = Screening["villages"][number];

export async function showCounts(_store: Store, _at: At): Promise<JSX.Element> {
  return <Counts />;
}

function Counts() {
  const store = useStore();
  const { words, language } = useLocale();
  const say = words.counts;
  const text = useSignal("");
  const least = useSignal("5");
  const most = useSignal("10");
  const found = useSignal<Screening | null>(null);
  const read = countsOf(text.value, language);
  const work = async (): Promise<void> => {
    found.value = null;
    const [low, high] = [least.peek(), most.peek()].map((one) => numberOf(one, language));
    if (!isWindow(low, high)) throw new Error(say.badWindow);
    if (read.rows.length === 0) throw new Error(say.noLine);
    const body = { rules: { min_households: low, max_households: high }, villages: read.rows };
    found.value = await store.client.post("/v1/screen", {}, body);
  };
  return (
    <>
      <div class="title">
        <h1>{say.title}</h1>
        <p class="lead">{say.lead}</p>
      </div>
      <section class="card counts">
        <div class="field">
          <label for="counts">{say.field}</label>
          <textarea id="counts" rows={8} placeholder={say.example} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </div>
        <ReadLines read={read} />
        <div class="window">
          <div class="field">
            <label for="least">{say.least}</label>
            <input id="least" inputMode="numeric" value={least.value} onInput={(event) => (least.value = event.currentTarget.value)} />
          </div>
          <div class="field">
            <label for="most">{say.most}</label>
            <input id="most" inputMode="numeric" value={most.value} onInput={(event) => (most.value = event.currentTarget.value)} />
          </div>
        </div>
        {read.wrong.length === 0 && <TaskButton text={say.work} busy={say.working} work={work} />}
      </section>
      {found.value && <Proven screening={found.value} />}
    </>
  );
}

function isWindow(low = Number.NaN, high = Number.NaN): boolean {
  return Number.isInteger(low) && Number.isInteger(high) && low >= 0 && high >= Math.max(1, low);
}

/** What was read of the lines, and which could not be. */
function ReadLines({ read: { rows, wrong, heading } }: { readonly read: CountsText }) {
  const { words, number } = useLocale();
  const say = words.counts;
  return (
    <div aria-live="polite">
      {rows.length > 0 && <p class="hint">{words.count.villages(number(rows.length))}</p>}
      {heading > 0 && <p class="hint">{say.headLine(number(heading))}</p>}
      {wrong.slice(0, 20).map((line) => (
        <p key={line} class="bad">
          {say.badLine(number(line))}
        </p>
      ))}
    </div>
  );
}

function Proven({ screening: { villages } }: { readonly screening: Screening }) {
  const locale = useLocale();
  const { words, number } = locale;
  const say = words.counts;
  const sum = (pick: (row: Screened) => number): number => villages.reduce((total, row) => total + pick(row), 0);
  return (
    <section class="counted" aria-live="polite">
      <div class="figures">
        <Figure value={number(sum((row) => row.recruits_at_least))} label={say.recruits} below={words.province.ofVillages(number(villages.length))} tone="warm" />
        <Figure value={number(sum((row) => row.room))} label={say.room} below={words.province.ofHouseholds(number(sum((row) => row.households)))} />
      </div>
      <p class="hint">{say.proves}</p>
      <Table caption={say.title} columns={columnsOf(locale)} rows={villages} id={({ id }) => id} />
    </section>
  );
}

function columnsOf({ words, number, language }: Locale): readonly Column<Screened>[] {
  const say = words.counts;
  return [
    { key: "village", head: say.columns.village, cell: (row) => row.name },
    {
      key: "verdict",
      head: say.columns.verdict,
      cell: (row) => (
        <>
          <VerdictLabel verdict={row.verdict as Parameters<typeof VerdictLabel>[0]["verdict"]} />
          <small>{row.certain ? say.certain : say.open}</small>
        </>
      ),
    },
    { key: "households", head: words.province.columns.households, cell: (row) => number(row.households), numeric: true },
    { key: "members", head: words.province.columns.members, cell: (row) => number(row.members), numeric: true },
    { key: "room", head: say.room, cell: (row) => number(row.room), numeric: true },
    { key: "recruits", head: say.columns.recruits, cell: (row) => number(row.recruits_at_least), numeric: true },
    { key: "why", head: say.why, cell: (row) => row.message[language] ?? "" },
  ];
}

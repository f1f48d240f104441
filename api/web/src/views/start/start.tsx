/** Start: one's own data and the ways to begin, a plan made before, or an example. */

import type { JSX } from "preact";

import type { Scenario } from "../../api/free-objects";
import type { Job, Preset } from "../../api/types";
import { TaskButton } from "../../components/task-button";
import type { At } from "../../state/address";
import { useLocale, useStore } from "../../state/context";
import type { Store } from "../../state/store";
import { sizeOf } from "../../words/size";
import { Recent } from "./recent";
import { Upload } from "./upload";
import { Ways } from "./ways";

export async function showStart({ client, runs }: Store, _at: At, signal: AbortSignal): Promise<JSX.Element> {
  const [presets, { scenarios, jobs }] = await Promise.all([client.get("/v1/presets", {}, { signal }), runs.everything(signal)]);
  return <Start presets={presets.items} scenarios={scenarios} jobs={jobs} />;
}

interface StartProps {
  readonly presets: readonly Preset[];
  readonly scenarios: readonly Scenario[];
  readonly jobs: readonly Job[];
}

function Start({ presets, scenarios, jobs }: StartProps) {
  const say = useLocale().words.start;
  return (
    <>
      <div class="welcome">
        <h1>{say.title}</h1>
        <p class="lead">{say.lead}</p>
      </div>
      <div class="start-columns">
        <Upload />
        <Recent scenarios={scenarios} jobs={jobs} />
      </div>
      <Ways />
      <section aria-labelledby="presets">
        <h2 id="presets">{say.presetsTitle}</h2>
        <p class="hint">{say.presetsSay}</p>
        <div class="presets">
          {presets.map((preset) => (
            <PresetCard key={preset.name} preset={preset} />
          ))}
        </div>
      </section>
    </>
  );
}

function PresetCard({ preset }: { readonly preset: Preset }) {
  const store = useStore();
  const locale = useLocale();
  const { words, said } = locale;
  const say = words.start;
  const title = said(preset.title);
  const work = async (): Promise<void> => {
    const copy = await store.client.post("/v1/presets/{name}/copy", { name: preset.name }, {});
    await store.plan(copy.id);
  };
  return (
    <article class="card preset" data-preset={preset.name}>
      <h3>{title}</h3>
      <p>{said(preset.description)}</p>
      <p class="counts">{sizeOf(preset, locale)}</p>
      <TaskButton text={say.tryPreset} busy={say.planning} work={work} kind="" label={say.tryPresetNamed(title)} />
    </article>
  );
}

/** How planning goes: progress while it runs, and what can be done when it was stopped. */

import type { Job } from "../../api/types";
import { reasonOf } from "../../components/reason";
import { TaskButton } from "../../components/task-button";
import { useLocale, useStore } from "../../state/context";
import type { Course, ProvinceState } from "./state";

export function CourseNotice({ state }: { readonly state: ProvinceState }) {
  const course = state.course.value;
  return (
    <div class="run-state" aria-live="polite">
      {course.error !== null ? <Broken error={course.error} /> : <Standing course={course} />}
    </div>
  );
}

function Standing({ course }: { readonly course: Course }) {
  const { status } = course.job;
  if (status === "succeeded") return null;
  return status === "canceled" || status === "failed" ? <Stopped job={course.job} /> : <Running course={course} />;
}

function Running({ course: { job, minutes, lost } }: { readonly course: Course }) {
  const { client } = useStore();
  const { words, number } = useLocale();
  const say = words.province;
  const { done, villages } = job.progress;
  const counted = [say.progress(number(done), number(villages)), minutes !== null && say.minutesLeft(number(minutes))];
  const told = job.status === "queued" ? say.queued : counted.filter(Boolean).join(" · ");
  const cancel = async (): Promise<void> => void (await client.post("/v1/jobs/{job_id}/cancel", { job_id: job.id }));
  return (
    <div class="notice">
      <p>{lost ? words.problem.lost : told}</p>
      <progress max={Math.max(1, villages)} value={done} aria-label={words.status.running} />
      <TaskButton text={say.cancel} busy={say.canceling} work={cancel} kind="quiet" />
    </div>
  );
}

function Stopped({ job }: { readonly job: Job }) {
  const store = useStore();
  const { words } = useLocale();
  const say = words.province;
  return (
    <div class="notice">
      <p>{job.status === "canceled" ? say.canceled : [say.failed, job.message].filter(Boolean).join(" ")}</p>
      <button type="button" class="primary" onClick={() => void store.plan(job.scenario_id)}>
        {say.again}
      </button>
    </div>
  );
}

function Broken({ error }: { readonly error: unknown }) {
  const { router } = useStore();
  const locale = useLocale();
  return (
    <div class="notice" role="alert">
      <p class="bad">{reasonOf(error, locale)}</p>
      <button type="button" class="primary" onClick={() => router.redraw()}>
        {locale.words.retry}
      </button>
    </div>
  );
}

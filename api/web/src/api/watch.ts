/** Following a job to its end. */

import { type Client, passes, pathOf } from "./client";
import { events } from "./events";
import { isOver } from "./runs";
import type { Job, Progress, Row } from "./types";

export interface Watcher {
  readonly row: (row: Row) => void;
  readonly progress: (progress: Progress) => void;
  /** The service does not answer; with the next progress it does again. */
  readonly lost?: () => void;
}

const PAUSE_MS = 1000;

/** Follow a job to its end; a lost connection is taken up where it broke. */
export async function watch(client: Client, id: string, watcher: Watcher, signal: AbortSignal): Promise<Job> {
  let last = "";
  while (!signal.aborted) {
    try {
      for await (const event of events(client, pathOf("/v1/jobs/{job_id}/events", { job_id: id }), last, signal)) {
        last = event.id || last;
        if (event.name === "village") watcher.row(JSON.parse(event.data) as Row);
        if (event.name === "progress") watcher.progress(JSON.parse(event.data) as Progress);
      }
    } catch (error) {
      // A broken stream is no end: the job is asked below, and the stream is taken up again.
      if (signal.aborted) throw error;
    }
    try {
      const job = await client.get("/v1/jobs/{job_id}", { job_id: id }, { signal });
      watcher.progress(job.progress);
      if (isOver(job)) return job;
    } catch (error) {
      if (signal.aborted || !passes(error)) throw error;
      watcher.lost?.();
    }
    await new Promise((resume) => window.setTimeout(resume, PAUSE_MS));
  }
  throw new DOMException("left", "AbortError");
}

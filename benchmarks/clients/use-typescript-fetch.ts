// A caller of the client that openapi-generator makes for TypeScript's fetch: run beside it.
import { readFileSync } from "node:fs";
import * as made from "./client/index.js";

const [address, asked] = process.argv.slice(2) as [string, string];
const there = new made.Configuration({ basePath: address });
const body = made.PlanRequestFromJSON(JSON.parse(readFileSync(asked, "utf8")));

const plan = await new made.PlanningApi(there).optimize({ planRequest: body });
const kept = await new made.ScenariosApi(there).createScenario({
  newScenarioBody: { request: body },
});
const jobs = new made.JobsApi(there);
const results = new made.ResultsApi(there);
let job = await jobs.createJob({ jobRequest: { scenarioId: kept.id } });
const end = Date.now() + 60_000;
while (job.finished === null && Date.now() < end) {
  await new Promise((done) => setTimeout(done, 200));
  job = await jobs.readJob({ jobId: job.id });
}
const villages: string[] = [];
for (let cursor: string | null | undefined; cursor !== null; ) {
  const page = await results.listResultVillages({ result: job.id, limit: 1, ...(cursor ? { cursor } : {}) });
  villages.push(...page.items.map((row) => row.id));
  cursor = page.next ?? null;
}
const pdf = await (await results.readSheets({ result: job.id, village: villages[0]! })).text();
console.log(plan.summary.recruitsNeeded, job.status, villages.length, pdf.slice(0, 4));

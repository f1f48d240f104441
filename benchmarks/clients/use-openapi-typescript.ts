// A caller with nothing but fetch and the types that openapi-typescript makes: run beside them.
import { readFileSync } from "node:fs";
import type { components } from "./schema.js";

type Of<Name extends keyof components["schemas"]> = components["schemas"][Name];

const [address, asked] = process.argv.slice(2) as [string, string];
const body: Of<"PlanRequest"> = JSON.parse(readFileSync(asked, "utf8"));

async function send<Answer>(method: string, path: string, sent?: unknown): Promise<Answer> {
  const said: RequestInit = { method };
  if (sent !== undefined) {
    said.body = JSON.stringify(sent);
    said.headers = { "Content-Type": "application/json" };
  }
  const answer = await fetch(address + path, said);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
}

const plan = await send<Of<"PlanResponse">>("POST", "/v1/optimize", body);
const wanted: Of<"NewScenarioBody"> = { request: body, name: "" };
const kept = await send<Of<"ScenarioDocument">>("POST", "/v1/scenarios", wanted);
let job = await send<Of<"JobDocument">>("POST", "/v1/jobs", { scenario_id: kept.id });
const end = Date.now() + 60_000;
while (job.finished === null && Date.now() < end) {
  await new Promise((done) => setTimeout(done, 200));
  job = await send<Of<"JobDocument">>("GET", `/v1/jobs/${job.id}`);
}
const villages: string[] = [];
for (let cursor: string | null = ""; cursor !== null; ) {
  const at = `/v1/results/${job.id}/villages?limit=1${cursor && `&cursor=${cursor}`}`;
  const page: Of<"VillageRowList"> = await send("GET", at);
  villages.push(...page.items.map((row) => row.id));
  cursor = page.next ?? null;
}
const pdf = await (await fetch(`${address}/v1/results/${job.id}/villages/${villages[0]!}/sheets.pdf`)).text();
console.log(plan.summary.recruits_needed, job.status, villages.length, pdf.slice(0, 4));

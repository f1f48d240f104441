/** Server-sent events read through `fetch`, because `EventSource` cannot send a key. */

import { type Client, Unreachable } from "./client";

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
  readonly id: string;
}

/** The service speaks every 15 seconds, if only to say that it is there. */
const SILENCE_MS = 45_000;

/** Yield the events of one answer until it ends; a silent connection is a lost one. */
export async function* events(
  client: Client,
  path: string,
  lastId: string,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const headers = { Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) };
  const answer = await client.ask(path, { signal, headers });
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await within(reader);
    if (done) return;
    const blocks = `${rest}${value}`.replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parsed(block);
      if (event) yield event;
    }
  }
}

async function within(reader: ReadableStreamDefaultReader<string>): Promise<ReadableStreamReadResult<string>> {
  let timer = 0;
  const silence = new Promise<never>((_, fail) => {
    timer = window.setTimeout(() => fail(new Unreachable("silence")), SILENCE_MS);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    window.clearTimeout(timer);
  }
}

function parsed(block: string): ServerEvent | null {
  const fields = { event: "message", data: [] as string[], id: "" };
  for (const line of block.split("\n")) {
    const [name = "", value = ""] = split(line);
    if (name === "data") fields.data.push(value);
    else if (name === "event" || name === "id") fields[name] = value;
  }
  if (fields.data.length === 0) return null;
  return { name: fields.event, data: fields.data.join("\n"), id: fields.id };
}

function split(line: string): [string, string] {
  const colon = line.indexOf(":");
  return colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}

/** Archives, bounded before anything expands: what an entry becomes is counted while it is unpacked. */

import { FileFault } from "./refusal";

/** Bytes of a file, of everything that is unpacked of it, and entries that it may have. */
const FILE_BYTES = 20_000_000;
const UNPACKED_BYTES = 48_000_000;
const ENTRIES = 2_000;

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const END_BYTES = 22;
const NAME_UTF8 = 0x0800;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** An archive that is read; the budget is one for all of its entries. */
export class Archive {
  private left = UNPACKED_BYTES;

  private constructor(
    private readonly at: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async of(file: Blob, at: string): Promise<Archive> {
    if (file.size > FILE_BYTES) throw new FileFault("tooLarge", at);
    return new Archive(at, listed(new Uint8Array(await file.arrayBuffer()), at));
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** Unpack an entry; null where there is none of the name. */
  async bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const entry = this.entries.get(name);
    if (!entry) return null;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const plain = new Blob([entry.packed]).stream();
    const stream = entry.method === DEFLATED ? plain.pipeThrough(new DecompressionStream("deflate-raw")) : plain;
    const reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.left -= value.length;
        if (this.left < 0) {
          void reader.cancel().catch(() => undefined);
          throw new FileFault("tooLarge", this.at);
        }
        parts.push(value as Uint8Array<ArrayBuffer>);
      }
    } catch (error) {
      throw error instanceof FileFault ? error : new FileFault("notWhole", this.at);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  async text(name: string): Promise<string | null> {
    const found = await this.bytes(name);
    return found && new TextDecoder().decode(found);
  }
}

function listed(file: Uint8Array<ArrayBuffer>, at: string): ReadonlyMap<string, Entry> {
  const view = new DataView(file.buffer);
  const broken = (): FileFault => new FileFault("notWhole", at);
  const end = file.length - END_BYTES;
  if (end < 0 || view.getUint32(end, true) !== END) throw broken();
  const count = view.getUint16(end + 10, true);
  if (count > ENTRIES) throw new FileFault("tooLarge", at);
  const entries = new Map<string, Entry>();
  try {
    let place = view.getUint32(end + 16, true);
    for (let nth = 0; nth < count; nth += 1) {
      if (view.getUint32(place, true) !== LISTED) throw broken();
      const method = view.getUint16(place + 10, true);
      const size = view.getUint32(place + 20, true);
      const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(place + offset, true)) as [number, number, number];
      const local = view.getUint32(place + 42, true);
      if (view.getUint32(local, true) !== LOCAL || (method !== STORED && method !== DEFLATED)) throw broken();
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (start + size > file.length) throw broken();
      const title = new TextDecoder().decode(file.subarray(place + 46, place + 46 + name));
      if (entries.has(title)) throw broken();
      entries.set(title, { name: title, method, packed: file.slice(start, start + size) });
      place += 46 + name + extra + comment;
    }
  } catch (error) {
    if (error instanceof RangeError) throw broken();
    throw error;
  }
  return entries;
}

/** Write an archive of whole entries. */
export async function packed(entries: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const [parts, list]: [Uint8Array<ArrayBuffer>[], Uint8Array<ArrayBuffer>[]] = [[], []];
  let place = 0;
  for (const [name, content] of entries) {
    const title = new TextEncoder().encode(name);
    const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const body = new Uint8Array(await new Response(stream).arrayBuffer());
    const sizes = [crc32(content), body.length, content.length];
    // version, flags, method, time, date (1 January 1980), checksum and sizes, lengths
    const common = [...two(20), ...two(NAME_UTF8), ...two(DEFLATED), ...two(0), ...two(33), ...sizes.flatMap(four), ...two(title.length), ...two(0)];
    const local = new Uint8Array([...four(LOCAL), ...common]);
    list.push(new Uint8Array([...four(LISTED), ...two(20), ...common, ...two(0), ...two(0), ...two(0), ...four(0), ...four(place)]), title);
    parts.push(local, title, body);
    place += local.length + title.length + body.length;
  }
  const length = list.reduce((sum, part) => sum + part.length, 0);
  const tail = [...four(END), ...two(0), ...two(0), ...two(entries.size), ...two(entries.size), ...four(length), ...four(place), ...two(0)];
  return new Blob([...parts, ...list, new Uint8Array(tail)]);
}

function two(value: number): readonly number[] {
  return [value & 255, (value >>> 8) & 255];
}

function four(value: number): readonly number[] {
  return [...two(value & 65_535), ...two(value >>> 16)];
}

function crc32(content: Uint8Array): number {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let sum = 0xffffffff;
  for (const byte of content) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 255] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}

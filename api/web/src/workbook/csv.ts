/** CSV as people write it: commas, semicolons, tabs or bars; UTF-8, UTF-16 or the Vietnamese code page. */

import { FileFault } from "./refusal";
import type { Line } from "./sheets";

const BYTES = 20_000_000;
const MARKS = [",", ";", "\t", "|"] as const;

export async function linesOfCsv(file: Blob, at: string): Promise<readonly Line[]> {
  if (file.size > BYTES) throw new FileFault("tooLarge", at);
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  const [first = ""] = text.split(/\r?\n/, 1);
  const said = /^"?sep=(.)"?$/i.exec(first)?.[1];
  const mark = said ?? [...MARKS].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ",";
  return parsed(text, mark, at).filter((line, nth) => !(said && nth === 0) && line.cells.some((cell) => cell.trim() !== ""));
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1258").decode(bytes);
  }
}

/** Lines with their numbers; a quoted cell may hold marks and line breaks. */
function parsed(text: string, mark: string, at: string): readonly Line[] {
  const lines: Line[] = [];
  let [cells, cell, quoted]: [string[], string, boolean] = [[], "", false];
  const end = (): void => {
    lines.push({ number: lines.length + 1, cells: [...cells, cell] });
    [cells, cell] = [[], ""];
  };
  for (let nth = 0; nth < text.length; nth += 1) {
    const letter = text[nth] ?? "";
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[nth + 1] === '"') {
        cell += '"';
        nth += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === mark) {
      cells.push(cell);
      cell = "";
    } else if (letter === "\n") end();
    else if (letter !== "\r") cell += letter;
  }
  if (quoted) throw new FileFault("notWhole", at);
  if (cell !== "" || cells.length > 0) end();
  return lines;
}

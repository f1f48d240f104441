/** A file of names that is not read, by a word of the catalogue; nothing that stands in it is told. */

export type Fault = "notWhole" | "tooLarge" | "noColumns" | "whichColumn" | "notText" | "kind";

export class FileFault extends Error {
  constructor(
    readonly fault: Fault,
    /** The file, with sheet and row where one is meant. */
    readonly at: string,
  ) {
    super(fault);
  }
}

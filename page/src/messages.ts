/** What the page and its worker tell each other. */

/** The parts of the interpreter as the page carries them. */
export interface Parts {
  interpreter: string;
  modules: string;
  extensions: string;
  lock: string;
}

export interface FileGiven {
  /** Its path within the folder, parted by "/". */
  path: string;
  bytes: ArrayBuffer;
  /** When it was last changed, in milliseconds. */
  modified: number;
}

export type ToWorker =
  | { kind: "start"; parts: Parts }
  | { kind: "take"; id: number; folder: string; files: FileGiven[] }
  | { kind: "ask"; id: number; request: string }
  | { kind: "give"; id: number; path: string };

export type FromWorker =
  | { kind: "progress"; text: string }
  | { kind: "log"; text: string }
  | { kind: "ready"; version: string }
  | { kind: "taken"; id: number }
  | { kind: "answer"; id: number; answer: Answer }
  | { kind: "given"; id: number; bytes: ArrayBuffer }
  | { kind: "failed"; id: number; text: string }
  | { kind: "died"; text: string };

/** A finding, as every door of lacxl shows it. */
export interface Finding {
  code: string;
  severity: "error" | "warning" | "note";
  where: string;
  what: string;
  todo: string;
  accepted?: boolean;
  /** The cell that it is about, such as 'Performance Summary'!H12; empty for other places. */
  cell: string;
}

export interface Table {
  columns: string[];
  rows: string[][];
  /** The cell of each row, empty where it has none. */
  cells: string[];
}

/** A result in words. */
export interface Words {
  headline: string;
  tables: Table[];
  listings: { title: string; rows: [string, string][] }[];
  findings: Finding[];
  notes: string[];
}

export interface Done<Result = unknown> {
  result: Result;
  words: Words;
}

/** Why nothing was done: the fault's findings, and of which kind it is. */
export interface NotDone {
  refused: Finding[];
  kind: "refused" | "usage" | "failed";
  /** Where in Python it failed, without words of the input. */
  trace?: string;
}

export type Answer = Done<never> | NotDone;

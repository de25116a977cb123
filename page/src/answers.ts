/** What Python's door answers: the results that the page reads, of src/lacxl/page/. */
import type { Words } from "./messages.ts";

export interface FoundFile {
  path: string;
  bytes: number;
  what: string;
}

export interface MonthOfReport {
  month: string;
  label: string;
  state: "open" | "filled" | "issued";
}

/** `look`: what is in the folder. */
export interface Found {
  settings: boolean;
  workbook: string;
  workbooks: string[];
  /** The files that the settings name, whether they are there or not. */
  named: string[];
  files: FoundFile[];
  months: MonthOfReport[];
  month: string;
  needs_place: boolean;
  faults: import("./messages.ts").Finding[];
}

export interface SummaryCell {
  text: string;
  cell: string;
}

/** `figures`: the summary of a month. */
export interface Summary {
  month: string;
  columns: { name: string; title: string; main: boolean }[];
  rows: SummaryCell[][];
}

export interface Series {
  label: string;
  title: string;
  target: number | null;
  points: { month: string; value: number | null; missing: string }[];
}

/** `around`: a part of a sheet. */
export interface Around {
  sheet: string;
  cell: string;
  columns: string[];
  rows: { row: number; texts: string[] }[];
}

export type Hashes = Record<string, string>;

/** What was done, and what is shown of it. */
export interface Outcome {
  title: string;
  words: Words;
  /** The cells that were changed, or would be. */
  changed: Set<string>;
}

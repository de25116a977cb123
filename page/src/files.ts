/** The files that a person gives: dropped, chosen, or out of a folder that may be written to. */
import type { FileGiven } from "./messages.ts";

/** A file before it is read, with its path below what was given. */
export interface Offered {
  path: string;
  file: File;
}

export interface Taken {
  files: FileGiven[];
  /** How many files are of no kind that lacxl reads. */
  leftOut: number;
}

/** Why files are not taken. */
export class NotTaken extends Error {
  constructor(
    what: string,
    readonly todo = "Give the workbook’s folder, or the workbook with its readings.",
  ) {
    super(what);
  }
}

const KINDS = /\.(xlsx|xlsm|csv|tsv|txt|toml|json|jsonl|html)$/i;
const PASSING = /^(~\$|\.)/;
const MOST_BYTES = 400_000_000;

/** Return what was dropped, folders with all that is in them. */
export async function dropped(transfer: DataTransfer): Promise<Offered[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return chosen(loose);
  const found: Offered[] = [];
  for (const entry of entries) if (entry) found.push(...(await within(entry, "")));
  return found;
}

/** Return what was chosen in a dialog; of a folder with the paths in it. */
export function chosen(files: Iterable<File>): Offered[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Return what is in a folder that was opened to be written to. */
export async function inFolder(folder: FileSystemDirectoryHandle, above = ""): Promise<Offered[]> {
  const found: Offered[] = [];
  const entries = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
  for await (const entry of entries) {
    const path = above + entry.name;
    if (entry.kind === "directory")
      found.push(...(await inFolder(entry as FileSystemDirectoryHandle, `${path}/`)));
    else if (wanted(path)) found.push({ path, file: await (entry as FileSystemFileHandle).getFile() });
  }
  return found;
}

/** Read files; two of one name with other contents are not taken. */
export async function read(offered: Offered[], say: (text: string) => void): Promise<Taken> {
  const files = withoutTop(offered.filter((each) => wanted(each.path)));
  if (!files.length)
    throw new NotTaken("None of these is a workbook (.xlsx or .xlsm), a CSV file or lacxl.toml, so there is nothing to work with.");
  const bytes = files.reduce((sum, each) => sum + each.file.size, 0);
  if (bytes > MOST_BYTES)
    throw new NotTaken(
      `These files have ${Math.round(bytes / 1e6)} MB together; the page takes ${MOST_BYTES / 1e6} MB.`,
      "Choose the workbook, lacxl.toml, its readings and the ledgers (lacxl-*.csv) alone.",
    );
  const byPath = new Map<string, FileGiven>();
  for (const [at, { path, file }] of files.entries()) {
    say(`Reading file ${at + 1} of ${files.length}`);
    let content: ArrayBuffer;
    try {
      content = await file.arrayBuffer();
    } catch {
      throw new NotTaken(`${path} cannot be read.`, "It may be open elsewhere, or not on this computer: save a copy, and give that.");
    }
    const twin = byPath.get(path);
    if (twin !== undefined && !same(twin.bytes, content))
      throw new NotTaken(`Two different files are called ${path}.`, "Give the one that counts.");
    byPath.set(path, { path, bytes: content, modified: file.lastModified });
  }
  return { files: [...byPath.values()], leftOut: offered.length - files.length };
}

function wanted(path: string): boolean {
  return KINDS.test(path) && !path.split("/").some((part) => PASSING.test(part));
}

/** Return the files with paths from within the one folder that all of them are in. */
function withoutTop(files: Offered[]): Offered[] {
  const tops = new Set(files.map((each) => (each.path.includes("/") ? each.path.split("/")[0] : "")));
  const [top] = tops;
  if (tops.size !== 1 || !top) return files;
  return files.map((each) => ({ ...each, path: each.path.slice(top.length + 1) }));
}

async function within(entry: FileSystemEntry, above: string): Promise<Offered[]> {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Offered[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const each of some) found.push(...(await within(each, `${path}/`)));
  }
}

function same(one: ArrayBuffer, other: ArrayBuffer): boolean {
  if (one.byteLength !== other.byteLength) return false;
  const [left, right] = [new Uint8Array(one), new Uint8Array(other)];
  return left.every((byte, at) => byte === right[at]);
}

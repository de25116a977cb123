/** Saving: into the folder that was opened, or as downloads with the right names. */
import type { Hashes } from "./answers.ts";
import { zip } from "./zip.ts";

export interface Result {
  path: string;
  bytes: ArrayBuffer;
}

/** Why a folder is not written to. */
export class NotSaved extends Error {
  constructor(
    what: string,
    readonly todo: string,
  ) {
    super(what);
  }
}

/** Return the paths that are new or have other contents, in the order in which lacxl writes them.
 *
 * Backups and receipts come first, then the workbook, then the ledgers: what was cut off before the
 * workbook says nothing that is not so, and what was cut off after it the next run puts right.
 */
export function changedSince(before: Hashes, after: Hashes, workbook: string): string[] {
  const rank = (path: string) => (path.includes("/") ? 0 : path === workbook ? 1 : 2);
  const paths = Object.keys(after).filter((path) => after[path] !== before[path]);
  return paths.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Return the paths that are there no more: old backups, of which lacxl keeps some. */
export function goneSince(before: Hashes, after: Hashes): string[] {
  return Object.keys(before).filter((path) => !(path in after));
}

/** Give one file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Give files to the downloads as one zip. */
export function downloadZip(name: string, results: Result[]): void {
  const files = results.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) }));
  download(name, zip(files, new Date()));
}

/** A folder on the disk, and each file as it was when it was read. */
export class Folder {
  readonly #handle: FileSystemDirectoryHandle;
  readonly #times: Map<string, number>;

  constructor(handle: FileSystemDirectoryHandle, times: Map<string, number>) {
    this.#handle = handle;
    this.#times = times;
  }

  get name(): string {
    return this.#handle.name;
  }

  /** Write the results, and take away what is gone.
   *
   * Nothing is written where somebody has changed one of the files since.
   */
  async save(results: Result[], gone: string[]): Promise<void> {
    for (const { path } of results) {
      const now = await this.#changedAt(path);
      if (now !== this.#times.get(path))
        throw new NotSaved(
          `${path} was changed on the disk since you opened it here, so nothing was written.`,
          "Open the folder again, or take the results as a zip.",
        );
    }
    // All of it is beside the files before the first of them changes.
    const ready: { path: string; file: FileSystemFileHandle; stream: FileSystemWritableFileStream }[] = [];
    for (const { path, bytes } of results) {
      try {
        const file = await (await this.#below(path, true)).getFileHandle(nameOf(path), { create: true });
        const stream = await file.createWritable();
        ready.push({ path, file, stream });
        await stream.write(bytes);
      } catch {
        await Promise.allSettled(ready.map(({ stream }) => stream.abort()));
        throw notWritten(path);
      }
    }
    for (const { path, file, stream } of ready) {
      try {
        await stream.close();
      } catch {
        throw notWritten(path);
      }
      this.#times.set(path, (await file.getFile()).lastModified);
    }
    for (const path of gone)
      if ((await this.#changedAt(path)) === this.#times.get(path))
        await (await this.#below(path, false)).removeEntry(nameOf(path)).catch(() => undefined);
  }

  async #changedAt(path: string): Promise<number | undefined> {
    try {
      const file = await (await this.#below(path, false)).getFileHandle(nameOf(path));
      return (await file.getFile()).lastModified;
    } catch {
      return undefined;
    }
  }

  async #below(path: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = this.#handle;
    for (const part of path.split("/").slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  }
}

function notWritten(path: string): NotSaved {
  return new NotSaved(
    `${path} could not be written.`,
    "If the workbook is open in Excel, close it and save again; or take the results as a zip.",
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

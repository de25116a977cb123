/** The interpreter as the page sees it: it is started, given files, and asked. */
import type { Answer, FileGiven, FromWorker, Parts, ToWorker } from "./messages.ts";
import { unpacked } from "./unpacked.ts";

const PARTS = ["interpreter", "modules", "extensions", "lock"] as const;

/** The interpreter is gone: the worker died, or the memory ended. */
export class Died extends Error {}

/** A file could not be handed over, as the memory is used up; the interpreter is as it was. */
export class NoRoom extends Error {}

type Waiting = { done: (value: never) => void; failed: (fault: Error) => void };
/** A message of ours that is answered, before it has its number. */
type Question =
  | { kind: "take"; folder: string; files: FileGiven[] }
  | { kind: "ask"; request: string }
  | { kind: "give"; path: string };

export class Interpreter {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onProgress: (text: string) => void;
  #last = 0;
  #ended: Died | null = null;

  private constructor(script: ArrayBuffer, onProgress: (text: string) => void) {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#onProgress = onProgress;
    this.#worker = new Worker(url);
    this.#worker.onmessage = (event: MessageEvent<FromWorker>) => this.#hear(event.data);
    this.#worker.onerror = (event) => this.#end(event.message || "the worker ended");
    URL.revokeObjectURL(url);
  }

  /** Start it; return it with the version of lacxl that it runs. */
  static async start(onProgress: (text: string) => void): Promise<[Interpreter, string]> {
    const started = new Interpreter(await unpacked(textOf("worker")), onProgress);
    const parts = Object.fromEntries(PARTS.map((name) => [name, textOf(name)]));
    const version = new Promise<string>((done, failed) => {
      started.#waiting.set(0, { done, failed });
    });
    started.#send({ kind: "start", parts: parts as unknown as Parts });
    return [started, await version];
  }

  /** Put files into a folder of its memory. */
  take(folder: string, files: FileGiven[]): Promise<void> {
    return this.#asked(
      { kind: "take", folder, files },
      files.map((file) => file.bytes),
    );
  }

  /** Return the answer to a request of src/lacxl/page/door.py. */
  ask(what: string, folder: string, inputs: Record<string, unknown> = {}): Promise<Answer> {
    return this.#asked({ kind: "ask", request: JSON.stringify({ do: what, folder, inputs }) });
  }

  /** Return the bytes of a file of its memory. */
  give(path: string): Promise<ArrayBuffer> {
    return this.#asked({ kind: "give", path });
  }

  end(): void {
    this.#worker.terminate();
  }

  #asked<T>(question: Question, transfer: Transferable[] = []): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise<T>((done, failed) => {
      this.#waiting.set(id, { done: done as (value: never) => void, failed });
      this.#send({ ...question, id }, transfer);
    });
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(message: FromWorker): void {
    if (message.kind === "progress") this.#onProgress(message.text);
    else if (message.kind === "log") console.info(message.text);
    else if (message.kind === "ready") this.#settle(0, message.version);
    else if (message.kind === "taken") this.#settle(message.id, undefined);
    else if (message.kind === "answer") this.#settle(message.id, message.answer);
    else if (message.kind === "given") this.#settle(message.id, message.bytes);
    else if (message.kind === "failed") this.#fail(message.id, new NoRoom(message.text));
    else this.#end(message.text);
  }

  #settle(id: number, value: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.done(value as never);
  }

  #fail(id: number, fault: Error): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.failed(fault);
  }

  #end(why: string): void {
    this.#worker.terminate();
    this.#ended ??= new Died(why);
    for (const id of [...this.#waiting.keys()]) this.#fail(id, this.#ended);
  }
}

function textOf(part: string): string {
  return document.getElementById(`part-${part}`)?.textContent ?? "";
}

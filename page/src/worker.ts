/** The worker: starts the interpreter from what the page gives it, and answers requests. */
import "./no_scripts.ts";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { loadPyodide } from "pyodide";
import type { PyodideAPI } from "pyodide";
import type { Answer, FileGiven, FromWorker, Parts, ToWorker } from "./messages.ts";
import { unpacked } from "./unpacked.ts";

const NOWHERE = "https://nowhere.invalid/";
const LIBRARY = `${NOWHERE}python_stdlib.zip`;
const INTERPRETER = `${NOWHERE}pyodide.asm.wasm`;

const scope = self as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  fetch: typeof fetch;
};

/** What Python's door looks like from here: src/lacxl/page/door.py. */
interface Door {
  answer(request: string, progress: (step: string) => void): string;
  prepare(): void;
}

let python: PyodideAPI | undefined;
let door: Door | undefined;

function say(text: string): void {
  scope.postMessage({ kind: "progress", text });
}

/** Pyodide asks for its parts by `fetch`; here they come out of the page, and nothing else does. */
function serveFromPage(parts: Map<string, Response>): void {
  scope.fetch = (what: RequestInfo | URL) => {
    const url = what instanceof Request ? what.url : String(what);
    const found = parts.get(url);
    if (found === undefined) return Promise.reject(new Error(`The page connects to nothing: ${url}`));
    parts.delete(url);
    return Promise.resolve(found);
  };
}

async function start(parts: Parts): Promise<void> {
  say("Unpacking");
  const [interpreter, modules, extensions] = await Promise.all([
    unpacked(parts.interpreter),
    unpacked(parts.modules),
    unpacked(parts.extensions),
  ]);
  serveFromPage(
    new Map([
      [LIBRARY, new Response(modules)],
      [INTERPRETER, new Response(interpreter, { headers: { "content-type": "application/wasm" } })],
    ]),
  );
  say("Starting Python in this page");
  python = await loadPyodide({
    createPyodideModule: createPyodideModule as never,
    indexURL: NOWHERE,
    packageBaseUrl: NOWHERE,
    lockFileContents: parts.lock,
    // No library is asked for plugins: nothing can be installed here. Nobody is named as the user:
    // a page does not know who sits before it, and a receipt would say web_user.
    env: { HOME: "/home", PYDANTIC_DISABLE_PLUGINS: "__all__", USER: "", LOGNAME: "" },
    stdout: () => {},
    stderr: (text: string) => scope.postMessage({ kind: "log", text }),
  });
  say("Loading lacxl");
  const site = python.runPython("import sysconfig; sysconfig.get_path('purelib')") as string;
  python.unpackArchive(extensions, "zip", { extractDir: site });
  python.runPython("import importlib; importlib.invalidate_caches()");
  door = python.pyimport("lacxl.page.door") as Door;
  const version = python.runPython("import lacxl; lacxl.__version__") as string;
  scope.postMessage({ kind: "ready", version });
  door.prepare(); // while the person looks for their files
}

function answerTo(request: string): Answer {
  if (door === undefined) throw new Error("Python is not started.");
  return JSON.parse(door.answer(request, say)) as Answer;
}

function take(folder: string, files: FileGiven[]): void {
  const FS = python!.FS;
  for (const file of files) {
    const path = `${folder}/${file.path}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, new Uint8Array(file.bytes), { canOwn: true });
    FS.utime(path, file.modified, file.modified);
  }
}

async function serve(message: ToWorker): Promise<void> {
  if (message.kind === "start") {
    await start(message.parts);
  } else if (message.kind === "take") {
    take(message.folder, message.files);
    scope.postMessage({ kind: "taken", id: message.id });
  } else if (message.kind === "ask") {
    scope.postMessage({ kind: "answer", id: message.id, answer: answerTo(message.request) });
  } else if (message.kind === "give") {
    const bytes = python!.FS.readFile(message.path) as Uint8Array<ArrayBuffer>;
    scope.postMessage({ kind: "given", id: message.id, bytes: bytes.buffer }, [bytes.buffer]);
  }
}

scope.onmessage = (event) => {
  const message = event.data;
  serve(message).catch((fault: unknown) => {
    const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
    // Where a file could not be handed over, Python goes on as it was.
    if (message.kind === "take" || message.kind === "give") scope.postMessage({ kind: "failed", id: message.id, text });
    else scope.postMessage({ kind: "died", text });
  });
};

/** The page: what a person gives and presses, and what is shown of it. */
import type { Around, Found, Hashes, MonthOfReport, Outcome, Series, Summary } from "./answers.ts";
import { short } from "./chart.ts";
import { ask, show } from "./dialogs.ts";
import { byId, fill, h, howMany } from "./dom.ts";
import type { Offered } from "./files.ts";
import { NotTaken, chosen, dropped, inFolder, read } from "./files.ts";
import { Died, Interpreter, NoRoom } from "./interpreter.ts";
import type { Done, Finding, NotDone } from "./messages.ts";
import { findings, item, list, pieces, showOutcome } from "./outcome.ts";
import type { Result } from "./saving.ts";
import { Folder, NotSaved, changedSince, download, downloadZip, goneSince } from "./saving.ts";
import { drawn, jumpTo, showSummary } from "./summary.ts";

/** Why a request was not done: what Python's door says of it. */
class Refused extends Error {
  constructor(readonly answer: NotDone) {
    super(answer.refused.map((each) => each.what).join(" "));
  }
}

interface Work {
  folder: string;
  found: Found;
  month: string;
  /** The files as they are saved. */
  saved: Hashes;
  /** What is to be saved. */
  unsaved: string[];
  onDisk: Folder | null;
  summary: Summary | null;
  series: Map<string, Series>;
  outcome: Outcome | null;
  preview: boolean;
  /** The workbook that was last looked at without settings. */
  alone: string;
}

let starting: Promise<Interpreter>;
let work: Work | null = null;
let busy = false;
let folders = 0;

// What a person presses

async function take(offered: Offered[], handle: FileSystemDirectoryHandle | null): Promise<void> {
  const joins = joinsWork(offered, handle);
  if (!joins && !(await mayLeave())) return;
  const { files, leftOut } = await read(offered, say);
  const times = new Map(files.map((file) => [file.path, file.modified]));
  const settings = files.map((file) => file.path).filter((path) => SETTINGS.test(path)).sort((a, b) => a.length - b.length)[0];
  const within = settings?.slice(0, -"lacxl.toml".length) ?? "";
  const python = await starting;
  const root = joins ? work!.folder : `/work/${++folders}`;
  await python.take(root, files);
  const folder = joins ? root : `${root}/${within}`.replace(/\/$/, "");
  const found = (await did<Found>("look", folder)).result;
  if (joins) await joined(found, [...times.keys()]);
  else await begun(folder, found, handle === null ? null : new Folder(await below(handle, within), inside(times, within)));
  if (leftOut) conclude(`${howMany(leftOut, "file")} of other kinds left out.`);
}

const SETTINGS = /(^|\/)lacxl\.toml$/;
const WORKBOOK = /\.xls[xm]$/i;

/** Say whether files go to those that are there: readings, given after the workbook. */
function joinsWork(offered: Offered[], handle: FileSystemDirectoryHandle | null): boolean {
  const whole = offered.some(({ path }) => SETTINGS.test(path) || (WORKBOOK.test(path) && !work?.found.named.includes(path)));
  return work !== null && handle === null && !whole;
}

/** Take in files that were given to those that are there. */
async function joined(found: Found, given: string[]): Promise<void> {
  const current = work!;
  current.found = found;
  const now = (await did<Hashes>("hashes", current.folder)).result;
  if (current.onDisk === null) for (const path of given) current.saved[path] = now[path]!;
  await shown();
}

async function demo(): Promise<void> {
  const folder = `/work/${++folders}`;
  await starting;
  await begun(folder, (await did<Found>("demo", folder)).result, null);
}

async function begun(folder: string, found: Found, onDisk: Folder | null): Promise<void> {
  const saved = (await did<Hashes>("hashes", folder)).result;
  work = {
    folder, found, month: found.month, saved, unsaved: [], onDisk,
    summary: null, series: new Map(), outcome: null, preview: false, alone: "",
  };
  await shown();
}

/** Show the files as they are now, and nothing of what was done before. */
async function shown(): Promise<void> {
  const { found } = work!;
  if (!found.months.some((each) => each.month === work!.month)) work!.month = found.month;
  work!.outcome = null;
  work!.preview = false;
  byId("outcome").hidden = true;
  byId("summary").hidden = true;
  await countUnsaved();
  showFound();
  showMonth();
  if (found.settings && found.months.length && !found.faults.length) await showFigures();
  if (found.faults.length) conclude("These files cannot be worked with yet.");
}

async function setUp(workbook: string, readings: string): Promise<void> {
  work!.found = (await did<Found>("begin", work!.folder, { workbook, readings })).result;
  await shown();
}

async function preview(): Promise<void> {
  await deed("What would change", "refresh", { month: work!.month, dry_run: true });
  showMonth();
  byId("outcome").append(h("p", { class: "row" }, button(`Fill ${short(work!.month)}`, fillMonth, "main")));
}

async function fillMonth(): Promise<void> {
  await deed("What was filled", "refresh", { month: work!.month });
}

async function undo(): Promise<void> {
  await deed("What was put back", "undo", {});
}

async function nextMonth(): Promise<void> {
  const would = await did("next-month", work!.folder, { dry_run: true });
  const yes = await ask("Make the place for the next month?", "Make the place", pieces(would.words, onCell));
  if (yes !== null) await deed("The place for the month", "next-month", {});
}

async function issue(): Promise<void> {
  const { month } = work!;
  let kids: Node[];
  try {
    const would = await did("issue", work!.folder, { month, dry_run: true });
    kids = pieces(would.words, onCell);
  } catch (fault) {
    if (!(fault instanceof Refused) || !fault.answer.refused.every((each) => each.code === "I111")) throw fault;
    kids = [h("ul", { class: "findings" }, ...fault.answer.refused.map((each) => item(each, onCell)))];
  }
  const text = "If readings are missing and it is issued all the same: why? In one line, without a child’s name; it is kept.";
  const reason = await ask(`Issue ${short(month)}? Its cells are locked then.`, "Issue it", kids, { text, needed: false });
  if (reason !== null) await deed("What was issued", "issue", reason ? { month, accept: reason } : { month });
}

async function restate(): Promise<void> {
  const { month } = work!;
  const text = "Why is it corrected? In one line, without a child’s name; it is kept.";
  const first = h("p", {}, "Give the corrected readings first: drop the file with them.");
  const reason = await ask(`Correct ${short(month)}, which is issued?`, "Show the correction", [first], { text, needed: true });
  if (reason === null) return;
  const inputs = { month, reason, issue: true };
  const would = await did("restate", work!.folder, { ...inputs, dry_run: true });
  const yes = await ask("Correct it like this?", "Correct it, with a corrected copy", pieces(would.words, onCell));
  if (yes !== null) await deed("What was corrected", "restate", inputs);
}

async function publish(): Promise<void> {
  await deed("What would be published", "publish", { month: work!.month, dry_run: true });
}

async function check(workbook: string | null): Promise<void> {
  work!.alone = workbook ?? "";
  await deed("The workbook by itself", "check", workbook === null ? {} : { workbook });
}

async function explain(label: string): Promise<void> {
  const [indicator] = label.split(" ");
  const { words } = await did("explain", work!.folder, { indicator, month: work!.month });
  const row = work!.summary!.rows.find((each) => each[0]!.text === label)!;
  const large = drawn(work!.series.get(label), row[work!.summary!.columns.findIndex((each) => each.name === "target")]!, true);
  show(
    `Where ${indicator} comes from`,
    ...(large ? [h("figure", {}, large)] : []),
    ...words.listings.flatMap((each) => [h("h3", {}, each.title), list(each.rows)]),
    ...findings(words.findings, onCell),
    ...words.notes.map((note) => h("p", { class: "note" }, note)),
  );
}

async function cell(place: string): Promise<void> {
  const open = byId<HTMLDialogElement>("dialog").open;
  if (!open && jumpTo(place)) return;
  const inputs = { cell: place, ...(work!.found.settings ? {} : { workbook: work!.alone }) };
  const { result } = await did<Around>("around", work!.folder, inputs);
  const rows = result.rows.map(({ row, texts }) =>
    h("tr", {}, h("th", { scope: "row" }, String(row)), ...texts.map((text, at) =>
      h("td", { class: `${result.columns[at]}${row}` === result.cell ? "here" : "" }, text))));
  const head = ["", ...result.columns].map((name) => (name ? h("th", { scope: "col" }, name) : h("td")));
  show(
    `${result.cell} on ${result.sheet}`,
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Cells around ${result.cell}` },
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows))),
  );
}

// What comes of it

/** Do something with the month, and show what came of it. */
async function deed(title: string, what: string, inputs: Record<string, unknown>): Promise<void> {
  const current = work!;
  const done = await did<{ cells?: unknown[] }>(what, current.folder, inputs);
  const changed = new Set(done.words.tables.flatMap((table) => table.cells).filter(Boolean));
  current.outcome = { title, words: done.words, changed };
  if (what === "check") {
    showOutcome(current.outcome, onCell);
    return;
  }
  current.preview = inputs["dry_run"] === true;
  if (!current.preview) {
    current.found = (await did<Found>("look", current.folder)).result;
    if (what === "next-month") current.month = current.found.months.at(-1)?.month ?? current.month;
    await countUnsaved();
    showMonth();
  }
  if (what !== "publish") await showFigures();
  showOutcome(current.outcome, onCell);
}

async function showFigures(): Promise<void> {
  const current = work!;
  if (!current.found.months.some((each) => each.month === current.month)) {
    byId("summary").hidden = true;
    return;
  }
  current.summary = (await did<Summary>("figures", current.folder, { month: current.month })).result;
  const { result } = await did<{ series: Series[] }>("signals", current.folder, { month: current.month });
  current.series = new Map(result.series.map((each) => [each.label, each]));
  const changed = current.outcome?.changed ?? new Set();
  const filled = current.found.months.some((each) => each.month === current.month && each.state !== "open");
  showSummary({ summary: current.summary, series: current.series, changed, preview: current.preview, filled }, onFigure);
}

function showFound(): void {
  const { found } = work!;
  const known = found.files.filter((file) => file.what && !(file.what === "workbook" && file.path !== found.workbook && found.settings));
  const others = found.files.length - known.length;
  const needs = ["settings", "workbook", "readings"].filter((what) => !known.some((file) => file.what === what));
  byId("drop").classList.add("has");
  fill(
    "found",
    h("ul", { class: "files" },
      ...known.map((file) => h("li", {}, file.path, " ", h("span", { class: "what" }, `(${file.what})`))),
      ...needs.map((what) => h("li", { class: "lacks" }, `no ${what}`))),
    others ? h("p", { class: "note" }, `and ${howMany(others, "other file")}: backups, receipts and the like`) : null,
    found.faults.length
      ? h("div", {}, h("h3", {}, "This stands in the way"), h("ul", { class: "findings" }, ...found.faults.map((each) => item(each, onCell))))
      : null,
    ...(found.settings ? [] : withoutSettings(found)),
  );
}

function withoutSettings(found: Found): Node[] {
  if (!found.workbooks.length) return [h("p", {}, "There is no workbook among them yet: give that too.")];
  const likely = (path: string) => Number(/reading/i.test(path));
  const workbooks = [...found.workbooks].sort((a, b) => likely(a) - likely(b));
  const tables = found.files
    .map((file) => file.path)
    .filter((path) => path.endsWith(".csv") || (WORKBOOK.test(path) && path !== workbooks[0]))
    .sort((a, b) => likely(b) - likely(a));
  const workbook = choice("which-workbook", workbooks);
  const readings = choice("which-readings", tables);
  return [
    h("p", {}, "There are no settings (lacxl.toml) with it. The workbook can be checked alone. To fill it, say which file has the readings; the page writes the settings, and you save them with the results."),
    h("p", { class: "row" }, h("label", { for: "which-workbook" }, "Workbook"), workbook,
      ...(tables.length ? [h("label", { for: "which-readings" }, "Readings"), readings] : [])),
    h("p", { class: "row" },
      button("Check the workbook", () => check(workbook.value), "main"),
      ...(tables.length ? [button("Set it up for filling", () => setUp(workbook.value, readings.value))] : [])),
  ];
}

function choice(id: string, names: string[]): HTMLSelectElement {
  return h("select", { id }, ...names.map((name) => h("option", { value: name }, name)));
}

function showMonth(): void {
  const { found } = work!;
  byId("month-section").hidden = !found.settings || !found.months.length;
  if (!found.months.length) return;
  const select = byId<HTMLSelectElement>("month");
  const months = [...found.months];
  if (!months.some((each) => each.month === work!.month))
    months.push({ month: work!.month, label: `${short(work!.month)} (no place yet)`, state: "open" });
  select.replaceChildren(...months.map((each) => h("option", { value: each.month }, each.label)));
  select.value = work!.month;
  showDeeds(found.months.find((each) => each.month === work!.month));
}

const SAYS = {
  open: "Not filled yet.",
  filled: "Filled, not issued: it can be filled again.",
  issued: "Issued: its figures stay as they were printed.",
};

function showDeeds(month: MonthOfReport | undefined): void {
  byId("month-says").textContent = month ? SAYS[month.state] : "The workbook has no place for this month yet.";
  const name = short(work!.month);
  const last = work!.found.months.at(-1);
  const open = month !== undefined && month.state !== "issued";
  fill(
    "deeds",
    open ? button("Show what would change", preview, month.state === "open" && !work!.preview ? "main" : "") : null,
    open ? button(`Fill ${name}`, fillMonth, work!.preview ? "main" : "") : null,
    month?.state === "filled" ? button(`Issue ${name}`, issue, "main") : null,
    last && last.state !== "open" ? button("Make the place for the next month", nextMonth, month ? "" : "main") : null,
    button("Check the workbook", () => check(null)),
    work!.unsaved.length ? button("Undo", undo) : null,
    month?.state === "issued" ? button("Correct an issued figure", restate) : null,
    month?.state === "issued" && able.publishes ? button("What a published copy would show", publish) : null,
  );
}

function button(text: string, press: () => Promise<void>, look = ""): HTMLButtonElement {
  return h("button", { type: "button", class: look, onclick: () => void run(press) }, text);
}

// Saving

async function countUnsaved(): Promise<void> {
  const current = work!;
  const now = (await did<Hashes>("hashes", current.folder)).result;
  current.unsaved = changedSince(current.saved, now, current.found.workbook);
  if (!current.unsaved.length) {
    byId("save").hidden = true;
    return;
  }
  const workbook = current.found.workbook;
  const copies = current.unsaved.filter((path) => / - I\d+\.xls[xm]$/.test(path) && !path.includes("/"));
  const all = current.unsaved.length;
  fill(
    "save",
    h("div", { class: "row" },
      h("span", {}, h("strong", {}, "Not saved yet: "), howMany(all, "file")),
      current.onDisk
        ? button(`Save into the folder ${current.onDisk.name}`, saveInFolder, "main")
        : button("Save everything as one zip", saveZip, "main"),
      current.unsaved.includes(workbook) ? button("Save the workbook alone", () => saveOne(workbook)) : null,
      ...copies.map((path) => button("Save the issued copy", () => saveOne(path))),
      current.onDisk ? button("Save as a zip", saveZip) : null),
  );
}

async function results(paths: string[]): Promise<Result[]> {
  const python = await starting;
  const given: Result[] = [];
  for (const path of paths) given.push({ path, bytes: await python.give(`${work!.folder}/${path}`) });
  return given;
}

async function saveInFolder(): Promise<void> {
  const now = (await did<Hashes>("hashes", work!.folder)).result;
  await work!.onDisk!.save(await results(work!.unsaved), goneSince(work!.saved, now));
  await nowSaved("Saved into the folder.");
}

async function saveZip(): Promise<void> {
  const { found, month, unsaved } = work!;
  downloadZip(`${found.workbook.replace(/\.xls[xm]$/i, "")} ${month}.zip`, await results(unsaved));
  await nowSaved("Saved as a zip: unpack it into the workbook’s folder.");
}

async function saveOne(path: string): Promise<void> {
  const [result] = await results([path]);
  download(path, new Blob([result!.bytes], { type: "application/octet-stream" }));
  conclude(`${path} is with your downloads. Its ledgers and receipts are in the zip, and the next month needs them.`);
}

async function nowSaved(text: string): Promise<void> {
  work!.saved = (await did<Hashes>("hashes", work!.folder)).result;
  await countUnsaved();
  showMonth();
  conclude(text);
}

// Around all of it

let able = { publishes: false, counts: false };

async function did<T = unknown>(what: string, folder: string, inputs: Record<string, unknown> = {}): Promise<Done<T>> {
  const answer = await (await starting).ask(what, folder, inputs);
  if ("refused" in answer) throw new Refused(answer);
  return answer as unknown as Done<T>;
}

function onCell(place: string): void {
  void run(() => cell(place));
}

function onFigure(label: string): void {
  void run(() => explain(label));
}

/** Do one thing at a time; whatever goes wrong is said. */
async function run(what: () => Promise<void>): Promise<void> {
  if (busy) return;
  setBusy(true);
  byId("fault").hidden = true;
  try {
    await what();
    if (byId("status").dataset["said"] !== "yes") say("Ready.");
  } catch (fault) {
    showFault(fault);
  } finally {
    setBusy(false);
  }
}

function setBusy(now: boolean): void {
  busy = now;
  byId("status").dataset["busy"] = now ? "yes" : "no";
  byId("status").dataset["said"] = "no";
  byId("main").setAttribute("aria-busy", String(now));
}

function say(text: string): void {
  byId("status-text").textContent = text.charAt(0).toUpperCase() + text.slice(1);
}

/** Say what came of it: this stays until the next thing is done. */
function conclude(text: string): void {
  say(text);
  byId("status").dataset["said"] = "yes";
}

function progress(step: string): void {
  say(`${step}…`);
}

function showFault(fault: unknown): void {
  const { title, found, more } = wordsOf(fault);
  const place = fill(
    "fault",
    h("h2", {}, title),
    h("ul", { class: "findings" }, ...found.map((each) => item(each, onCell))),
    more ? h("details", {}, h("summary", {}, "For a report of the fault"), h("pre", {}, more)) : null,
  );
  say(fault instanceof NotSaved ? "Not everything is saved." : "Nothing was changed.");
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

function wordsOf(fault: unknown): { title: string; found: Finding[]; more: string } {
  if (fault instanceof Refused) {
    const titles = { refused: "This cannot be done", usage: "This cannot be done", failed: "lacxl failed" };
    const { kind, refused, trace } = fault.answer;
    return { title: titles[kind], found: refused, more: trace ?? "" };
  }
  if (fault instanceof Died) {
    document.documentElement.dataset["ready"] = "no";
    const lost = work?.unsaved.length ? " What was not saved has to be done again." : "";
    if (work) work.unsaved = [];
    byId("save").hidden = true;
    const what = "Python in this page has ended: its memory may be used up, or the browser stopped it.";
    const todo = `Reload the page and begin again from your files; nothing on the disk was changed.${lost} If a file is very large, close other tabs first.`;
    return { title: "The page has to start again", found: [finding("J102", what, todo)], more: fault.message };
  }
  if (fault instanceof NoRoom) {
    const todo = "Close other tabs, and do it again. What is not saved yet is still here.";
    return { title: "There is no room", found: [finding("J108", "The memory of the browser is used up.", todo)], more: fault.message };
  }
  if (fault instanceof NotTaken) return { title: "These files are not taken", found: [finding("J101", fault.message, fault.todo)], more: "" };
  if (fault instanceof NotSaved) return { title: "Not saved", found: [finding("J103", fault.message, fault.todo)], more: "" };
  const said = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  return { title: "The page failed", found: [finding("J104", "Something in the page itself went wrong.", "Reload the page; if it happens again, please report it.")], more: said };
}

function finding(code: string, what: string, todo: string): Finding {
  return { code, severity: "error", where: "", what, todo, cell: "" };
}

async function below(handle: FileSystemDirectoryHandle, path: string): Promise<FileSystemDirectoryHandle> {
  let folder = handle;
  for (const part of path.split("/").filter(Boolean)) folder = await folder.getDirectoryHandle(part);
  return folder;
}

function inside(times: Map<string, number>, within: string): Map<string, number> {
  return new Map([...times].filter(([path]) => path.startsWith(within)).map(([path, time]) => [path.slice(within.length), time]));
}

async function mayLeave(): Promise<boolean> {
  if (!work?.unsaved.length) return true;
  const what = h("p", {}, `${howMany(work.unsaved.length, "file")} of the last month’s work here are not saved.`);
  return (await ask("Go on without saving?", "Go on", [what])) !== null;
}

async function chooseFolder(): Promise<void> {
  const pick = (window as unknown as { showDirectoryPicker?: (options: object) => Promise<FileSystemDirectoryHandle> }).showDirectoryPicker;
  if (!pick) {
    byId("folder-input").click();
    return;
  }
  let handle: FileSystemDirectoryHandle;
  try {
    handle = await pick({ mode: "readwrite" });
  } catch (fault) {
    if ((fault as DOMException).name === "AbortError") return;
    byId("folder-input").click();
    return;
  }
  await take(await inFolder(handle), handle);
}

function listen(): void {
  const input = (id: string) => {
    const chooser = byId<HTMLInputElement>(id);
    chooser.addEventListener("change", () => {
      const offered = chosen(chooser.files ?? []);
      chooser.value = "";
      void run(async () => {
        if (offered.length) await take(offered, null);
      });
    });
  };
  input("files-input");
  input("folder-input");
  byId("choose-files").onclick = () => byId("files-input").click();
  byId("choose-folder").onclick = () => void run(chooseFolder);
  byId("use-demo").onclick = () => void run(async () => { if (await mayLeave()) await demo(); });
  byId<HTMLSelectElement>("month").onchange = (event) => {
    const { value } = event.target as HTMLSelectElement;
    void run(async () => {
      work!.month = value;
      work!.outcome = null;
      work!.preview = false;
      byId("outcome").hidden = true;
      showMonth();
      await showFigures();
    });
  };
  const help = byId<HTMLDialogElement>("help");
  byId("open-help").onclick = () => help.showModal();
  byId("close-help").onclick = () => help.close();
  const drop = byId("drop");
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const offered = event.dataTransfer ? dropped(event.dataTransfer) : Promise.resolve([]);
    void run(async () => {
      const given = await offered;
      if (given.length) await take(given, null);
    });
  });
  addEventListener("beforeunload", (event) => {
    if (work?.unsaved.length) event.preventDefault();
  });
}

async function start(): Promise<void> {
  setBusy(true);
  const started = Interpreter.start(progress);
  starting = started.then(([python]) => python);
  starting.catch(() => undefined);
  listen();
  try {
    const [, version] = await started;
    byId("version").textContent = version;
    able = (await did<typeof able>("abilities", "/")).result;
    if (able.counts) byId("help-cannot").firstElementChild!.remove();
    say("Ready. Everything happens in this page.");
    document.documentElement.dataset["ready"] = "yes";
  } catch (fault) {
    showFault(fault);
    say("Python could not be started in this page.");
  }
  setBusy(false);
}

if (!(window as unknown as { lacxlCannotRun?: boolean }).lacxlCannotRun)
  document.addEventListener("DOMContentLoaded", () => void start());

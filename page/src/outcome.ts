/** What was done, or would be, in words: headline, findings, changes and notes. */
import type { Outcome } from "./answers.ts";
import { fill, h, howMany } from "./dom.ts";
import type { Finding, Table, Words } from "./messages.ts";

export type OnCell = (cell: string) => void;

const WEIGHTS = { error: "Stops", warning: "To look at", note: "Note" };
const OPEN = 4;

/** Show what was done in its section, and bring it into view. */
export function showOutcome(outcome: Outcome, onCell: OnCell): void {
  const { words } = outcome;
  const section = fill(
    "outcome",
    h("h2", { id: "outcome-title" }, outcome.title),
    ...pieces(words, onCell),
  );
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "start", behavior: "auto" });
}

/** Return everything that a result says. */
export function pieces(words: Words, onCell: OnCell): Node[] {
  return [
    ...(words.headline ? [h("p", {}, h("strong", {}, words.headline))] : []),
    ...findings(words.findings, onCell),
    ...words.tables.map((table) => changes(table, onCell)),
    ...words.listings.map((listing) => h("details", {}, h("summary", {}, listing.title.replace(/:$/, "")), list(listing.rows))),
    ...words.notes.filter((note) => !note.includes(": /")).map((note) => h("p", { class: "note" }, note)),
  ];
}

/** Return pairs of a heading and its text. */
export function list(rows: [string, string][]): HTMLElement {
  return h("dl", {}, ...rows.flatMap(([heading, text]) => [h("dt", {}, heading), h("dd", {}, text)]));
}

/** Return findings: those to look at first, the notes folded. */
export function findings(all: Finding[], onCell: OnCell): Node[] {
  const first = all.filter((each) => each.severity !== "note" && !each.accepted);
  const rest = all.filter((each) => !first.includes(each));
  return [
    ...(first.length ? [h("h3", {}, `To look at: ${howMany(first.length, "finding")}`), items(first, onCell)] : []),
    ...(rest.length
      ? [h("details", {}, h("summary", {}, `${howMany(rest.length, "note")} to know about`), items(rest, onCell))]
      : []),
  ];
}

function items(all: Finding[], onCell: OnCell): HTMLElement {
  return h("ul", { class: "findings" }, ...all.map((each) => item(each, onCell)));
}

/** Return a finding: what it is, where, what to do, and its code. */
export function item(finding: Finding, onCell: OnCell): HTMLElement {
  const weight = finding.accepted ? "Accepted" : WEIGHTS[finding.severity];
  const what = plain(finding.what.charAt(0).toUpperCase() + finding.what.slice(1));
  const where = plain(finding.where);
  return h(
    "li",
    { class: finding.accepted ? "note" : finding.severity },
    h("p", {}, h("span", { class: "weight" }, `${weight}: `), what, " ", h("span", { class: "code" }, finding.code)),
    where
      ? h("p", {}, "Where: ", finding.cell ? cellButton(where, finding.cell, onCell) : where)
      : null,
    finding.todo ? h("p", {}, `What to do: ${plain(finding.todo)}`) : null,
  );
}

/** Return a text without the folder in the page's memory, which nobody gave a name to. */
function plain(text: string): string {
  return text.replaceAll(/\/work\/\d+\//g, "");
}

/** Return a button named for a place, which shows the cell. */
export function cellButton(name: string, cell: string, onCell: OnCell): HTMLElement {
  return h("button", { type: "button", class: "cell", onclick: () => onCell(cell) }, name);
}

function changes(table: Table, onCell: OnCell): HTMLElement {
  const titles: Record<string, string> = { cell: "Cell", was: "Was", is: "Is", what: "What it says", from: "From" };
  const head = table.columns.map((name) => h("th", { scope: "col" }, titles[name] ?? name));
  const rows = table.rows.map((row, at) => {
    const cell = table.cells[at] ?? "";
    const [first, ...rest] = row;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, cell ? cellButton(first ?? "", cell, onCell) : (first ?? "")),
      ...rest.map((text, index) => h("td", { "data-title": titles[table.columns[index + 1]!] ?? "", class: text ? "" : "none" }, text)),
    );
  });
  const whole = h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Every changed cell" },
    h("table", { class: "cards" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)),
  );
  const shown = howMany(table.rows.length, "cell");
  return h("details", { open: table.rows.length <= OPEN }, h("summary", {}, `Every change: ${shown}`), whole);
}

/** The summary as it looks in the workbook: figures, lights and arrows, with what changed marked. */
import type { Series, Summary, SummaryCell } from "./answers.ts";
import { chart, numberIn, short } from "./chart.ts";
import { fill, h, howMany } from "./dom.ts";

export interface Shown {
  summary: Summary;
  series: Map<string, Series>;
  changed: Set<string>;
  /** The cells of the changes are those of a dry run: the file is as it was. */
  preview: boolean;
  /** The month is filled, so that the workbook has these figures. */
  filled: boolean;
}

let everything = false;

/** Show the summary; a press on a figure asks where it comes from. */
export function showSummary(shown: Shown, onFigure: (label: string) => void): void {
  const { summary, changed } = shown;
  const names = new Map(summary.columns.map((column, at) => [column.name, at]));
  const columns = summary.columns.filter((column) => everything || column.main);
  const marked = summary.rows.flat().filter((cell) => changed.has(cell.cell)).length;
  const head = columns.map((column) => h("th", { scope: "col", class: isNumber(column.name) ? "number" : "" }, column.title));
  const rows = summary.rows.map((row) => {
    const label = row[names.get("no")!]!.text;
    const cells = columns.map((column) => cellOf(column, row[names.get(column.name)!]!, label, changed, onFigure));
    return h("tr", {}, ...cells, h("td", { "data-title": "Months" }, drawn(shown.series.get(label), row[names.get("target")!]!)));
  });
  const toggle = h("button", {
    type: "button",
    "aria-pressed": String(everything),
    onclick: () => {
      everything = !everything;
      showSummary(shown, onFigure);
      document.querySelector<HTMLElement>("#summary .all-columns")?.focus();
    },
    class: "all-columns",
  }, everything ? "Show the main columns" : "Show all columns");
  const would = shown.preview ? "would change" : "changed";
  fill(
    "summary",
    h("h2", { id: "summary-title" }, `The summary of ${short(summary.month)}`),
    h("p", { class: "row" },
      h("span", { class: "legend" }, marked ? h("span", { class: "changed" }, "Marked") : null, marked ? ` ${howMany(marked, "cell")} of the summary ${would}. ` : "", shown.filled ? "" : `${short(summary.month)} is not filled yet: this is how it will look. `, "Press a figure to see where it comes from."),
      toggle),
    h("div", { class: "scroll whole", tabindex: "0", role: "region", "aria-label": "Table of the summary" },
      h("table", { class: "cards" }, h("thead", {}, h("tr", {}, ...head, h("th", { scope: "col" }, "Months"))), h("tbody", {}, ...rows))),
  );
}

/** Bring a cell of the summary into view; say whether it is there. */
export function jumpTo(cell: string): boolean {
  const found = [...document.querySelectorAll<HTMLElement>("#summary [data-cell]")].find((each) => each.dataset["cell"] === cell);
  if (!found) return false;
  for (const each of document.querySelectorAll("#summary .here")) each.classList.remove("here");
  found.classList.add("here");
  found.scrollIntoView({ block: "center", inline: "nearest" });
  (found.querySelector<HTMLElement>("button") ?? found).focus({ preventScroll: true });
  return true;
}

/** Return the chart of a row's months, large or small. */
export function drawn(series: Series | undefined, target: SummaryCell, large = false): Node | null {
  if (!series) return null;
  const aim = series.target ?? numberIn(target.text);
  const months = series.points.map((point) => `${short(point.month)} ${point.value === null ? "none" : told(point.value)}`);
  const words = `${series.label}: ${months.join(", ")}${aim === null ? "" : `; target ${told(aim)}`}`;
  return chart(series.points, aim, words, large);
}

function told(value: number): string {
  return Math.abs(value) <= 1 && !Number.isInteger(value) ? `${(value * 100).toFixed(1)}%` : String(Number(value.toFixed(1)));
}

function cellOf(
  column: { name: string; title: string },
  cell: SummaryCell,
  label: string,
  changed: Set<string>,
  onFigure: (label: string) => void,
): HTMLElement {
  const marks = changed.has(cell.cell) ? " changed" : "";
  const place = { "data-cell": cell.cell, "data-title": column.title, tabindex: undefined };
  if (column.name === "no") return h("th", { scope: "row" }, figureButton(label, label, onFigure));
  if (column.name === "indicator") return h("td", { ...place, class: `name${marks}` }, cell.text);
  if (column.name === "rag") return h("td", { ...place, class: (cell.text ? "" : "none") + marks }, light(cell.text));
  const kind = isNumber(column.name) ? "number" : cell.text.length > 40 ? "long" : "";
  const text = isFigure(column.name) && cell.text ? figureButton(cell.text, label, onFigure) : cell.text;
  return h("td", { ...place, class: `${kind}${cell.text ? "" : " none"}${marks}` }, text, marks ? h("span", { class: "unseen" }, " (changed)") : null);
}

function figureButton(text: string, label: string, onFigure: (label: string) => void): HTMLElement {
  return h("button", { type: "button", class: "figure", "data-figure": label, "aria-label": text === label ? `${label}: where it comes from` : `${text}, ${label}: where it comes from`, onclick: () => onFigure(label) }, text);
}

function light(text: string): Node | string {
  const colour = text.toLowerCase();
  return ["red", "amber", "green"].includes(colour) ? h("span", { class: `light ${colour}` }, text) : text;
}

function isFigure(name: string): boolean {
  return /^[A-Z][a-z]{2}-\d\d$|^ytd_|^\d{4}\/\d\d Q/.test(name);
}

function isNumber(name: string): boolean {
  return isFigure(name) || name === "target" || /^\d{4}\/\d\d$|_ave$|neigh$|threshold$/.test(name);
}

/** The months of a figure as a small chart, with its target. */
import { s } from "./dom.ts";

export interface Point {
  month: string;
  value: number | null;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Return a month as the workbook heads it: May-15. */
export function short(month: string): string {
  const [year, number] = month.split("-");
  return `${MONTHS[Number(number) - 1]}-${year?.slice(2)}`;
}

/** Return the number that a text such as 98.0% or 1,234 shows, null where it shows none. */
export function numberIn(text: string): number | null {
  const found = /^[<>≤≥]?\s*(-?[\d,]+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (found === null) return null;
  const value = Number(found[1]!.replaceAll(",", ""));
  return found[2] ? value / 100 : value;
}

/** Return the chart; a month without a figure leaves a gap. The words say what it shows. */
export function chart(points: Point[], target: number | null, words: string, large: boolean): SVGElement | null {
  const known = points.filter((point) => point.value !== null);
  if (known.length < 2) return null;
  const [width, height] = large ? [520, 170] : [136, 38];
  const [left, right, top, bottom] = large ? [8, 8, 12, 24] : [3, 3, 4, 4];
  const values = known.map((point) => point.value!);
  const all = target === null ? values : [...values, target];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = high - low || 1;
  const x = (at: number) => left + (at * (width - left - right)) / Math.max(1, points.length - 1);
  const y = (value: number) => top + ((high - value) * (height - top - bottom)) / room;
  let path = "";
  let pen = "M";
  points.forEach((point, at) => {
    if (point.value === null) pen = "M";
    else {
      path += `${pen}${x(at).toFixed(1)} ${y(point.value).toFixed(1)}`;
      pen = "L";
    }
  });
  const dots = points.flatMap((point, at) =>
    point.value === null || !(large || at === points.length - 1 || isAlone(points, at))
      ? []
      : [s("circle", { class: at === points.length - 1 ? "last" : "dot", cx: x(at), cy: y(point.value), r: large ? 4 : 3 })],
  );
  const labels = large
    ? [
        s("text", { x: x(0), y: height - 6 }, short(points[0]!.month)),
        s("text", { x: x(points.length - 1), y: height - 6, "text-anchor": "end" }, short(points.at(-1)!.month)),
        target !== null && s("text", { x: x(points.length - 1), y: y(target) - 5, "text-anchor": "end" }, "target"),
      ]
    : [];
  return s(
    "svg",
    { class: large ? "months large" : "months", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words },
    target !== null && s("path", { class: "target", d: `M${left} ${y(target)}H${width - right}` }),
    s("path", { class: "line", d: path }),
    ...dots,
    ...labels,
  );
}

function isAlone(points: Point[], at: number): boolean {
  return (points[at - 1]?.value ?? null) === null && (points[at + 1]?.value ?? null) === null;
}

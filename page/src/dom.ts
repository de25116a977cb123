/** Elements, made and found. Texts go in as texts: nothing that a file holds becomes markup. */

type Kid = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
type Attributes = Record<string, string | boolean | Listener | undefined>;

/** Return an element with its attributes, listeners (`onclick`) and what is in it. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...kids: Kid[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...kids.filter((kid): kid is Node | string => Boolean(kid)));
  return made;
}

/** Return an element of an SVG. */
export function s(name: string, attributes: Record<string, string | number>, ...kids: Kid[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...kids.filter((kid): kid is Node | string => Boolean(kid)));
  return made;
}

/** Return the element of the page with this id. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found as Kind;
}

/** Put these in place of what an element holds, and show it. */
export function fill(id: string, ...kids: Kid[]): HTMLElement {
  const place = byId(id);
  place.replaceChildren(...kids.filter((kid): kid is Node | string => Boolean(kid)));
  place.hidden = false;
  return place;
}

/** Return a number with its noun, in the plural unless it is one. */
export function howMany(count: number, noun: string): string {
  return `${count.toLocaleString("en-GB")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Dialogs: something to read, or a question. The browser keeps the focus inside and gives it back. */
import { byId, h } from "./dom.ts";

/** Show something to read. */
export function show(title: string, ...kids: Node[]): void {
  const close = h("button", { type: "button", class: "main", onclick: () => dialog().close() }, "Close");
  open(title, ...kids, h("p", { class: "row answer" }, close));
}

export interface Question {
  text: string;
  /** It cannot be gone on without an answer. */
  needed: boolean;
}

/** Ask whether to go on; return what was typed, "" where nothing was, null for no. */
export function ask(title: string, yes: string, kids: Node[], question?: Question): Promise<string | null> {
  const typed = h("input", { type: "text", id: "typed", maxlength: "300", required: question?.needed === true });
  const label = h("label", { for: "typed" }, question?.text ?? "");
  return new Promise((done) => {
    let said: string | null = null;
    const go = () => {
      if (!typed.reportValidity()) return;
      said = typed.value.trim();
      dialog().close();
    };
    open(
      title,
      ...kids,
      ...(question === undefined ? [] : [h("p", {}, label, typed)]),
      h(
        "p",
        { class: "row answer" },
        h("button", { type: "button", class: "main", onclick: go }, yes),
        h("button", { type: "button", onclick: () => dialog().close() }, "Leave it"),
      ),
    );
    dialog().addEventListener("close", () => done(said), { once: true });
  });
}

function open(title: string, ...kids: Node[]): void {
  const heading = h("h2", { id: "dialog-title", tabindex: "-1", autofocus: true }, title);
  dialog().replaceChildren(heading, ...kids);
  dialog().showModal();
  dialog().scrollTop = 0;
}

function dialog(): HTMLDialogElement {
  return byId<HTMLDialogElement>("dialog");
}

// The same as a table.

import type { App } from "./app";
import { h, replace } from "./dom";
import { icon } from "./icons";
import type { Row } from "./rows";
import { duration } from "./time";
import { backedOff, crowd, outcomeOf, startOf, undone, waited, why } from "./words";
import { isCritical } from "./wiring";

/** So many rows at once: a page of tens of thousands would be slow to read for any program. */
const AT_ONCE = 500;

const COLUMNS = ["Step", "Outcome", "Began", "Waited", "Took", "Attempts", "Back-off", "Remarks"];

export class Table {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly body = h("tbody");
  private readonly more = h("p", { class: "more" });
  private rows: Row[] = [];

  constructor(app: App) {
    this.app = app;
    const head = COLUMNS.map((name) => h("th", { scope: "col" }, name));
    const table = h("table", {}, h("caption", {}, "All steps of the run, in the order in which they began"), h("thead", {}, h("tr", {}, ...head)), this.body);
    this.element = h("section", { class: "table", "aria-label": "Table", tabindex: "0", hidden: true }, table, this.more);
  }

  show(rows: Row[]): void {
    if (rows === this.rows) return;
    this.rows = rows;
    replace(this.body);
    this.add();
  }

  private add(): void {
    const from = this.body.childElementCount;
    for (const row of this.rows.slice(from, from + AT_ONCE)) this.body.append(this.line(row));
    const left = this.rows.length - this.body.childElementCount;
    const button = h("button", { type: "button", onclick: () => this.add() }, `Show ${Math.min(left, AT_ONCE)} more of ${left.toLocaleString()}`);
    replace(this.more, left > 0 && button);
  }

  private line(row: Row): HTMLElement {
    const name = h("button", { type: "button", class: "link", onclick: () => this.app.select(row, true) }, row.label);
    const head = h("th", { scope: "row" }, name, row.payload ? h("span", { class: "payload" }, row.payload) : null);
    head.style.paddingLeft = `${18 + Math.min(row.depth, 8) * 16}px`;
    if (row.parent) head.append(h("span", { class: "unseen" }, ` in ${row.parent.label}`));
    const amount = (ns: number) => (ns > 0 ? duration(ns) : "");
    return h(
      "tr",
      { class: row.outcome },
      head,
      h("td", {}, icon(row.outcome), " ", outcomeOf(row)),
      h("td", { class: "figure" }, startOf(row)),
      h("td", { class: "figure" }, amount(waited(row))),
      h("td", { class: "figure" }, row.ran ? duration(row.to - row.from) : ""),
      h("td", { class: "figure" }, row.attempts || ""),
      h("td", { class: "figure" }, amount(backedOff(row))),
      h("td", { class: "why" }, [crowd(row), why(row), undone(row), isCritical(row) && "on the critical path"].filter(Boolean).join("; ")),
    );
  }
}

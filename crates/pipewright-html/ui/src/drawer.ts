// All that is known of the row that is selected.

import type { App } from "./app";
import { h, replace } from "./dom";
import { given, typed } from "./header";
import { icon, sign, WORDS } from "./icons";
import type { EventReport, Kind, Wire } from "./report";
import type { Call, Row } from "./rows";
import { duration, offset } from "./time";
import { backedOff, crowd, gathered, progress, waited } from "./words";
import { isCritical } from "./wiring";

export class Drawer {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly heading = h("h2", { tabindex: "-1" });
  private readonly body = h("div", { class: "body" });

  constructor(app: App, close: () => void) {
    this.app = app;
    const button = h("button", { type: "button", class: "plain", title: "Close (Esc)", "aria-label": "Close", onclick: close }, sign("close"));
    this.element = h("aside", { class: "drawer", "aria-label": "Details", hidden: true }, h("div", { class: "head" }, this.heading, button), this.body);
  }

  focus(): void {
    this.heading.focus();
  }

  show(row: Row | null): void {
    this.element.hidden = row === null;
    if (!row) return;
    replace(this.heading, icon(row.outcome), h("span", {}, row.label));
    replace(
      this.body,
      this.where(row),
      figures(row),
      this.trouble(row),
      this.tookDown(row),
      this.wires("Inputs", row, (wire) => wire.kind === "data"),
      this.wires("Runs when", row, (wire) => wire.kind === "guard" || wire.kind === "branch", this.guard(row)),
      this.wires("Waits for", row, (wire) => wire.kind === "after" || wire.kind === "order"),
      this.output(row),
      values(row),
      attempts(row),
      this.crowd(row),
      undo(row),
      events(row),
    );
    this.body.scrollTop = 0;
  }

  /** The rows that it lies in. */
  private where(row: Row): HTMLElement | null {
    const outer: Row[] = [];
    for (let up = row.parent; up; up = up.parent) outer.unshift(up);
    const runs = row.run.wiring.graph?.steps[row.step]?.runs;
    if (outer.length === 0 && !runs) return null;
    return h(
      "p",
      { class: "where" },
      ...outer.flatMap((up) => [this.link(up), " › "]),
      outer.length > 0 && row.label,
      runs && row.kind === "step" && h("span", {}, outer.length > 0 ? ", " : "", "runs the pipeline ", h("code", {}, runs)),
    );
  }

  /** Why it did not end well, what lies behind that, and where it began. */
  private trouble(row: Row): HTMLElement | null {
    const text = row.reason;
    if (!text) return null;
    const last = row.calls.at(-1);
    const own = last?.error && text.endsWith(last.error) ? last.sources : undefined;
    const sources = row.report?.sources ?? own ?? [];
    const causes = row.report?.caused_by ?? [];
    return section(
      row.outcome === "skipped" ? "Why it was skipped" : "Error",
      h("pre", { class: `error ${row.outcome}` }, text),
      chain(sources),
      causes.length > 0 && h("p", {}, "It began with ", ...this.links(causes.flatMap((name) => this.named(row, name)))),
    );
  }

  private tookDown(row: Row): HTMLElement | null {
    if (row.outcome === "ok" || row.kind !== "step") return null;
    const down = row.run.rows.filter((other) => other.report?.caused_by?.includes(row.name));
    if (down.length === 0) return null;
    return section(`Took down ${down.length}`, h("p", {}, ...this.links(down)));
  }

  private wires(title: string, row: Row, test: (wire: Wire) => boolean, lead?: Node | null): HTMLElement | null {
    const wires = row.run.wiring.into(row.step).filter(test);
    if (row.kind === "element" || (wires.length === 0 && !lead)) return null;
    return section(title, lead, wires.length > 0 && h("ul", { class: "wires" }, ...wires.map((wire) => this.wire(row, wire))));
  }

  private wire(row: Row, wire: Wire): HTMLElement {
    const graph = row.run.wiring.graph!;
    if ("input" in wire.from) {
      const input = graph.inputs[wire.from.input]!;
      return h("li", {}, typed(input.name, wire.ty || input.ty, given(row.run.report, input.name)), h("span", { class: "soft" }, "given to the run"));
    }
    const from = graph.steps[wire.from.step]!;
    const source = row.run.of(wire.from.step);
    const name = wire.kind === "after" || wire.kind === "order" ? null : (from.output?.name ?? from.name);
    return h(
      "li",
      {},
      name && typed(name, wire.ty || from.output?.ty || "", source?.report),
      h("span", { class: "soft" }, name ? "from " : "", source ? this.link(source) : from.name),
    );
  }

  private guard(row: Row): HTMLElement | null {
    const { graph } = row.run.wiring;
    const step = graph?.steps[row.step];
    const branch = step?.arm && graph?.branches[step.arm.branch];
    const way = step?.arm && branch?.ways[step.arm.way];
    const text = [branch && `${branch.text ? `${branch.text} is ` : ""}${way}`, step?.guard].filter(Boolean).join(", and ");
    return text ? h("pre", { class: "condition" }, text) : null;
  }

  private output(row: Row): HTMLElement | null {
    const step = row.run.wiring.graph?.steps[row.step];
    if (row.kind === "element" || !step?.output) return null;
    const readers = row.run.wiring.out(row.step).flatMap((reader) => row.run.of(reader) ?? []);
    const size = row.report?.size;
    return section(
      "Output",
      h("p", {}, typed(step.output.name, step.output.ty, { size })),
      row.report?.value ? h("pre", { "aria-label": "Value" }, row.report.value) : null,
      readers.length > 0 && h("p", { class: "soft" }, "read by ", ...this.links(readers)),
    );
  }

  /** Its elements in figures, and those that are worth a look. */
  private crowd(row: Row): HTMLElement | null {
    const many = gathered(row);
    if (!many || many.length === 0) return null;
    const failed = many.filter((one) => one.outcome === "err");
    const slow = many.filter((one) => one.ran).sort((one, other) => other.to - other.from - (one.to - one.from));
    const list = (title: string, rows: Row[]) =>
      rows.length > 0 &&
      h("div", {}, h("h4", {}, title), h("ul", { class: "few" }, ...rows.slice(0, 5).map((one) => h("li", {}, this.link(one), h("span", { class: "soft" }, one.ran ? duration(one.to - one.from) : "", " ", one.reason ?? "")))));
    return section(row.times === undefined ? "Elements" : "Executions", h("p", {}, crowd(row)), list(failed.length > 5 ? `Failed, 5 of ${failed.length.toLocaleString()}` : "Failed", failed), list("Longest", slow));
  }

  private named(row: Row, name: string): Row[] {
    return row.run.rows.filter((other) => other.name === name).slice(0, 1);
  }

  private links(rows: Row[]): Node[] {
    const most = 12;
    const links = rows.slice(0, most).flatMap((row, place) => [...(place > 0 ? [document.createTextNode(", ")] : []), this.link(row)]);
    if (rows.length > most) links.push(document.createTextNode(` and ${rows.length - most} more`));
    return links;
  }

  private link(row: Row): HTMLElement {
    return h("button", { type: "button", class: "link", onclick: () => this.app.select(row, true) }, row.label);
  }
}

function section(title: string, ...children: (Node | null | false | undefined)[]): HTMLElement {
  return h("section", {}, h("h3", {}, title), ...children);
}

/** What lies behind an error, each the cause of the one before it. */
function chain(sources: string[]): HTMLElement | false {
  return sources.length > 0 && h("ol", { class: "chain", "aria-label": "Caused by" }, ...sources.map((source) => h("li", {}, source)));
}

/** When, how long, how often. */
function figures(row: Row): HTMLElement {
  const list = h("dl", { class: "figures" });
  const add = (name: string, value: string) => value && list.append(h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  add("outcome", WORDS[row.outcome]);
  add("done", progress(row));
  if (row.ran) {
    add(row.outcome === "running" ? "so far" : "took", duration(row.to - row.from));
    add("began", offset(row.from));
    if (waited(row) >= 1000) add("waited before", duration(waited(row)));
    if (backedOff(row) > 0) add("back-off", duration(backedOff(row)));
    if (row.attempts > 1) add(row.kind === "step" && row.times !== undefined ? "executions" : "attempts", row.attempts.toLocaleString());
  }
  if (row.queue !== undefined) add("in the queue then", String(row.queue));
  if (isCritical(row)) add("critical path", "yes");
  return list;
}

/** What a step of a workflow was given, and what it gave. */
function values(row: Row): HTMLElement | null {
  if (!row.payload && !row.value) return null;
  return section("Values", row.payload ? h("pre", { "aria-label": "Payload" }, row.payload) : null, row.value ? h("pre", { "aria-label": "Value" }, `→ ${row.value}`) : null);
}

function attempts(row: Row): HTMLElement | null {
  const [only] = row.calls;
  const isTold = row.calls.length === 1 && (!only!.error || row.reason?.endsWith(only!.error));
  if (row.calls.length === 0 || isTold) return null;
  return section("Attempts", callTable(row.calls, row.run.book.now));
}

const UNDONE: Partial<Record<Kind, string>> = { ok: "It was undone.", pending: "It is being undone." };

function undo(row: Row): HTMLElement | null {
  const report = row.report?.undo;
  if (!report) return null;
  const step = row.run.wiring.graph?.steps[row.step];
  return section("Undo", step?.undo ? h("pre", { class: "condition" }, step.undo) : null, h("p", {}, UNDONE[report.outcome] ?? `It was not undone: ${report.reason ?? ""}`), callTable(row.undo, row.run.book.now));
}

function callTable(calls: Call[], now: number): HTMLElement {
  const rows = calls.map((call, number) => {
    const before = calls[number - 1];
    const wait = before?.to === undefined ? "" : duration(Math.max(0, call.from - before.to));
    const error = call.error ? [h("pre", { class: "error" }, call.error), chain(call.sources ?? [])] : [];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, number + 1),
      h("td", {}, offset(call.from)),
      h("td", {}, wait),
      h("td", {}, duration((call.to ?? now) - call.from), call.to === undefined ? " so far" : ""),
      h("td", {}, ...error),
    );
  });
  const head = ["", "began", "waited", "took", "error"].map((name) => (name ? h("th", { scope: "col" }, name) : h("td")));
  return h("div", { class: "wide", role: "region", "aria-label": "Attempts", tabindex: "0" }, h("table", { class: "calls" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows)));
}

const MOST_EVENTS = 200;

function events(row: Row): HTMLElement | null {
  const all = row.events;
  if (all.length === 0) return null;
  const item = (event: EventReport) =>
    h(
      "li",
      {},
      h("span", { class: "soft" }, offset(row.run.book.clock.since(event.time))),
      h("b", {}, event.name),
      event.element !== null && event.element !== undefined && row.kind === "step" ? h("code", {}, `[${event.element}]`) : null,
      h("span", { class: "fields" }, ...Object.entries(event.fields ?? {}).map(([key, value]) => h("code", {}, `${key}=${show(value)}`))),
    );
  const rest = all.length - MOST_EVENTS;
  return section(`Events, ${all.length.toLocaleString()}`, h("ol", { class: "events" }, ...all.slice(0, MOST_EVENTS).map(item)), rest > 0 && h("p", { class: "soft" }, `and ${rest.toLocaleString()} more, which the JSON has`));
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}


// The top of the page: what ran, how it ended, and how its steps did.

import type { App } from "./app";
import { h, replace } from "./dom";
import { icon, sign, WORDS } from "./icons";
import type { Report, Shown, Size } from "./report";
import type { Outcome, Row } from "./rows";
import { count } from "./stats";
import { duration, wall } from "./time";

export function header(app: App): HTMLElement {
  const warnings = (app.report.warnings ?? []).map((warning) => h("div", { class: "banner warning", role: "note" }, icon("handled"), h("p", {}, warning)));
  return h("header", { class: "top" }, title(app), facts(app), banner(app), ...warnings, counts(app));
}

function title({ report, run, isOver }: App): HTMLElement {
  const outcome: Outcome = report.outcome === "pending" ? "running" : report.outcome;
  return h(
    "div",
    { class: "title" },
    h("span", { class: `badge ${outcome}` }, icon(outcome), WORDS[outcome]),
    h("h1", {}, report.pipeline),
    h("span", { class: "took" }, isOver ? duration(run.to - run.from) : `running for ${duration(run.to)}`),
    h("span", { class: "when" }, "started ", h("time", { datetime: report.started, title: report.started }, wall(report.started))),
  );
}

/** Names, and what they stand for. */
function facts(app: App): HTMLElement {
  const { report, run } = app;
  const list = h("dl", { class: "facts" });
  const add = (name: string, ...value: Node[]) =>
    list.append(h("div", {}, h("dt", {}, name), h("dd", {}, ...value)));
  add("correlation id", copied(report.correlation_id));
  add("run", copied(report.run_id));
  if (report.parent_run) add("inside run", copied(report.parent_run));
  const { graph } = run.wiring;
  if (graph && graph.inputs.length > 0) add("parameters", ...graph.inputs.map((input) => typed(input.name, input.ty, given(report, input.name))));
  if (graph?.output) add("output", typed(graph.output.name, graph.output.ty));
  const metadata = Object.entries(report.metadata ?? {}).map(([key, value]) => h("code", { class: "typed" }, h("span", {}, `${key}: `), value));
  if (metadata.length > 0) add("metadata", ...metadata);
  return list;
}

/** A name and its type, and its value if that is to be shown. */
export function typed(name: string, type: string, shown?: { value?: string | null; size?: Size | null }): HTMLElement {
  const { value, size } = shown ?? {};
  return h("code", { class: "typed" }, name, h("span", {}, `: ${type}`), value ? ` = ${value}` : null, size ? h("span", {}, `, ${large(size)}`) : null);
}

/** How large a value is. */
export function large({ bytes, elements }: Size): string {
  const [count, noun] = bytes === undefined ? [elements ?? 0, "element"] : [bytes, "byte"];
  return `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a run was given by this name, if that is to be shown. */
export function given(report: Report, name: string): Shown | undefined {
  return report.inputs?.find((input) => input.name === name);
}

function copied(text: string): HTMLElement {
  const said = h("span", { class: "unseen", role: "status" });
  const copy = h("button", { type: "button", class: "copy", title: "Copy", "aria-label": `Copy ${text}` }, sign("copy"));
  copy.addEventListener("click", async () => {
    await write(text);
    replace(said, "copied");
    copy.classList.add("done");
    setTimeout(() => {
      replace(said);
      copy.classList.remove("done");
    }, 1200);
  });
  return h("span", { class: "copied" }, h("code", {}, text), copy, said);
}

/** A page that is opened from disk may not have the clipboard. */
async function write(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** The error of the run. */
function banner(app: App): HTMLElement | null {
  const error = app.report.error;
  if (!error) return null;
  const row = app.run.rows.find((row) => row.name === error.step);
  const go = row && h("button", { type: "button", class: "link", onclick: () => app.select(row, true) }, `Show ${row.label}`);
  return h("div", { class: "banner", role: "note" }, icon("err"), h("p", {}, ...quoted(error.message)), go);
}

/** Text in which names stand between backticks. */
function quoted(text: string): (string | Node)[] {
  return text.split(/`([^`]+)`/).map((part, place) => (place % 2 === 1 ? h("code", {}, part) : part));
}

/** How the steps ended; each figure shows those alone. */
function counts(app: App): HTMLElement {
  const rows = units(app.run.rows);
  const figures = count(rows);
  const group = h("div", { class: "counts", role: "group", "aria-label": "Show by outcome" });
  for (const outcome of ["ok", "err", "handled", "skipped", "running", "waiting", "retried"] as const) {
    const figure = figures[outcome];
    if (figure === 0 && ["handled", "running", "waiting"].includes(outcome)) continue;
    const button = h(
      "button",
      { type: "button", class: `count ${outcome}`, disabled: figure === 0, "data-outcome": outcome, "aria-pressed": "false" },
      icon(outcome),
      h("b", {}, figure.toLocaleString()),
      ` ${WORDS[outcome]}`,
    );
    button.addEventListener("click", () => toggle(app, outcome));
    group.append(button);
  }
  const noun = { pipeline: "step", workflow: "execution", flow: "call" }[app.run.kind];
  group.append(h("span", { class: "all" }, `of ${figures.all.toLocaleString()} ${noun}${figures.all === 1 ? "" : "s"}`, elements(rows)));
  app.store.listen(({ outcomes }) => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(outcomes.has(button.dataset.outcome as Outcome)));
    }
  });
  return group;
}

/** How the elements of all maps did, in a few words. */
function elements(rows: Row[]): string {
  const all = rows.flatMap((row) => row.report?.elements ?? []);
  if (all.length === 0) return "";
  const count = (words: string, is: (element: (typeof all)[number]) => boolean) => {
    const number = all.filter(is).length;
    return number > 0 ? `, ${number.toLocaleString()} of them ${words}` : "";
  };
  const failed = count("failed", ({ outcome }) => outcome === "err");
  return `, ${all.length.toLocaleString()} elements${failed}${count("retried", ({ attempts }) => attempts.length > 1)}`;
}

/** Whatever a run counts: its steps, or what was executed or called. */
function units(rows: Row[]): Row[] {
  return rows.flatMap((row) => {
    if (row.kind === "call") return [row, ...units(row.children)];
    return row.times === undefined ? [row] : row.children;
  });
}

function toggle({ store }: App, outcome: Outcome | "retried"): void {
  const outcomes = new Set(store.state.outcomes);
  if (!outcomes.delete(outcome)) outcomes.add(outcome);
  store.set({ outcomes });
}

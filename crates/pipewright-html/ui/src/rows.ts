// A report as rows: each step, and below it its elements, the runs inside it, its executions or its calls.

import type { Attempt, EventReport, Graph, Kind, Report, StepReport } from "./report";
import type { Clock } from "./time";
import { Wiring } from "./wiring";

export type Outcome = "ok" | "err" | "handled" | "skipped" | "running" | "waiting";
export type RowKind = "step" | "element" | "attempt" | "execution" | "call";

/** What all rows of one report have in common. */
export interface Book {
  clock: Clock;
  graphs: Record<string, Graph>;
  /** When the report was made: where what has not ended is drawn to. */
  now: number;
}

/** A call, with its times. */
export interface Call {
  from: number;
  /** Missing if it has not ended. */
  to?: number;
  error?: string | null;
  /** What lies behind its error. */
  sources?: string[];
  run?: Report;
}

/** What a row is made of. */
interface Parts {
  id: string;
  kind: RowKind;
  label: string;
  outcome: Outcome;
  calls?: Call[];
  reason?: string | null;
}

export class Row {
  readonly id: string;
  readonly kind: RowKind;
  readonly label: string;
  readonly outcome: Outcome;
  readonly calls: Call[];
  readonly reason: string | null;
  /** The run that it is a part of. */
  readonly run: RunView;
  readonly parent: Row | null;
  readonly depth: number;
  /** The number of its step in the run's graph. */
  step = -1;
  report?: StepReport;
  index?: number;
  payload?: string | null;
  value?: string | null;
  queue?: number;
  undo: Call[] = [];
  /** When it could have begun, if that is known. */
  ready?: number;
  /** From when to when something happened in it. */
  from: number;
  to: number;
  /** How often it was called, where the calls are not told one by one. */
  times?: number;
  private made?: Row[];
  private readonly make: (row: Row) => Row[];

  constructor(run: RunView, parent: Row | null, parts: Parts, make?: (row: Row) => Row[]) {
    this.run = run;
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
    this.id = parts.id;
    this.kind = parts.kind;
    this.label = parts.label;
    this.outcome = parts.outcome;
    this.calls = parts.calls ?? [];
    this.reason = parts.reason ?? null;
    this.make = make ?? insideOf;
    const last = this.calls.at(-1);
    this.from = this.calls[0]?.from ?? NaN;
    const end = this.outcome === "running" ? undefined : last?.to;
    this.to = last ? (end ?? run.book.now) : NaN;
  }

  /** Whether it was ever called. */
  get ran(): boolean {
    return !Number.isNaN(this.from);
  }

  get attempts(): number {
    return this.times ?? this.calls.length;
  }

  /** Made when they are asked for: there may be ten thousand. */
  get children(): Row[] {
    this.made ??= this.make(this);
    return this.made;
  }

  /** Without making them. */
  get hasChildren(): boolean {
    if (this.made || this.make !== insideOf) return this.children.length > 0;
    return Boolean(this.report?.elements?.length) || this.calls.some((call) => call.run);
  }

  get events(): EventReport[] {
    if (this.kind === "step") return this.report?.events ?? [];
    if (this.kind !== "element") return [];
    return (this.parent?.report?.events ?? []).filter((event) => event.element === this.index);
  }

  /** The name of its step. */
  get name(): string {
    return this.run.report.steps[this.step]?.step ?? this.label;
  }
}

/** One run, and the rows of its steps. */
export class RunView {
  readonly report: Report;
  readonly book: Book;
  readonly owner: Row | null;
  readonly wiring: Wiring;
  readonly from: number;
  readonly to: number;
  readonly rows: Row[];
  private readonly bySteps = new Map<number, Row>();
  readonly kind: "pipeline" | "workflow" | "flow";
  private readonly prefix: string;

  constructor(report: Report, book: Book, owner: Row | null, prefix: string) {
    this.report = report;
    this.book = book;
    this.owner = owner;
    this.prefix = prefix;
    this.wiring = new Wiring(book.graphs[report.definition], report);
    this.from = book.clock.since(report.started);
    this.to = book.clock.since(report.finished);
    this.kind = report.calls?.length ? "flow" : report.trace?.length ? "workflow" : "pipeline";
    this.rows = this.kind === "flow" ? this.calls() : report.steps.map((step, number) => this.step(step, number));
    if (this.kind === "pipeline") this.wiring.place(this.rows, this.from);
    this.rows.sort((one, other) => begin(one) - begin(other));
    this.note(this.rows);
  }

  /** A step that is called several times is known by the first of its rows. */
  private note(rows: Row[]): void {
    for (const row of rows) {
      if (!this.bySteps.has(row.step)) this.bySteps.set(row.step, row);
      if (row.kind === "call") this.note(row.children);
    }
  }

  /** The row of a step. */
  of(step: number): Row | undefined {
    return this.bySteps.get(step);
  }

  private step(report: StepReport, number: number): Row {
    const handled = this.wiring.graph?.steps[number]?.handled ?? false;
    const row = new Row(
      this,
      this.owner,
      {
        id: this.prefix + report.step,
        kind: "step",
        label: report.step,
        outcome: outcome(report.outcome, report.attempts, handled),
        calls: this.kind === "workflow" ? [] : calls(report.attempts, report.outcome, this.book),
        reason: report.reason,
      },
      this.kind === "workflow" ? (row) => this.executions(row) : undefined,
    );
    row.step = number;
    row.report = report;
    if (report.undo) row.undo = calls(report.undo.attempts, report.undo.outcome, this.book);
    if (this.kind === "workflow") {
      row.times = row.children.length;
      span(row, row.children);
    }
    return row;
  }

  /** How often a step of a workflow was executed, each time. */
  private executions(row: Row): Row[] {
    const trace = this.report.trace ?? [];
    return trace.flatMap((executed, number) => {
      if (executed.step !== row.label) return [];
      const { clock } = this.book;
      const times = executed.times;
      const inner = new Row(
        this,
        row,
        {
          id: `${row.id}#${number + 1}`,
          kind: "execution",
          label: `#${number + 1}`,
          outcome: executed.outcome === "pending" ? "running" : executed.outcome,
          calls: times ? [{ from: clock.since(times.started), to: executed.outcome === "pending" ? undefined : clock.since(times.finished), error: executed.error }] : [],
          reason: executed.error,
        },
        none,
      );
      inner.step = row.step;
      inner.times = executed.attempts;
      inner.payload = executed.payload;
      inner.value = executed.value;
      inner.queue = executed.queue ?? undefined;
      return [inner];
    });
  }

  /** The calls of a flow that nobody else has made. */
  private calls(): Row[] {
    const reports = this.report.calls ?? [];
    const made = new Map<number, number[]>();
    reports.forEach((report, number) => {
      const caller = report.caller ?? -1;
      made.set(caller, [...(made.get(caller) ?? []), number]);
    });
    const numbers = new Map(this.report.steps.map((step, number) => [step.step, number]));
    const rows = (of: number, parent: Row | null): Row[] =>
      (made.get(of) ?? []).map((number) => {
        const report = reports[number]!;
        const from = this.book.clock.since(report.started);
        const to = report.outcome === "pending" ? undefined : this.book.clock.since(report.finished);
        const row = new Row(
          this,
          parent,
          {
            id: `${this.prefix}${report.step}@${number + 1}`,
            kind: "call",
            label: report.step,
            outcome: report.outcome === "pending" ? "running" : report.outcome,
            calls: [{ from, to, error: report.error, sources: report.sources }],
            reason: report.error ?? (report.outcome === "skipped" ? "whoever called it did not wait for its end" : null),
          },
          (row) => rows(number, row),
        );
        row.step = numbers.get(report.step) ?? -1;
        return row;
      });
    return rows(-1, this.owner);
  }
}

function none(): Row[] {
  return [];
}

/** The elements of a step, or the steps of the runs that it was. */
function insideOf(row: Row): Row[] {
  const elements = row.report?.elements;
  if (row.kind === "step" && elements?.length) {
    return elements.map((element) => {
      const inner = new Row(row.run, row, {
        id: `${row.id}[${element.index}]`,
        kind: "element",
        label: `[${element.index}]`,
        outcome: outcome(element.outcome, element.attempts, false),
        calls: calls(element.attempts, element.outcome, row.run.book),
        reason: element.reason,
      });
      inner.step = row.step;
      inner.index = element.index;
      return inner;
    });
  }
  const runs = row.calls.flatMap((call, number) => (call.run ? [{ report: call.run, number, call }] : []));
  const [only] = runs;
  if (only && row.calls.length === 1) {
    return new RunView(only.report, row.run.book, row, `${row.id}/`).rows;
  }
  return runs.map(({ report, number, call }) => {
    const attempt = new Row(
      row.run,
      row,
      {
        id: `${row.id}~${number + 1}`,
        kind: "attempt",
        label: `attempt ${number + 1}`,
        outcome: report.outcome === "pending" ? "running" : report.outcome,
        calls: [{ ...call, run: undefined }],
        reason: call.error,
      },
      (inner) => new RunView(report, row.run.book, inner, `${inner.id}/`).rows,
    );
    attempt.step = row.step;
    return attempt;
  });
}

function outcome(kind: Kind, attempts: Attempt[], handled: boolean): Outcome {
  if (kind === "pending") return attempts.length > 0 ? "running" : "waiting";
  return kind === "err" && handled ? "handled" : kind;
}

/** Of what has not ended the last call has not either, unless it has failed and is to be followed by another. */
function calls(attempts: Attempt[], kind: Kind, { clock }: Book): Call[] {
  return attempts.map(({ started, finished, error, sources, run }, number) => {
    const isOpen = kind === "pending" && number === attempts.length - 1 && !error;
    return { from: clock.since(started), to: isOpen ? undefined : clock.since(finished), error, sources, run };
  });
}

/** A row lasts as long as what is below it. */
function span(row: Row, children: Row[]): void {
  const ran = children.filter((child) => child.ran);
  if (ran.length === 0) return;
  row.from = ran.reduce((least, child) => Math.min(least, child.from), Infinity);
  row.to = ran.reduce((most, child) => Math.max(most, child.to), -Infinity);
}

/** When it is drawn first: what never ran, when that was clear. */
function begin(row: Row): number {
  return row.ran ? row.from : (row.ready ?? 0);
}

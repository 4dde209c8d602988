// The stored form of a report, as `pipewright::Report` writes it, and the layouts that are put beside it.

/** What is pending has not ended: the report was made while the run was going on. */
export type Kind = "ok" | "err" | "skipped" | "pending";

export interface Report {
  run_id: string;
  correlation_id: string;
  parent_run?: string | null;
  pipeline: string;
  definition: string;
  started: string;
  /** When it ended, or the report was made. */
  finished: string;
  outcome: Kind;
  error?: RunError | null;
  metadata?: Record<string, string>;
  /** What the run was given, where that is to be shown. */
  inputs?: Shown[];
  steps: StepReport[];
  trace?: TraceRow[];
  calls?: CallReport[];
  /** What went wrong beside the run. */
  warnings?: string[];
  graphs?: Record<string, Graph>;
}

/** A value as text, cut where it is long. */
export interface Shown {
  name: string;
  value: string;
  size?: Size | null;
}

export interface Size {
  bytes?: number;
  elements?: number;
}

export interface RunError {
  message: string;
  /** The step that failed first. */
  step?: string | null;
  sources?: string[];
}

export interface StepReport {
  step: string;
  outcome: Kind;
  reason?: string | null;
  /** What lies behind its error. */
  sources?: string[];
  caused_by?: string[];
  attempts: Attempt[];
  elements?: ElementReport[];
  undo?: UndoReport;
  events?: EventReport[];
  /** How far it has got, if it has not ended. */
  progress?: { done: number; total?: number | null };
  /** What it has given, where that is to be shown. */
  value?: string | null;
  size?: Size | null;
}

export interface ElementReport {
  index: number;
  outcome: Kind;
  reason?: string | null;
  attempts: Attempt[];
}

export interface UndoReport {
  outcome: Kind;
  reason?: string | null;
  attempts: Attempt[];
}

export interface Attempt {
  started: string;
  finished: string;
  error?: string | null;
  /** What lies behind its error. */
  sources?: string[];
  wait?: number | null;
  run?: Report;
}

export interface EventReport {
  time: string;
  attempt?: number | null;
  element?: number | null;
  name: string;
  fields?: Record<string, unknown>;
}

/** A step of a workflow, as it was executed. */
export interface TraceRow {
  step: string;
  outcome: Kind;
  attempts: number;
  payload?: string | null;
  value?: string | null;
  error?: string | null;
  queue?: number | null;
  times?: { started: string; finished: string } | null;
}

/** A call of a flow. */
export interface CallReport {
  step: string;
  caller?: number | null;
  outcome: Kind;
  error?: string | null;
  sources?: string[];
  started: string;
  finished: string;
}

export interface Value {
  name: string;
  ty: string;
}

export type Source = { input: number } | { step: number };
export type Target = { step: number } | "output";
export type WireKind = "data" | "guard" | "after" | "branch" | "order" | "next" | "call";

export interface Wire {
  from: Source;
  to: Target;
  kind: WireKind;
  ty: string;
}

export interface GraphStep {
  name: string;
  output?: Value | null;
  guard?: string | null;
  each?: string | null;
  handled: boolean;
  undo?: string | null;
  runs?: string | null;
  /** The steps through which each element goes, if these are a block of their own. */
  block?: Graph[];
  arm?: { branch: number; way: number } | null;
}

export interface Graph {
  name: string;
  inputs: Value[];
  steps: GraphStep[];
  wires: Wire[];
  output?: Value | null;
  branches: { text: string; ways: string[] }[];
}

// What the reader has chosen. It lives in the address, so that a link shows the same.

import type { Outcome } from "./rows";

export type View = "both" | "picture" | "timeline" | "table";
export type Lens = "" | "failed" | "critical";
export type Theme = "" | "light" | "dark";

export interface State {
  /** The row that is selected. */
  selected: string;
  /** Whether all about it is shown. */
  detail: boolean;
  text: string;
  outcomes: ReadonlySet<Outcome | "retried">;
  lens: Lens;
  view: View;
  theme: Theme;
  /** Rows that are folded although they would be open, or the other way round. */
  folds: ReadonlySet<string>;
  /** The part of the time that is shown, in nanoseconds. */
  zoom: readonly [number, number] | null;
}

type Listener = (state: State, before: State) => void;

const EMPTY: State = {
  selected: "",
  detail: false,
  text: "",
  outcomes: new Set(),
  lens: "",
  view: "both",
  theme: "",
  folds: new Set(),
  zoom: null,
};

export class Store {
  state: State;
  private readonly listeners: Listener[] = [];
  private before: State | null = null;

  constructor() {
    this.state = read(location.hash);
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== write(this.state)) this.set(read(location.hash));
    });
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Changes some of it; everybody is told once before the next frame. */
  set(change: Partial<State>): void {
    const isFirst = this.before === null;
    this.before ??= this.state;
    this.state = { ...this.state, ...change };
    if (isFirst) requestAnimationFrame(() => this.tell());
  }

  private tell(): void {
    const before = this.before ?? this.state;
    this.before = null;
    history.replaceState(null, "", `#${write(this.state)}`);
    for (const listener of this.listeners) listener(this.state, before);
  }
}

function write(state: State): string {
  const words = new URLSearchParams();
  if (state.selected) words.set("step", state.selected);
  if (state.detail) words.set("detail", "1");
  if (state.text) words.set("q", state.text);
  if (state.outcomes.size > 0) words.set("only", [...state.outcomes].join(","));
  if (state.lens) words.set("show", state.lens);
  if (state.view !== "both") words.set("view", state.view);
  if (state.theme) words.set("theme", state.theme);
  for (const fold of state.folds) words.append("fold", fold);
  if (state.zoom) words.set("time", state.zoom.map((time) => Math.round(time)).join("-"));
  return words.toString();
}

function read(hash: string): State {
  const words = new URLSearchParams(hash.slice(1));
  const one = <T extends string>(key: string, known: readonly T[], otherwise: T): T =>
    known.find((word) => word === words.get(key)) ?? otherwise;
  const zoom = (words.get("time") ?? "").split("-").map(Number);
  const outcomes = (words.get("only") ?? "").split(",");
  return {
    ...EMPTY,
    selected: words.get("step") ?? "",
    detail: words.has("detail"),
    text: words.get("q") ?? "",
    outcomes: new Set(OUTCOMES.filter((outcome) => outcomes.includes(outcome))),
    lens: one("show", ["failed", "critical"], ""),
    view: one("view", ["picture", "timeline", "table"], "both"),
    theme: one("theme", ["light", "dark"], ""),
    folds: new Set(words.getAll("fold")),
    zoom: zoom.length === 2 && zoom[0]! < zoom[1]! ? [zoom[0]!, zoom[1]!] : null,
  };
}

const OUTCOMES: (Outcome | "retried")[] = ["ok", "err", "handled", "skipped", "running", "waiting", "retried"];

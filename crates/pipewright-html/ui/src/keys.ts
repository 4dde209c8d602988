// What can be done without a pointer.

import type { App } from "./app";
import { h } from "./dom";
import { isOpen } from "./filter";
import type { Timeline } from "./timeline";

/** What keys act upon. */
export interface Hands {
  timeline: Timeline;
  search: HTMLInputElement;
  zoom(by: number): void;
  detail(): void;
  close(): void;
  help(): void;
}

const KEYS: [string[], string][] = [
  [["j", "↓"], "next row"],
  [["k", "↑"], "row before"],
  [["→", "←"], "unfold and fold"],
  [["Enter"], "all about the row"],
  [["Esc"], "close it; then show everything again"],
  [["/"], "find"],
  [["f"], "what failed, and what it took down"],
  [["c"], "the critical path"],
  [["n"], "next failure"],
  [["t"], "as a table, and back"],
  [["+", "-", "0"], "less of the time, more, all"],
  [["?"], "these keys"],
];

export function keys(app: App, hands: Hands): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    if (target === hands.search ? searching(event, app, hands) : press(event, app, hands)) event.preventDefault();
  });
}

/** In the field only those keys count that lead out of it. */
function searching(event: KeyboardEvent, app: App, { timeline, search }: Hands): boolean {
  if (event.key === "Escape") {
    app.store.set({ text: "" });
    timeline.tree.focus();
  } else if (event.key === "Enter" || event.key === "ArrowDown") {
    const first = timeline.first();
    if (first) app.select(first);
    timeline.tree.focus();
  } else {
    return false;
  }
  search.blur();
  return true;
}

/** Whether the key meant anything. */
function press(event: KeyboardEvent, app: App, hands: Hands): boolean {
  const { timeline } = hands;
  const { store, selected } = app;
  const isButton = event.target instanceof Element && event.target.closest("button, summary, a, .table, .wide, .body") !== null;
  const go = (by: number) => {
    const row = timeline.step(by);
    if (row) app.select(row);
  };
  const acts: Record<string, () => void> = {
    j: () => go(1),
    k: () => go(-1),
    "/": () => hands.search.focus(),
    f: () => store.set({ lens: store.state.lens === "failed" ? "" : "failed" }),
    c: () => store.set({ lens: store.state.lens === "critical" ? "" : "critical" }),
    n: () => timeline.nextFailure(),
    t: () => store.set({ view: store.state.view === "table" ? "both" : "table" }),
    "+": () => hands.zoom(0.5),
    "=": () => hands.zoom(0.5),
    "-": () => hands.zoom(2),
    "0": () => hands.zoom(Infinity),
    "?": () => hands.help(),
    Escape: () => hands.close(),
  };
  const inTree: Record<string, () => void> = {
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    PageDown: () => go(timeline.page),
    PageUp: () => go(-timeline.page),
    Home: () => go(-Infinity),
    End: () => go(Infinity),
    Enter: () => selected && hands.detail(),
    ArrowRight: () => selected?.hasChildren && !isOpen(selected, store.state) && app.fold(selected),
    ArrowLeft: () => {
      if (selected?.hasChildren && isOpen(selected, store.state)) app.fold(selected);
      else if (selected?.parent) app.select(selected.parent);
    },
  };
  const act = acts[event.key] ?? (isButton ? undefined : inTree[event.key]);
  act?.();
  return act !== undefined;
}

/** What the keys do, as a window. */
export function keyHelp(): HTMLDialogElement {
  const rows = KEYS.map(([names, words]) => h("div", {}, h("dt", {}, ...names.map((name) => h("kbd", {}, name))), h("dd", {}, words)));
  const close = h("button", { type: "submit" }, "Close");
  const dialog = h(
    "dialog",
    { class: "help", "aria-labelledby": "keys" },
    h("form", { method: "dialog" }, h("h2", { id: "keys" }, "Keys"), h("dl", {}, ...rows), h("p", {}, "Drag over the axis to see that part of the time alone; Ctrl and the wheel zoom; a double click shows all."), close),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}

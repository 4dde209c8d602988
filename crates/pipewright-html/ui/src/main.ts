// The page: reads what was put into it, makes its parts, and tells them what has changed.

import { App } from "./app";
import { divider } from "./divider";
import { Drawer } from "./drawer";
import { h } from "./dom";
import { isFiltered, shown } from "./filter";
import { header } from "./header";
import { keyHelp, keys } from "./keys";
import type { Layouts } from "./layout";
import { Picture } from "./picture";
import type { Report } from "./report";
import type { Row } from "./rows";
import type { State } from "./state";
import { Table } from "./table";
import { Timeline } from "./timeline";
import { toolbar } from "./toolbar";

function embedded<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

function start(): void {
  const app = new App(embedded<Report>("report"), embedded<Layouts>("layouts") ?? {});
  const help = keyHelp();
  const picture = new Picture(app);
  const timeline = new Timeline(app);
  const table = new Table(app);
  const close = () => back(app, timeline);
  const drawer = new Drawer(app, close);
  const bar = toolbar(app, () => help.showModal());
  const main = h("main", {}, picture.isThere && picture.element, picture.isThere && divider(picture.element), timeline.element, table.element, drawer.element);
  document.querySelector(".plain-text")?.remove();
  document.body.append(header(app), bar.element, main, help);
  let rows: Row[] = [];
  const show = (state: State, before: State | null) => {
    if (!before || differs(state, before)) rows = shown(app.run.rows, state);
    main.dataset.view = state.view;
    table.element.hidden = state.view !== "table";
    timeline.element.hidden = state.view === "table" || (state.view === "picture" && picture.isThere);
    picture.element.hidden = state.view === "table" || state.view === "timeline";
    if (state.view === "table") table.show(rows);
    if (picture.isThere) picture.show(rows, state);
    timeline.show(rows, state, before ?? state);
    drawer.show(state.detail ? app.selected : null);
    bar.tell(isFiltered(state) ? rows.length : null);
  };
  const { selected } = app;
  if (selected) app.select(selected);
  show(app.store.state, null);
  app.store.listen(show);
  keys(app, {
    timeline,
    search: bar.search,
    zoom: (by) => timeline.zoom(by),
    detail: () => {
      app.store.set({ detail: true });
      requestAnimationFrame(() => requestAnimationFrame(() => drawer.focus()));
    },
    close,
    help: () => help.showModal(),
  });
}

/** Whether other rows are to be shown. */
function differs(state: State, before: State): boolean {
  return state.text !== before.text || state.outcomes !== before.outcomes || state.lens !== before.lens || state.folds !== before.folds;
}

/** One step back: out of the details, then out of what is filtered. */
function back({ store }: App, timeline: Timeline): void {
  if (store.state.detail) {
    store.set({ detail: false });
    timeline.tree.focus();
  } else {
    store.set({ text: "", outcomes: new Set(), lens: "" });
  }
}

start();

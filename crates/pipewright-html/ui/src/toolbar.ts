// What is shown, and how.

import type { App } from "./app";
import { h, replace } from "./dom";
import { hasFailed } from "./filter";
import { sign } from "./icons";
import type { Lens, Theme, View } from "./state";

export interface Toolbar {
  element: HTMLElement;
  search: HTMLInputElement;
  /** Says how many rows are shown. */
  tell(shown: number | null): void;
}

export function toolbar(app: App, help: () => void): Toolbar {
  const search = searchField(app);
  const found = h("span", { class: "found", role: "status" });
  const element = h(
    "div",
    { class: "toolbar", role: "search", "aria-label": "What is shown" },
    h("div", { class: "search" }, sign("search"), search, h("kbd", { "aria-hidden": "true" }, "/")),
    lens(app, "failed", "Failed, and what it took down", "f", hasFailed(app.run.rows)),
    lens(app, "critical", "Critical path", "c", app.run.wiring.critical.size > 0),
    found,
    views(app),
    theme(app),
    h("button", { type: "button", class: "plain", title: "Save the report as JSON", "aria-label": "Save the report as JSON", onclick: () => save(app) }, sign("save")),
    h("button", { type: "button", class: "plain", title: "Keys (?)", "aria-label": "Keys", onclick: help }, "?"),
  );
  const tell = (shown: number | null) => {
    const text = shown === null ? "" : `${shown.toLocaleString()} shown`;
    if (found.textContent !== text) replace(found, text);
  };
  return { element, search, tell };
}

function searchField({ store }: App): HTMLInputElement {
  const search = h("input", {
    type: "search",
    placeholder: "Find by name, type or error",
    "aria-label": "Find by name, type or error",
    spellcheck: "false",
    autocomplete: "off",
  });
  search.value = store.state.text;
  search.addEventListener("input", () => store.set({ text: search.value }));
  store.listen(({ text }) => {
    if (search.value !== text) search.value = text;
  });
  return search;
}

function lens({ store }: App, lens: Lens, words: string, key: string, isUseful: boolean): HTMLElement {
  const button = h(
    "button",
    { type: "button", class: "toggle", "aria-pressed": String(store.state.lens === lens), disabled: !isUseful },
    words,
    h("kbd", { "aria-hidden": "true" }, key),
  );
  button.addEventListener("click", () => store.set({ lens: store.state.lens === lens ? "" : lens }));
  store.listen((state) => button.setAttribute("aria-pressed", String(state.lens === lens)));
  return button;
}

const VIEWS: [View, string][] = [
  ["both", "Both"],
  ["picture", "Picture"],
  ["timeline", "Timeline"],
  ["table", "Table"],
];

function views({ store }: App): HTMLElement {
  const group = h("div", { class: "segments", role: "group", "aria-label": "View" });
  for (const [view, words] of VIEWS) {
    const button = h("button", { type: "button", "data-view": view, onclick: () => store.set({ view }) }, words);
    group.append(button);
  }
  const press = (view: View) => {
    for (const button of group.children) button.setAttribute("aria-pressed", String((button as HTMLElement).dataset.view === view));
  };
  press(store.state.view);
  store.listen((state) => press(state.view));
  return group;
}

/** As the system has it, or the one or the other. */
function theme({ store }: App): HTMLElement {
  const next: Record<Theme, Theme> = { "": "dark", dark: "light", light: "" };
  const said: Record<Theme, string> = { "": "as the system", dark: "dark", light: "light" };
  const button = h("button", { type: "button", class: "plain", onclick: () => store.set({ theme: next[store.state.theme] }) }, sign("sun"));
  const show = (theme: Theme) => {
    const words = `Colours: ${said[theme]}`;
    button.title = words;
    button.setAttribute("aria-label", words);
    document.documentElement.dataset.theme = theme;
  };
  show(store.state.theme);
  store.listen((state) => show(state.theme));
  return button;
}

function save({ report }: App): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(report)], { type: "application/json" }));
  const link = h("a", { href: url, download: `${report.pipeline}-${report.run_id}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

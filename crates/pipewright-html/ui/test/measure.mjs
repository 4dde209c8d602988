// How fast the page is: what `cargo xtask page measure` prints.

import { statSync } from "node:fs";
import { join } from "node:path";
import { browser as launch, open, PAGES, settled } from "./browser.mjs";

const CASES = [
  ["steps-100", ""],
  ["steps-2000", ""],
  ["elements-100", "#fold=shrink"],
  ["elements-2000", "#fold=shrink"],
  ["elements-10000", "#fold=shrink"],
];

const browser = await launch();
console.log("page            kB   first paint   ready   scroll: median  p95  worst   filter   picture: median  p95  worst  (ms)");
for (const [name, hash] of CASES) {
  const page = await open(browser, name, { hash, width: 1440, height: 900 });
  const size = statSync(join(PAGES, `${name}.html`)).size / 1000;
  const { paint, ready } = await page.evaluate(times);
  const scroll = await page.evaluate(scrolling);
  const filter = await page.evaluate(filtering);
  await settled(page);
  const pan = await page.evaluate(panning);
  const row = [paint, ready, ...scroll, filter, ...pan].map((ms) => ms.toFixed(0));
  const widths = [13, 8, 16, 5, 7, 9, 18, 5, 7];
  console.log(name.padEnd(14) + size.toFixed(0).padStart(5) + row.map((text, place) => text.padStart(widths[place])).join(""));
  await page.close();
}
await browser.close();

/** When something was painted first, and when the script had ended. */
async function times() {
  const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
  while (!paint()) await new Promise(requestAnimationFrame);
  return { paint: paint().startTime, ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd };
}

/** How long the frames are while the timeline scrolls by a screen each. */
async function scrolling() {
  const tree = document.querySelector(".rows");
  const frame = () => new Promise(requestAnimationFrame);
  const lengths = [];
  let last = await frame();
  for (let at = 0; at < 90; at++) {
    tree.scrollTop = tree.scrollTop + 700 >= tree.scrollHeight - tree.clientHeight ? 0 : tree.scrollTop + 700;
    const now = await frame();
    lengths.push(now - last);
    last = now;
  }
  lengths.sort((one, other) => one - other);
  return [lengths[45], lengths[85], lengths[89]];
}

/** How long it takes until a word that is looked for has filtered the rows. */
async function filtering() {
  const search = document.querySelector(".search input");
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const before = performance.now();
  search.value = "cut";
  search.dispatchEvent(new Event("input"));
  await frame();
  await frame();
  const after = performance.now();
  search.value = "";
  search.dispatchEvent(new Event("input"));
  return after - before;
}

/** How long the frames are while the picture is moved. */
async function panning() {
  const svg = document.querySelector(".picture > svg");
  const frame = () => new Promise(requestAnimationFrame);
  const lengths = [];
  let last = await frame();
  for (let at = 0; at < 90; at++) {
    svg.dispatchEvent(new WheelEvent("wheel", { deltaX: at % 30 < 15 ? 60 : -60, deltaY: at < 45 ? 60 : -60, cancelable: true }));
    const now = await frame();
    lengths.push(now - last);
    last = now;
  }
  lengths.sort((one, other) => one - other);
  return [lengths[45], lengths[85], lengths[89]];
}

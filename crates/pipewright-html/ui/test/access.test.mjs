// No page has a violation of the accessibility rules that axe knows, whatever is open in it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { browser as launch, open, settled } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const SEEN = ["order", "month", "storm", "thumbnails", "checkout", "crawl", "request", "ingest", "running", "live", "hostile"];
const STATES = ["", "#step=close_us&detail=1", "#step=shrink&fold=shrink&detail=1", "#view=table", "#view=picture", "#show=failed"];

for (const scheme of ["light", "dark"]) {
  for (const name of SEEN) {
    test(`${name}, ${scheme}`, async () => {
      const page = await open(browser, name, { scheme });
      await page.evaluate(axe.source);
      for (const state of STATES) {
        await page.evaluate((state) => (location.hash = state), state);
        await settled(page);
        await check(page, `${name}${state}`);
      }
      await page.keyboard.press("?");
      await settled(page);
      await check(page, `${name} with the keys`);
      await page.close();
    });
  }
}

async function check(page, what) {
  const { violations } = await page.evaluate(() => axe.run());
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary}`));
  assert.equal(found.join("\n"), "", what);
}

// What a reader notices of the page, in a real browser.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser as launch, click, open, PAGES, press, settled, texts } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const rows = (page) => texts(page, ".row .label");
const selected = (page) => page.$$eval('.row[aria-selected="true"] .label', ([row]) => row?.textContent);
const fragment = (page) => page.evaluate(() => location.hash);

async function visit(name, options) {
  const page = await open(browser, name, options);
  return page;
}

/** The place in the picture where a name stands. */
async function place(page, name) {
  for (const node of await page.$$(".picture .node")) {
    if ((await node.$eval(".name", (text) => text.textContent)) !== name) continue;
    const { x, y, width, height } = await node.boundingBox();
    return [x + width / 2, y + height / 2];
  }
  throw new Error(`the picture has no ${name}`);
}

async function clickNode(page, name, options) {
  await page.mouse.click(...(await place(page, name)), options);
  await settled(page);
}

async function ringed(page, name) {
  const [x, y] = await place(page, name);
  const ring = await (await page.$(".picture .ring")).boundingBox();
  return Math.abs(ring.x + ring.width / 2 - x) < 5 && Math.abs(ring.y + ring.height / 2 - y) < 5;
}

async function done(page) {
  assert.deepEqual(page.complaints, []);
  assert.equal(page.requests.length, 1, "the page loads nothing but itself");
  await page.close();
}

test("the header tells what ran, and how it ended", async () => {
  const page = await visit("order");
  assert.deepEqual(await texts(page, "h1"), ["order_processing"]);
  assert.deepEqual(await texts(page, ".badge"), ["ok"]);
  const [facts] = await texts(page, ".facts");
  assert.match(facts, /correlation id[0-9a-f]{32}/);
  assert.match(facts, /parametersorder_id: OrderId/);
  assert.match(facts, /metadatatenant: north/);
  assert.deepEqual(await texts(page, ".count"), ["3 ok", "0 failed", "1 skipped", "1 retried"]);
  await done(page);
});

test("the correlation id is copied", async () => {
  const page = await visit("order");
  await page.evaluate(() => {
    window.copied = [];
    navigator.clipboard.writeText = async (text) => window.copied.push(text);
  });
  await click(page, ".copy");
  const [copied] = await page.evaluate(() => window.copied);
  assert.equal(copied, (await texts(page, ".copied code"))[0]);
  assert.deepEqual(await texts(page, ".copied [role=status]"), ["copied", ""]);
  await done(page);
});

test("a click selects a step everywhere, and tells all about it", async () => {
  const page = await visit("order");
  await page.evaluate(() => [...document.querySelectorAll(".row .label")].find((row) => row.textContent === "charge").click());
  await settled(page);
  assert.equal(await selected(page), "charge");
  assert.deepEqual(await texts(page, ".drawer h2"), ["charge"]);
  const [details] = await texts(page, ".drawer .body");
  assert.match(details, /order: &Orderfrom validate/);
  assert.match(details, /payment: Charge/);
  assert.match(await fragment(page), /step=charge&detail=1/);
  await done(page);
});

test("a link shows the same again", async () => {
  const page = await visit("month", { hash: "#step=close_us%2Faudit&detail=1&show=failed&theme=dark" });
  assert.equal(await selected(page), "audit");
  assert.deepEqual(await texts(page, ".drawer h2"), ["audit"]);
  assert.deepEqual(await rows(page), ["load_rates", "close_us", "audit", "sign", "sum_up"]);
  assert.equal(await page.$eval(".toggle", (button) => button.getAttribute("aria-pressed")), "true");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(17, 19, 22)");
  await done(page);
});

test("everything can be done by keys", async () => {
  const page = await visit("month");
  await press(page, "j");
  const first = await selected(page);
  await press(page, "j");
  assert.notEqual(await selected(page), first);
  await press(page, "k");
  assert.equal(await selected(page), first);

  await press(page, "Enter");
  assert.deepEqual(await texts(page, ".drawer:not([hidden]) h2"), [first]);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await press(page, "Escape");
  assert.equal(await page.$(".drawer:not([hidden])"), null);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "tree");

  await press(page, "/");
  await page.keyboard.type("close");
  await settled(page);
  assert.deepEqual(await rows(page), ["close_eu", "close_asia", "close_us"]);
  assert.deepEqual(await texts(page, ".found"), ["3 shown"]);
  await press(page, "Enter");
  assert.equal(await selected(page), "close_eu");
  await press(page, "Escape");
  assert.equal((await rows(page)).length, 8);

  await press(page, "f");
  assert.deepEqual(await rows(page), ["load_rates", "close_us", "audit", "sign", "sum_up"]);
  await press(page, "f", "n");
  assert.equal(await selected(page), "close_us");
  await press(page, "ArrowRight");
  assert.ok((await rows(page)).includes("audit"));
  await press(page, "ArrowLeft");
  assert.ok(!(await rows(page)).includes("audit"));

  await press(page, "?");
  assert.ok(await page.$("dialog[open]"));
  await press(page, "Escape");
  assert.equal(await page.$("dialog[open]"), null);
  await done(page);
});

test("retries, skips and failures differ in more than their colour", async () => {
  const page = await visit("month");
  const shapes = (name) =>
    page.$$eval(".row", (rows, name) => {
      const row = rows.find((row) => row.querySelector(".label").textContent === name);
      // whether a step that could begin had to wait for the thread lies with the machine
      return [...row.querySelectorAll(".lane-cell > i:not(.wait)")].map((bar) => bar.className);
    }, name);
  assert.deepEqual(await shapes("fetch_entries_us"), ["bar err", "backoff", "bar ok"]);
  assert.deepEqual(await shapes("close_asia"), ["dot skipped"]);
  assert.deepEqual(await shapes("load_rates"), ["bar handled"]);
  const said = await page.$$eval(".row", (rows) => rows.map((row) => row.getAttribute("aria-label")));
  assert.ok(said.some((row) => /^fetch_entries_us .* · 2 attempts, ok, .*on the critical path/.test(row)), said.join("\n"));
  assert.ok(said.some((row) => /^sum_up, skipped, .*: close_us$/.test(row)), said.join("\n"));
  await done(page);
});

test("what was undone, and what that failure took down", async () => {
  const page = await visit("checkout", { hash: "#step=charge&detail=1" });
  const [details] = await texts(page, ".drawer .body");
  assert.match(details, /Took down 3payment, ship, notify/);
  assert.match(details, /attempts3/);
  assert.equal((await page.$$(".drawer .calls tbody tr")).length, 3);
  assert.ok(await page.$(".row .bar.undo"));
  await done(page);
});

test("what could not be undone looks like a failure", async () => {
  const text = readFileSync(join(PAGES, "checkout.html"), "utf8");
  const failed = text.replace(/("undo":\{"outcome":)"ok","reason":null(.*?"error":)null/, '$1"err","reason":"the till is closed"$2"the till is closed"');
  assert.notEqual(failed, text);
  writeFileSync(join(PAGES, "not_undone.html"), failed);
  const page = await visit("not_undone");
  assert.ok(await page.$(".row .bar.undo.err"));
  const boxes = await page.$$eval(".picture .node.err", (nodes) => nodes.map((node) => [...node.querySelectorAll("text")].map((text) => text.textContent)));
  assert.ok(boxes.some(([name, line]) => name === "reserve" && line === "not undone"), JSON.stringify(boxes));
  await press(page, "f");
  assert.ok((await rows(page)).includes("reserve"));
  await done(page);
});

test("outcomes are filters", async () => {
  const page = await visit("month");
  await click(page, '.count[data-outcome="skipped"]');
  assert.deepEqual(await rows(page), ["fetch_entries_asia", "close_asia", "close_us", "sign", "sum_up"]);
  await click(page, '.count[data-outcome="skipped"]');
  await click(page, '.count[data-outcome="retried"]');
  assert.deepEqual(await rows(page), ["fetch_entries_us"]);
  await press(page, "Escape", "c");
  assert.deepEqual(await rows(page), ["fetch_entries_us", "close_us", "audit"]);
  await done(page);
});

test("the critical path has no gap where a step waited for one that was skipped", async () => {
  const page = await visit("skips");
  assert.deepEqual(await rows(page), ["choose", "be_slow", "take_quick", "take_other", "meet", "take_slow", "way"]);
  await press(page, "c");
  assert.deepEqual(await rows(page), ["be_slow", "take_slow", "way"]);
  assert.equal((await page.$$(".picture .edge.critical")).length, 2);
  await done(page);
});

test("a table says the same as the timeline", async () => {
  const page = await visit("month");
  const steps = await rows(page);
  await press(page, "t");
  assert.deepEqual(await texts(page, ".table tbody th button"), steps);
  const outcomes = await texts(page, ".table tbody td:nth-child(2)");
  assert.ok(["ok", "failed", "failed, handled", "skipped"].every((outcome) => outcomes.includes(outcome)));
  assert.ok((await texts(page, ".why")).some((why) => why.includes("cannot be that much")));
  await done(page);
});

test("a map of a thousand elements is one lane, and a thousand rows when it is unfolded", async () => {
  const page = await visit("thumbnails");
  assert.equal((await rows(page)).length, 3);
  const [lane] = await texts(page, ".row .beside");
  assert.match(lane, /^1,000 × · 500 failed · median /);
  await click(page, ".row .fold");
  const [, element] = await page.$$(".row");
  assert.equal(await element.evaluate((row) => row.getAttribute("aria-setsize")), "1003");
  assert.ok((await page.$$(".row")).length < 80, "only what can be seen is made");
  await press(page, "End");
  assert.equal(await selected(page), "label");
  await press(page, "k", "k", "Enter");
  assert.deepEqual(await texts(page, ".drawer h2"), ["[999]"]);
  await done(page);
});

test("a map that went on without some elements says so in the picture", async () => {
  const page = await visit("thumbnails");
  const marked = await page.$$eval(".picture .node.handled", (nodes) => nodes.map((node) => [node.querySelector(".name").textContent, node.querySelector(".times").textContent]));
  assert.deepEqual(marked, [["shrink", "500 failed"]]);
  await done(page);
});

test("elements that are runs have their steps, and what these have said", async () => {
  const page = await visit("ingest", { hash: "#step=documents%5B0%5D%2Ffetch&detail=1" });
  assert.equal(await selected(page), "fetch");
  assert.match((await texts(page, ".drawer .where"))[0], /^documents › \[0\] › fetch/);
  assert.match((await texts(page, ".drawer .events"))[0], /receivedbytes=\d+/);
  await done(page);
});

test("the steps through which each element goes show how often they ended in which way", async () => {
  const page = await visit("ingest");
  const steps = await page.$$eval(".picture .node", (nodes) =>
    Object.fromEntries(nodes.map((node) => [node.querySelector(".name").textContent, [node.getAttribute("class"), [...node.querySelectorAll(".line")].at(-1)?.textContent]])),
  );
  assert.deepEqual(steps.fetch, ["node step handled", "6 ok, 1 failed"]);
  assert.deepEqual(steps.chunk, ["node step ok", "6 ok, 1 skipped"]);
  assert.deepEqual(steps.embed, ["node map ok", "6 ok, 1 skipped"]);
  assert.deepEqual(steps.path, ["node value", "String"]);
  await done(page);
});

test("a step of a block is selected for one element", async () => {
  const page = await visit("ingest");
  const where = async () => (await texts(page, ".drawer .where"))[0];
  await clickNode(page, "fetch");
  assert.equal(await selected(page), "fetch");
  const failed = (await where()).match(/^documents › \[(\d+)\] › fetch/)[1];
  assert.ok((await texts(page, ".drawer .body"))[0].includes("Error"), "the one that failed");
  assert.ok(await ringed(page, "fetch"));
  await clickNode(page, "bind");
  assert.ok((await where()).startsWith(`documents › [${failed}] › bind`), "the same element");
  assert.ok(await ringed(page, "bind"));
  assert.ok((await texts(page, ".picture .name")).includes("index"), "the picture stays");

  await page.type("[type=search]", "fetch");
  await settled(page);
  const dim = await page.$$eval(".picture .node.dim .name", (names) => names.map((name) => name.textContent));
  assert.ok(dim.includes("bind") && !dim.includes("fetch"), dim.join(", "));
  await press(page, "Escape", "Escape", "Escape");

  await clickNode(page, "bind", { count: 2 });
  assert.ok(!(await texts(page, ".picture .name")).includes("index"));
  assert.match((await texts(page, ".picture .path"))[0], /^both::rust::ingest › \[\d+\]: both::rust::ingest::documents$/);
  await click(page, ".picture .path button");
  assert.ok((await texts(page, ".picture .name")).includes("index"));
  await done(page);
});

test("a workflow shows each execution, and a flow its calls", async () => {
  const crawl = await visit("crawl");
  assert.deepEqual(await rows(crawl), ["fetch", "read"]);
  assert.match((await texts(crawl, ".counts .all"))[0], /^of \d+ executions$/);
  await click(crawl, ".row .fold");
  await press(crawl, "j", "j", "Enter");
  assert.match((await texts(crawl, ".drawer .body"))[0], /ValuesLink/);
  await done(crawl);

  const request = await visit("request");
  const levels = await request.$$eval(".row", (rows) => rows.map((row) => Number(row.getAttribute("aria-level"))));
  assert.equal(levels[0], 1);
  assert.ok(levels.some((level) => level > 1));
  await done(request);
});

test("what a step has said and given is beside it", async () => {
  const page = await visit("steps-100", { hash: "#step=part_5&detail=1" });
  assert.ok(await page.$('.row[aria-selected="true"] .tick'));
  const events = await texts(page, ".drawer .events li");
  assert.equal(events.length, 2);
  assert.match(events[1], /receivedbytes=512done=false/);
  assert.match((await texts(page, ".drawer .body"))[0], /part_5: Part, 5 elementsPart\(5\)/);
  assert.match((await texts(page, ".facts"))[0], /order: Order = Order\(1\), 1 byte/);
  await done(page);
});

test("each attempt tells what lies behind its error", async () => {
  const page = await visit("steps-100", { hash: "#step=part_4&detail=1" });
  const first = await texts(page, ".drawer .calls tbody tr:first-child td:last-child > *");
  assert.deepEqual(first, ["no answer", "the line is deadthe cable is cut"]);
  assert.equal((await page.$$(".drawer .calls tr:last-child .chain")).length, 0);
  await done(page);
});

test("a click in the picture selects too, and a large one is drawn as far as it is seen", async () => {
  const page = await visit("steps-2000");
  assert.ok((await page.$$(".picture .node")).length < 400);
  const node = await page.$(".picture .node");
  const label = await node.$eval(".name", (name) => name.textContent);
  const { x, y, width, height } = await node.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  await settled(page);
  assert.equal(await selected(page), label);
  assert.ok(await page.$(".picture .ring"));
  await done(page);
});

test("a part of the time is shown alone", async () => {
  const page = await visit("steps-100");
  const { x, y, width } = await (await page.$(".ruler")).boundingBox();
  await page.mouse.move(x + width * 0.25, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + 10, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  assert.match(await fragment(page), /time=\d+-\d+/);
  await press(page, "0");
  assert.doesNotMatch(await fragment(page), /time=/);
  await done(page);
});

test("a run that has not ended has open bars", async () => {
  const page = await visit("running");
  assert.deepEqual(await texts(page, ".badge"), ["running"]);
  assert.ok((await texts(page, ".count")).includes("10 running"));
  await click(page, '.count[data-outcome="running"]');
  assert.equal((await page.$$(".row .bar.running")).length, 9);
  assert.equal((await page.$$(".row .backoff")).length, 1);
  await click(page, '.count[data-outcome="running"]');
  assert.ok((await texts(page, ".count")).includes("5 waiting"));
  assert.equal((await page.$$(".row.waiting .bar, .row.waiting .dot")).length, 0);
  await press(page, "t");
  const outcomes = await texts(page, ".table tbody td:nth-child(2)");
  assert.deepEqual([...new Set(outcomes)].sort(), ["ok", "running", "waiting"]);
  await done(page);
});

test("names that would be markup are text", async () => {
  const page = await visit("hostile");
  const name = "<script>document.title = 'taken'</script>\"'><img src=x onerror=\"document.title = 'taken'\"><!--";
  assert.equal(await page.title(), name);
  assert.deepEqual(await texts(page, "h1"), [name]);
  await click(page, ".banner .link");
  assert.deepEqual(await texts(page, ".drawer h2"), [name]);
  await press(page, "t");
  assert.equal((await page.$$("img")).length, 0);
  assert.equal(await page.evaluate(() => decodeURIComponent(location.hash.replace(/\+/g, " ")).includes(document.title)), true);
  await done(page);
});

test("without scripts it says how the run ended, and each step", async () => {
  const page = await visit("month", { scripts: false });
  const text = await page.$eval("body", (body) => body.innerText);
  assert.match(text, /month_end\s+The run failed\.\s+pipeline `month_end`: step `close_us` failed/);
  assert.match(text, /sum_up\s+skipped\s+a step that it needs failed/);
  await page.close();
});

test("under a policy that forbids scripts and styles it says the same", async () => {
  const file = join(PAGES, "month.html");
  const policy = { "Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'; sandbox" };
  const server = createServer((_, response) => response.writeHead(200, policy).end(readFileSync(file)));
  await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  assert.match(await page.$eval("body", (body) => body.innerText), /The run failed/);
  await page.close();
  server.close();
});

test("the policy of the page lets nothing else run", async () => {
  const page = await visit("order");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken'";
    document.body.append(script);
    document.body.setAttribute("style", "display: none");
  });
  assert.equal(await page.title(), "order_processing");
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).display), "none");
  await page.close();
});

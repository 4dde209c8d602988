// Whether Perfetto takes the traces of real runs: by what the trace event format asks for, and by the rules with which
// Perfetto's importer puts events on tracks. What breaks these it leaves out, and says so in small print.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const PAGES = process.env.PIPEWRIGHT_PAGES ?? "";
const names = readdirSync(PAGES).flatMap((file) => file.match(/^(.+)\.trace\.json$/)?.[1] ?? []);
const read = (file) => JSON.parse(readFileSync(join(PAGES, file), "utf8"));

/** Times are microseconds, with nanoseconds behind the point. */
function nanos(micros) {
  const nanos = Math.round(micros * 1000);
  assert.ok(micros >= 0 && Math.abs(micros * 1000 - nanos) < 0.01, `${micros} is no whole number of nanoseconds`);
  return nanos;
}

function spans(trace) {
  const events = trace.traceEvents.filter(({ ph }) => ph !== "M");
  const spans = events.map(({ ts, dur = 0, tid, name, ph }) => ({ from: nanos(ts), to: nanos(ts) + nanos(dur), tid, name, ph }));
  // what begins at the same time stays in the order of the file
  return spans.sort((one, other) => one.from - other.from);
}

/** What lies on its track neither beside what is there nor within it, and so would be left out. */
function leftOut(spans) {
  const open = new Map();
  return spans.filter((span) => {
    const stack = open.get(span.tid) ?? [];
    open.set(span.tid, stack);
    while (stack.length > 0) {
      const last = stack.at(-1);
      const areBothInstants = last.from === last.to && span.from === span.to;
      if (last.to > span.from || (last.to === span.from && areBothInstants)) break;
      stack.pop();
    }
    const crosses = stack.some((outer) => span.from < outer.to && span.to > outer.to);
    if (!crosses) stack.push(span);
    return crosses;
  });
}

/** Of the time of a report, which is text with nanoseconds. */
function since(start, time) {
  const parts = (text) => [Date.parse(`${text.slice(0, 19)}Z`) * 1e6, Number(text.slice(20).replace("Z", "").padEnd(9, "0"))];
  const [[from, fromNanos], [to, toNanos]] = [parts(start), parts(time)];
  return to - from + toNanos - fromNanos;
}

test("there are traces", () => assert.ok(names.length >= 8));

for (const name of names) {
  test(`${name}: each event has what its kind needs`, () => {
    const trace = read(`${name}.trace.json`);
    for (const event of trace.traceEvents) {
      assert.ok(typeof event.name === "string" && event.name !== "");
      assert.equal(event.pid, 1);
      assert.ok(["M", "X", "i"].includes(event.ph));
      if (event.ph === "M") continue;
      assert.ok(Number.isInteger(event.tid) && event.tid > 0);
      assert.ok(Number.isFinite(event.ts));
      assert.equal(typeof event.args, "object");
      if (event.ph === "X") assert.ok(Number.isFinite(event.dur) && event.dur >= 0 && typeof event.cat === "string");
      else assert.equal(event.s, "t");
    }
  });

  test(`${name}: no event is left out`, () => {
    assert.deepEqual(leftOut(spans(read(`${name}.trace.json`))), []);
  });

  test(`${name}: times are those of the report`, () => {
    const [report, [run]] = [read(`${name}.json`), spans(read(`${name}.trace.json`))];
    assert.equal(run.name, report.pipeline);
    assert.equal(run.from, 0);
    // of a run that goes on each part is told at a moment of its own
    const near = report.outcome === "pending" ? 1_000_000 : 1000;
    assert.ok(Math.abs(run.to - since(report.started, report.finished)) < near);
    const first = report.steps.find((step) => step.attempts.length > 0);
    const from = since(report.started, first.attempts[0].started);
    assert.ok(spans(read(`${name}.trace.json`)).some((span) => span.name === first.step && Math.abs(span.from - from) < 1000));
  });
}

test("what crosses another one is found", () => {
  const span = (from, to, tid = 1) => ({ from, to, tid });
  assert.deepEqual(leftOut([span(0, 10), span(0, 5), span(5, 10), span(10, 12), span(10, 10)]), []);
  assert.deepEqual(leftOut([span(0, 10), span(5, 15), span(5, 15, 2)]), [span(5, 15)]);
});

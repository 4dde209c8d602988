// Parses each Mermaid file given as an argument with Mermaid's own parser.
// Prints every failure; the exit code is 1 if there is one, 2 if no file was given.

import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";

// Mermaid cleans labels with DOMPurify, which looks for a DOM when it is loaded: so the DOM comes first.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

// Whether a picture is well-formed does not depend on its size.
mermaid.initialize({ startOnLoad: false, maxEdges: 1_000_000 });

/** Why the file is not a Mermaid diagram, or `null` if it is one. */
async function fault(path) {
  try {
    await mermaid.parse(await readFile(path, "utf8"));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node check.mjs FILE.mmd...");
  process.exit(2);
}

let failed = 0;
for (const path of paths) {
  const message = await fault(path);
  if (message !== null) {
    failed += 1;
    console.error(`${path}: ${message}\n`);
  }
}
console.log(`mermaid: ${paths.length - failed} of ${paths.length} diagrams parse`);
process.exit(failed === 0 ? 0 : 1);

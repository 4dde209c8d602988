// Makes bundle/page.html of what is here: one page with its style and its script, and a policy that allows these
// two and nothing else. Usage: node build.mjs [FILE]

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const TARGET = ["chrome123", "firefox128", "safari17.5"];

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "inline",
    format: "iife",
    target: TARGET,
  });
  const text = outputFiles[0].text.trim();
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${entry}: this would end its element`);
  return text;
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const [script, style, page] = await Promise.all([
  bundle("src/main.ts"),
  bundle("style/page.css"),
  readFile(new URL("page.html", import.meta.url), "utf8"),
]);
// what is there for those without scripts is not to be seen by others, even for a moment
const early = 'document.documentElement.classList.add("alive")';
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} ${hash(early)}`,
  `style-src ${hash(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const parts = { policy, early, script, style };
const made = page.replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
await writeFile(process.argv[2] ?? new URL("../bundle/page.html", import.meta.url), made);

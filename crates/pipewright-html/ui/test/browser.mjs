// A browser without a window, and pages in it.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

/** The folder with the pages, which `cargo xtask page` has made. */
export const PAGES = process.env.PIPEWRIGHT_PAGES ?? "";

export function browser() {
  const args = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"];
  return puppeteer.launch({ executablePath: process.env.PIPEWRIGHT_BROWSER, headless: true, args });
}

/** Opens a page, and notes all that it complains about or asks for. */
export async function open(browser, name, { hash = "", scheme = "light", width = 1280, height = 800, scripts = true } = {}) {
  const file = join(PAGES, `${name}.html`);
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  const page = await browser.newPage();
  const complaints = [];
  const requests = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(file).href + hash);
  if (scripts) await settled(page);
  return Object.assign(page, { complaints, requests });
}

/** Waits until what was asked for is drawn. */
export function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settled(page);
  }
}

export async function click(page, selector) {
  await page.click(selector);
  await settled(page);
}

/** The text of each element. */
export function texts(page, selector) {
  return page.$$eval(selector, (elements) => elements.map((element) => element.textContent.trim()));
}

// The picture of a report that the README shows: what `cargo xtask page picture` makes.

import { browser as launch, open } from "./browser.mjs";

const browser = await launch();
const page = await open(browser, "month", { hash: "#step=close_us&detail=1&fold=close_us", width: 1280, height: 640 });
await page.screenshot({ path: process.env.PIPEWRIGHT_PICTURE, type: "webp", quality: 88 });
await browser.close();

// What the tests of the editor run in: the bundle of `src/testing.js` in a page of Chromium, since a document is read by a browser.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../../../../e2e/browser.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

export async function openPage() {
  const bundled = await build({ absWorkingDir: path.join(here, ".."), entryPoints: ["src/testing.js"], bundle: true, format: "iife", globalName: "Editor", write: false });
  const browser = await launch();
  const page = await browser.newPage();
  await page.addScriptTag({ content: bundled.outputFiles[0].text });
  return { page, close: () => browser.close() };
}

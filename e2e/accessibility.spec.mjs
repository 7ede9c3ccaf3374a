// axe finds no violation of WCAG 2.2 A and AA, at desktop and phone width, in every variant of every page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { BASE, TROUBLES, VARIANTS, pages } from "./pages.mjs";
import { SIZES, launch, open, shot } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const variant of VARIANTS) {
  for (const size of SIZES) {
    // Two pages at a time, each in a process of the browser's.
    test(`axe is content with all pages: ${variant.name} at ${size.name}`, { concurrency: 2 }, async (t) => {
      // The policy forbids foreign scripts, axe's too: it is put in from outside, past the policy.
      const context = await browser.newContext({ viewport: size, bypassCSP: true });
      const all = [...(await pages()), ...TROUBLES];
      await Promise.all(all.map(({ name, path }) =>
        t.test(`${name} ${path}`, async () => {
          const { page } = await open(context, BASE + variant.prefix + path);
          await page.evaluate(axe);
          const result = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
          const said = result.violations.map(
            (it) => `${it.id}: ${it.help}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
          );
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          await shot(page, `${name}-${variant.name}-${size.name}`);
          await page.close();
          assert.deepEqual(said, []);
          assert.ok(wide <= 0, `the page scrolls sideways by ${wide} px`);
        })));
      await context.close();
    });
  }
}

// Every kind of page of the desk, found by following its links as each role: axe is content, the markup validates, nothing
// scrolls sideways, the keyboard reaches everything, nothing upsets the console.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SIZES, launch, shot } from "./browser.mjs";
import { signIn, walk } from "./desk.mjs";
import { startDemo } from "./program.mjs";
import { validate } from "./markup.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// One of each role, the one who sees most first.
const LOGINS = ["chenjing", "wangmin", "lihua", "zhouheng", "duban", "anquan", "xitong", "shenji"];
// Stops of the tab key that are looked at on a page.
const STOPS = 25;

let browser;
let site;
before(async () => {
  browser = await launch();
  site = await startDemo({ day: "2026-11-23" });
});
after(async () => {
  await browser?.close();
  site?.stop();
});

async function findViolations(page, runOnly = TAGS) {
  await page.evaluate(axe);
  const result = await page.evaluate((it) => window.axe.run({ runOnly: it }), runOnly);
  return result.violations.map(
    (it) => `${it.id}: ${it.help}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
  );
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Tabs through the page: the first stop skips to the content, each stop shows where it is.
async function tabThrough(page) {
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  for (let n = 0; n < STOPS; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const it = document.activeElement;
      const style = getComputedStyle(it);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { words: it.outerHTML.slice(0, 120), isBody: it === document.body, href: it.getAttribute("href"), ring };
    });
    if (stop.isBody) return;
    if (n === 0) assert.equal(stop.href, "#main", "the first stop skips to the content");
    assert.ok(stop.ring, `stop ${n} shows no focus: ${stop.words}`);
  }
  // A page with as many stops as are looked at ends on the first again, whose words would lie over the masthead.
  await page.evaluate(() => document.activeElement?.blur());
}

test("every page of the desk that links lead to", { timeout: 900_000, concurrency: 2 }, async (t) => {
  const found = new Set();
  const follow = async (login) => {
    const { context, page } = await signIn(browser, site.base, login);
    const seen = await walk(page, site.base, async ({ answer, complaints, shape }) => {
      await t.test(`${login} ${shape}`, { timeout: 60_000 }, async () => {
        assert.equal(answer.status(), 200);
        assert.deepEqual(complaints, []);
        assert.deepEqual(await validate(await answer.text()), []);
        await tabThrough(page);
        assert.deepEqual(await findViolations(page), []);
        for (const size of SIZES) {
          await page.setViewportSize(size);
          const wide = await overflow(page);
          await shot(page, `desk-${login}-${shape.replace(/[^a-z0-9A-Z]+/g, "-")}-${size.name}`);
          assert.ok(wide <= 0, `at ${size.name} the page scrolls sideways by ${wide} px`);
        }
        // A narrow screen shows other things than a wide one.
        assert.deepEqual(await findViolations(page), []);
        // A dark screen differs in its colours alone.
        await page.emulateMedia({ colorScheme: "dark" });
        assert.deepEqual(await findViolations(page, { type: "rule", values: ["color-contrast"] }), [], "dark");
        await page.emulateMedia({ colorScheme: "light" });
      });
    });
    await context.close();
    for (const shape of seen) found.add(shape);
  };
  // Two people at a time, each in a process of the browser's.
  const waiting = [...LOGINS];
  await Promise.all([1, 2].map(async () => {
    for (let login = waiting.shift(); login; login = waiting.shift()) {
      await follow(login);
    }
  }));
  // The tests above would all pass if links led nowhere.
  for (const page of ["/desk/queue?", "/desk/plans/ID?", "/desk/promises/ID/keep?", "/desk/people/ID?", "/desk/notices/new?"]) {
    assert.ok(found.has(page), `${page} was found: ${[...found].join(" ")}`);
  }
});

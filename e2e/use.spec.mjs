// Keyboard alone suffices; nothing needs script; nothing upsets the console; print shows the content.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { BASE, VARIANTS, pages } from "./pages.mjs";
import { SIZES, launch, open, shot } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const focused = (page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    const style = getComputedStyle(it);
    const box = it.getBoundingClientRect();
    return {
      tag: it.tagName,
      href: it.getAttribute("href"),
      outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      seen: box.width > 0 && box.height > 0 && box.right > 0,
      label: (it.getAttribute("aria-label") ?? it.innerText ?? "").trim(),
    };
  });

test("the first tab stop skips to the content, and every stop is seen and in the page's order", async (t) => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  for (const { name, path } of await pages()) {
    await t.test(name, async () => {
      const { page } = await open(context, BASE + path);
      await page.keyboard.press("Tab");
      const first = await focused(page);
      assert.equal(first.href, "#main");
      assert.ok(first.seen && first.outline, "the skip link shows itself");
      const count = await page.evaluate(
        () => [...document.querySelectorAll("a[href],button,input,select,summary,[tabindex='0']")]
          .filter((it) => it.checkVisibility() && it.type !== "hidden" && it.tabIndex >= 0).length,
      );
      let last = -1;
      for (let n = 1; n < Math.min(count, 60); n += 1) {
        await page.keyboard.press("Tab");
        const stop = await focused(page);
        assert.ok(stop.outline, `stop ${n} (${stop.tag} ${stop.label}) shows no focus`);
        const order = await page.evaluate(
          () => [...document.querySelectorAll("*")].indexOf(document.activeElement),
        );
        // A date field has stops of its own within.
        assert.ok(order >= last, `stop ${n} (${stop.label}) jumps back`);
        last = order;
      }
      await page.close();
    });
  }
  await context.close();
});

test("the skip link moves the focus into the content", async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const { page } = await open(context, `${BASE}/`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await context.close();
});

test("no page upsets the console or the content policy", async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  for (const variant of VARIANTS) {
    for (const { path } of await pages()) {
      const { page, complaints } = await open(context, BASE + variant.prefix + path);
      await page.close();
      assert.deepEqual(complaints, [], variant.prefix + path);
    }
  }
  await context.close();
});

test("without script every page shows its heading and its links, and the filter works", async () => {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false });
  for (const { path } of await pages()) {
    const { page } = await open(context, BASE + path);
    assert.ok((await page.locator("h1").innerText()).length > 0, path);
    assert.equal(await page.locator("[data-act]:visible").count(), 0, "no button without a use");
    await page.close();
  }
  const { page } = await open(context, `${BASE}/promises`);
  await page.locator("select[name=standing]").selectOption("late");
  await page.locator("form.filter button").click();
  assert.ok(page.url().includes("standing=late"));
  const words = await page.locator("td .st").allInnerTexts();
  assert.ok(words.length > 0 && words.every((it) => it.includes("逾期")), words.join());
  await context.close();
});

test("the buttons of the script are offered where the browser can do what they say", async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const { page } = await open(context, `${BASE}/elder/`);
  assert.equal(await page.locator('[data-act="print"]').isVisible(), true);
  assert.equal(await page.locator('[data-act="read"]').isVisible(), true);
  assert.equal(await page.locator('[data-act="aids"]').isVisible(), true);
  await context.close();
});

test("the elder pages are large and still", async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const { page } = await open(context, `${BASE}/elder/`);
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll("main p, main a, main td, main th, nav a")]
      .filter((it) => it.offsetParent !== null)
      .map((it) => parseFloat(getComputedStyle(it).fontSize)),
  );
  assert.ok(Math.min(...sizes) >= 18, `smallest type is ${Math.min(...sizes)} px`);
  const ratio = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return parseFloat(style.lineHeight) / parseFloat(style.fontSize);
  });
  assert.ok(ratio >= 1.3);
  await context.close();
});

test("print leaves out the menus and keeps the content and the address", async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const found = await pages();
  const promise = found.find((it) => it.name.startsWith("promise-"));
  const { page } = await open(context, BASE + promise.path);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav.columns").isVisible(), false);
  assert.equal(await page.locator(".variants").isVisible(), false);
  assert.equal(await page.locator("h1").isVisible(), true);
  assert.equal(await page.locator(".proof").isVisible(), true);
  assert.equal(await page.locator(".address").isVisible(), true);
  await shot(page, "promise-print");
  await context.close();
});

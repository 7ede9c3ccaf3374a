// 一网可查: a search without script, with its days, its choices and its way out; suggestions by keyboard alone; on a phone.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { BASE } from "./pages.mjs";
import { SIZES, launch, listen } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
  // The index of a demo that was just loaded may still be filled.
  const page = await browser.newPage();
  for (let tried = 0; tried < 60; tried += 1) {
    await page.goto(`${BASE}/search?q=${encodeURIComponent("预算")}`);
    const is_whole = (await page.locator(".hits > li").count()) > 0
      && (await page.locator("text=索引正在建立").count()) === 0;
    if (is_whole) break;
    await page.waitForTimeout(500);
  }
  await page.close();
});
after(async () => { await browser?.close(); });

test("without script one types, narrows, turns the order and finds the place in the page", async () => {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${BASE}/search`);
  await page.fill("#q", "预算");
  await page.press("#q", "Enter");
  const all = Number((await page.locator(".found").innerText()).match(/\d+/)[0]);
  assert.ok(all > 1, "the demo has several");
  assert.match(await page.locator(".hits mark").first().innerText(), /预算/);
  await page.locator(".facets details").first().locator("a").first().click();
  const narrowed = Number((await page.locator(".found").innerText()).match(/\d+/)[0]);
  assert.ok(narrowed > 0 && narrowed < all, `${narrowed} of ${all}`);
  assert.equal(await page.locator(".chips li").count(), 2);
  await page.fill("#from", "2026-01-01");
  await page.fill("#until", "2026-12-31");
  await page.click(".days button");
  assert.match(page.url(), /from=2026-01-01/);
  assert.match(page.url(), /q=/);
  const within = Number((await page.locator(".found").innerText()).match(/\d+/)?.[0] ?? 0);
  assert.ok(within <= narrowed);
  await page.locator(".order a").first().click();
  assert.match(page.url(), /sort=new/);
  await page.locator(".hits h2 a").first().click();
  assert.notEqual(new URL(page.url()).pathname, "/search");
  await context.close();
});

test("nothing found is not the end: the word to leave out is offered, and finds", async () => {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${BASE}/search?q=${encodeURIComponent("犀牛饲养 预算")}`);
  assert.match(await page.locator(".found").innerText(), /没有找到/);
  await page.locator("section[aria-labelledby=none] a", { hasText: "预算" }).first().click();
  assert.ok((await page.locator(".hits > li").count()) > 0);
  await context.close();
});

test("suggestions are reached by keyboard alone, read as a list, and go away", async () => {
  const context = await browser.newContext({ viewport: SIZES[1] });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(`${BASE}/search`);
  await page.focus("#q");
  await page.keyboard.type("云溪市", { delay: 30 });
  await page.locator("#suggested li").first().waitFor();
  assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const id = await page.getAttribute("#q", "aria-activedescendant");
  const first = await page.locator(`#${id}`).innerText();
  assert.equal(await page.inputValue("#q"), first);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the list sticks out by ${overflow}`);
  await page.keyboard.press("Escape");
  assert.equal(await page.inputValue("#q"), "云溪市", "what was typed comes back");
  assert.equal(await page.getAttribute("#q", "aria-expanded"), "false");
  await page.fill("#q", "");
  await page.keyboard.type("yx", { delay: 30 });
  await page.locator("#suggested li").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator(".hits > li").first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("繁體 finds what stands in 简, and a number in any writing its document", async () => {
  const page = await browser.newPage({ viewport: SIZES[0] });
  await page.goto(`${BASE}/search?q=${encodeURIComponent("預算")}`);
  assert.ok((await page.locator(".hits > li").count()) > 0);
  await page.goto(`${BASE}/search?q=${encodeURIComponent("规范性文件")}&kind=normative`);
  const line = await page.locator(".hits .quiet").first().innerText();
  const number = line.match(/[^\s·]+〔\d{4}〕\d+号/)?.[0];
  assert.ok(number, line);
  const other = number.replace("〔", " ").replace("〕", " ").replace("号", "");
  await page.goto(`${BASE}/search?q=${encodeURIComponent(other)}`);
  assert.match(await page.locator(".hits .quiet").first().innerText(), new RegExp(number));
  await page.close();
});

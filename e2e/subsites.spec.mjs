// Sites beside the main one: they look as their configuration says, hold what is theirs, and a town's clerk puts a document of others there.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SIZES, launch, open, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { ask, subsites } from "./hosts.mjs";
import { validate } from "./markup.mjs";
import { VARIANTS } from "./pages.mjs";
import { startDemo } from "./program.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BUDGET = 60 * 1024;

let browser;
let site;
let town;
before(async () => {
  browser = await launch();
  site = await startDemo({ day: "2026-11-21" });
  [town] = subsites(site.base);
}, { timeout: 300_000 });
after(async () => {
  await browser?.close();
  site?.stop();
});

// The page of the newest document on a site.
async function newest() {
  const list = await ask(`${town.base}/documents.json?limit=1`);
  return new URL(JSON.parse(list.text).items[0].page).pathname;
}

for (const variant of VARIANTS) {
  test(`pages of a site are valid, small and can be used by all: ${variant.name}`, { timeout: 180_000 }, async () => {
    const paths = ["/", "/library", "/library/notices", "/documents", "/units", "/sitemap", `/search?q=${encodeURIComponent("通告")}`, await newest()];
    for (const path of paths) {
      const address = town.base + variant.prefix + path;
      let answer = await ask(address);
      if (answer.status === 307) {
        answer = await ask(new URL(answer.headers.location, address).href);
      }
      assert.equal(answer.status, 200, address);
      assert.deepEqual(await validate(answer.text), [], address);
      const files = [...answer.text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)];
      let sum = Buffer.byteLength(answer.text);
      for (const [, file] of files) {
        sum += Buffer.byteLength((await ask(town.base + file)).text);
      }
      assert.ok(sum <= BUDGET, `${address}: ${sum} bytes of HTML, CSS and JS`);
      for (const size of SIZES) {
        const context = await browser.newContext({ viewport: size, bypassCSP: true });
        const { page, complaints } = await open(context, address);
        await page.evaluate(axe);
        const result = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
        assert.deepEqual(result.violations.map((it) => `${address} ${it.id}: ${it.nodes[0].html.slice(0, 160)}`), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${address} scrolls sideways by ${wide} px`);
        assert.deepEqual(complaints, [], address);
        await shot(page, `subsite${path === "/" ? "-home" : path.replaceAll("/", "-").slice(0, 20)}-${variant.name}-${size.name}`);
        await context.close();
      }
    }
  });
}

test("the search of a site stays there, and one link asks the whole platform", { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ viewport: SIZES[1] });
  const { page } = await open(context, `${town.base}/`);
  await page.getByRole("link", { name: "搜索", exact: true }).click();
  await page.getByLabel("输入要找的内容").fill("办法");
  await page.getByRole("button", { name: "搜索", exact: true }).press("Enter");
  await page.waitForURL((it) => it.origin === town.base && it.pathname === "/search");
  const count = async () => Number((await page.locator(".found").innerText()).match(/\d+/)?.[0] ?? 0);
  const here = await count();
  for (const href of await page.locator(".hits h2 a").evaluateAll((all) => all.map((it) => it.href))) {
    assert.equal((await ask(href)).status, 200, `${href} stands on the site`);
  }
  await page.getByRole("link", { name: "搜索整个平台" }).click();
  await page.waitForURL((it) => it.origin === site.base && it.searchParams.get("q") === "办法");
  assert.ok((await count()) > here, `more than ${here} on the platform`);
  await context.close();
});

test("a town's clerk puts a city's document on the town's site, and it leaves with its original", { timeout: 120_000 }, async () => {
  const column = await ask(`${site.base}/api/v1/documents?column=policies&limit=20`);
  const there = (await ask(`${town.base}/documents.json?limit=100`)).text;
  const wanted = JSON.parse(column.text).items.find((it) => !there.includes(it.id));
  assert.ok(wanted, "the city has a document that the town has not");
  assert.equal((await ask(`${town.base}/documents/${wanted.id}`)).headers.location, `${site.base}/documents/${wanted.id}`);
  const { context, page } = await signIn(browser, site.base, "renqiao");
  await page.goto(`${site.base}/desk/documents`);
  await page.getByRole("link", { name: "分站", exact: true }).click();
  await page.getByRole("link", { name: "鹤鸣渡镇人民政府" }).click();
  await page.getByLabel("哪件信息").fill("没有这样的文号");
  await page.getByRole("button", { name: "引用", exact: true }).click();
  await page.getByRole("alert").getByText("没有找到这件已公开的信息").waitFor();
  await page.getByLabel("哪件信息").fill(wanted.page);
  await page.getByLabel("放在哪个栏目").selectOption("notices");
  await page.getByRole("button", { name: "引用", exact: true }).click();
  await page.getByText("已引用到").waitFor();
  await shot(page, "desk-subsite-1280");
  const isThere = async () => (await ask(`${town.base}/library/notices`)).text.includes(wanted.id);
  for (let tries = 0; tries < 40 && !(await isThere()); tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.ok(await isThere(), "it stands on the town's page within four seconds");
  assert.equal((await ask(`${town.base}/documents/${wanted.id}`)).status, 200);
  await page.locator("tr").filter({ has: page.locator(`input[value="${wanted.id}"]`) }).getByRole("button", { name: /^撤下/ }).click();
  await page.getByText("已从分站撤下引用").waitFor();
  for (let tries = 0; tries < 40 && (await isThere()); tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.ok(!(await isThere()), "and no longer");
  await context.close();
});

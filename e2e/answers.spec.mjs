// 智能问答 without script: asked by keyboard, a passage with its place, a press, and the office that writes the answer; the axe as elsewhere.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SIZES, launch, listen, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { startDemo } from "./program.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const UNKNOWN = "路灯不亮了找谁修";

const PROMISED = "空气质量排名什么时候公开";
const SUPPORT = "就业困难人员社保补贴能领几年";

// A program that rewords: it says 应该 for 应当, or, told to lie, 一年 for 三年.
let isLying = false;
const program = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => { body += part; });
  request.on("end", () => {
    const [, sent] = JSON.parse(body).messages[1].content.split("原文1：\n");
    const [passage] = sent.split(/\n\n原文\d：\n/);
    const content = isLying ? passage.replaceAll("三年", "一年") : passage.replaceAll("应当", "应该");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: "stop" }] }));
  });
});

let browser;
let site;
before(async () => {
  browser = await launch();
  await new Promise((done) => { program.listen(0, "127.0.0.1", done); });
  const settings = {
    GONGKAI_ANSWERS__REWORD_URL: `http://127.0.0.1:${program.address().port}/v1`,
    GONGKAI_ANSWERS__REWORD_MODEL: "plain",
  };
  site = await startDemo({ day: "2026-11-23", settings });
});
after(async () => {
  await browser?.close();
  site?.stop();
  program.close();
});

async function reader(options = {}) {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false, ...options });
  return context.newPage();
}

// The index is filled while the site serves: asks until it answers.
async function becomes(page, address, words) {
  for (let tries = 0; tries < 120; tries += 1) {
    await page.goto(address);
    if ((await page.content()).includes(words)) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  assert.fail(`${address} never says ${words}`);
}

test("a question typed and sent by keyboard is answered by a passage, which leads to its place", { timeout: 180_000 }, async () => {
  const page = await reader();
  const asked = `${site.base}/answers?q=${encodeURIComponent("就业困难人员社保补贴能领几年")}`;
  await becomes(page, asked, "补贴期限最长三年");
  await page.goto(`${site.base}/answers`);
  await page.locator("#q").focus();
  await page.keyboard.type("就业困难人员社保补贴能领几年");
  await page.keyboard.press("Enter");
  await page.waitForURL(/answers\?q=/);
  assert.match(await page.locator("blockquote").first().innerText(), /补贴期限最长三年/);
  assert.match(await page.locator("figcaption").first().innerText(), /云财规〔2026〕2号/);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `answers-quoted-${size.name}`);
  }
  await page.locator("figcaption a").first().click();
  assert.match(page.url(), /\/documents\//);
});

test("a day of publication is answered by the promise, which leads to its page", { timeout: 180_000 }, async () => {
  const page = await reader();
  // The site's own name has 公开承诺 in it: the list of promises is what must be there.
  await becomes(page, `${site.base}/answers?q=${encodeURIComponent(PROMISED)}`, 'class="owed"');
  const owed = page.locator(".owed");
  assert.match(await owed.innerText(), /空气[^]*出自[^]*最迟[^]*责任单位/);
  assert.equal(await page.locator("#none").count(), 0);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `answers-promised-${size.name}`);
  }
  await owed.locator("li a").first().click();
  assert.match(page.url(), /\/promises\//);
});

test("passages are said again plainly by a press, and not where that changes them", { timeout: 180_000 }, async () => {
  const page = await reader();
  // The document's file is read and indexed later than its body; both are quoted, so both must be there to compare.
  await becomes(page, `${site.base}/answers?q=${encodeURIComponent(SUPPORT)}`, "社会保险补贴申领须知和申请表.docx");
  assert.match(await page.content(), /补贴期限最长三年/);
  const quoted = await page.locator("blockquote").allInnerTexts();
  await page.getByRole("button", { name: "用简单的话说一遍" }).click();
  assert.match(await page.locator(".own").innerText(), /机器改写，以下列原文为准[^]*补贴期限最长三年/);
  assert.deepEqual(await page.locator("blockquote").allInnerTexts(), quoted);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `answers-plain-${size.name}`);
  }
  isLying = true;
  await page.reload();
  assert.equal(await page.locator(".own").count(), 0);
  assert.match(await page.locator("main").innerText(), /没有得到与原文一致的改写，所以不显示/);
  assert.deepEqual(await page.locator("blockquote").allInnerTexts(), quoted);
  isLying = false;
});

test("pages of answers break no rule, in any variant", { timeout: 180_000 }, async () => {
  for (const prefix of ["", "/elder", "/hant", "/hant/elder"]) {
    for (const path of ["/answers", `/answers?q=${encodeURIComponent(SUPPORT)}`, `/answers?plain=1&q=${encodeURIComponent(SUPPORT)}`, `/answers?q=${encodeURIComponent(PROMISED)}`, `/answers?q=${encodeURIComponent(UNKNOWN)}`]) {
      const context = await browser.newContext({ viewport: SIZES[1], bypassCSP: true });
      const page = await context.newPage();
      const complaints = listen(page);
      await page.goto(site.base + prefix + path);
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
      assert.deepEqual(found.violations.map((it) => it.id), [], prefix + path);
      assert.deepEqual(complaints, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, prefix + path);
      await context.close();
    }
  }
});

test("a question without an answer is handed to the office, which answers it", { timeout: 180_000 }, async () => {
  const page = await reader();
  await page.goto(`${site.base}/answers?q=${encodeURIComponent(UNKNOWN)}`);
  assert.match(await page.locator("#none").innerText(), /没有找到可靠的答案/);
  await shot(page, "answers-none-1280");
  await page.getByRole("button", { name: "请单位整理这个问题" }).click();
  assert.match(await page.locator("h1").innerText(), /感谢反馈/);

  const { page: office } = await signIn(browser, site.base, "chenjing");
  await office.goto(`${site.base}/desk/answers/asked`);
  assert.match(await office.locator("tbody").innerText(), new RegExp(UNKNOWN));
  await shot(office, "answers-asked-1280");
  await office.getByRole("link", { name: /写成问答/ }).click();
  await office.locator("#answer").fill("拨打12345，由市城管局派人修复。");
  await office.locator("#unit").selectOption({ index: 1 });
  await shot(office, "answers-edit-1280");
  await office.getByRole("button", { name: "保存" }).click();
  assert.match(await office.locator("tbody").innerText(), new RegExp(UNKNOWN));
  await shot(office, "answers-list-1280");

  await page.goto(`${site.base}/answers?q=${encodeURIComponent(`请问${UNKNOWN}？`)}`);
  assert.match(await page.locator(".own").innerText(), /拨打12345[^]*核对[^]*单位说明/);
  await shot(page, "answers-own-1280");
});

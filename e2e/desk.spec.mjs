// A working day: the open-government office takes a plan in, corrects and approves it; a clerk keeps promises, one of them late;
// the head of the section sends a nil return back, the office a piece of evidence; the supervisor issues a notice; a citizen
// without script sees all of it, and verifies one act without the site.

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { SIZES, launch, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { findProgram, startDemo } from "./program.mjs";

const PLAN = fileURLToPath(new URL("./fixtures/winter-2026.docx", import.meta.url));
const LATE = "清洁取暖专项资金";
const SUBSIDY = "居民采暖补贴";

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

// Takes pictures as the page is seen on a desk and on a phone.
async function picture(page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `walk-${name}-${size.name}`);
  }
  await page.setViewportSize(SIZES[0]);
}

async function openFromQueue(page, tab, words) {
  await page.goto(`${site.base}/desk/queue?tab=${tab}&size=200`);
  await page.locator("tr", { hasText: words }).first().locator("th a").click();
}

async function keep(page, { published, note, link, file }) {
  await page.getByRole("link", { name: "登记兑现", exact: true }).click();
  await page.locator("#published_on").fill(published);
  if (link) await page.locator("#link").fill(link);
  if (file) await page.locator('input[type="file"]').setInputFiles(file);
  await page.locator("#note").fill(note);
  await page.getByRole("button", { name: "登记兑现", exact: true }).click();
  assert.match(await page.locator(".flash").innerText(), /兑现/);
}

test("the office takes a plan in, corrects two duties and approves", { timeout: 120_000 }, async () => {
  const { context, page } = await signIn(browser, site.base, "chenjing");
  await page.goto(`${site.base}/desk/plans/upload`);
  await page.getByLabel("文件", { exact: true }).setInputFiles(PLAN);
  await page.getByRole("button", { name: "上传并读取" }).click();
  await page.waitForURL(/\/desk\/plans\/drafts\//);
  assert.match(await page.locator("#left-counts").innerText(), /6\s*项任务/);
  await picture(page, "draft");

  // Words are saved when one leaves the field.
  await page.locator(".duty-line").nth(0).click();
  await page.locator("#heading").fill("公开供暖企业名录和服务电话");
  await page.locator("#text").focus();
  await page.locator("#history li").first().waitFor();
  assert.match(await page.locator("#left-counts").innerText(), /6\s*项任务/);
  // Another by its button, without script's help.
  await page.locator(".duty-line").nth(4).click();
  await page.locator("#lead").fill("市发展改革委\n市工业和信息化局");
  await page.getByRole("button", { name: "保存单位" }).click();
  await page.locator("#history li").nth(1).waitFor();
  await page.reload();
  assert.equal(await page.locator("#history li").count(), 2, "both edits were kept");

  await page.getByRole("link", { name: "预览并审定发布" }).click();
  await picture(page, "approve");
  assert.match(await page.locator(".left-counts").innerText(), /1\s*项立项即逾期|2\s*项立项即逾期/);
  await page.getByRole("button", { name: "审定发布" }).click();
  await page.waitForURL(/\/desk\/plans\/[0-9a-f-]{30,}$/);
  await picture(page, "plan");
  await context.close();
});

test("a clerk keeps three promises, one of them late, and proposes a nil return", { timeout: 120_000 }, async () => {
  const { context, page } = await signIn(browser, site.base, "wangmin");
  await picture(page, "clerk-home");
  await openFromQueue(page, "late", LATE);
  await keep(page, { published: "2026-11-20", link: "https://www.yunxi.example/czj/winter-funds", note: "分配结果已公布" });
  assert.match(await page.locator("main").innerText(), /逾期兑现/);
  await picture(page, "kept-late");

  await openFromQueue(page, "owed", SUBSIDY);
  const file = path.join(site.folder, "subsidy.txt");
  writeFileSync(file, "居民采暖补贴：对象、标准、程序\n");
  await keep(page, { published: "2026-11-23", file, link: "https://www.yunxi.example/czj/subsidy", note: "补贴标准和程序" });
  assert.match(await page.locator("main").innerText(), /按期兑现/);

  await page.goto(`${site.base}/desk/queue?tab=owed`);
  await page.locator("tbody tr th a").first().click();
  await keep(page, { published: "2026-11-23", link: "https://www.yunxi.example/czj/third", note: "本期内容" });

  await page.goto(`${site.base}/desk/queue?tab=owed`);
  await page.locator("tbody tr th a").first().click();
  await page.getByRole("link", { name: "提出零报告", exact: true }).click();
  await page.locator("#reason").fill("本期没有应当公开的新信息");
  await page.getByRole("button", { name: "提出零报告", exact: true }).click();
  assert.match(await page.locator(".flash").innerText(), /零报告/);
  await context.close();
});

test("the head of the section sends the nil return back; the clerk finds it open again", { timeout: 60_000 }, async () => {
  const { context, page } = await signIn(browser, site.base, "lihua");
  await page.goto(`${site.base}/desk/to-sign`);
  await picture(page, "to-sign");
  await page.locator("main tr", { hasText: "财政局" }).first().getByRole("link").first().click();
  if (await page.getByRole("link", { name: "去办理" }).count()) await page.getByRole("link", { name: "去办理" }).click();
  await page.locator("#reason").fill("本期有一批资金文件应当公开，请补充");
  await picture(page, "decide");
  await page.locator('button[name="ruling"]').last().click();
  assert.match(await page.locator(".flash").innerText(), /退回|未批准|不同意/);
  await context.close();
});

test("the office sends evidence back with a reason", { timeout: 60_000 }, async () => {
  const { context, page } = await signIn(browser, site.base, "chenjing");
  await openFromQueue(page, "kept", SUBSIDY);
  await page.getByRole("link", { name: "退回证据", exact: true }).click();
  await page.locator("#reason").fill("附件缺少发放结果");
  await page.getByRole("button", { name: "退回证据", exact: true }).click();
  assert.match(await page.locator("main").innerText(), /证据已被退回/);
  await picture(page, "returned");
  await context.close();
});

test("the supervisor issues a notice on what is late", { timeout: 60_000 }, async () => {
  const { context, page } = await signIn(browser, site.base, "duban");
  await page.goto(`${site.base}/desk/queue?tab=late`);
  const address = await page.locator("tbody tr th a").first().getAttribute("href");
  await page.goto(`${site.base}/desk/notices/new?promise=${address.split("/").pop()}`);
  await page.locator("#title").fill("尽快公开逾期信息");
  await page.locator("#body").fill("请于答复期限前公开，并说明逾期原因。");
  await picture(page, "notice");
  await page.getByRole("button", { name: "发出督办单" }).click();
  assert.match(await page.locator("h1").innerText(), /号|〔/);
  await picture(page, "notice-issued");
  await context.close();
});

test("a citizen without script sees it, and verifies the late act without the site", { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.base}/plans`);
  await page.getByRole("link", { name: /冬季供暖信息公开/ }).first().click();
  await picture(page, "public-plan");
  assert.match(await page.locator("main").innerText(), /公开供暖企业名录和服务电话/);

  const plan = page.url().split("/").pop();
  const list = await (await fetch(`${site.base}/api/v1/promises?standing=kept_late&plan=${plan}`)).json();
  const late = list.items.find((it) => it.title.includes(LATE));
  assert.ok(late, "the late one is in the open data");
  await page.goto(`${site.base}/promises/${late.id}`);
  // The act enters the log within a second or two.
  for (let n = 0; n < 40 && (await page.locator("a.proof-file").count()) < 2; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    await page.reload();
  }
  await picture(page, "public-late");
  const href = await page.locator("a.proof-file").last().getAttribute("href");
  const proof = await (await fetch(site.base + href)).text();
  const file = path.join(site.folder, "proof");
  writeFileSync(file, proof);
  const settings = { ...process.env, GONGKAI_STORE__DATA: site.folder };
  const key = JSON.parse(execFileSync(findProgram(), ["log", "key", "--json"], { env: settings, encoding: "utf8" }));
  const keyFile = path.join(site.folder, "key.txt");
  writeFileSync(keyFile, key.key ?? key.verifier ?? "");
  assert.ok(readFileSync(keyFile, "utf8").length > 20, JSON.stringify(key));
  const verify = () => spawnSync(findProgram(), ["verify", file, "--key", keyFile], { encoding: "utf8" });
  const good = verify();
  assert.equal(good.status, 0, good.stdout + good.stderr);
  writeFileSync(file, proof.replace("winter-funds", "winter-fundz").replace(/index 0*(\d+)/, (_, n) => `index ${Number(n) + 1}`));
  assert.notEqual(verify().status, 0, "what was altered is refused");
  await context.close();
});

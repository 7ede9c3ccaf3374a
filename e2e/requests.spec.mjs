// 依申请公开 from both sides: asked without script, confirmed, supplemented by the receipt, answered through review, read by the asker; what is wrong is told at its field, and a guessed secret opens nothing.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SIZES, launch, listen, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { startDemo } from "./program.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WANTED = "2025年度市级预备费使用情况";

let browser;
let site;
let receipt;
before(async () => {
  browser = await launch();
  site = await startDemo({ day: "2026-11-23" });
});
after(async () => {
  await browser?.close();
  site?.stop();
});

async function reader(options = {}) {
  const context = await browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false, ...options });
  return context.newPage();
}

async function look(page) {
  await page.goto(`${site.base}/requests/status`);
  await page.getByLabel("受理编号").fill(receipt.number);
  await page.getByLabel("查询码").fill(receipt.secret);
  await page.getByRole("button", { name: "查询" }).click();
}

// Opens the card of a command on the desk's page and returns its form.
async function card(page, label) {
  const found = page.locator("details.card", { has: page.locator("summary", { hasText: label }) }).first();
  if ((await found.getAttribute("open")) === null) {
    await found.locator("summary").click();
  }
  return found;
}

test("the form keeps what was typed, says what is wrong at its field, and is answered by a receipt", { timeout: 180_000 }, async () => {
  const page = await reader();
  await page.goto(`${site.base}/requests`);
  await page.getByRole("link", { name: "在线申请" }).click();
  await page.getByLabel("信息的名称").fill(WANTED);
  await page.getByRole("button", { name: "提交申请" }).click();
  assert.match(await page.locator("[role=alert]").first().innerText(), /没有提交[^]*向哪个单位申请/);
  assert.equal(await page.getByLabel("信息的名称").inputValue(), WANTED);
  await page.getByLabel("向哪个单位申请").selectOption({ label: "云溪市财政局" });
  await page.getByLabel("姓名或者名称").fill("林小满");
  await page.getByLabel("身份证件号码").fill("990102199001010011");
  await page.getByRole("button", { name: "提交申请" }).click();
  assert.match(await page.locator("#phone-flaw").innerText(), /联系方式/);
  await shot(page, "requests-wrong-1280");
  await page.getByLabel("电话", { exact: true }).fill("13800000000");
  await page.getByRole("button", { name: "提交申请" }).click();
  assert.match(await page.locator("h1").innerText(), /申请已经提交/);
  const facts = await page.locator("dl.facts dd").allInnerTexts();
  receipt = { number: facts[0].trim(), secret: facts[1].trim() };
  assert.match(receipt.number, /^2026-\d{6}$/);
  assert.match(receipt.secret, /^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
  await shot(page, "requests-receipt-1280");
  await page.getByRole("button", { name: "查看办理情况" }).click();
  assert.match(await page.locator("main").innerText(), /正在与您确认收到日期/);
  assert.doesNotMatch(page.url(), new RegExp(receipt.secret));
});

test("a guessed secret opens nothing, and says nothing of which part is wrong", { timeout: 60_000 }, async () => {
  const page = await reader();
  for (const [number, secret] of [[receipt.number, "2222-3333-4444"], ["2026-999999", receipt.secret]]) {
    await page.goto(`${site.base}/requests/status`);
    await page.getByLabel("受理编号").fill(number);
    await page.getByLabel("查询码").fill(secret);
    await page.getByRole("button", { name: "查询" }).click();
    assert.match(await page.locator("[role=alert]").innerText(), /请核对受理编号和查询码/);
    assert.doesNotMatch(await page.locator("main").innerText(), new RegExp(WANTED));
  }
});

test("the office confirms and asks for a supplement, which the asker gives by the receipt", { timeout: 180_000 }, async () => {
  const { page: office } = await signIn(browser, site.base, "chenjing");
  await office.goto(`${site.base}/desk/requests`);
  await shot(office, "requests-list-1280");
  await office.getByRole("link", { name: WANTED }).click();
  const main = office.locator("main");
  assert.match(await main.innerText(), /林\*\*[^]*9901\*{10}0011/);
  assert.doesNotMatch(await main.innerText(), /林小满/);
  await office.getByRole("button", { name: "查看身份和联系方式" }).click();
  assert.match(await main.innerText(), /林小满[^]*13800000000[^]*已记入审计日志/);
  await office.goto(`${site.base}/desk/requests`);
  await office.getByRole("link", { name: WANTED }).click();
  await (await card(office, "确认收到日期")).getByRole("button").click();
  assert.match(await main.innerText(), /答复期限\s*2026年12月21日/);
  const asking = await card(office, "告知补正");
  await asking.getByLabel("需要补正的内容").fill("请写明是预算数还是决算数");
  await asking.getByLabel("补正期限").fill("99");
  await asking.getByRole("button").click();
  assert.match(await office.locator(".field-error").innerText(), /3至30个工作日/);
  assert.equal(await office.locator("#ask_supplement-words").inputValue(), "请写明是预算数还是决算数");
  await office.locator("#ask_supplement-days").fill("10");
  await office.locator("form[action$=ask_supplement]").getByRole("button").click();
  assert.match(await main.innerText(), /待申请人补正/);
  await shot(office, "requests-supplement-1280");

  const page = await reader();
  await look(page);
  assert.match(await page.locator("main").innerText(), /需要您补充说明[^]*预算数还是决算数/);
  await page.getByLabel("补正的内容").fill("需要决算数");
  await page.getByRole("button", { name: "提交补正" }).click();
  assert.match(await page.locator("[role=status]").innerText(), /补正已经提交/);
});

test("an answer goes through review and is read by the asker", { timeout: 180_000 }, async () => {
  const { page: office } = await signIn(browser, site.base, "chenjing");
  await office.goto(`${site.base}/desk/requests`);
  await office.getByRole("link", { name: WANTED }).click();
  const main = office.locator("main");
  const drafting = await card(office, "拟定答复");
  await drafting.getByLabel("处理结果").selectOption("not_there");
  await drafting.getByLabel("查明的情况").fill("经检索，没有找到。");
  await drafting.getByLabel("答复内容").fill("该信息不存在。");
  await drafting.getByRole("button").click();
  assert.match(await office.locator(".field-error").innerText(), /须先登记检索/);
  await office.locator("#draft-outcome").selectOption("provided");
  await office.locator("form[action$='/draft']").getByRole("button").click();
  assert.match(await main.innerText(), /答复待审核/);
  assert.equal(await office.locator("form[action$='/pass']").count(), 0, "whoever drafted does not review");
  await shot(office, "requests-drafted-1280");
  const page = await reader();
  await look(page);
  assert.match(await page.locator("main").innerText(), /已经拟好答复，正在审核/);
  assert.doesNotMatch(await page.locator("main").innerText(), /该信息不存在/, "a draft is nobody's");

  const address = office.url();
  const reviews = [["lihua", "审核通过", null], ["sunbao", "保密审查通过", null], ["zhaolei", "签发", "云财公开告〔2026〕901号"]];
  for (const [login, label, number] of reviews) {
    const { page: reviewer } = await signIn(browser, site.base, login);
    await reviewer.goto(address);
    const draft = await reviewer.request.get(await reviewer.getByRole("link", { name: "PDF" }).last().evaluate((it) => it.href));
    assert.equal(draft.status(), 200);
    assert.equal((await draft.body()).subarray(0, 5).toString(), "%PDF-");
    const form = await card(reviewer, label);
    if (number) await form.getByLabel("告知书文号").fill(number);
    await form.getByRole("button").click();
    await reviewer.context().close();
  }
  await office.goto(address);
  await (await card(office, "发出答复")).getByRole("button").click();
  assert.match(await main.innerText(), /答复已发出，待送达/);
  await look(page);
  assert.match(await page.locator("main").innerText(), /云财公开告〔2026〕901号[^]*予以公开[^]*该信息不存在/);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `requests-status-${size.name}`);
  }
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载答复书" }).click()]);
  assert.equal(saved.suggestedFilename(), "政府信息公开告知书.pdf");
  const word = await office.request.get(await office.getByRole("link", { name: "Word" }).last().evaluate((it) => it.href));
  assert.equal((await word.body()).subarray(0, 2).toString(), "PK");
  const serving = await card(office, "登记送达");
  await serving.getByLabel("送达的凭证").fill("申请人在平台下载");
  await serving.getByRole("button").click();
  assert.match(await main.innerText(), /已办结[^]*表三 三（一）予以公开/);
  await shot(office, "requests-closed-1280");
});

test("pages of requests break no rule, in any variant", { timeout: 180_000 }, async () => {
  for (const prefix of ["", "/elder", "/hant", "/hant/elder"]) {
    for (const path of ["/requests", "/requests/new", "/requests/status"]) {
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
  const { page: desk } = await signIn(browser, site.base, "chenjing", SIZES[1]);
  for (const path of ["/desk/requests", "/desk/requests/new", "/desk/requests?stage=closed", "/desk/requests/figures"]) {
    await desk.goto(site.base + path);
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, path);
  }
});

// The whole way of one document in a browser: drafted with a pasted table and a workbook that hides a column, cleaned, masked, sent
// back once, signed, approved, read by a citizen without script, corrected, compared, repealed, withdrawn.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { SIZES, launch, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { paste, toEnd } from "./editor.mjs";
import { startDemo } from "./program.mjs";

const WORKBOOK = fileURLToPath(new URL("./fixtures/hidden-column.xlsx", import.meta.url));
const WORD = fileURLToPath(new URL("./fixtures/with-picture.docx", import.meta.url));
const TITLE = "云溪市财政局关于印发财政补贴公示办法的通知";
const NUMBER = "11010519491231002X";
// As Word puts it on the clipboard.
const PASTED = `<p class=MsoNormal style='mso-indent:2em'><span lang=EN-US>&nbsp;&nbsp;</span>第一条 补贴发放前应当公示，联系人手机13812345678。</p>
<table class=MsoTableGrid><tr><th>项目</th><th>期限</th></tr><tr><td>公示</td><td>七天</td></tr></table><script>document.title="x"</script>`;

let browser;
let site;
let people;
let draft;
before(async () => {
  browser = await launch();
  site = await startDemo({ day: "2026-11-23" });
  people = {};
  for (const [role, login] of [["clerk", "wangmin"], ["head", "lihua"], ["secrecy", "sunbao"], ["leader", "zhaolei"]]) {
    people[role] = (await signIn(browser, site.base, login)).page;
  }
});
after(async () => {
  await browser?.close();
  site?.stop();
});

async function picture(page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `document-${name}-${size.name}`);
  }
  await page.setViewportSize(SIZES[0]);
}

// Presses a button of the edition's page; the act's words.
async function act(role, button, words) {
  const page = people[role];
  await page.goto(draft);
  const form = page.locator("form", { has: page.getByRole("button", { name: button, exact: true }) });
  if (words) await form.locator("textarea").fill(words);
  await form.getByRole("button", { name: button, exact: true }).click();
  await page.waitForLoadState("load");
  return page;
}

// A kept page is dropped within a second or two of what it shows: waits until the address says the words, and goes there.
async function becomes(reader, address, words) {
  const found = await reader.evaluate(async ([path, wanted]) => {
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await (await fetch(path)).text()).includes(wanted)) return true;
      await new Promise((done) => { setTimeout(done, 250); });
    }
    return false;
  }, [address, words]);
  assert.ok(found, `${address} says ${words} within seconds`);
  return reader.goto(site.base + address);
}

const says = async (page) => page.locator(".flash").innerText();

test("a clerk drafts, and sees what must not leave before anybody else does", { timeout: 120_000 }, async () => {
  const page = people.clerk;
  await page.goto(`${site.base}/desk/documents/new`);
  await page.getByLabel("行政规范性文件", { exact: true }).check();
  await page.getByRole("button", { name: "下一步" }).click();
  await page.locator("#title").fill(TITLE);
  await page.locator("#number").fill("云财规[2026]第9号");
  await page.locator("#theme").selectOption("财政、金融、审计");
  await page.locator("#made_on").fill("2026-11-20");
  await page.locator("#effective_on").fill("2026-11-23");
  await page.locator("#summary").fill("规定财政补贴发放前的公示。");
  await paste(page, { html: PASTED });
  assert.match(await page.locator(".editor-told").innerText(), /去掉了1段脚本/);
  await page.getByRole("button", { name: "保存并查看" }).click();
  await page.waitForLoadState("load");
  draft = page.url();
  const text = await page.locator(".prose").innerHTML();
  assert.match(text, /第一条 补贴发放前应当公示/);
  assert.match(text, /<table>/);
  assert.doesNotMatch(text, /Mso|mso|script|&nbsp;/);
  assert.match(await page.locator("#findings").innerText(), /手机号/);

  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.locator("#keywords").fill("补贴 公示");
  await page.locator("form [role=status]", { hasText: "已自动保存" }).waitFor();
  await page.goto(draft);
  assert.match(await page.locator("dl.facts").innerText(), /补贴 公示/, "the draft saved itself");

  await page.locator("#file").setInputFiles(WORKBOOK);
  await page.getByRole("button", { name: "上传", exact: true }).click();
  // It is sent by the page's script, which loads the page anew when it is there.
  await page.locator(".flash", { hasText: "已添加" }).waitFor();
  const found = await page.locator("#findings").innerText();
  assert.match(found, /隐藏列/);
  assert.match(found, /居民身份证号/);
  assert.ok(!found.includes(NUMBER), "the checklist itself shows no number");
  await picture(page, "findings");
});

test("what was found is masked and cleaned by a button, and nothing of it is left", { timeout: 60_000 }, async () => {
  let page = await act("clerk", "一键脱敏标题、概述和正文");
  assert.match(await says(page), /已脱敏1处/);
  await page.getByRole("button", { name: /去除隐藏内容并脱敏/ }).click();
  await page.waitForLoadState("load");
  assert.match(await says(page), /去除隐藏列1处/);
  assert.doesNotMatch(await page.locator("#findings").innerText(), /居民身份证号|手机号/);
});

test("it is sent back once, then reviewed, signed and approved, each by another person", { timeout: 120_000 }, async () => {
  await act("clerk", "提交审核");
  let page = await act("head", "退回起草人", "请在第二条写明异议的处理。");
  assert.match(await says(page), /已退回/);
  page = people.clerk;
  await page.goto(`${draft}/edit`);
  await toEnd(page);
  await paste(page, { html: "<p>第二条 异议应当在五日内处理。</p>" });
  await page.getByRole("button", { name: "保存并查看" }).click();
  await page.waitForLoadState("load");
  await act("clerk", "提交审核");
  await act("head", "初审通过");
  await picture(people.secrecy, "before");
  await act("secrecy", "签署，准予公开");
  page = await act("leader", "同意公开");
  assert.match(await says(page), /现已公开/);
  await picture(page, "public-desk");
});

test("a citizen without script reads it, and a clean workbook", { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: SIZES[1] });
  const page = await context.newPage();
  await page.goto(`${site.base}/library/policies`);
  await page.getByRole("link", { name: TITLE }).click();
  const text = await page.locator("main").innerText();
  assert.match(text, /云财规〔2026〕9号/);
  assert.match(text, /第二条 异议应当在五日内处理/);
  assert.match(text, /138\*\*\*\*5678/);
  const href = await page.locator(".files a").first().getAttribute("href");
  const file = await page.request.get(new URL(href, site.base).href);
  assert.equal(file.status(), 200);
  assert.match(file.headers()["content-disposition"], /^attachment/);
  assert.ok(!(await file.body()).includes("19491231"));
  await context.close();
});

test("it is corrected in public, repealed, and withdrawn with a reason", { timeout: 120_000 }, async () => {
  const address = await people.leader.locator("a", { hasText: "查看公开页面" }).getAttribute("href");
  let page = people.clerk;
  await page.goto(draft);
  await page.getByLabel("文字更正", { exact: true }).check();
  await page.getByRole("button", { name: "撰写新版次" }).click();
  await page.waitForLoadState("load");
  await page.locator(".editor").focus();
  await page.keyboard.press("Control+H");
  await page.getByLabel("查找", { exact: true }).fill("五日内");
  await page.getByLabel("替换为").fill("七日内");
  await page.getByRole("button", { name: "全部替换" }).click();
  await page.locator("#change_note").fill("第二条处理期限更正为七日。");
  await page.getByRole("button", { name: "保存并查看" }).click();
  await page.waitForLoadState("load");
  draft = page.url();
  await act("clerk", "提交审核");
  await act("head", "初审通过");
  await act("secrecy", "签署，准予公开");
  await act("leader", "同意公开");

  // Looks at an address from inside a page of the site, past its policy.
  const reader = await (await browser.newContext({ bypassCSP: true, viewport: SIZES[0] })).newPage();
  await reader.goto(site.base + address);
  await becomes(reader, address, "与第1版比较");
  await reader.getByText("与第1版比较").click();
  await reader.waitForLoadState("load");
  assert.match(await reader.locator("main ins").first().innerText(), /七/);
  await picture(reader, "compared");

  page = people.leader;
  await page.goto(draft);
  await page.getByLabel("已废止", { exact: true }).check();
  await page.locator("#basis").fill("《云溪市财政局关于废止部分文件的决定》（云财规〔2026〕10号）");
  await page.getByRole("button", { name: "认定", exact: true }).click();
  await page.waitForLoadState("load");
  await becomes(reader, address, "起已废止");
  assert.match(await reader.locator("main .note").first().innerText(), /已废止。依据/);
  await picture(reader, "repealed");

  await act("leader", "撤下", "与上级规定不一致。");
  assert.equal((await becomes(reader, address, "与上级规定不一致。")).status(), 410);
  assert.match(await reader.locator("main").innerText(), /与上级规定不一致。/);
  await picture(reader, "withdrawn");
});

test("a policy and its interpretation are approved together with the keyboard alone, and both come out", async () => {
  const page = people.leader;
  await page.goto(`${site.base}/desk/documents?state=approval`);
  await page.waitForLoadState("load");
  assert.equal(await page.locator("tbody input[type=checkbox]").count(), 2);
  // The box at the head of the column chooses all; from there it is tabs to the button.
  await page.locator("thead input[type=checkbox]").focus();
  await page.keyboard.press("Space");
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.textContent)) === "同意选中的信息") break;
  }
  await page.keyboard.press("Enter");
  await page.getByText("共2件，办成2件").waitFor();
  await picture(page, "many");
  const reader = await (await browser.newContext({ bypassCSP: true, viewport: SIZES[0] })).newPage();
  await reader.goto(`${site.base}/library/interpretations`);
  await becomes(reader, "/library/interpretations", "失信以后怎样修复");
  await reader.getByRole("link", { name: /失信以后怎样修复/ }).click();
  await reader.waitForLoadState("load");
  await reader.locator("section[aria-labelledby=interpreted] a").click();
  await reader.waitForLoadState("load");
  assert.match(await reader.locator("section[aria-labelledby=obliged]").innerText(), /解读《/);
  await reader.locator("section[aria-labelledby=obliged]").getByRole("link", { name: /^解读《/ }).click();
  await reader.getByText("按期").first().waitFor();
  await picture(reader, "obliged");
});

test("a text from Word comes with its headings, marks and pictures", async () => {
  const page = people.clerk;
  await page.goto(`${site.base}/desk/documents/new?kind=news`);
  await page.locator("#title").fill("窗口办理流程调整");
  await page.locator("#body_file").setInputFiles(WORD);
  await page.getByRole("button", { name: "保存并查看" }).click();
  await page.waitForLoadState("load");
  const text = page.locator(".prose");
  assert.equal(await text.locator("h2").first().innerText(), "一、办理流程");
  assert.equal(await text.locator("strong").first().innerText(), "当日");
  const image = text.getByAltText("办理流程图");
  assert.ok(await image.evaluate((it) => it.complete && it.naturalWidth > 0), "the picture is shown");
});

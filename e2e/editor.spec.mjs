// The editor of a document's text, under the policy that is served: typed, formatted by keys alone, tables, what Word and Excel put on the clipboard,
// pictures, undoing, a Chinese input method, find and replace, remarks at their words, saving by itself, a stale save, without script.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { SIZES, launch, listen, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { EDITOR, bodyOf, clickInto, paste, settle, toEnd } from "./editor.mjs";
import { startDemo } from "./program.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// One point, red.
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const LIST = (number, words) => `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${number}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span>${words}</p>`;
// As Word puts it on the clipboard: its own classes, a heading by outline, a list of paragraphs, merged cells, a picture on its disk.
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-parent:""}</style></head><body lang=ZH-CN><!--StartFragment-->
<h1>一、<span lang=EN-US><o:p></o:p></span>补贴范围</h1>
<p class=MsoNormal style='text-indent:2em'><b><span lang=EN-US>2026</span>年</b>起，下列对象<s>（删去）</s>可以申请。</p>
${LIST("（一）", "农业合作社")}${LIST("（二）", "家庭农场")}
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal align=center>补贴标准</p></td></tr><tr><td>水稻</td><td><p class=MsoNormal align=right>100.00</p></td></tr></table>
<p class=MsoNormal><img width=100 src="file:///C:/clip_image001.png" alt="流程图"></p><!--EndFragment--></body></html>`;
const RTF = `{\\rtf1{\\*\\shppict{\\pict\\picw1\\pngblip ${Buffer.from(PNG, "base64").toString("hex")}}}{\\nonshppict{\\pict\\wmetafile8 0100}}}`;
const EXCEL = "<html><body><table border=0><colgroup><col width=72></colgroup><tr height=19><td height=19 class=xl65>区县</td><td>金额</td></tr><tr><td>云台区</td><td align=right>12</td></tr></table></body></html>";

let browser;
let site;
let page;
let complaints;
before(async () => {
  browser = await launch();
  site = await startDemo({ day: "2026-11-23" });
  page = await strict("wangmin");
  complaints = listen(page);
});
after(async () => {
  await browser?.close();
  site?.stop();
});

// Somebody signed in, in a page that obeys the policy.
async function strict(login, options = {}) {
  const { context } = await signIn(browser, site.base, login);
  const storageState = await context.storageState();
  await context.close();
  return (await browser.newContext({ viewport: SIZES[0], storageState, ...options })).newPage();
}

async function begin(title, kind = "news") {
  await page.goto(`${site.base}/desk/documents/new?kind=${kind}`);
  await page.locator("#title").fill(title);
  await page.locator(EDITOR).focus();
}

async function save() {
  await page.getByRole("button", { name: "保存并查看" }).click();
  await page.waitForLoadState("load");
  return page.url();
}

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
  await settle(page);
};
const type = (words) => page.keyboard.type(words);
const tool = (name) => page.locator(".editor-bar").getByRole("button", { name, exact: true });
const told = () => page.locator(".editor-told").innerText();

test("a text is written and formatted by the keyboard alone, and is what the server keeps", { timeout: 60_000 }, async () => {
  await begin("键盘起草");
  await press("Control+Alt+1");
  await type("一、总体情况");
  await press("Enter");
  await type("全年");
  await press("Control+b");
  await type("公开");
  await press("Control+b");
  await type("信息1200条。");
  await press("Enter");
  // The toolbar is one stop: arrows lead within, the pressed state follows the cursor.
  await press("Alt+F10");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "正文");
  await press("End");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "查找替换");
  await press("Home", "ArrowRight", "ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "二级标题");
  await press("Enter");
  await type("（一）主动公开");
  assert.equal(await tool("二级标题").getAttribute("aria-pressed"), "true");
  await press("Enter", "Control+Shift+7");
  await type("政策");
  await press("Enter", "Tab");
  await type("解读");
  await press("Enter", "Shift+Tab");
  await type("公告");
  await press("Enter", "Enter");
  await type("云溪市财政局");
  await press("Shift+Enter");
  await type("2026年11月");
  await tool("居右").click();
  const expected = "<h2>一、总体情况</h2>\n<p>全年<strong>公开</strong>信息1200条。</p>\n<h3>（一）主动公开</h3>\n" +
    "<ol>\n<li>政策<ol>\n<li>解读</li>\n</ol></li>\n<li>公告</li>\n</ol>\n<p class=\"right\">云溪市财政局<br>2026年11月</p>";
  assert.equal(await bodyOf(page), expected);
  assert.equal(await page.locator(".editor-outline li").nth(1).innerText(), "（一）主动公开");
  const draft = await save();
  assert.ok((await page.locator(".prose").innerHTML()).includes("云溪市财政局<br>2026年11月"));
  await page.goto(`${draft}/edit`);
  assert.equal(await page.locator("#body").inputValue(), expected, "the server found nothing to clean");
});

test("nobody is caught: Esc and Tab leave a list, and marks, headings and links are cleared and undone", { timeout: 60_000 }, async () => {
  await begin("撤销");
  await press("Control+Shift+8");
  await type("甲");
  await press("Enter");
  await type("乙");
  await press("Escape", "Tab");
  assert.equal(await page.locator(`${EDITOR}:focus`).count(), 0, "the focus has moved on");
  await page.locator(EDITOR).focus();
  await press("Control+a", "Control+b", "Control+u");
  assert.equal(await bodyOf(page), "<ul>\n<li><strong><u>甲</u></strong></li>\n<li><strong><u>乙</u></strong></li>\n</ul>");
  await press("Control+\\");
  assert.equal(await bodyOf(page), "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>");
  await press("Control+z");
  assert.match(await bodyOf(page), /<strong>/);
  await press("Control+y");
  assert.doesNotMatch(await bodyOf(page), /<strong>/);
});

test("kinds of paragraph change into each other, and a picture in a quote stands behind it", { timeout: 60_000 }, async () => {
  await begin("段落");
  await press("Control+Alt+2");
  await type("甲");
  await press("Control+Shift+7");
  assert.equal(await bodyOf(page), "<ol>\n<li>甲</li>\n</ol>");
  await press("Control+Shift+8");
  assert.equal(await bodyOf(page), "<ul>\n<li>甲</li>\n</ul>");
  await press("Control+Alt+3");
  assert.equal(await bodyOf(page), "<h4>甲</h4>");
  await tool("引用").click();
  assert.equal(await bodyOf(page), "<blockquote><p>甲</p></blockquote>");
  assert.equal(await tool("一级标题").getAttribute("aria-disabled"), "true", "no heading in a quote");
  const chooser = page.waitForEvent("filechooser");
  await tool("图片").click();
  await (await chooser).setFiles({ name: "图.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") });
  await page.getByLabel(/替代文字/).fill("图");
  await page.getByRole("button", { name: "插入", exact: true }).click();
  assert.match(await bodyOf(page), /^<blockquote><p>甲<\/p><\/blockquote>\n<figure>/);
  await tool("删除图片").click();
  assert.equal(await bodyOf(page), "<blockquote><p>甲</p></blockquote>");
  await toEnd(page);
  await type("x2");
  await press("Shift+ArrowLeft");
  await tool("下标").click();
  await tool("上标").click();
  assert.equal(await bodyOf(page), "<blockquote><p>甲</p></blockquote>\n<p>x<sup>2</sup></p>", "one takes the other away");
});

test("a table is made, filled by Tab, widened, merged, split and given a header and a caption", { timeout: 60_000 }, async () => {
  await begin("表格");
  await tool("表格").click();
  await page.getByLabel("列数").fill("0");
  await page.getByRole("button", { name: "插入", exact: true }).click();
  assert.match(await page.locator("dialog .field-error:visible").innerText(), /1至30/);
  await page.getByLabel("列数").fill("2");
  await page.getByLabel(/行数/).fill("2");
  await page.getByRole("button", { name: "插入", exact: true }).click();
  await type("项目");
  await press("Tab");
  await type("金额");
  await press("Tab");
  await type("水稻");
  await press("Tab");
  await type("100");
  // Behind the last cell begins another row.
  await press("Tab");
  await type("小麦");
  assert.equal(await bodyOf(page), "<table>\n<thead>\n<tr><th>项目</th><th>金额</th></tr>\n</thead>\n<tbody>\n<tr><td>水稻</td><td>100</td></tr>\n<tr><td>小麦</td><td></td></tr>\n</tbody>\n</table>");
  await press("Tab");
  await tool("右侧加列").click();
  await press("Shift+Tab");
  await tool("标题列").click();
  assert.match(await bodyOf(page), /<tr><th>小麦<\/th><td><\/td><td><\/td><\/tr>/);
  await clickInto(page, page.locator(`${EDITOR} tr`).nth(1).locator("td").nth(0));
  await page.keyboard.down("Shift");
  await clickInto(page, page.locator(`${EDITOR} tr`).nth(2).locator("td").nth(1));
  await page.keyboard.up("Shift");
  await tool("合并单元格").click();
  assert.match(await bodyOf(page), /<td colspan="2" rowspan="2">100<\/td>/);
  await tool("拆分单元格").click();
  assert.doesNotMatch(await bodyOf(page), /span/);
  await clickInto(page, page.locator(`${EDITOR} tr`).nth(2).locator("td").nth(1));
  await tool("删除行").click();
  await tool("删除列").click();
  await tool("表格标题").click();
  await type("补贴标准");
  assert.equal(await bodyOf(page), "<table>\n<caption>补贴标准</caption>\n<thead>\n<tr><th>项目</th><th>金额</th></tr>\n</thead>\n<tbody>\n<tr><th>水稻</th><td>100</td></tr>\n</tbody>\n</table>");
  await press("Enter");
  const table = await bodyOf(page);
  await page.goto(`${await save()}/edit`);
  assert.equal(await page.locator("#body").inputValue(), table, "the server found nothing to clean");
  await clickInto(page, page.locator(`${EDITOR} th`).first());
  await tool("标题行").click();
  await tool("标题列").click();
  await tool("标题列").click();
  await page.locator(".editor-flaws", { hasText: "没有表头" }).waitFor();
  await tool("删除表格").click();
  assert.equal(await bodyOf(page), "");
});

test("what Word has on the clipboard comes with headings, list, table and picture, and what is left out is told", { timeout: 60_000 }, async () => {
  await begin("从 Word 粘贴");
  await paste(page, { html: WORD, rtf: RTF, text: "一、补贴范围" });
  const body = await bodyOf(page);
  for (const part of ["<h2>一、补贴范围</h2>", "<p><strong>2026年</strong>起，下列对象可以申请。</p>", "（一）农业合作社", "<tr><td colspan=\"2\" class=\"centre\">补贴标准</td></tr>",
    "<td class=\"right\">100.00</td>", `<figure><img src="data:image/png;base64,${PNG}" alt="流程图"></figure>`]) {
    assert.ok(body.includes(part), `${part} in ${body}`);
  }
  assert.doesNotMatch(body, /mso|Mso|删去/);
  assert.match(await told(), /带删除线的文字/);
  // The picture is seen before it is saved, under a policy that lets no data: address be shown.
  const picture = page.locator(`${EDITOR} figure img`);
  await page.waitForFunction((it) => it.complete && it.naturalWidth > 0, await picture.elementHandle());
  const draft = await save();
  await page.goto(`${draft}/edit`);
  assert.match(await bodyOf(page), /<img src="\/files\/[0-9a-z/]+" alt="流程图">/);
  await page.waitForFunction((it) => it.complete && it.naturalWidth > 0, await picture.elementHandle());
});

test("cells of Excel go into cells or make a table, plain text makes paragraphs, and a broken line loses nothing", { timeout: 60_000 }, async () => {
  await begin("粘贴");
  await paste(page, { html: EXCEL, text: "区县\t金额" });
  assert.match(await bodyOf(page), /^<table>\n<tbody>\n<tr><td>区县<\/td><td>金额<\/td><\/tr>/);
  await clickInto(page, page.locator(`${EDITOR} td`).nth(3));
  await page.locator(".editor-told").evaluate((it) => it.replaceChildren());
  await paste(page, { html: EXCEL, text: "区县\t金额" });
  const body = await bodyOf(page);
  assert.equal(body.split("<table>").length, 2, "no table in a table");
  assert.match(body, /<td>区县<\/td><td>金额<\/td><\/tr>\n<tr><td><\/td><td>云台区<\/td>/);
  await toEnd(page);
  await paste(page, { text: "第一段\n第二段" });
  assert.match(await bodyOf(page), /<p>第一段<\/p>\n<p>第二段<\/p>$/);
  await page.route("**/desk/documents/paste", (route) => route.abort());
  await page.locator(".editor-told").evaluate((it) => it.replaceChildren());
  await paste(page, { html: "<p><b>第三段</b></p>", text: "第三段" });
  await page.unroute("**/desk/documents/paste");
  assert.match(await told(), /连不上服务器.*已按纯文字粘贴/);
  assert.match(await bodyOf(page), /第二段第三段<\/p>$/);
  complaints.splice(0, complaints.length, ...complaints.filter((it) => !/ERR_FAILED/.test(it)));
});

test("what is cut here is pasted here as it was, tables and pictures with it", { timeout: 60_000 }, async () => {
  await begin("剪切");
  await paste(page, { html: WORD, rtf: RTF });
  const before = await bodyOf(page);
  await page.locator(EDITOR).focus();
  await press("Control+a", "Control+x");
  assert.equal(await bodyOf(page), "");
  await press("Control+v");
  assert.equal(await bodyOf(page), before);
  // Into a cell goes what may stand there: its words.
  await press("Control+a", "Control+c");
  await clickInto(page, page.locator(`${EDITOR} td`).nth(1));
  await press("Control+v");
  const after = await bodyOf(page);
  assert.equal(after.split("<table>").length, 2, "no table in a table");
  assert.match(after, /<td>.*一、补贴范围.*水稻.*<\/td><td class="right">100\.00<\/td>/s);
});

test("a picture is asked what it shows, saves itself to an address, and other files are told where to go", { timeout: 60_000 }, async () => {
  await begin("图片");
  await type("见图。");
  const draft = await save();
  await page.goto(`${draft}/edit`);
  await toEnd(page);
  const chooser = page.waitForEvent("filechooser");
  await tool("图片").click();
  await (await chooser).setFiles({ name: "图.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") });
  await page.getByRole("button", { name: "插入", exact: true }).click();
  assert.equal(await page.locator("dialog .field-error:visible").innerText(), "请填写替代文字");
  await page.getByLabel(/替代文字/).fill("办理流程：申请、受理、公示");
  await page.getByLabel(/图注/).fill("图1");
  await page.getByRole("button", { name: "插入", exact: true }).click();
  assert.match(await bodyOf(page), /<figure><img src="data:image\/png;base64,[^"]+" alt="办理流程：申请、受理、公示"><figcaption>图1<\/figcaption><\/figure>$/);
  await page.locator("form > .actions [role=status]", { hasText: "已自动保存" }).waitFor();
  assert.match(await bodyOf(page), /<img src="\/files\/[^"]+" alt="办理流程：申请、受理、公示">/, "it lies at an address now, and nobody reloaded");
  await toEnd(page);
  await type("后面的话");
  await press("Control+z");
  assert.match(await bodyOf(page), /<img src="\/files\//, "undoing does not bring the picture back into the text");
  await page.locator(EDITOR).evaluate((editor) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["%PDF"], "附表.pdf", { type: "application/pdf" }));
    editor.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, clientX: 300, clientY: 500 }));
  });
  assert.match(await told(), /正文中只能放图片/);
  await page.locator(EDITOR).evaluate((editor, base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], "拖入.png", { type: "image/png" }));
    const { left, top } = editor.getBoundingClientRect();
    editor.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, clientX: left + 60, clientY: top + 30 }));
  }, PNG);
  await page.getByLabel(/替代文字/).fill("拖入的图");
  await page.getByRole("button", { name: "插入", exact: true }).click();
  assert.match(await bodyOf(page), /alt="拖入的图"/);
});

test("a link's address is checked, and what is wrong with headings and links stands beside the text and leads there", { timeout: 60_000 }, async () => {
  await begin("链接");
  await press("Control+Alt+2");
  await type("（一）跳级的标题");
  await press("Enter");
  await type("详见 ");
  await press("Control+k");
  await page.getByLabel(/网址/).fill("https://www.gov.cn，");
  await page.getByLabel(/链接文字/).fill("点击这里");
  await page.getByRole("button", { name: "确定", exact: true }).click();
  assert.equal(await page.locator("dialog .field-error:visible").innerText(), "夹有中文标点");
  await page.getByLabel(/网址/).fill("www.gov.cn/zhengce");
  await page.getByRole("button", { name: "确定", exact: true }).click();
  assert.match(await bodyOf(page), /<a href="https:\/\/www\.gov\.cn\/zhengce">点击这里<\/a>/);
  const flaws = page.locator(".editor-flaws");
  await flaws.getByText("没有说明去向").waitFor();
  assert.match(await flaws.innerText(), /第1个标题跳级：第一个标题应为1级，这里是2级/);
  await flaws.getByText("没有说明去向").click();
  assert.equal(await page.evaluate(() => document.getSelection().toString()), "点击这里");
  await type("《政策》");
  await page.locator(".editor-outline").getByRole("button", { name: "（一）跳级的标题" }).click();
  await press("Control+Alt+1");
  await flaws.getByText("序号").waitFor();
  assert.match(await flaws.innerText(), /序号“（一）”一般用于2级标题，这里是1级/);
  assert.doesNotMatch(await flaws.innerText(), /没有说明去向|跳级：/);
});

test("a Chinese input method composes in the text, in a heading and before bold words", { timeout: 60_000 }, async () => {
  await begin("输入法");
  const cdp = await page.context().newCDPSession(page);
  const compose = async (steps, words) => {
    for (const text of steps) await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send("Input.insertText", { text: words });
  };
  await compose(["z", "zh", "zheng", "zheng'wu"], "政务");
  await press("Control+b");
  await compose(["g", "gong"], "公开");
  await press("Control+b");
  await compose(["n", "nian"], "年报");
  await press("Enter", "Control+Alt+1");
  await compose(["yi"], "一、");
  assert.equal(await bodyOf(page), "<p>政务<strong>公开</strong>年报</p>\n<h2>一、</h2>");
  await press("Control+Home");
  await compose(["ni"], "拟");
  assert.match(await bodyOf(page), /^<p>拟政务<strong>公开/);
});

test("words are found and replaced, one and all, and undone at once", { timeout: 60_000 }, async () => {
  await begin("查找替换");
  await type("五日内答复，五日内公示，");
  await press("Control+b");
  await type("五日内");
  await press("Control+b");
  await type("归档。");
  await press("Control+f");
  await page.getByLabel("查找", { exact: true }).fill("五日");
  assert.match(await page.locator(".finder").innerText(), /共3处/);
  await press("Enter");
  assert.match(await page.locator(".finder").innerText(), /第1处，共3处/);
  await page.getByLabel("替换为").fill("七日");
  await press("Enter");
  assert.equal(await bodyOf(page), "<p>七日内答复，五日内公示，<strong>五日内</strong>归档。</p>");
  await page.getByRole("button", { name: "全部替换" }).click();
  assert.equal(await bodyOf(page), "<p>七日内答复，七日内公示，<strong>七日内</strong>归档。</p>");
  assert.match(await told(), /已替换2处/);
  await press("Escape");
  await page.locator(EDITOR).focus();
  await press("Control+z");
  assert.equal(await bodyOf(page), "<p>七日内答复，五日内公示，<strong>五日内</strong>归档。</p>");
  await page.locator(".editor-foot span", { hasText: /^18字$/ }).waitFor();
});

test("it saves itself, and a stale save shows both versions in the editor", { timeout: 60_000 }, async () => {
  await begin("同时修改");
  await type("第一稿。");
  const draft = await save();
  await page.goto(`${draft}/edit`);
  const other = await page.context().newPage();
  await other.goto(`${draft}/edit`);
  await toEnd(page);
  await type("自己改的。");
  await page.locator("form > .actions [role=status]", { hasText: "已自动保存" }).waitFor();
  await toEnd(other);
  await other.keyboard.type("他人改的。");
  await other.getByRole("button", { name: "保存并查看" }).click();
  await other.waitForLoadState("load");
  assert.match(await other.locator(".conflict").innerText(), /第一稿。自己改的。/);
  assert.equal(await bodyOf(other), "<p>第一稿。他人改的。</p>");
  await other.close();
});

test("a reviewer's remark stands at its words and follows them; both lead to each other", { timeout: 90_000 }, async () => {
  await begin("批注");
  await type("第一条 补贴应当公示。");
  await press("Enter");
  await type("第二条 异议在五日内处理。");
  await page.locator("#summary").fill("规定公示。");
  const draft = await save();
  const go = async (who, button, words) => {
    await who.goto(draft);
    const form = who.locator("form", { has: who.getByRole("button", { name: button, exact: true }) });
    if (words) await form.locator("textarea").fill(words);
    await form.getByRole("button", { name: button, exact: true }).click();
    await who.waitForLoadState("load");
  };
  await go(page, "提交审核");
  const head = await strict("lihua");
  await head.goto(draft);
  const form = head.locator("form[data-quotes]");
  await form.locator("[name=quote]").fill("五日内");
  await form.locator("[name=words]").fill("改为工作日。");
  await form.getByRole("button").click();
  await head.waitForLoadState("load");
  await go(head, "退回起草人", "请改。");
  await page.goto(`${draft}/edit`);
  const words = page.locator(`${EDITOR} .remarked`);
  assert.equal(await words.innerText(), "五日内");
  await page.locator(EDITOR).focus();
  await press("Control+Home");
  await type("新的第一段。");
  await press("Enter");
  assert.equal(await words.innerText(), "五日内", "the mark follows its words");
  await page.getByRole("button", { name: "到正文中的这些字" }).click();
  assert.equal(await page.evaluate(() => document.getSelection().toString()), "五日内");
  await page.locator(".editor-where").getByText("批注1：改为工作日。").click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "到正文中的这些字");
  assert.equal(await page.locator("#remarks li.is-here").count(), 1);
  await shot(page, "editor-remark-1280");
  await page.getByRole("button", { name: "到正文中的这些字" }).click();
  await type("五个工作日内");
  assert.match(await bodyOf(page), /异议在五个工作日内处理/);
});

test("axe is content with the editor in use, wide and narrow, and nothing scrolls sideways", { timeout: 90_000 }, async () => {
  const { page: open } = await signIn(browser, site.base, "wangmin");
  await open.goto(`${site.base}/desk/documents/new?kind=news`);
  await paste(open, { html: WORD, rtf: RTF });
  await clickInto(open, open.locator(`${EDITOR} td`).nth(1));
  await open.keyboard.press("Control+f");
  await open.getByLabel("查找", { exact: true }).fill("补贴");
  await clickInto(open, open.locator(`${EDITOR} td`).nth(1));
  for (const size of SIZES) {
    await open.setViewportSize(size);
    await open.locator("#body-label").scrollIntoViewIfNeeded();
    await shot(open, `editor-${size.name}`);
    await open.evaluate(axe);
    const result = await open.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
    assert.deepEqual(result.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`), []);
    assert.ok(await open.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `sideways at ${size.name}`);
  }
  await open.setViewportSize(SIZES[0]);
  await open.getByRole("button", { name: "链接", exact: true }).click();
  await open.evaluate(axe);
  const asked = await open.evaluate((tags) => window.axe.run(document.querySelector("dialog"), { runOnly: tags }), TAGS);
  assert.deepEqual(asked.violations.map((it) => it.id), []);
  await shot(open, "editor-link-1280");
  await open.context().close();
});

test("what the editor cannot hold as it is stays in the field, and that is told", { timeout: 60_000 }, async () => {
  await begin("源代码");
  await type("甲");
  const address = `${await save()}/edit`;
  // As a form comes back with markup that somebody typed without script.
  await page.route(address, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/(<textarea id="body"[^>]*>)[^<]*/, "$1&lt;div&gt;甲&lt;b&gt;乙&lt;/b&gt;&lt;/div&gt;");
    await route.fulfill({ response, body });
  });
  await page.goto(address);
  await page.locator(EDITOR).waitFor();
  assert.equal(await bodyOf(page), "<p>甲<strong>乙</strong></p>", "cleaned, it is what would be saved");
  await page.route("**/desk/documents/paste", (route) => route.fulfill({ json: { html: "<p>甲<ruby>乙</ruby></p>", told: [] } }));
  await page.goto(address);
  await page.locator(".editor-told", { hasText: "编辑器不能原样保留" }).waitFor();
  assert.ok(await page.locator("#body").isVisible());
  assert.equal(await bodyOf(page), "<div>甲<b>乙</b></div>", "the field is what is sent");
  await page.getByRole("button", { name: "仍用编辑器打开" }).click();
  assert.equal(await bodyOf(page), "<p>甲乙</p>");
  await page.unroute(address);
  await page.unroute("**/desk/documents/paste");
});

test("without script the text is a field of the form, as it was", { timeout: 60_000 }, async () => {
  const plain = await strict("wangmin", { javaScriptEnabled: false });
  await plain.goto(`${site.base}/desk/documents/new?kind=news`);
  await plain.locator("#title").fill("没有脚本");
  await plain.locator("#body").fill("第一段\n第二段");
  await plain.getByRole("button", { name: "保存并查看" }).click();
  await plain.waitForLoadState("load");
  assert.equal(await plain.locator(".prose").innerHTML(), "<p>第一段</p>\n<p>第二段</p>");
  await plain.context().close();
});

test("nothing of all this upset the console or broke the policy, and the editor is loaded where one edits and nowhere else", async () => {
  assert.deepEqual(complaints, []);
  await page.goto(`${site.base}/desk/documents`);
  assert.equal(await page.locator("script[src*='/editor.']").count(), 0);
});

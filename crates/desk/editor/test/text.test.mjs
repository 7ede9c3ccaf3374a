// The editor changes no body that it is given: what `libs/prose` has written is read and written again, byte for byte, and what prose says of it is what
// the editor says. The bodies come from prose itself (`bodies.json`, written and kept true by a test of the desk).

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openPage } from "./chromium.mjs";

const bodies = JSON.parse(readFileSync(new URL("./bodies.json", import.meta.url), "utf8"));
let page;
let close;
before(async () => { ({ page, close } = await openPage()); });
after(() => close?.());

test("a body that is read and written is the same bytes", async () => {
  assert.ok(bodies.length > 300, `${bodies.length} bodies`);
  const changed = await page.evaluate((all) => all.map(({ html }) => [html, Editor.write(Editor.read(html))]).filter(([was, is]) => was !== is), bodies);
  assert.deepEqual(changed.slice(0, 5), []);
});

test("every document that is read keeps to the schema", async () => {
  const wrong = await page.evaluate((all) => all.map(({ html }) => {
    try {
      Editor.read(html).check();
      return null;
    } catch (cause) {
      return [html, cause.message];
    }
  }).filter(Boolean), bodies);
  assert.deepEqual(wrong.slice(0, 5), []);
});

test("what prose remarks on is said in the same words at the same places", async () => {
  const said = await page.evaluate((all) => all.map(({ html }) => Editor.check(Editor.read(html)).filter((it) => !it.isExtra).map((it) => it.says)), bodies);
  const differing = bodies.map(({ html, remarks }, nth) => ({ html, remarks: [...remarks].sort(), said: said[nth].sort() })).filter((it) => JSON.stringify(it.remarks) !== JSON.stringify(it.said));
  assert.deepEqual(differing.slice(0, 3), []);
});

test("what is found leads to its words", async () => {
  const words = await page.evaluate(() => {
    const doc = Editor.read("<h2>一、总则</h2>\n<p>见<a href=\"https://a.gov.cn/\">点击这里</a>。</p>");
    return Editor.check(doc).map(({ from, to }) => doc.textBetween(from, to));
  });
  assert.deepEqual(words, ["点击这里"]);
});

test("lines without markup are paragraphs", async () => {
  const html = await page.evaluate(() => Editor.write(Editor.read("第一段\n\n第二段 & 其他")));
  assert.equal(html, "<p>第一段</p>\n<p>第二段 &amp; 其他</p>");
});

test("addresses that cannot lead anywhere are told, others are not", async () => {
  const said = await page.evaluate(() => [
    "https://www.gov.cn/a", "/library/policies", "#s1", "mailto:a@b.gov.cn", "tel:010-12345678", "http://[::1]/",
    "javascript:alert(1)", "https://www.gov.cn，", "https://gov", "http://https://a.cn/", "https://a..cn/", "mailto:a", "www.gov.cn", "https:// a.cn",
  ].map((it) => Editor.wrongWith(it) === null));
  assert.deepEqual(said, [true, true, true, true, true, true, false, false, false, false, false, false, false, false]);
  const meant = await page.evaluate(() => ["www.gov.cn/a", "yunxi.gov.cn", "a@b.gov.cn", " https://a.cn/ ", "见附件"].map(Editor.meant));
  assert.deepEqual(meant, ["https://www.gov.cn/a", "https://yunxi.gov.cn", "mailto:a@b.gov.cn", "https://a.cn/", "见附件"]);
});

test("a typed number that belongs to another level is told, in a text of chapters it is not", async () => {
  const say = (html) => page.evaluate((it) => Editor.check(Editor.read(it)).map((flaw) => flaw.says), html);
  assert.deepEqual(await say("<h2>一、总则</h2>\n<h3>（一）目的</h3>\n<h4>1.依据</h4>"), []);
  const said = await say("<h2>一、总则</h2>\n<h3>二、范围</h3>");
  assert.equal(said.length, 1);
  assert.match(said[0], /第2个标题的序号“二、”一般用于1级标题，这里是2级/);
  assert.deepEqual(await say("<h2>第一章 总则</h2>\n<h3>一、范围</h3>"), []);
});

test("words are found in whatever case, and exactly where asked", async () => {
  const found = await page.evaluate(() => {
    const doc = Editor.read("<p>PM2.5和<strong>pm</strong>2.5</p>\n<table>\n<tbody>\n<tr><td>Pm2.5</td><td></td></tr>\n</tbody>\n</table>");
    return [Editor.findAll(doc, { words: "pm2.5", isExact: false }).length, Editor.findAll(doc, { words: "pm2.5", isExact: true }).length, Editor.findAll(doc, { words: "", isExact: false }).length];
  });
  assert.deepEqual(found, [3, 1, 0]);
});

test("Word's pictures are taken from its RTF where both count the same", async () => {
  const rtf = "{\\rtf1{\\*\\shppict{\\pict{\\*\\picprop\\shplid1025{\\sp{\\sn shapeType}{\\sv 75}}}\\picscalex100\\pngblip\\bliptag-1{\\*\\blipuid 00112233}\n89504e470d0a1a0a\n00}}{\\nonshppict{\\pict\\wmetafile8 010009}}}";
  const html = "<p>图<img width=10 src=\"file:///C:/a/image001.png\" alt=\"图一\"></p>";
  const [one, two] = await page.evaluate(([markup, text]) => [Editor.withPictures(markup, text), Editor.withPictures(markup + markup, text)], [html, rtf]);
  assert.equal(one, "<p>图<img width=10 src=\"data:image/png;base64,iVBORw0KGgoA\" alt=\"图一\"></p>");
  assert.equal(two, html + html);
});

// A recording of 60 MB on its way to a draft: the line breaks, the server is killed and started again, the page is loaded anew; it goes on where it
// was, becomes an attachment, and the public page plays it by ranges. What is too large or not what it says is told at its place.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SIZES, launch, shot } from "./browser.mjs";
import { signIn } from "./desk.mjs";
import { startDemo } from "./program.mjs";

const MB = 1048576;
const SIZE = 60 * MB;
const NAME = "新闻发布会实录.mp4";

let browser;
let site;
let folder;
let film;
let digest;
let draft;
let clerk;
let address;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gongkai-film."));
  // The head of an MP4, then noise that no two parts have in common.
  const bytes = Buffer.alloc(SIZE);
  for (let at = 0; at < SIZE; at += 4) bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  Buffer.from("\0\0\0\x18ftypisom\0\0\x02\0isommp41", "latin1").copy(bytes);
  film = path.join(folder, NAME);
  writeFileSync(film, bytes);
  digest = createHash("sha256").update(bytes).digest("hex");
  browser = await launch();
  site = await startDemo({ day: "2026-11-23" });
  clerk = (await signIn(browser, site.base, "wangmin")).page;
  // Leaving in the middle of an upload is asked about: yes.
  clerk.on("dialog", (dialog) => dialog.accept());
});
after(async () => {
  await browser?.close();
  site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function picture(page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `upload-${name}-${size.name}`);
  }
  await page.setViewportSize(SIZES[0]);
}

const staged = () => readdirSync(path.join(site.folder, "blobs", "staging"));
const choose = async (file) => {
  await clerk.locator("#file").setInputFiles(file);
  await clerk.getByRole("button", { name: "上传", exact: true }).click();
};
// Waits until so much of the file is said to be there.
const reaches = (percent) => clerk.waitForFunction((least) => document.querySelector(".uploading progress")?.value >= least, percent, { timeout: 60_000 });

test("a clerk begins a document and is told at its place what cannot be taken", { timeout: 60_000 }, async () => {
  await clerk.goto(`${site.base}/desk/documents/new?kind=news`);
  await clerk.locator("#title").fill("市政府召开新闻发布会");
  await clerk.locator(".editor").fill("发布会介绍了今年政务公开的情况。");
  await clerk.getByRole("button", { name: "保存并查看" }).click();
  await clerk.waitForLoadState("load");
  draft = clerk.url();
  const program = path.join(folder, "会议.mp4");
  writeFileSync(program, "MZ this is a program");
  await choose(program);
  await clerk.locator(".uploading .field-error").waitFor();
  assert.match(await clerk.locator(".uploading").innerText(), /「会议\.mp4」不能作为附件/);
  const empty = path.join(folder, "空.pdf");
  writeFileSync(empty, "");
  await choose(empty);
  await clerk.locator(".uploading", { hasText: "空文件" }).waitFor();
  await picture(clerk, "refused");
  assert.deepEqual(staged(), []);
});

test("the line breaks, the server dies, the page is loaded anew: it goes on where it was", { timeout: 180_000 }, async () => {
  await clerk.goto(draft);
  // What the server has acknowledged, and where the next part begins.
  let acknowledged = 0;
  let first = null;
  clerk.on("response", (answer) => {
    if (answer.request().method() === "PATCH" && answer.status() === 204) acknowledged = Number(answer.headers()["upload-offset"]);
  });
  // The third part is cut off on its way; those after it are so slow that there is time to look.
  let parts = 0;
  let isCut = false;
  await clerk.route("**/desk/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    parts += 1;
    if (parts === 3 || isCut) return route.abort("connectionreset");
    if (parts > 3) await new Promise((done) => { setTimeout(done, 2500); });
    return (isCut ? route.abort("connectionreset") : route.continue()).catch(() => null);
  });
  await choose(film);
  await clerk.locator(".uploading", { hasText: "网络中断，正在重试" }).waitFor({ timeout: 60_000 });
  await picture(clerk, "broken");
  await reaches(50);
  await picture(clerk, "under-way");
  assert.match(await clerk.locator(".uploading").innerText(), /\d+%，\d+(\.\d)? \/ 60 MB/);
  // Killed while parts come, and started on the same data.
  isCut = true;
  await site.restart();
  const kept = acknowledged;
  // The page that is left must not go on by itself: that it can was seen above.
  await clerk.reload();
  await clerk.unroute("**/desk/uploads/*");
  const listed = clerk.locator("[data-upload]");
  const said = await listed.innerText();
  const percent = Number(said.match(/已传(\d+)%/)[1]);
  assert.ok(percent >= 25 && percent < 100, said);
  await picture(clerk, "unfinished");
  clerk.on("request", (request) => { if (request.method() === "PATCH") first ??= Number(request.headers()["upload-offset"]); });
  await choose(film);
  await clerk.locator(".flash", { hasText: `已添加${NAME}` }).waitFor({ timeout: 120_000 });
  assert.ok(kept >= 24 * MB && first >= kept && first < SIZE, `acknowledged ${kept}, went on at ${first}`);
  assert.deepEqual(staged(), [], "nothing waits any more");
  assert.equal(await clerk.locator("#files video").count(), 1);
  assert.match(await clerk.locator("#findings").innerText(), /画面和声音无法自动检查/);
  await picture(clerk, "attached");
});

test("an upload is cancelled by the keyboard and leaves nothing", { timeout: 60_000 }, async () => {
  await clerk.goto(draft);
  // So slow that it can be cancelled.
  await clerk.route("**/desk/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await new Promise((done) => { setTimeout(done, 1500); });
    await route.continue().catch(() => null);
  });
  const other = path.join(folder, "另一个.mp4");
  writeFileSync(other, Buffer.concat([Buffer.from("\0\0\0\x18ftypisom", "latin1"), Buffer.alloc(20 * MB)]));
  await choose(other);
  await reaches(30);
  await clerk.getByRole("button", { name: "取消上传另一个.mp4" }).focus();
  await clerk.keyboard.press("Enter");
  await clerk.locator(".uploading", { hasText: "已取消，没有保留" }).waitFor();
  await clerk.unroute("**/desk/uploads/*");
  await clerk.waitForFunction(async () => (await (await fetch(location.href)).text()).includes("没有传完的文件") === false);
  assert.deepEqual(staged(), []);
});

test("the public page plays it without script, by ranges", { timeout: 120_000 }, async () => {
  for (const [login, button] of [["wangmin", "提交审核"], ["lihua", "初审通过"], ["sunbao", "签署，准予公开"], ["zhaolei", "同意公开"]]) {
    const { page, context } = login === "wangmin" ? { page: clerk } : await signIn(browser, site.base, login);
    await page.goto(draft);
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.waitForLoadState("load");
    if (login === "zhaolei") address = await page.locator("a", { hasText: "查看公开页面" }).getAttribute("href");
    await context?.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: SIZES[0] });
  const page = await context.newPage();
  await page.goto(site.base + address);
  const video = page.locator(".player video");
  assert.equal(await video.getAttribute("preload"), "none");
  const source = new URL(await video.locator("source").getAttribute("src"), site.base).href;
  await picture(page, "public");
  const part = await fetch(source, { headers: { range: "bytes=31457280-31457289" } });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get("content-range"), `bytes 31457280-31457289/${SIZE}`);
  assert.equal(part.headers.get("content-type"), "video/mp4");
  assert.equal((await part.arrayBuffer()).byteLength, 10);
  const whole = Buffer.from(await (await fetch(source)).arrayBuffer());
  assert.equal(createHash("sha256").update(whole).digest("hex"), digest, "it is what was chosen");
  await context.close();
});

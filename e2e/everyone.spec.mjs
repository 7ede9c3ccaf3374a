// A portal for everyone: dark and high contrast, reading aids, an edition on paper and its code, terminals, the guide in English; by
// keyboard alone, on a phone, with script and without.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { BASE, TROUBLES, VARIANTS, pages } from "./pages.mjs";
import { SIZES, launch, open, shot } from "./browser.mjs";
import { validate } from "./markup.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A terminal stands on a wire: what makes it one comes on top of the sixty kilobytes of a page.
const BUDGET_OF_TERMINALS = 72 * 1024;
const [DESKTOP, PHONE] = SIZES;
// Pages that together show every colour.
const COLOURFUL = ["home", "library-policies", "document-normative", "promise-late", "promise-kept_late", "unit", "plan-1", "document-compare", "clock"];

let browser;
let colourful;
let document_;
before(async () => {
  browser = await launch();
  const all = await pages();
  colourful = all.filter((it) => COLOURFUL.includes(it.name));
  assert.equal(colourful.length, COLOURFUL.length);
  document_ = all.find((it) => it.name === "document-normative").path;
});
after(async () => { await browser?.close(); });

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
  return result.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("dark pages are dark, and as readable as light ones", { timeout: 300_000 }, async (t) => {
  for (const settings of [{ colorScheme: "dark" }, { colorScheme: "dark", contrast: "more" }, { colorScheme: "light", contrast: "more" }]) {
    const context = await browser.newContext({ viewport: PHONE, bypassCSP: true, ...settings });
    for (const prefix of settings.contrast ? [""] : ["", "/hant/elder"]) {
      for (const { name, path } of [...colourful, { name: "verify", path: "/verify?code=1" }]) {
        await t.test(`${JSON.stringify(settings)} ${prefix} ${name}`, async () => {
          const { page, complaints } = await open(context, BASE + prefix + path);
          const [red] = (await ground(page)).match(/\d+/g).map(Number);
          assert.equal(red < 64, settings.colorScheme === "dark", "the ground is as was asked for");
          assert.deepEqual(await violations(page), []);
          assert.deepEqual(complaints, []);
          await page.emulateMedia({ media: "print", colorScheme: settings.colorScheme });
          const ink = await page.evaluate(() => getComputedStyle(document.querySelector("h1")).color);
          assert.ok(ink.match(/\d+/g).map(Number)[0] < 64, `paper is light: ${ink}`);
          await page.close();
        });
      }
    }
    await context.close();
  }
});

test("colours that a machine forces are taken, and nothing moves", async () => {
  const context = await browser.newContext({ viewport: PHONE, forcedColors: "active" });
  const { page } = await open(context, BASE + "/");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((it) => {
      const style = getComputedStyle(it);
      return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior === "smooth";
    }).length,
  );
  assert.equal(moving, 0);
  const border = await page.evaluate(() => getComputedStyle(document.querySelector(".st")).borderStyle);
  assert.equal(border, "solid", "a standing keeps its frame without its colour");
  await context.close();
});

// A voice that says at once what it is given.
const VOICE = () => {
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {
    value: {
      getVoices: () => [{ lang: "en-US", name: "e" }, { lang: "zh-CN", name: "z" }],
      speak: (it) => { window.spoken.push(it); },
      cancel: () => {},
      addEventListener: () => {},
    },
  });
};

const kept = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("gongkai.aids")));
const told = (page, words) => page.waitForFunction((it) => document.querySelector(".aids-told")?.textContent.includes(it), words);

test("reading aids are not fetched until somebody wants them, and need no mouse", async () => {
  const context = await browser.newContext({ viewport: DESKTOP, bypassCSP: true });
  await context.addInitScript(VOICE);
  const { page, complaints } = await open(context, BASE + document_);
  const fetched = () => page.evaluate(() => performance.getEntriesByType("resource").filter((it) => it.name.includes("/assets/aids")).length);
  assert.equal(await fetched(), 0);
  await page.locator('[data-act="aids"]').focus();
  await page.keyboard.press("Enter");
  await told(page, "阅读辅助已打开");
  assert.equal(await fetched(), 2);
  assert.equal(await page.locator('[data-act="aids"]').getAttribute("aria-expanded"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.closest("#aids") !== null), true, "the focus is in the bar");
  assert.deepEqual(await violations(page), []);

  const before = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await page.keyboard.press("Alt+Shift+Equal");
  await told(page, "第2档");
  assert.ok(before < await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)));
  await page.keyboard.press("Alt+Shift+KeyC");
  await told(page, "黑底黄字");
  assert.equal(await ground(page), "rgb(0, 0, 0)");
  await page.keyboard.press("Alt+Shift+KeyX");
  await told(page, "十字光标：开");
  assert.equal(await page.locator(".aids-cross").count(), 2);
  await page.keyboard.press("Alt+Shift+KeyZ");
  await page.locator("h1").hover();
  const words = (await page.locator("h1").innerText()).slice(0, 12);
  await page.waitForFunction((it) => document.querySelector(".aids-line").textContent.startsWith(it), words);
  await page.locator("a.site").focus();
  await page.waitForFunction(() => document.querySelector(".aids-line").textContent === document.querySelector("a.site").innerText.trim());

  // A key alone stays everybody's own.
  const state = JSON.stringify(await kept(page));
  for (const key of ["r", "n", "Shift+X", "Alt+r", "Control+Alt+Shift+KeyX"]) await page.keyboard.press(key);
  assert.equal(JSON.stringify(await kept(page)), state);
  await page.getByRole("button", { name: "快捷键", exact: true }).click();
  await page.keyboard.press("Alt+Shift+KeyX");
  assert.equal((await kept(page)).hasCross, true, "keys that are switched off do nothing");
  assert.deepEqual(complaints, []);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("what was chosen is there on the next page before it is painted, and goes with a press", async () => {
  const context = await browser.newContext({ viewport: PHONE });
  const { page } = await open(context, `${BASE}/elder/`);
  await page.click('[data-act="aids"]');
  await page.selectOption(".aids select[name=theme]", "yellow-black");
  for (let n = 0; n < 6; n += 1) await page.getByRole("button", { name: "放大", exact: true }).click();
  await told(page, "已是最大");
  for (const path of [document_, "/", "/units", "/promises", "/elder/promises", "/hant/elder/", "/hant/elder" + document_]) {
    await page.goto(BASE + path);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "yellow-black");
    assert.equal(await ground(page), "rgb(255, 255, 0)", path);
    const wide = await overflow(page);
    assert.ok(wide <= 0, `${path} in the largest type scrolls sideways by ${wide} px`);
  }
  await page.waitForSelector(".aids");
  const bar = await page.locator(".aids").innerText();
  assert.ok(bar.includes("字號") && !bar.includes("字号"), bar);
  await page.getByRole("button", { name: "恢復預設" }).or(page.getByRole("button", { name: "恢復默認" })).click();
  assert.equal(await page.evaluate(() => localStorage.getItem("gongkai.aids")), null);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  await context.close();
});

test("every contrast theme can be read", async () => {
  for (const theme of ["black-yellow", "yellow-black", "white-black", "blue-white"]) {
    for (const prefix of ["", "/elder"]) {
      const context = await browser.newContext({ viewport: PHONE, bypassCSP: true, colorScheme: "dark" });
      await context.addInitScript((it) => { localStorage.setItem("gongkai.aids", JSON.stringify({ theme: it, isOpen: true })); }, theme);
      for (const path of ["/", document_]) {
        const { page } = await open(context, BASE + prefix + path);
        await page.waitForSelector(".aids");
        assert.deepEqual(await violations(page), [], `${theme} ${prefix}${path}`);
        await shot(page, `aids-${theme}${prefix.replace("/", "-")}${path === "/" ? "-home" : "-document"}`);
        await page.close();
      }
      await context.close();
    }
  }
});

test("a page is read aloud by paragraph, and the paragraph shows", async () => {
  const context = await browser.newContext({ viewport: PHONE });
  await context.addInitScript(VOICE);
  const { page } = await open(context, BASE + document_);
  await page.click('[data-act="read"]');
  const marked = () => page.evaluate(() => {
    const it = document.querySelector(".aids-now");
    if (!it) return null;
    const box = it.getBoundingClientRect();
    return { words: it.innerText, isSeen: box.bottom > 0 && box.top < innerHeight };
  });
  await page.waitForFunction(() => window.spoken.length === 1);
  const title = await page.locator("h1").innerText();
  assert.equal((await marked()).words, title);
  assert.deepEqual(await page.evaluate(() => [spoken[0].lang, spoken[0].rate]), ["zh-CN", 0.9]);
  // What was said leads to what comes next, through the whole page.
  const steps = await page.evaluate(async () => {
    let count = 0;
    while (document.querySelector(".aids-now") && count < 2000) {
      const said = spoken[spoken.length - 1];
      said.onend();
      count += 1;
    }
    return count;
  });
  assert.ok(steps > 5 && steps < 2000, `${steps} utterances`);
  await told(page, "已读完本页");
  assert.ok(await page.evaluate(() => Math.max(...spoken.map((it) => it.text.length)) < 400));
  await page.getByRole("button", { name: "开始朗读", exact: true }).click();
  await page.getByRole("button", { name: "下一段", exact: true }).click();
  const second = await marked();
  assert.ok(second.words !== title && second.isSeen);
  await page.getByRole("button", { name: "上一段", exact: true }).click();
  assert.equal((await marked()).words, title);
  await page.selectOption(".aids select[name=rate]", "1.7");
  await page.getByRole("button", { name: "暂停", exact: true }).click();
  await told(page, "已暂停");
  await page.getByRole("button", { name: "继续朗读", exact: true }).click();
  assert.equal(await page.evaluate(() => spoken[spoken.length - 1].rate), 1.7);
  await page.getByRole("button", { name: "收起", exact: true }).click();
  assert.equal(await marked(), null);
  await context.close();
});

test("where the browser has no Chinese voice, the bar says so and what to do", async () => {
  const context = await browser.newContext({ viewport: PHONE });
  await context.addInitScript(() => { Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [], cancel() {}, addEventListener() {} } }); });
  const { page } = await open(context, `${BASE}/`);
  await page.click('[data-act="read"]');
  await told(page, "没有中文语音");
  assert.equal(await page.getByRole("button", { name: "开始朗读" }).isVisible(), false);
  await context.close();
});

test("an edition on paper is one press away, and its code is checked without script", async () => {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  const { page } = await open(context, BASE + document_);
  const link = page.getByRole("link", { name: "下载 PDF，带验证码" });
  const file = await fetch(BASE + (await link.getAttribute("href")));
  assert.equal(file.headers.get("content-type"), "application/pdf");
  assert.equal(Buffer.from(await file.arrayBuffer()).subarray(0, 5).toString(), "%PDF-");
  await page.getByRole("link", { name: "核验纸质材料" }).click();
  for (const [typed, answer] of [["1234 5678", "您输入了8位"], ["0000 0000 0000 0000", "验证码不对"], ["<b>", "只有数字"]]) {
    await page.getByLabel("验证码").fill(typed);
    await page.getByRole("button", { name: "核验", exact: true }).click();
    assert.ok((await page.locator("main").innerText()).includes(answer), typed);
    assert.equal(await page.getByLabel("验证码").inputValue(), typed);
    assert.ok(await overflow(page) <= 0);
  }
  await context.close();
});

test("the code that the paper shows leads to its edition", async (t) => {
  const { execFileSync } = await import("node:child_process");
  const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const folder = mkdtempSync(`${tmpdir()}/gongkai-paper.`);
  try {
    const file = `${folder}/edition.pdf`;
    writeFileSync(file, Buffer.from(await (await fetch(`${BASE}${document_}/edition.pdf`)).arrayBuffer()));
    let words;
    try {
      words = execFileSync("pdftotext", ["-layout", file, "-"]).toString();
    } catch (cause) {
      if (cause.code === "ENOENT") { t.skip("pdftotext is not installed"); return; }
      throw cause;
    }
    const code = words.match(/验证码：([\d ]+)/)[1].trim();
    for (const { prefix } of VARIANTS) {
      const answer = await fetch(`${BASE}${prefix}/verify?code=${encodeURIComponent(code)}`);
      const html = await answer.text();
      assert.deepEqual(await validate(html), []);
      assert.ok(html.includes(`href="${prefix}${document_}"`), prefix);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a terminal forgets who was there, and asks before it does", async () => {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1400 } });
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${BASE}/kiosk/`);
  const depth = await page.evaluate(() => history.length);
  await page.getByRole("link", { name: /核验纸质材料/ }).click();
  await page.waitForURL(/\/kiosk\/verify$/);
  await page.getByLabel("验证码").click();
  await page.getByRole("button", { name: "屏幕键盘" }).click();
  for (const key of ["1", "2", "3"]) await page.getByRole("button", { name: key, exact: true }).click();
  await page.getByRole("button", { name: "删除" }).click();
  assert.equal(await page.getByLabel("验证码").inputValue(), "12");
  await page.getByRole("button", { name: "填好了" }).click();
  await page.getByRole("button", { name: "核验", exact: true }).click();
  await page.waitForURL(/\/kiosk\/verify\?code=12$/);
  assert.equal(await page.evaluate(() => history.length), depth, "no history is made");
  await page.getByRole("button", { name: "返回" }).click();
  await page.waitForURL(/\/kiosk\/verify$/);
  await page.evaluate(() => localStorage.setItem("gongkai.aids", "{}"));
  await page.clock.runFor(121_000);
  await page.getByRole("dialog").waitFor();
  await page.getByRole("button", { name: "继续浏览" }).click();
  assert.equal(await page.getByRole("dialog").count(), 0, "whoever is there stays");
  await page.clock.runFor(121_000);
  await page.getByRole("dialog").waitFor();
  await page.clock.runFor(31_000);
  await page.waitForURL(/\/kiosk\/$/);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await context.close();
});

test("a terminal leads nowhere else, says when the network is gone, and is large", async () => {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1400 }, bypassCSP: true });
  const { page, complaints } = await open(context, `${BASE}/kiosk/`);
  assert.deepEqual(await violations(page), []);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, .doors a, .columns a, .variants a")]
      .map((it) => [it.innerText, it.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
      .map(([words]) => words),
  );
  assert.deepEqual(small, []);
  for (const path of ["", "/library", document_]) {
    await page.goto(`${BASE}/kiosk${path || "/"}`);
    const out = await page.evaluate(() => [...document.querySelectorAll("header a, footer a, nav a")].map((it) => new URL(it.href)).filter((it) => it.origin !== location.origin || !/^\/(hant\/)?kiosk/.test(it.pathname)).map(String));
    assert.deepEqual(out, [], path);
    const html = await (await fetch(`${BASE}/kiosk${path || "/"}`)).text();
    assert.deepEqual(await validate(html), []);
  }
  await page.locator("a[download]").first().evaluate((it) => it.click());
  assert.match(await page.locator(".kiosk-said").innerText(), /不下载文件/);
  await context.setOffline(true);
  await page.waitForFunction(() => document.querySelector(".kiosk-said").textContent.includes("网络断了"));
  const at = page.url();
  await page.getByRole("button", { name: "回首页" }).click();
  assert.equal(page.url(), at, "what is open stays open");
  await context.setOffline(false);
  assert.deepEqual(complaints.filter((it) => !it.includes("ERR_INTERNET")), []);
  await context.close();
});

test("on a phone the masthead leaves the screen to the page, and a finger hits what is in it", async () => {
  // Of 800 px, at 375 and with the buttons of the script; in English the names of the sections are longer, in large type everything is.
  for (const [path, most] of [["/", 230], ["/hant/library", 230], ["/en/", 390], ["/elder/", 330]]) {
    const context = await browser.newContext({ viewport: PHONE, hasTouch: true });
    const { page } = await open(context, BASE + path);
    assert.ok(await page.locator('[data-act="print"]').isVisible());
    const { height } = await page.locator(".masthead").boundingBox();
    assert.ok(height <= most, `${path}: ${height} px`);
    const small = await page.evaluate(() => [...document.querySelectorAll(".masthead-row a, .masthead-row button, .columns a")]
      .map((it) => ({ words: it.innerText, box: it.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44).map(({ words }) => words));
    assert.deepEqual(small, [], path);
    assert.equal(await page.locator(".columns a").count(), 11, "no section is lost");
    await context.close();
  }
});

// Words that would be read aloud in the wrong language: what is Chinese says that it is.
const unmarked = (page) => page.evaluate(() => {
  const isHan = (it) => /\p{Script=Han}/u.test(it ?? "");
  const isEnglish = (it) => it.closest("[lang]").lang === "en";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (isHan(data) && isEnglish(parentElement)) found.push(data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const it of document.querySelectorAll(`[${name}]`)) {
      if (isHan(it.getAttribute(name)) && isEnglish(it)) found.push(`${name}: ${it.getAttribute(name)}`);
    }
  }
  return found;
});

test("the guide in English is whole in itself and small", async () => {
  const answer = await fetch(`${BASE}/en`);
  const html = await answer.text();
  assert.deepEqual(await validate(html), []);
  assert.ok(html.includes('<html lang="en"'));
  for (const size of SIZES) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: size, bypassCSP: true, colorScheme });
      const { page, complaints } = await open(context, `${BASE}/en`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(complaints, []);
      assert.ok(await overflow(page) <= 0);
      assert.deepEqual(await unmarked(page), []);
      await context.close();
    }
  }
});

test("an English frame leaves no Chinese word unmarked, says how it stands with the language, and needs no mouse", { timeout: 180_000 }, async () => {
  const all = [...(await pages()), ...TROUBLES, { name: "verify", path: "/verify?code=1" }];
  for (const size of SIZES) {
    const context = await browser.newContext({ viewport: size });
    for (const { name, path } of all) {
      const { page } = await open(context, `${BASE}/en${path}`);
      assert.deepEqual(await unmarked(page), [], name);
      assert.equal(await page.locator("main").getAttribute("lang"), "zh-CN");
      assert.equal(await page.locator(".tongue").innerText(), "The content of this page is in Chinese, the legally valid language. English guide");
      assert.ok(await overflow(page) <= 0, name);
      await page.close();
    }
    await context.close();
  }
  const talking = await browser.newContext({ viewport: PHONE, bypassCSP: true });
  const { page: aided } = await open(talking, `${BASE}/en/promises`);
  await aided.getByRole("button", { name: "Reading aids" }).click();
  await told(aided, "Reading aids are open");
  await aided.getByText("About the keys").click();
  assert.deepEqual(await unmarked(aided), []);
  assert.deepEqual(await violations(aided), []);
  assert.ok(await overflow(aided) <= 0);
  await shot(aided, "aids-english");
  await talking.close();
  // There and back by keyboard alone, in the same place.
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  const { page } = await open(context, `${BASE}/promises?standing=late`);
  await page.getByRole("link", { name: "English", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${BASE}/en/promises?standing=late`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Skip to content");
  await page.getByLabel("Status").selectOption("kept_on_time");
  await page.getByRole("button", { name: "Show", exact: true }).press("Enter");
  await page.waitForURL(/\/en\/promises\?.*standing=kept_on_time/);
  assert.ok((await page.locator("td .st").first().innerText()).includes("Kept on time"));
  await page.getByRole("link", { name: "简体", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((it) => it.pathname === "/promises" && it.search.includes("standing=kept_on_time"));
  for (const { prefix } of VARIANTS.filter((it) => it.lang !== "en")) {
    assert.ok((await (await fetch(`${BASE}${prefix}/`)).text()).includes('href="/en/" lang="en"'), prefix);
  }
  await context.close();
});

test("pages of terminals stay small, though they do not come over the air", async () => {
  for (const path of ["/", "/library", "/promises", document_]) {
    const html = await (await fetch(`${BASE}/kiosk${path}`)).text();
    let sum = Buffer.byteLength(html);
    for (const [, file] of html.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)) {
      sum += (await (await fetch(BASE + file)).arrayBuffer()).byteLength;
    }
    assert.ok(sum <= BUDGET_OF_TERMINALS, `${path}: ${sum} bytes`);
  }
});

// What an inspection of government sites looks at by machine (国办秘函〔2019〕19号, 国办发〔2017〕47号), as far as pages show it: tags, footer, days,
// columns that are kept up. Dead links are links.spec.mjs, speed and size are markup.spec.mjs.

import { test } from "node:test";
import assert from "node:assert/strict";
import { BASE, pages } from "./pages.mjs";

const attribute = (text) => text.replaceAll("&quot;", '"').replaceAll("&#34;", '"').replaceAll("&#38;", "&").replaceAll("&amp;", "&");
const html = async (path) => (await fetch(BASE + path)).text();
const tags = (page) => new Map([...page.matchAll(/<meta name="([A-Za-z]+)" content="([^"]*)">/g)].map(([, name, value]) => [name, attribute(value)]));
const days = (page) => [...page.matchAll(/<time datetime="(\d{4}-\d{2}-\d{2})/g)].map(([, day]) => day);
// The day that the site believes it is: it says so on every page.
const today = (page) => page.match(/本页数据截至<time datetime="([\d-]{10})"/)[1];

const SITE = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const ARTICLE = ["ArticleTitle", "PubDate", "ContentSource"];

test("every page carries the tags of its site and column, pages of content theirs too, and none is empty", async (t) => {
  for (const { name, path } of await pages()) {
    await t.test(`${name} ${path}`, async () => {
      const page = await html(path);
      const found = tags(page);
      // The first edition of a document is content as well, as is a reading of its files.
      const isContent = /^\/documents\/[^/?]+$/.test(path);
      for (const tag of [...SITE, ...COLUMN, ...(isContent ? ARTICLE : [])]) {
        assert.ok(found.get(tag)?.trim(), `${tag} is there and says something`);
      }
      assert.match(found.get("SiteIDCode"), /^(bm\d{8}|\d{10})$/);
      if (found.has("PubDate")) {
        assert.match(found.get("PubDate"), /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/);
        assert.ok(found.get("PubDate").slice(0, 10) <= today(page), "nothing was published in the future");
      }
      if (isContent) {
        assert.ok(page.includes("发布时间：") && page.includes("来源："), "day and source are read by people too");
      }
    });
  }
});

test("the footer says who runs the site, by which codes, whom to call and where faults are told", async () => {
  for (const { path } of await pages()) {
    const page = await html(path);
    const footer = page.slice(page.indexOf('<footer class="footer">'));
    for (const name of ["主办单位", "联系方式", "网站标识码", "ICP备案号", "公安备案"]) {
      const said = footer.match(new RegExp(`<dt>${name}</dt><dd[^>]*>(.*?)</dd>`))?.[1].replace(/<[^>]+>/g, "").trim();
      assert.ok(said, `${path}: ${name}`);
    }
    for (const link of ["我为政府网站找错", "站点地图"]) {
      assert.match(footer, new RegExp(`<a href="[^"]+"[^>]*>${link}`), path);
    }
  }
});

test("no list shows a publication of a day to come", async () => {
  for (const path of ["/", "/documents", "/library", "/library/policies", "/library/notices"]) {
    const page = await html(path);
    const end = page.indexOf('<section aria-labelledby="year"');
    const published = days(end > 0 ? page.slice(page.indexOf('id="documents"'), end) : page.slice(page.indexOf('class="shelf"')));
    assert.ok(published.length > 0 || path === "/documents", path);
    for (const day of published) assert.ok(day <= today(page), `${path}: ${day}`);
  }
});

test("the first page and the columns that must move have moved", async () => {
  const age = (day, now) => (Date.parse(now) - Date.parse(day)) / 86_400_000;
  const home = await html("/");
  const newest = days(home.slice(home.indexOf('id="documents"'), home.indexOf('aria-labelledby="year"'))).sort().at(-1);
  assert.ok(age(newest, today(home)) <= 14, `the first page: ${newest}`);
  for (const column of ["notices", "policies", "interpretations"]) {
    const page = await html(`/library/${column}`);
    const last = days(page.slice(page.indexOf('class="shelf"'))).sort().at(-1);
    assert.ok(last && age(last, today(page)) <= 183, `${column}: ${last}`);
  }
});

test("a column without information says so, and no column of the first page or of the navigation is one", async () => {
  for (const path of ["/", "/library"]) {
    const page = await html(path);
    const navigation = page.slice(page.indexOf('<nav class="columns"'), page.indexOf("</nav>"));
    for (const [, to] of navigation.matchAll(/href="([^"]+)"/g)) {
      assert.ok(!(await html(to)).includes("暂时没有信息"), to);
    }
  }
  const library = await html("/library");
  const columns = new Set([...library.matchAll(/href="(\/library\/[a-z-]+)"/g)].map(([, to]) => to));
  assert.ok(columns.size > 20);
  for (const column of columns) {
    const page = await html(column);
    const main = page.slice(page.indexOf('class="shelf"'), page.indexOf("</main>"));
    assert.ok(days(main).length > 0 || main.includes("暂时没有信息") || main.includes("暂无信息"), `${column} is blank`);
  }
});

// The HTML validates, pages stay within their budget, headers are strict, known pages answer 304.

import { test } from "node:test";
import assert from "node:assert/strict";
import { validate } from "./markup.mjs";
import { BASE, TROUBLES, VARIANTS, pages } from "./pages.mjs";

// HTML, style sheets and script together, as they lie on the wire before compression.
const BUDGET = 60 * 1024;

async function bytes(path) {
  const answer = await fetch(BASE + path, { headers: { "accept-encoding": "identity" } });
  assert.equal(answer.status, 200, path);
  return (await answer.arrayBuffer()).byteLength;
}

for (const variant of VARIANTS) {
  test(`all pages validate and fit their budget: ${variant.name}`, async (t) => {
    for (const { name, path } of await pages()) {
      await t.test(`${name} ${path}`, async () => {
        const address = variant.prefix + path;
        const answer = await fetch(BASE + address);
        assert.equal(answer.status, 200);
        const html = await answer.text();
        assert.deepEqual(await validate(html), []);
        const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)];
        let sum = await bytes(address);
        for (const [, file] of files) {
          sum += await bytes(file);
        }
        assert.ok(files.length >= 2, "the page names its style sheet and script");
        assert.ok(sum <= BUDGET, `${sum} bytes of HTML, CSS and JS`);
      });
    }
  });

  test(`error pages validate and help: ${variant.name}`, async () => {
    for (const { path, status } of TROUBLES) {
      const answer = await fetch(BASE + variant.prefix + path);
      assert.equal(answer.status, status, path);
      const html = await answer.text();
      assert.deepEqual(await validate(html), []);
      assert.ok(html.includes(`href="${variant.prefix}/promises"`), "a way out is offered");
    }
  });
}

test("every page has strict headers, no cookie, and answers 304 to those who know it", async () => {
  for (const { path } of await pages()) {
    const answer = await fetch(BASE + path);
    await answer.arrayBuffer();
    const policy = answer.headers.get("content-security-policy");
    assert.ok(policy.includes("default-src 'none'") && !policy.includes("unsafe"), policy);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.equal(answer.headers.get("set-cookie"), null);
    // A form that will hold who asks is kept nowhere, so there is nothing to know.
    if (path === "/requests/new") {
      assert.equal(answer.headers.get("cache-control"), "no-store");
      continue;
    }
    const etag = answer.headers.get("etag");
    const again = await fetch(BASE + path, { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304, path);
  }
});

test("the language tag, the other script and the meta tags of government sites are there", async () => {
  for (const variant of VARIANTS) {
    const html = await (await fetch(`${BASE}${variant.prefix}/`)).text();
    assert.ok(html.includes(`<html lang="${variant.lang}"`));
    for (const name of ["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType"]) {
      assert.match(html, new RegExp(`<meta name="${name}" content="[^"]+">`));
    }
  }
});

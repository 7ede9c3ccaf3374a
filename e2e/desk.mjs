// The desk as officers meet it: signing in, and finding every kind of page by following links.

import assert from "node:assert/strict";
import { SIZES, listen, open } from "./browser.mjs";
import { PASSWORD } from "./program.mjs";

// Signs somebody in; the context keeps the session.
export async function signIn(browser, base, login, size = SIZES[0]) {
  // Automated checks are put in from outside, past the policy.
  const context = await browser.newContext({ viewport: size, bypassCSP: true, acceptDownloads: true });
  const { page } = await open(context, `${base}/desk/sign-in`);
  await page.getByLabel("账号", { exact: true }).fill(login);
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  // A page that is closed while it is still loading may never be closed: a click ends before the load does.
  await page.waitForLoadState("load");
  assert.equal(new URL(page.url()).pathname, "/desk", `${login} is signed in`);
  return { context, page };
}

// An address without what differs from one thing to the next: ids, and the values of a query.
export function shapeOf(address) {
  const url = new URL(address);
  const path = url.pathname.replace(/\/(?=[^/]*\d)[0-9a-z_-]{16,}(?=\/|$)/gi, "/ID");
  return `${path}?${[...url.searchParams.keys()].sort().join("&")}`;
}

function isPage(url, base) {
  const isDesk = url.origin === base && (url.pathname === "/desk" || url.pathname.startsWith("/desk/"));
  const isFile = /\.[a-z]{2,5}$/.test(url.pathname) || url.pathname.startsWith("/desk/evidence/");
  return isDesk && !isFile;
}

// Visits each kind of page once, from the desk's first on, and tells which kinds there were.
export async function walk(page, base, visit) {
  const waiting = [`${base}/desk`];
  const seen = new Set([shapeOf(waiting[0])]);
  const complaints = listen(page);
  while (waiting.length > 0) {
    const address = waiting.shift();
    complaints.length = 0;
    await page.setViewportSize(SIZES[0]);
    const answer = await page.goto(address, { waitUntil: "load" });
    const links = await page.evaluate(() => [...document.querySelectorAll("main a[href], nav a[href]")].map((it) => it.href));
    for (const link of links) {
      const url = new URL(link);
      url.hash = "";
      const shape = shapeOf(url.href);
      if (isPage(url, base) && !seen.has(shape)) {
        seen.add(shape);
        waiting.push(url.href);
      }
    }
    await visit({ answer, complaints, shape: shapeOf(address) });
  }
  return seen;
}

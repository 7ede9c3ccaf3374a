// Single sign-on, end to end: the program, a real provider (oidc-provider) and Chromium. The provider is another site (localhost, not
// 127.0.0.1), as it will be for any city, so that cookies and policies are put to the test as well.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Provider } from "oidc-provider";
import { SIZES, launch, open, shot } from "./browser.mjs";
import { PASSWORD, findPort, findProgram, startDemo } from "./program.mjs";

const CLIENT = "gongkai";
const SECRET = "e2e-client-secret-0b6d";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let demo;
let issuer;
let server;

// Its own development pages ask for a login, which is the subject, and any password; then for consent.
async function startProvider(port, site) {
  issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT,
      client_secret: SECRET,
      redirect_uris: [`${site}/desk/sign-in/provider/return`],
      post_logout_redirect_uris: [`${site}/desk/sign-in`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    }],
    pkce: { required: () => true },
    cookies: { keys: ["of the test alone"] },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  });
  return new Promise((resolve) => {
    const listening = provider.listen(port, "localhost", () => resolve(listening));
  });
}

before(async () => {
  const [port, providerPort] = [await findPort(), await findPort()];
  server = await startProvider(providerPort, `http://127.0.0.1:${port}`);
  demo = await startDemo({
    port,
    settings: {
      GONGKAI_OIDC__ISSUER: issuer,
      GONGKAI_OIDC__CLIENT_ID: CLIENT,
      GONGKAI_OIDC__CLIENT_SECRET: SECRET,
    },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  demo?.stop();
  server?.closeAllConnections();
  server?.close();
});

// Signs in with the password; the page is left on the desk.
async function enter(context, login) {
  const { page } = await open(context, `${demo.base}/desk/sign-in`);
  await page.getByLabel("账号").fill(login);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL(`${demo.base}/desk`);
  return page;
}

// What a person does at the provider.
async function showOneself(page, subject) {
  await page.waitForURL(`${issuer}/**`);
  await page.locator("input[name=login]").fill(subject);
  await page.locator("input[name=password]").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const consent = page.getByRole("button", { name: "Continue" });
  await Promise.race([consent.waitFor(), page.waitForURL(`${demo.base}/**`)]);
  if (page.url().startsWith(issuer)) await consent.click();
  await page.waitForURL(`${demo.base}/**`);
}

async function look(page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shot(page, `oidc-${name}-${size.name}`);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
  }
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  assert.deepEqual(result.violations.map((it) => `${it.id}: ${it.nodes[0].html}`), [], name);
}

// The provider's development pages would fetch a typeface from elsewhere.
async function contextOf(options) {
  const context = await browser.newContext({ viewport: SIZES[0], ...options });
  const isElsewhere = (url) => !["localhost", "127.0.0.1"].includes(url.hostname);
  await context.route(isElsewhere, (route) => route.abort());
  return context;
}

const fresh = () => contextOf({});
// For axe alone: the policy forbids foreign scripts.
const lookable = () => contextOf({ bypassCSP: true });

test("a person whom nobody linked is told who they are, and signs in once the administrator has linked them", { timeout: 120000 }, async () => {
  const context = await lookable();
  const { page } = await open(context, `${demo.base}/desk/sign-in`);
  await look(page, "sign-in");
  await page.getByRole("link", { name: "统一身份认证登录" }).click();
  await showOneself(page, "u-wangmin");
  await page.getByText("身份标识「u-wangmin」").first().waitFor();
  await look(page, "unknown");

  const administrator = await enter(await lookable(), "anquan");
  await administrator.goto(`${demo.base}/desk/people`);
  await administrator.getByRole("link", { name: "wangmin" }).click();
  await administrator.getByLabel("身份标识").fill("u-wangmin");
  await administrator.getByRole("button", { name: "绑定", exact: true }).click();
  await administrator.getByText("已绑定统一身份").waitFor();
  await look(administrator, "person");
  await context.close();
});

test("a linked person signs in by the provider, sees the desk and signs out in both places", { timeout: 120000 }, async () => {
  const context = await fresh();
  const { page } = await open(context, `${demo.base}/desk/sign-in?next=/desk/queue`);
  const complaints = [];
  page.on("console", (said) => {
    const isOurs = said.location().url.startsWith(demo.base);
    if (isOurs && ["error", "warning"].includes(said.type())) complaints.push(said.text());
  });
  await page.getByRole("link", { name: "统一身份认证登录" }).click();
  await showOneself(page, "u-wangmin");
  assert.equal(page.url(), `${demo.base}/desk/queue`);
  await page.getByRole("link", { name: /王敏/ }).waitFor();
  const cookies = await context.cookies(demo.base);
  const session = cookies.find((it) => it.name === "gongkai-desk");
  assert.ok(session.httpOnly && session.sameSite === "Lax");
  assert.ok(!cookies.some((it) => it.name === "gongkai-away"), "the way is over");

  await page.getByRole("button", { name: "退出" }).click();
  await page.waitForURL(`${issuer}/**`);
  await page.getByRole("button", { name: /yes/i }).click();
  await page.waitForURL(`${demo.base}/desk/sign-in`);
  await page.goto(`${demo.base}/desk`);
  assert.match(page.url(), /\/desk\/sign-in\?next=/, "signed out here");
  await page.getByRole("link", { name: "统一身份认证登录" }).click();
  await page.locator("input[name=login]").waitFor();
  assert.ok(page.url().startsWith(issuer), "signed out there: it asks again");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a person links and unlinks their own account", { timeout: 120000 }, async () => {
  const context = await lookable();
  const page = await enter(context, "liuyun");
  await page.goto(`${demo.base}/desk/account`);
  await page.getByRole("link", { name: "绑定统一身份认证" }).click();
  await look(page, "link");
  await page.getByLabel("当前密码").fill(PASSWORD);
  await page.getByRole("button", { name: "前往绑定" }).click();
  await showOneself(page, "u-liuyun");
  assert.equal(page.url(), `${demo.base}/desk/account`);
  await page.getByText("已绑定统一身份，").waitFor();
  await look(page, "account");
  await page.getByRole("button", { name: "解除绑定" }).click();
  await page.getByText("已解除统一身份认证的绑定").waitFor();
  await context.close();
});

test("the page that leads on works without script, under the desk's own policy", { timeout: 120000 }, async () => {
  const context = await contextOf({ viewport: SIZES[1], javaScriptEnabled: false });
  const page = await enter(context, "lihua");
  await page.goto(`${demo.base}/desk/account/identity`);
  await page.getByLabel("当前密码").fill(PASSWORD);
  await page.getByRole("button", { name: "前往绑定" }).click();
  await page.waitForURL(`${issuer}/**`);
  await context.close();
});

test("the console tries the provider before anybody signs in by it", { timeout: 60000 }, async () => {
  const check = (address) => promisify(execFile)(findProgram(), ["oidc", "check", "--json"], {
    cwd: demo.folder,
    env: {
      ...process.env,
      GONGKAI_SITE__BASE_URL: "https://gongkai.example",
      GONGKAI_OIDC__ISSUER: address,
      GONGKAI_OIDC__CLIENT_ID: CLIENT,
      GONGKAI_OIDC__CLIENT_SECRET: SECRET,
    },
  });
  const { stdout, stderr } = await check(issuer);
  const found = JSON.parse(stdout);
  assert.equal(found.redirect_uri, "https://gongkai.example/desk/sign-in/provider/return");
  assert.ok(found.keys > 0 && found.token_endpoint.startsWith(issuer));
  assert.ok(!`${stdout}${stderr}`.includes(SECRET));
  // The provider calls itself otherwise.
  const failed = await check(`${issuer}/`).catch((error) => error);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /unexpected issuer/);
  assert.equal(JSON.parse(failed.stderr.trim().split("\n").at(-1)).error.code, "provider.misset");
});

test("while the provider is away the page says so, and the password lets people in", { timeout: 120000 }, async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  // The provider's document is kept for an hour; whoever comes back from there finds nobody.
  const context = await lookable();
  const { page } = await open(context, `${demo.base}/desk/sign-in`);
  const back = page.waitForRequest((request) => request.url().startsWith(`${issuer}/auth`));
  await page.getByRole("link", { name: "统一身份认证登录" }).click();
  const state = new URL((await back).url()).searchParams.get("state");
  await page.goto(`${demo.base}/desk/sign-in/provider/return?code=any&state=${state}`);
  await page.getByText("统一身份认证暂时连接不上").first().waitFor();
  await look(page, "away");
  await enter(await fresh(), "wangmin");
  await context.close();
});

test("nothing of a person and no secret is in the log", () => {
  for (const word of [SECRET, "u-wangmin", "u-liuyun", PASSWORD]) {
    // The demo prints its password at the start; what the site logs comes after.
    const log = demo.log().split("按 Ctrl+C 停止").at(-1);
    assert.ok(!log.includes(word), word);
  }
  assert.match(demo.log(), /the provider does not answer/);
});

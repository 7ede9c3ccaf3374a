// 公众订阅, end to end, without script: the form, the letter, its link, what happens, the letter about it, one click to leave.
// It starts a demo of its own with a real SMTP server (smtp-server).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { launch } from './browser.mjs';
import { signIn } from './desk.mjs';
import { startDemo } from './program.mjs';

// A Monday: promises of the weekend are late, and the day's work goes on.
const DAY = '2026-11-23';
const READER = 'li.wei@example.cn';

const letters = [];
let waiting = [];
let smtp;
let site;
let browser;

// The next letter that fits, now or later.
function letter(fits) {
  const known = letters.find(fits);
  if (known) return Promise.resolve(known);
  return new Promise((resolve) => waiting.push({ fits, resolve }));
}

function startMailServer() {
  smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const arrived = { to: session.envelope.rcptTo.map((it) => it.address), text };
        letters.push(arrived);
        const heard = waiting.filter((it) => it.fits(arrived));
        waiting = waiting.filter((it) => !heard.includes(it));
        heard.forEach((it) => it.resolve(arrived));
        done();
      });
    },
  });
  return new Promise((resolve) => {
    const listening = smtp.listen(0, '127.0.0.1', () => resolve(listening.address().port));
  });
}

// The plain text of a letter: its first part, in base64.
function wordsOf({ text }) {
  const [, part] = text.split(/Content-Type: text\/plain[^]*?\r?\n\r?\n/);
  const coded = part.split(/\r?\n--/)[0];
  return Buffer.from(coded.replace(/\s/g, ''), 'base64').toString('utf8');
}

function linkIn(words, path) {
  const found = words.match(new RegExp(`http://\\S*${path}\\?key=[0-9a-f]{64}`));
  assert.ok(found, words);
  return found[0];
}

before(async () => {
  const mailPort = await startMailServer();
  const settings = {
    GONGKAI_MAIL__HOST: '127.0.0.1',
    GONGKAI_MAIL__PORT: String(mailPort),
    GONGKAI_MAIL__SECURITY: 'none',
    GONGKAI_MAIL__FROM: '政务公开平台 <gongkai@yunxi.example>',
  };
  site = await startDemo({ day: DAY, settings });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  site?.stop();
  smtp?.close();
});

test('a reader follows a column without script, confirms, manages and leaves with one click', { timeout: 180000 }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site.base}/library/policies`);
  await page.getByRole('link', { name: '邮件订阅' }).click();
  await page.getByLabel('邮件地址').fill(READER);
  await page.getByLabel('接收频次').selectOption('at_once');
  await page.getByRole('button', { name: '订阅' }).click();
  assert.match(page.url(), /\/subscribe\/sent$/);
  assert.match(await page.textContent('main'), /请查收邮件/);

  const asked = await letter((it) => it.to.includes(READER));
  assert.match(asked.text, /^Message-ID: <[0-9a-f-]{36}@www\.yunxi\.example>/m);
  const confirm = linkIn(wordsOf(asked), '/subscribe/confirm');
  // A scanner of links confirms nothing.
  assert.equal((await fetch(confirm)).status, 200);
  assert.equal((await fetch(confirm)).status, 200);
  await page.goto(confirm);
  await page.getByRole('button', { name: '确认订阅' }).click();
  assert.match(await page.textContent('main'), /订阅已生效/);
  await page.goto(confirm);
  assert.match(await page.textContent('main'), /已经用过/);

  // The same once more: the letter says so, and has the links of a reader.
  await page.goto(`${site.base}/library/policies`);
  await page.getByRole('link', { name: '邮件订阅' }).click();
  await page.getByLabel('邮件地址').fill(READER);
  await page.getByRole('button', { name: '订阅' }).click();
  const known = await letter((it) => it.to.includes(READER) && /^List-Unsubscribe:/m.test(it.text));
  const words = wordsOf(known);
  assert.match(known.text, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  await page.goto(linkIn(words, '/subscriptions'));
  assert.match(await page.textContent('main'), /栏目/);
  assert.ok(!(await page.content()).includes(READER), 'an address is shown to nobody');
  await page.getByLabel('接收频次').selectOption('weekly');
  await page.getByRole('button', { name: /^修改频次/ }).click();
  assert.equal(await page.getByLabel('接收频次').inputValue(), 'weekly');
  assert.deepEqual(await context.cookies(), []);

  // What a mail program does by itself (RFC 8058).
  const [, leave] = known.text.replace(/\r?\n /g, ' ').match(/^List-Unsubscribe: <([^>]+)>/m);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const left = await fetch(leave, { method: 'POST', body });
  assert.equal(left.status, 200);
  assert.match(await left.text(), /已从本站删除/);
  assert.equal((await page.goto(linkIn(words, '/subscriptions'))).status(), 404);
  await context.close();
});

// A draft of the finance bureau goes its whole way; the path of its public page.
async function publish(title, text) {
  let draft;
  let address;
  for (const [login, button] of [['wangmin', '提交审核'], ['lihua', '初审通过'], ['sunbao', '签署，准予公开'], ['zhaolei', '同意公开']]) {
    const { page, context } = await signIn(browser, site.base, login);
    if (!draft) {
      await page.goto(`${site.base}/desk/documents/new?kind=news`);
      await page.locator('#title').fill(title);
      await page.locator('.editor').fill(text);
      await page.getByRole('button', { name: '保存并查看' }).click();
      await page.waitForLoadState('load');
      draft = page.url();
    }
    await page.goto(draft);
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForLoadState('load');
    if (login === 'zhaolei') address = await page.locator('a', { hasText: '查看公开页面' }).getAttribute('href');
    await context.close();
  }
  return address;
}

test('a reader follows a search without script and is told of the document that it finds', { timeout: 240000 }, async () => {
  const reader = 'zhao.min@example.cn';
  const own = (it) => it.to.includes(reader);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site.base}/search`);
  await page.getByRole('searchbox').fill('  观鸟步道 开放时间 ');
  await page.getByRole('button', { name: '搜索' }).click();
  await page.getByRole('link', { name: '订阅这个搜索' }).click();
  assert.match(await page.textContent('main'), /搜索“观鸟步道 开放时间”/);
  await page.getByLabel('邮件地址').fill(reader);
  await page.getByLabel('接收频次').selectOption('at_once');
  await page.getByRole('button', { name: '订阅' }).click();
  const asked = wordsOf(await letter(own));
  assert.ok(!asked.includes('观鸟'), 'what somebody typed is sent to nobody');
  await page.goto(linkIn(asked, '/subscribe/confirm'));
  assert.match(await page.textContent('main'), /搜索“观鸟步道 开放时间”/);
  await page.getByRole('button', { name: '确认订阅' }).click();
  assert.match(await page.textContent('main'), /订阅已生效/);

  // The first has only a part of what is sought; the second all of it.
  await publish('观鸟步道维修', '步道维修期间请绕行。');
  const address = await publish('湿地公园服务调整', '湿地公园观鸟步道的开放时间改为每日六时至十八时。');
  const told = await letter((it) => own(it) && /^List-Unsubscribe:/m.test(it.text));
  const words = wordsOf(told);
  assert.match(words, /【发布】湿地公园服务调整/);
  assert.ok(words.includes(site.base + address) || words.includes(address), words);
  assert.ok(!words.includes('观鸟步道维修'), 'what only comes near tells nobody');
  await page.goto(linkIn(words, '/subscriptions'));
  await page.getByRole('link', { name: /^搜索“观鸟步道 开放时间”/ }).click();
  assert.match(page.url(), /\/search\?q=/);
  await context.close();
});

test('what is wrong comes back with words at the field, and nothing is sent', { timeout: 60000 }, async () => {
  const known = letters.length;
  const send = (fields) => {
    const body = new URLSearchParams({ follow: 'column/policies', pace: 'daily', remark: '', ...fields });
    return fetch(`${site.base}/subscribe`, { method: 'POST', body, redirect: 'manual' });
  };
  for (const fields of [{ address: '' }, { address: 'li' }, { address: 'li@example.cn\r\nBcc: x@example.cn' }, { address: READER, remark: 'x' }, { address: READER, pace: 'x' }]) {
    const answer = await send(fields);
    assert.equal(answer.status, 422, JSON.stringify(fields));
    assert.match(await answer.text(), /role="alert"/);
  }
  assert.equal((await send({ address: READER, follow: 'document/1' })).status, 404);
  assert.equal(letters.length, known);
});

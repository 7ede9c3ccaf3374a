// Mail, end to end: the program with a real SMTP server (smtp-server), from the administrator's button to the letter.
// It starts a demo of its own, so that it can name the mail server in its settings.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { PASSWORD, startDemo } from './program.mjs';

const USER = { user: 'gongkai', password: 'letters-2026' };
// A Monday, so that reminders go out.
const DAY = '2026-11-23';

const letters = [];
let waiting = [];
let smtp;
let site;

// The next letter that fits, now or later.
function letter(fits) {
  const known = letters.find(fits);
  if (known) return Promise.resolve(known);
  return new Promise((resolve) => waiting.push({ fits, resolve }));
}

function startMailServer() {
  smtp = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth(auth, _session, done) {
      const isRight = auth.username === USER.user && auth.password === USER.password;
      done(isRight ? null : new Error('wrong'), isRight ? { user: auth.username } : undefined);
    },
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

before(async () => {
  const mailPort = await startMailServer();
  const settings = {
    GONGKAI_MAIL__HOST: '127.0.0.1',
    GONGKAI_MAIL__PORT: String(mailPort),
    GONGKAI_MAIL__SECURITY: 'none',
    GONGKAI_MAIL__FROM: '政务公开平台 <gongkai@yunxi.example>',
    GONGKAI_MAIL__USER: USER.user,
    GONGKAI_MAIL__PASSWORD: USER.password,
  };
  site = await startDemo({ day: DAY, settings });
});

after(() => {
  site?.stop();
  smtp?.close();
});

// A browser without a screen: keeps the session's cookie, hands forms in with what the page gave.
class Session {
  cookie = '';
  page = '';

  async send(address, options = {}) {
    const answer = await fetch(site.base + address, {
      redirect: 'manual',
      ...options,
      headers: { cookie: this.cookie, 'sec-fetch-site': 'same-origin', ...options.headers },
    });
    const given = answer.headers.getSetCookie().find((it) => it.startsWith('gongkai-desk='));
    if (given) this.cookie = given.split(';')[0];
    this.page = await answer.text();
    return answer.status;
  }

  async submit(action, fields = []) {
    const form = this.page.split(`action="${action}"`)[1] ?? '';
    const mark = (name) => form.split(`name="${name}" value="`)[1]?.split('"')[0] ?? '';
    const body = new URLSearchParams([['csrf', mark('csrf')], ['form', mark('form')], ...fields]);
    return this.send(action, { method: 'POST', body });
  }

  static async open(login) {
    const session = new Session();
    await session.send('/desk/sign-in');
    const status = await session.submit('/desk/sign-in', [['login', login], ['password', PASSWORD]]);
    assert.equal(status, 303, session.page);
    return session;
  }
}

// RFC 2047: words in base64, one or more to a line.
function subjectOf({ text }) {
  const [, written] = text.match(/^Subject: (.*(?:\r?\n .*)*)/m);
  return [...written.matchAll(/=\?utf-8\?b\?([^?]*)\?=/g)].map(([, word]) => Buffer.from(word, 'base64').toString('utf8')).join('');
}

test('the administrator tries the mail server and gets a letter', { timeout: 60000 }, async () => {
  const administrator = await Session.open('xitong');
  await administrator.send('/desk/settings');
  assert.equal(await administrator.submit('/desk/settings/test-mail'), 303, administrator.page);
  const arrived = await letter((it) => it.to.includes('xitong@yunxi.example'));
  assert.match(arrived.text, /^Message-ID: <[0-9a-f-]{36}@www\.yunxi\.example>/m);
  assert.match(arrived.text, /^Auto-Submitted: auto-generated/m);
  assert.match(arrived.text, /multipart\/alternative/);
});

test('the day\'s reminders come as one letter a person, and come once', { timeout: 120000 }, async () => {
  const administrator = await Session.open('xitong');
  await administrator.send('/desk/settings');
  // From midnight on: whatever hour it is where the test runs, today's round is due.
  const rules = [['when', 'before'], ['days', '7'], ['role', 'clerk'], ['when', 'on'], ['days', ''], ['role', 'clerk'],
    ['when', 'after'], ['days', '1'], ['role', 'section_head'], ['at', '00:00']];
  assert.equal(await administrator.submit('/desk/settings', rules), 303, administrator.page);
  const isDigest = (it) => subjectOf(it).startsWith('公开承诺提醒：');
  const arrived = await letter(isDigest);
  assert.match(arrived.text, /multipart\/alternative/);
  // The test letter asks the outbox for another round: had anybody a second digest, it would have gone before it.
  await administrator.send('/desk/settings');
  const known = letters.length;
  assert.equal(await administrator.submit('/desk/settings/test-mail'), 303, administrator.page);
  await letter((it) => letters.indexOf(it) >= known && it.to.includes('xitong@yunxi.example'));
  const digests = letters.filter(isDigest).map((it) => it.to.join());
  assert.equal(new Set(digests).size, digests.length, `one letter a person: ${digests.join(' ')}`);
});

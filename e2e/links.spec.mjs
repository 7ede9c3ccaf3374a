// No link of the portal leads nowhere: of every kind of page some are opened, on the main site and those beside it, and every link on them is
// followed, to its fragment too.

import { test } from "node:test";
import assert from "node:assert/strict";
import { shapeOf } from "./desk.mjs";
import { ask, subsites } from "./hosts.mjs";
import { BASE } from "./pages.mjs";

// Pages opened of one kind and site: ids and values of queries differ, the template is one.
const OF_A_KIND = 3;
// Links followed of one kind that are not opened.
const CHECKED_OF_A_KIND = 25;

const attribute = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#38;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'");

function links(html, address) {
  const found = [...html.matchAll(/<(?:a|link|source|track)\b[^>]*?\shref="([^"]*)"|<(?:img|script|source|track|video|audio)\b[^>]*?\ssrc="([^"]*)"/g)];
  return found.map(([, href, src]) => new URL(attribute(href ?? src), address));
}

const targets = (html) => new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => attribute(id)));

// Follows redirects within the platform; the last answer.
async function follow(address, origins) {
  let at = address;
  for (let steps = 0; steps < 5; steps += 1) {
    const answer = await ask(at);
    const to = answer.headers.location && new URL(answer.headers.location, at);
    if (![301, 302, 303, 307, 308].includes(answer.status) || !to || !origins.has(to.origin)) {
      return { ...answer, at };
    }
    at = to.href;
  }
  return { status: 508, headers: {}, text: "", at };
}

test("every link leads somewhere, and to the place that it names", { timeout: 600_000 }, async () => {
  const origins = new Set([BASE, ...subsites(BASE).map((it) => it.base)]);
  const waiting = [...origins].map((it) => ({ address: `${it}/`, from: "the test" }));
  const opened = new Map();
  const checked = new Map();
  const seen = new Map();
  const broken = [];
  let followed = 0;
  while (waiting.length > 0) {
    const { address, from } = waiting.shift();
    const url = new URL(address);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    if (!seen.has(url.href)) {
      const shape = `${url.origin} ${shapeOf(url.href)}`;
      const count = checked.get(shape) ?? 0;
      if (count >= CHECKED_OF_A_KIND) {
        continue;
      }
      checked.set(shape, count + 1);
      const answer = await follow(url.href, origins);
      followed += 1;
      const isPage = (answer.headers["content-type"] ?? "").startsWith("text/html");
      seen.set(url.href, { status: answer.status, ids: isPage ? targets(answer.text) : null });
      const pages = opened.get(shape) ?? 0;
      if (answer.status === 200 && isPage && pages < OF_A_KIND && !url.pathname.startsWith("/desk")) {
        opened.set(shape, pages + 1);
        for (const link of links(answer.text, answer.at)) {
          if (origins.has(link.origin)) {
            waiting.push({ address: link.href, from: url.href });
          }
        }
      }
    }
    const { status, ids } = seen.get(url.href);
    if (status !== 200) {
      broken.push(`${status} ${url.href}, on ${from}`);
    } else if (fragment && ids && !ids.has(fragment)) {
      broken.push(`no #${fragment} on ${url.href}, on ${from}`);
    }
  }
  assert.deepEqual([...new Set(broken)], []);
  assert.ok(followed > 500 && opened.size > 60, `${followed} links of ${checked.size} kinds followed, ${opened.size} kinds opened`);
  console.log(`# ${followed} links of ${checked.size} kinds followed, pages of ${opened.size} kinds opened`);
});

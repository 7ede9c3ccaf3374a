// Two hundred officers at once on one node: each opens the queue, opens a promise's form, keeps the promise, and again, without
// a pause or, where a rate is given, with all of them together asking for so many pages a second. Prints p50, p95 and the errors
// of each step. Not a test: figures of a busy machine are worth little.
//
//   node load.mjs [OFFICERS [SECONDS [RATE]]]        with a release build in GONGKAI_PROGRAM or CARGO_TARGET_DIR

import autocannon from "autocannon";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PASSWORD, findProgram, startDemo } from "./program.mjs";

const OFFICERS = Number(process.argv[2] ?? 200);
const SECONDS = Number(process.argv[3] ?? 30);
const RATE = Number(process.argv[4] ?? 0);
const DAY = "2026-11-23";
// Departments of the demo city.
const UNITS = ["yx-fgw", "yx-gxj", "yx-jyj", "yx-gaj", "yx-mzj", "yx-sfj", "yx-czj", "yx-rsj", "yx-zjj", "yx-jtj", "yx-slj", "yx-swj"];
const NAMES = [
  "市发展改革委", "市工业和信息化局", "市教育局", "市公安局", "市民政局", "市司法局", "市财政局", "市人力资源社会保障局",
  "市住房城乡建设局", "市交通运输局", "市水利局", "市商务局",
];
// Duties of the plan that gives each of the departments enough to keep.
const DUTIES = 60;

function run(site, words, input) {
  return execFileSync(findProgram(), words, { input, env: { ...process.env, ...site.settings }, encoding: "utf8" });
}

// A plan in which every department publishes something each month, for each of the duties.
function writePlan(folder) {
  const lines = ["云溪市2026年数据公开工作要点", "云政公开办〔2026〕90号", "一、按月公开业务数据"];
  for (let n = 1; n <= DUTIES; n += 1) {
    lines.push(`（${n}）每月公开第${n}类业务数据。`, `责任单位：${NAMES.join("、")}`);
  }
  lines.push("云溪市政务公开办公室", "2026年1月5日");
  const file = path.join(folder, "plan.txt");
  writeFileSync(file, lines.join("\n"));
  return file;
}

// The cookie of somebody who has signed in; each comes from an address of their own.
async function signIn(base, login, address) {
  const headers = { "x-forwarded-for": address, "sec-fetch-site": "same-origin" };
  const page = await fetch(`${base}/desk/sign-in`, { headers });
  await page.text();
  const body = new URLSearchParams({ login, password: PASSWORD, next: "" });
  const answer = await fetch(`${base}/desk/sign-in`, { method: "POST", body, headers, redirect: "manual" });
  const cookie = answer.headers.getSetCookie().find((it) => it.startsWith("gongkai-desk="));
  if (answer.status !== 303 || !cookie) throw new Error(`${login}: ${answer.status} ${await answer.text()}`);
  return cookie.split(";")[0];
}

const mark = (page, name) => page.split(`name="${name}" value="`)[1]?.split('"')[0] ?? "";

function multipart(fields) {
  const edge = "----gongkai-load";
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${edge}`, body: `${parts.join("")}--${edge}--\r\n` };
}

// What has been taken, so that two officers of one unit do not keep the same promise.
const taken = new Set();
const times = { queue: [], form: [], keep: [] };
const wrong = [];

function note(step, wanted, status, body) {
  if (status !== wanted) wrong.push(`${step}: ${status} ${body.slice(0, 200)}`);
}

function steps(state) {
  return [
    {
      method: "GET",
      setupRequest: (request) => {
        state.step = "queue";
        return { ...request, path: "/desk/queue?tab=owed&size=200" };
      },
      onResponse: (status, body) => {
        note("queue", 200, status, body);
        const ids = [...body.matchAll(/href="\/desk\/promises\/([^"/]+)\/keep"/g)].map((it) => it[1]);
        const free = ids.filter((id) => !taken.has(id));
        // Where all on the page are taken by colleagues, the last one is looked at again and not kept.
        state.promise = free[Math.floor(Math.random() * free.length)];
        if (state.promise) taken.add(state.promise);
      },
    },
    {
      method: "GET",
      setupRequest: (request) => {
        state.step = "form";
        return { ...request, path: `/desk/promises/${state.promise}/keep` };
      },
      onResponse: (status, body) => {
        note("form", 200, status, body);
        state.fields = { csrf: mark(body, "csrf"), form: mark(body, "form") };
      },
    },
    {
      method: "POST",
      setupRequest: (request) => {
        state.step = "keep";
        const link = `https://www.yunxi.example/open/${state.promise}`;
        const { type, body } = multipart({ ...state.fields, published_on: DAY, link, note: "本期数据已在网站公开" });
        return { ...request, path: `/desk/promises/${state.promise}/keep`, body, headers: { ...request.headers, "content-type": type } };
      },
      onResponse: (status, body) => note("keep", 303, status, body),
    },
  ];
}

function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

const folder = mkdtempSync(path.join(tmpdir(), "gongkai-load."));
const site = await startDemo({ day: DAY });
site.settings = { GONGKAI_STORE__DATA: site.folder };
try {
  run(site, ["plan", "import", writePlan(folder)]);
  const cookies = [];
  for (let n = 0; n < OFFICERS; n += 1) {
    const words = ["account", "create", `officer${n}`, "--name", `经办${n}`, "--unit", UNITS[n % UNITS.length], "--role", "clerk", "--password-stdin"];
    run(site, words, `${PASSWORD}\n`);
    cookies.push(await signIn(site.base, `officer${n}`, `10.1.${n >> 8}.${n & 255}`));
  }
  let next = 0;
  const load = autocannon({
    url: site.base,
    connections: OFFICERS,
    duration: SECONDS,
    timeout: 60,
    ...(RATE > 0 ? { overallRate: RATE } : {}),
    setupClient: (client) => {
      const n = next;
      next += 1;
      const state = { promise: "", fields: {}, step: "queue" };
      client.gongkai = state;
      const headers = { cookie: cookies[n], "x-forwarded-for": `10.1.${n >> 8}.${n & 255}`, "sec-fetch-site": "same-origin" };
      client.setHeaders(headers);
      client.setRequests(steps(state).map((step) => ({ ...step, headers })));
    },
  });
  load.on("response", (client, _status, _bytes, milliseconds) => times[client.gongkai.step].push(milliseconds));
  const result = await load;
  console.log(`${OFFICERS} officers, ${SECONDS} s, ${result.requests.total} requests, ${Math.round(result.requests.average)}/s`);
  for (const [step, list] of Object.entries(times)) {
    const [p50, p95, worst] = [0.5, 0.95, 1].map((share) => percentile(list, share).toFixed(0));
    console.log(`${step.padEnd(6)} ${String(list.length).padStart(6)} answers  p50 ${p50} ms  p95 ${p95} ms  worst ${worst} ms`);
  }
  console.log(`errors ${result.errors + result.timeouts + wrong.length}`);
  wrong.slice(0, 5).forEach((it) => console.log(`  ${it}`));
  process.exitCode = result.errors + result.timeouts + wrong.length > 0 ? 1 : 0;
} finally {
  site.stop();
  rmSync(folder, { recursive: true, force: true });
}

// The pages that every test visits, found by following the site itself: no id is written here.

const base = process.env.BASE_URL;
if (!base) {
  throw new Error("BASE_URL must name a running site, for example http://127.0.0.1:8137");
}

export const BASE = base.replace(/\/$/, "");

export const VARIANTS = [
  { name: "hans", prefix: "", lang: "zh-Hans" },
  { name: "elder", prefix: "/elder", lang: "zh-Hans" },
  { name: "hant", prefix: "/hant", lang: "zh-Hant" },
  { name: "hant-elder", prefix: "/hant/elder", lang: "zh-Hant" },
  { name: "english", prefix: "/en", lang: "en" },
];

async function json(path) {
  const answer = await fetch(BASE + path);
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

async function some(standing) {
  const page = await json(`/api/v1/promises?standing=${standing}&limit=50`);
  return page.items.find((it) => it.duty_id) ?? page.items[0];
}

// The attachments of a document as pages: the first and, of those that have several, the last. They are made after the site has begun.
async function readings(id) {
  for (let tries = 0; tries < 120; tries += 1) {
    const { attachments } = await json(`/api/v1/documents/${id}`);
    const read = attachments.map((it) => ({ name: it.file_name, ...it.reading })).filter((it) => it.state);
    if (read.every((it) => it.state !== "waiting")) {
      return read.filter((it) => it.state === "made").flatMap((it) => {
        const name = `reading-${it.name.split(".").pop()}`;
        const { pathname } = new URL(it.page);
        const first = { name, path: pathname };
        return it.pages > 1 ? [first, { name: `${name}-last`, path: `${pathname}?page=${it.pages}` }] : [first];
      });
    }
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`${id}: its attachments are still not rendered`);
}

// Each page once: name and path, without variant.
export async function pages() {
  const found = [
    { name: "home", path: "/" },
    { name: "promises", path: "/promises" },
    { name: "promises-late", path: "/promises?standing=late" },
    { name: "promises-all", path: "/promises?view=all" },
    { name: "promises-none", path: "/promises?due_through=1999-01-01" },
    { name: "search", path: "/search" },
    { name: "search-found", path: `/search?q=${encodeURIComponent("预算")}` },
    { name: "search-none", path: "/search?q=zzqqxx&year=1999" },
    { name: "answers", path: "/answers" },
    { name: "answers-quoted", path: `/answers?q=${encodeURIComponent("部门预算多久公开专项资金分配结果")}` },
    { name: "answers-none", path: `/answers?q=${encodeURIComponent("图书馆几点开门")}` },
    { name: "library", path: "/library" },
    { name: "library-content", path: "/library/content" },
    { name: "library-policies", path: "/library/policies" },
    { name: "library-news", path: "/library/news" },
    { name: "library-issues", path: "/library/gazette/issues" },
    { name: "documents", path: "/documents" },
    { name: "documents-kind", path: "/documents?kind=normative" },
    { name: "documents-narrowed", path: "/documents?kind=normative&validity=repealed" },
    { name: "library-narrowed", path: `/library/policies?theme=${encodeURIComponent("财政、金融、审计")}&validity=in_force` },
    { name: "requests", path: "/requests" },
    { name: "requests-new", path: "/requests/new" },
    { name: "requests-statistics", path: "/requests/statistics" },
    { name: "requests-statistics-units", path: "/requests/statistics/units" },
    { name: "plans", path: "/plans" },
    { name: "units", path: "/units" },
    { name: "units-late", path: "/units?order=late" },
    { name: "clock", path: "/about/clock" },
    { name: "data", path: "/about/data" },
    { name: "sitemap", path: "/sitemap" },
  ];
  for (const standing of ["late", "kept_on_time", "kept_late", "waived", "void", "open", "due_today"]) {
    const promise = await some(standing);
    if (promise) {
      found.push({ name: `promise-${standing}`, path: `/promises/${promise.id}` });
      if (standing === "open") {
        found.push({ name: "unit", path: `/units/${promise.unit_id}` });
        if (promise.duty_id && promise.plan_id) {
          found.push({ name: "duty", path: `/duties/${promise.duty_id}` });
        }
      }
    }
  }
  for (const kind of ["normative", "notice", "interpretation", "topic", "gazette"]) {
    const documents = await json(`/api/v1/documents?kind=${kind}&limit=1`);
    documents.items.forEach((it) => found.push({ name: `document-${kind}`, path: `/documents/${it.id}` }));
  }
  for (const { id } of (await json("/api/v1/documents?kind=normative&limit=20")).items) {
    const compared = `/documents/${id}/compare/1/2`;
    if ((await fetch(`${base}${compared}`)).ok) {
      found.push({ name: "document-compare", path: compared }, { name: "document-old", path: `/documents/${id}/editions/1` });
      break;
    }
  }
  for (const kind of ["finance", "planning", "normative"]) {
    for (const { id } of (await json(`/api/v1/documents?kind=${kind}&limit=20`)).items) {
      found.push(...(await readings(id)));
    }
  }
  const plans = await json("/api/v1/plans?limit=3");
  plans.items.forEach((plan, n) => found.push({ name: `plan-${n + 1}`, path: `/plans/${plan.id}` }));
  return found;
}

// Addresses that must be refused, with the status they get.
export const TROUBLES = [
  { name: "404", path: "/no/such/page", status: 404 },
  { name: "404-promise", path: "/promises/7", status: 404 },
  { name: "404-document", path: "/documents/7", status: 404 },
  { name: "404-column", path: "/library/nothing", status: 404 },
  { name: "404-unit", path: "/units/7/calendar", status: 404 },
  { name: "400", path: "/promises?standing=verylate", status: 400 },
  { name: "400-documents", path: "/documents?kind=nothing", status: 400 },
  { name: "400-validity", path: "/library/policies?validity=valid", status: 400 },
  { name: "400-year", path: "/requests/statistics?year=1999", status: 400 },
  { name: "400-order", path: "/units?order=alphabet", status: 400 },
];

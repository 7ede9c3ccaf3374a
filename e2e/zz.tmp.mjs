import { launch } from "./browser.mjs";
const b = await launch();
const base = "http://127.0.0.1:8099";
for (const [n, q, w, v] of [["a","养老",1100,""],["b","王小二飞天 养老",1100,""],["d","月度公开",1100,""],["e","养老",375,"?x"]]) {
  const p = await b.newPage({ viewport: { width: w, height: 900 } });
  await p.goto(base + "/search?q=" + encodeURIComponent(q));
  await p.screenshot({ path: `/tmp/s5-${n}.png`, fullPage: true });
  await p.close();
}
const p = await b.newPage({ viewport: { width: 375, height: 700 } });
await p.goto(base + "/search");
await p.fill("#q", ""); await p.type("#q", "云溪市", { delay: 40 });
await p.waitForSelector("#suggested li");
await p.keyboard.press("ArrowDown"); await p.keyboard.press("ArrowDown");
await p.screenshot({ path: `/tmp/s5-f.png` });
await b.close();

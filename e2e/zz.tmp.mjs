import { launch, SIZES } from "./browser.mjs";
const b = await launch();
const base = "http://127.0.0.1:8099";
for (const [n, q] of [["a","养老"],["b","王小二飞天"],["c","政府信息公开指南电话"],["d","月度公开"]]) {
  const p = await b.newPage({ viewport: { width: 1100, height: 900 } });
  await p.goto(base + "/search?q=" + encodeURIComponent(q));
  await p.screenshot({ path: `/tmp/s5-${n}.png`, fullPage: false });
  await p.close();
}
await b.close();

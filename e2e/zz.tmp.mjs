import { launch, SIZES } from "./browser.mjs";
import { validate } from "./markup.mjs";
const base = "http://127.0.0.1:8314";
const browser = await launch();
for (const size of SIZES) {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(base + "/documents/01a1fac9-43cb-7635-8c9f-8faeefa591e8");
  console.log(size.name, await page.evaluate(() => document.documentElement.scrollWidth), JSON.stringify(await validate(await (await fetch(base + "/documents/01a1fac9-43cb-7635-8c9f-8faeefa591e8")).text())).slice(0,300));
  await page.screenshot({ path: "/tmp/m14b/public-" + size.name + ".png", fullPage: true });
  await context.close();
}
await browser.close();

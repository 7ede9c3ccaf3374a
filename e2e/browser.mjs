// One Chromium for a test file: the system's own, without network of its own.

import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const RESULTS = new URL("./test-results/", import.meta.url).pathname;

export async function launch() {
  mkdirSync(RESULTS, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing: install chromium, or name one by CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export const SIZES = [
  { name: "1280", width: 1280, height: 900 },
  { name: "375", width: 375, height: 800 },
];

// Whatever the console or the policy complains of on a page, from now on.
export function listen(page) {
  const complaints = [];
  page.on("console", (said) => {
    if (said.type() === "error" || said.type() === "warning") {
      complaints.push(`${said.type()}: ${said.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  return complaints;
}

// Opens an address in a page of its own.
export async function open(context, address) {
  const page = await context.newPage();
  const complaints = listen(page);
  const answer = await page.goto(address, { waitUntil: "load" });
  return { page, answer, complaints };
}

// What a picture shows of a long page: a taller one costs the browser more than it tells.
const TALLEST = 6000;

// Takes a picture for people to look at, where SHOTS is set. It tests nothing: a machine too busy to draw one says so and goes on.
export async function shot(page, name) {
  if (!process.env.SHOTS) {
    return;
  }
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
  }));
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
  try {
    await page.screenshot({ path: `${RESULTS}${name}.png`, fullPage: true, clip });
  } catch (cause) {
    if (cause.name !== "TimeoutError") throw cause;
    console.log(`# no picture of ${name}: ${cause.message.split("\n")[0]}`);
  }
}

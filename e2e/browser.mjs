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

export function shot(page, name) {
  return page.screenshot({ path: `${RESULTS}${name}.png`, fullPage: true });
}

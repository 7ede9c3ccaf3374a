// A site of a test's own: the program with the demo city in a folder that goes when the test does. For tests that write, or
// that need settings of their own; those that only read use the site that BASE_URL names.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// The password of every officer of the demo city.
export const PASSWORD = "tingquan-2026-yunxi";

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

export function findProgram() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");
  const file = process.env.GONGKAI_PROGRAM ?? path.join(target, "debug", "gongkai");
  assert.ok(existsSync(file), `${file} is built first: cargo build --package server`);
  return file;
}

export function findPort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function isReady(address) {
  try {
    return (await fetch(`${address}/readyz`)).ok;
  } catch {
    return false;
  }
}

// Starts the demo city as of a day (of today where none is given), with settings from the environment; `restart` kills it
// and starts it again on the same data, `stop` ends it and removes what it wrote.
export async function startDemo({ day, settings = {}, port }) {
  const folder = mkdtempSync(path.join(tmpdir(), "gongkai-e2e."));
  const listen = `127.0.0.1:${port ?? (await findPort())}`;
  const base = `http://${listen}`;
  const asOf = day ? ["--day", day] : [];
  let said = "";
  const run = async () => {
    const program = spawn(findProgram(), ["demo", "--data", folder, "--listen", listen, ...asOf], {
      env: { ...process.env, ...settings },
      stdio: ["ignore", "ignore", "pipe"],
    });
    program.stderr.on("data", (chunk) => { said = (said + chunk).slice(-64_000); });
    while (!(await isReady(base))) {
      assert.equal(program.exitCode, null, `the program ended: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return program;
  };
  let program = await run();
  // Kills it as a power cut does, and starts it on the same data.
  const restart = async () => {
    const ended = new Promise((resolve) => { program.once("exit", resolve); });
    program.kill("SIGKILL");
    await ended;
    program = await run();
  };
  const stop = () => {
    program.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { base, folder, restart, stop, pid: () => program.pid, log: () => said };
}

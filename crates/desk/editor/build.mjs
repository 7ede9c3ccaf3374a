// Bundles the editor into one file and gathers the licences of what is in it. `node build.mjs FOLDER` writes both into a folder.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.resolve(process.argv[2] ?? path.join(here, "../assets"));

// Browsers of offices lag behind: nothing newer than what Chromium 87 reads is written.
const bundled = await build({
  absWorkingDir: here,
  entryPoints: ["src/editor.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Built by script/editor from crates/desk/editor; licences of what is in it: editor.licences.txt. Do not edit. */" },
  metafile: true,
  write: false,
});

/** @param {string} name */
function licenceOf(name) {
  const place = path.join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(path.join(place, "package.json"), "utf8"));
  const file = readdirSync(place).find((it) => /^licen[cs]e/i.test(it));
  if (!file) throw new Error(`${name} brings no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(path.join(place, file), "utf8").replaceAll("\r", "").trim()}\n`;
}

const inside = new Set(Object.keys(bundled.metafile.inputs).flatMap((it) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(it)?.[1] ?? []));
const licences = [...inside].sort().map(licenceOf).join(`\n${"-".repeat(80)}\n\n`);
writeFileSync(path.join(folder, "editor.js"), bundled.outputFiles[0].contents);
writeFileSync(path.join(folder, "editor.licences.txt"), `What crates/desk/assets/editor.js holds beside our own sources.\n\n${licences}`);

// What is published: its files, its version, and the packages for each platform.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import * as imported from "frontdesk";

import { SUPPORTED } from "../dist/native.js";

const run = promisify(execFile);
const cwd = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("the version is that of everything else", () => {
  const workspace = readFileSync(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(version, workspace.match(/\[workspace\.package\]\s+version = "(.*?)"/)[1]);
});

test("what is packed is what users need", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd });
  const files = JSON.parse(stdout)[0].files.map(({ path }) => path);
  for (const path of ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "dist/index.d.mts", "dist/index.js", "dist/index.mjs"]) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(files.filter((path) => /\.node$|^test|^src|table/.test(path)), []);
});

test("there is a package for every platform that the loader looks for", async () => {
  const place = new URL("../npm/", import.meta.url);
  rmSync(place, { recursive: true, force: true });
  await run("npx", ["napi", "create-npm-dirs"], { cwd });
  const packages = readdirSync(place).map((name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, place), "utf8")));
  assert.deepEqual(packages.map(({ name }) => name).sort(), SUPPORTED.map((target) => `@frontdesk/core-${target}`));
  for (const one of packages) {
    assert.deepEqual([one.version, one.license, one.files], [version, "MIT OR Apache-2.0", [one.main]]);
    assert.ok(one.os && one.cpu && (!one.name.includes("linux") || one.libc), one.name);
  }
});

test("`require` and `import` give the same", () => {
  const required = createRequire(import.meta.url)("frontdesk");
  for (const name of ["Desk", "Frontdesk", "FrontdeskError", "ManualClock", "TicketId", "isFrontdeskError"]) {
    assert.ok(imported[name] !== undefined && imported[name] === required[name], name);
  }
});

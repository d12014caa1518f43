// What is published: a package for each platform, and the one over them. `tools/packages.sh` makes them.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { SUPPORTED } from "../dist/native.js";
import { run } from "./project.mjs";

const home = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(join(home, path), "utf8");
const version = read("../Cargo.toml").match(/\[workspace\.package\]\s+version = "(.*?)"/)[1];
const licenses = ["LICENSE-APACHE", "LICENSE-MIT"];

/** The words of npm for the parts of a platform's name. */
const OS = { darwin: "darwin", linux: "linux", win32: "win32" };
const LIBC = { gnu: ["glibc"], musl: ["musl"] };

const place = mkdtempSync(join(tmpdir(), "frontdesk-"));
const packages = new Map();

// In place of the native files there is something else: no machine has those of all platforms.
before(async () => {
  mkdirSync(join(place, "native"));
  for (const target of SUPPORTED) writeFileSync(join(place, "native", `frontdesk.${target}.node`), target);
  await run("bash", ["tools/packages.sh", join(place, "native"), join(place, "packed")], { cwd: home });
  for (const name of readdirSync(join(place, "packed"))) {
    const archive = join(place, "packed", name);
    const { stdout: files } = await run("tar", ["-tzf", archive]);
    const { stdout: manifest } = await run("tar", ["-xzOf", archive, "package/package.json"]);
    const one = JSON.parse(manifest);
    packages.set(one.name, { ...one, archive, packed: files.trim().split("\n").map((path) => path.slice("package/".length)) });
  }
});
after(() => rmSync(place, { recursive: true }));

const ofPlatform = (target) => `@frontdesk/core-${target}`;

test("there is a package for every target, and no other", () => {
  assert.deepEqual([...packages.keys()].sort(), [...SUPPORTED.map(ofPlatform), "frontdesk"].sort());
  assert.equal(JSON.parse(read("package.json")).napi.targets.length, SUPPORTED.length);
});

test("what all packages have in common is the same", () => {
  for (const [name, one] of packages) {
    const told = [one.version, one.license, one.engines, one.author];
    assert.deepEqual(told, [version, "MIT OR Apache-2.0", { node: ">=20.9" }, "The frontdesk authors"], name);
    for (const needed of [...licenses, "README.md"]) assert.ok(one.packed.includes(needed), `${name}: ${needed}`);
    for (const script of ["preinstall", "install", "postinstall"]) assert.equal(one.scripts?.[script], undefined, name);
  }
});

test("each platform's package is installed there alone, and holds its native file", async () => {
  for (const target of SUPPORTED) {
    const { os, cpu, libc, main, packed, archive } = packages.get(ofPlatform(target));
    const [system, processor, environment] = target.split("-");
    assert.deepEqual([os, cpu, libc], [[OS[system]], [processor], LIBC[environment]], target);
    assert.equal(main, `frontdesk.${target}.node`);
    assert.deepEqual(packed.sort(), [...licenses, "README.md", "package.json", main].sort());
    assert.equal((await run("tar", ["-xzOf", archive, `package/${main}`])).stdout, target);
  }
});

test("the package over them depends on exactly these, and has no native file", () => {
  const { optionalDependencies, dependencies, packed, exports } = packages.get("frontdesk");
  assert.deepEqual(optionalDependencies, Object.fromEntries(SUPPORTED.map((target) => [ofPlatform(target), version])));
  assert.equal(dependencies, undefined);
  const sources = readdirSync(join(home, "ts")).map((name) => name.replace(/(\.d)?\.m?ts$/, ""));
  const modules = sources.filter((name) => !["index", "native-api", "table"].includes(name));
  const built = modules.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]);
  const entries = ["dist/index.js", "dist/index.d.ts", "dist/index.mjs", "dist/index.d.mts"];
  assert.deepEqual(packed.sort(), [...new Set([...built, ...entries, ...licenses, "README.md", "package.json"])].sort());
  assert.deepEqual(exports, {
    ".": {
      import: { types: "./dist/index.d.mts", default: "./dist/index.mjs" },
      require: { types: "./dist/index.d.ts", default: "./dist/index.js" },
    },
    "./package.json": "./package.json",
  });
});

test("the types say of everything what it is", () => {
  const declared = readdirSync(join(home, "dist")).filter((name) => /\.d\.m?ts$/.test(name));
  for (const name of declared) {
    const types = read(`dist/${name}`).replace(/\/\*.*?\*\/|"[^"]*"/gs, "");
    assert.doesNotMatch(types, /\bany\b(?!\??:)/, name);
  }
  assert.ok(declared.length > 10);
});

test("packages are not made without the native file of a platform", async () => {
  rmSync(join(place, "native", `frontdesk.${SUPPORTED[0]}.node`));
  const made = run("bash", ["tools/packages.sh", join(place, "native"), join(place, "less")], { cwd: home });
  await assert.rejects(made, ({ stdout, stderr }) => /Missing artifacts/.test(stdout + stderr));
});

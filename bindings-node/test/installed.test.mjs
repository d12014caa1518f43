// The package as users install it: in a project of theirs, with the native part in the package of the platform.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { folder, run } from "./project.mjs";

const cwd = folder("installed");
after(() => rmSync(cwd, { recursive: true }));

/** What a program prints, as JSON. */
async function told(name, code, at = cwd) {
  writeFileSync(join(at, name), code);
  return JSON.parse((await run(process.execPath, [name], { cwd: at })).stdout);
}

/** Opens a desk, and tells from where the native part came. */
const PROGRAM = `
  const desk = await Desk.inMemory();
  const { tickets } = await desk.host.verify();
  await desk.close();
  const natives = Object.keys(require.cache).filter((path) => path.endsWith(".node"));
  console.log(JSON.stringify({ tickets, natives }));`;

test("it works by `import` and by `require`, with the native part of the platform's package", async () => {
  const imported = `
    import { createRequire } from "node:module";
    import { Desk } from "frontdesk";
    const require = createRequire(import.meta.url);
    ${PROGRAM}`;
  const required = `const { Desk } = require("frontdesk"); (async () => {${PROGRAM}})();`;
  for (const [name, code] of [["start.mjs", imported], ["start.cjs", required]]) {
    const { tickets, natives } = await told(name, code);
    assert.equal(tickets, 0);
    assert.equal(natives.length, 1, name);
    assert.match(natives[0], /node_modules.@frontdesk.core-[\w-]+.frontdesk\.[\w-]+\.node$/);
  }
});

test("`import` and `require` give the same", async () => {
  const code = `
    import { createRequire } from "node:module";
    import * as imported from "frontdesk";
    const required = createRequire(import.meta.url)("frontdesk");
    const differ = Object.keys(required).filter((name) => imported[name] !== required[name]);
    console.log(JSON.stringify({ differ, names: Object.keys(required) }));`;
  const { differ, names } = await told("same.mjs", code);
  assert.deepEqual(differ, []);
  for (const name of ["BusinessCalendar", "Desk", "Frontdesk", "FrontdeskError", "ManualClock", "TicketId", "isFrontdeskError"]) {
    assert.ok(names.includes(name), name);
  }
});

test("without the platform's package the error tells what to do", async () => {
  // Outside of the project nothing else is found.
  const without = mkdtempSync(join(tmpdir(), "frontdesk-"));
  try {
    cpSync(join(cwd, "../node_modules/frontdesk"), join(without, "node_modules/frontdesk"), { recursive: true });
    const code = `require("frontdesk").Desk.inMemory().catch((error) => console.log(JSON.stringify(error)));`;
    const { code: named, kind, hint, message } = await told("start.cjs", code, without);
    assert.deepEqual([named, kind], ["native.missing", "usage"]);
    assert.match(message, new RegExp(`${process.platform}-${process.arch}`));
    assert.match(hint, /`npm install`, without `--omit=optional`/);
  } finally {
    rmSync(without, { recursive: true });
  }
});

test("nothing is installed but the package and that of the platform", () => {
  const modules = join(cwd, "../node_modules");
  const scope = readdirSync(join(modules, "@frontdesk"));
  assert.equal(scope.length, 1);
  assert.deepEqual(readdirSync(modules).filter((name) => !name.startsWith(".")).sort(), ["@frontdesk", "frontdesk"]);
});

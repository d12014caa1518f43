// The project that has the package as users install it. `tools/project.sh` makes it.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);

const home = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const project = home("../target/node/project");

/** What was packed. */
export const packed = home("../target/node/packed");

/** A folder of its own in the project: what runs in it finds the package. */
export function folder(name) {
  mkdirSync(project, { recursive: true });
  return mkdtempSync(join(project, `${name}-`));
}

/** Compiles the TypeScript of a folder; types are those of the package that is installed. */
export async function compile(cwd, ...options) {
  const tsc = [home("node_modules/typescript/bin/tsc"), "--typeRoots", home("node_modules/@types"), ...options];
  await run(process.execPath, tsc, { cwd }).catch(({ stdout }) => {
    throw new Error(`this is refused by the compiler:\n${stdout}`);
  });
}

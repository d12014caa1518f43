// What the guides show runs where the package is installed, and prints what they say.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { compile, folder, run } from "./project.mjs";

/** Code that users copy, and what it prints: the next block of text. Programs of other languages that print the same may stand between. */
function blocks(guide) {
  const fences = [...guide.matchAll(/^```(\w*)[^\n]*\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));
  return fences.flatMap(({ language, text: code }, index) => {
    if (!["js", "javascript", "ts", "typescript"].includes(language)) return [];
    const next = fences.slice(index).find(({ language }) => language === "text");
    return [{ typed: language.startsWith("t"), code, printed: next?.text }];
  });
}

for (const [name, least] of [["bindings-node/README.md", 2], ["README.md", 1]]) {
  const found = blocks(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
  test(`${name} has something to run`, () => assert.ok(found.length >= least));
  for (const [index, { typed, code, printed }] of found.entries()) {
    test(`block ${index + 1} of ${name} prints what it says`, async () => {
      assert.ok(printed !== undefined, `no block of text follows on\n${code}`);
      const cwd = folder("readme");
      try {
        writeFileSync(join(cwd, typed ? "start.mts" : "start.mjs"), code);
        if (typed) await compile(cwd, "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", "start.mts");
        const { stdout } = await run(process.execPath, ["start.mjs"], { cwd });
        assert.equal(stdout, printed);
      } finally {
        rmSync(cwd, { recursive: true });
      }
    });
  }
}

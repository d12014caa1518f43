// The quick start runs, and prints what it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

test("the quick start prints what it says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const block = (language) => readme.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s"))[1];
  const folder = mkdtempSync(join(tmpdir(), "frontdesk-"));
  try {
    const packed = pathToFileURL(fileURLToPath(new URL("../dist/index.mjs", import.meta.url)));
    writeFileSync(join(folder, "start.mjs"), block("js").replace('"frontdesk"', JSON.stringify(packed)));
    const { stdout } = await promisify(execFile)(process.execPath, ["start.mjs"], { cwd: folder });
    assert.equal(stdout, block("text"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// Runs the scenarios that `cargo xtask scenarios` writes through the typed API. As a script it prints one line; under `node --test`
// each scenario is a test.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Frontdesk, FrontdeskError, ManualClock } from "frontdesk";

import { operations } from "../dist/table.js";
import { Place } from "../dist/writing.js";

const file = process.env.FRONTDESK_SCENARIOS ?? fileURLToPath(new URL("../../target/scenarios.json", import.meta.url));
const { scenarios } = JSON.parse(readFileSync(file, "utf8"));

/** Runs one. Answers the digest of what the desk holds in the end. */
async function run(scenario) {
  const clock = new ManualClock(new Date(scenario.at));
  const frontdesk = await Frontdesk.open({ secret: Buffer.from(scenario.secret, "hex"), clock });
  try {
    const kept = new Map();
    for (const [index, step] of scenario.steps.entries()) {
      if (step.kind === "wait") clock.advance(step.millis);
      else await call(frontdesk, filled(step, kept), kept, `step ${index + 1}, ${step.do}`);
    }
    return await frontdesk.desk(1).host.digest();
  } finally {
    await frontdesk.close();
  }
}

async function call(frontdesk, step, kept, where) {
  const operation = operations[step.do];
  assert.ok(operation, `${where}: there is no such operation`);
  const parts = (step.parts ?? []).map((text) => Buffer.from(text));
  const taken = operation.take(step.with ?? {}, parts);
  const options = operation.on === "command" ? [{ commandId: step.command ?? undefined }] : [];
  const subject = operation.on === "store" ? frontdesk : handle(frontdesk.desk(step.desk ?? 1), step.as);
  let answer;
  try {
    answer = await subject[operation.method](...taken, ...options);
  } catch (error) {
    if (!(error instanceof FrontdeskError)) throw error;
    assert.ok(step.error, `${where}: ${error.code} at ${error.path}: ${error.message} (${error.hint})`);
    assert.equal(error.code, step.error.code, where);
    if (step.error.path !== undefined) assert.equal(error.path, step.error.path, where);
    return;
  }
  assert.ok(!step.error, `${where}: expected ${step.error?.code}`);
  const told = JSON.parse(JSON.stringify(operation.tell(answer, new Place([])) ?? null));
  for (const [variable, pointer] of Object.entries(step.keep ?? {})) kept.set(variable, found(told, pointer));
  if ("expect" in step) matches(told, filled(step.expect, kept), where);
}

function handle(desk, actor = { type: "host" }) {
  return actor.type === "host" ? desk.host : desk[actor.type](actor.person);
}

/** `$name` stands for what was kept by that name; `expect` is filled in later, with what the step itself keeps. */
function filled(value, kept) {
  if (typeof value === "string" && value.startsWith("$")) return kept.get(value.slice(1)) ?? value;
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, kept)]));
}

/** What a JSON Pointer points to. */
function found(value, pointer) {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names.reduce((inner, name) => inner?.[name], value);
}

/** Objects have at least the members, lists the same length. */
function matches(value, expected, where) {
  if (Array.isArray(expected)) {
    assert.equal(value?.length, expected.length, where);
    expected.forEach((item, index) => matches(value[index], item, `${where}/${index}`));
  } else if (typeof expected === "object" && expected !== null) {
    for (const [name, member] of Object.entries(expected)) matches(value?.[name] ?? null, member, `${where}/${name}`);
  } else {
    assert.deepEqual(value ?? null, expected, where);
  }
}

if (process.env.NODE_TEST_CONTEXT) {
  for (const scenario of scenarios) {
    test(scenario.name, async () => assert.equal(await run(scenario), scenario.digest));
  }
} else {
  const digests = createHash("sha256");
  let passed = 0;
  for (const scenario of scenarios) {
    try {
      const digest = await run(scenario);
      digests.update(`${digest}\n`);
      assert.equal(digest, scenario.digest);
      passed += 1;
    } catch (error) {
      console.error(`${scenario.name}: ${error.message}`);
    }
  }
  console.log(`scenarios: node, ${passed}, ${scenarios.length}, ${digests.digest("hex")}`);
  process.exitCode = passed === scenarios.length ? 0 : 1;
}

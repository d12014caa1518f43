// Runs the scenarios that `cargo xtask scenarios` writes through the typed API. As a script it prints one line; under `node --test`
// each scenario is a test.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Frontdesk, FrontdeskError, ManualClock } from "frontdesk";

import { Caller } from "../dist/caller.js";
import { encodeOpening } from "../dist/encode.js";
import { Engine } from "../dist/engine.js";
import { operations } from "../dist/table.js";
import { Place } from "../dist/writing.js";

const file = process.env.FRONTDESK_SCENARIOS ?? fileURLToPath(new URL("../../target/scenarios.json", import.meta.url));
const { scenarios } = JSON.parse(readFileSync(file, "utf8"));

/** What the types cannot say, such as an operation that there is not: it travels as it stands. */
class Wire extends Caller {
  say({ do: operation, with: wire, command }, parts) {
    const write = (at) => (at.parts.push(...parts), wire);
    return this.call(operation, write, (answer) => answer, { commandId: command ?? undefined });
  }
}

/** Runs one. Answers the digest of what the desk holds in the end. */
async function run({ at, secret, steps }) {
  const clock = new ManualClock(new Date(at));
  const engine = await Engine.open((place) => encodeOpening({ secret: Buffer.from(secret, "hex") }, place), clock.native);
  const frontdesk = new Frontdesk(engine);
  try {
    const kept = new Map();
    for (const [index, step] of steps.entries()) {
      if (step.kind === "wait") clock.advance(step.millis);
      else await play(engine, frontdesk, step, kept, `step ${index}, ${step.do}`);
    }
    return await frontdesk.desk(1).host.digest();
  } finally {
    await frontdesk.close();
  }
}

async function play(engine, frontdesk, step, kept, where) {
  const said = { ...step, ...filled({ as: step.as, command: step.command, with: step.with }, kept) };
  const parts = step.parts.map((text) => Buffer.from(text));
  const unsayable = step.error?.code?.startsWith("call.");
  let told;
  try {
    const actor = JSON.stringify(said.as);
    const call = unsayable
      ? new Wire({ engine, desk: step.desk, actor }).say(said, parts)
      : typed(frontdesk, said, parts);
    told = JSON.parse(JSON.stringify((await call) ?? null));
  } catch (error) {
    if (!(error instanceof FrontdeskError && step.error)) throw new Error(`${where}: ${error.stack}`);
    return matches(error.toJSON(), step.error, `${where}: error`);
  }
  assert.ok(!step.error, `${where}: ${step.error?.code} was expected`);
  if ("expect" in step) matches(told, filled(step.expect, kept), where);
  for (const [variable, pointer] of Object.entries(step.keep)) kept.set(variable, found(told, pointer));
}

/** Calls the method of the operation with its types, and answers what the wire would say. */
async function typed(frontdesk, { do: name, desk, as: actor, command, with: wire }, parts) {
  const { on, method, take, tell } = operations[name];
  const subject = on === "store" ? frontdesk : handle(frontdesk.desk(desk), actor);
  const options = on === "command" ? [{ commandId: command ?? undefined }] : [];
  return tell(await subject[method](...take(wire, parts), ...options), new Place([]));
}

const handle = (desk, { type, person }) => (type === "host" ? desk.host : desk[type](person));

/** `$name` stands for what was kept by that name. */
function filled(value, kept) {
  if (typeof value === "string" && value.startsWith("$")) return kept.get(value.slice(1));
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, kept)]));
}

/** What a JSON Pointer points to. */
function found(value, pointer) {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names.reduce((inner, name) => inner?.[name], value);
}

/** Objects have at least the members, lists the same length. What the wire leaves out the types have as nothing. */
function matches(value, expected, where) {
  if (Array.isArray(expected)) {
    assert.equal(value?.length, expected.length, where);
    expected.forEach((item, index) => matches(value[index], item, `${where}/${index}`));
  } else if (typeof expected === "object" && expected !== null) {
    for (const [name, member] of Object.entries(expected)) matches(value?.[name], member, `${where}/${name}`);
  } else if (expected === null) {
    assert.ok(!value || value.length === 0, `${where}: nothing was expected`);
  } else {
    assert.strictEqual(value, expected, where);
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

// Panics, closing, signals, threads, and the event loop.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { Desk, isFrontdeskError } from "frontdesk";

import { SyncCaller, Caller } from "../dist/caller.js";
import { guarded } from "../dist/checked.js";
import { Engine } from "../dist/engine.js";
import { native } from "../dist/native.js";
import { MONDAY, asked, mail, office } from "./support.mjs";

/** Calls what is there in builds for tests alone. */
class Testing extends Caller {
  run(what, options) {
    return this.call(`testing.${what}`, () => ({}), () => undefined, options);
  }
}
class SyncTesting extends SyncCaller {
  run(what) {
    return this.call(`testing.${what}`, () => ({}), () => undefined);
  }
}

async function testing() {
  const engine = await Engine.open(() => ({}));
  const acting = { engine, desk: 1, actor: '{"type":"host"}' };
  return { engine, later: new Testing(acting), atOnce: new SyncTesting(acting) };
}

const panicked = (error) => isFrontdeskError(error, "internal") && error.code === "internal.panic";
const closed = (error) => isFrontdeskError(error, "usage") && error.code === "call.closed";

test("a panic is an error, and the store lives on", async () => {
  const { engine, later, atOnce } = await testing();
  await assert.rejects(later.run("panic"), panicked);
  assert.throws(() => atOnce.run("panic"), panicked);
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => later.run("panic")));
  assert.ok(all.every(({ reason }) => panicked(reason)));
  await assert.rejects(later.run("nothing"), (error) => error.code === "call.unknown_operation");
  await engine.close();
});

test("after closing every call is refused, and closing again does nothing", async () => {
  const { desk, rita } = await office();
  const underWay = desk.host.createTicket(asked(rita));
  const { host } = desk;
  await desk.close();
  assert.ok((await underWay).ticket);
  await assert.rejects(host.digest(), closed);
  await assert.rejects(host.tickets().toArray(), closed);
  assert.throws(() => host.sync.digest(), closed);
  await assert.rejects(desk.frontdesk.tick(), closed);
  await desk.close();
  desk[Symbol.dispose]();
  await desk[Symbol.asyncDispose]();
});

test("closing waits for what is under way", async () => {
  const { engine, later } = await testing();
  const order = [];
  const sleep = later.run("sleep").catch(() => order.push("call"));
  await engine.close().then(() => order.push("closed"));
  await sleep;
  assert.deepEqual(order, ["call", "closed"]);
});

test("an aborted signal rejects the call", async () => {
  const { engine, later } = await testing();
  const aborted = (cause) => (error) => error.name === "AbortError" && error.code === "ABORT_ERR" && error.cause === cause;
  const gone = AbortSignal.abort("gone");
  await assert.rejects(later.run("sleep", { signal: gone }), aborted("gone"));
  const controller = new AbortController();
  const order = [];
  const call = later.run("sleep", { signal: controller.signal });
  const closed = engine.close().then(() => order.push("ended"));
  setTimeout(() => controller.abort("bored"), 20);
  await assert.rejects(call, aborted("bored"));
  order.push("rejected");
  await closed;
  assert.deepEqual(order, ["rejected", "ended"]);
});

test("a call that was aborted before it began is not carried out", async () => {
  const { desk, rita } = await office();
  const { engine, later } = await testing();
  const busy = Promise.allSettled(Array.from({ length: 4 }, () => later.run("sleep")));
  const controller = new AbortController();
  const call = desk.host.createTicket(asked(rita), { signal: controller.signal });
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
  await busy;
  assert.deepEqual(await desk.host.tickets().toArray(), []);
  await desk.close();
  await engine.close();
});

test("a list that is being read ends with its signal", async () => {
  const { desk, rita } = await office();
  for (let i = 0; i < 3; i += 1) await desk.host.createTicket(asked(rita, `${i}`));
  const controller = new AbortController();
  let seen = 0;
  const read = async () => {
    for await (const _ of desk.host.tickets({ limit: 1, signal: controller.signal })) {
      seen += 1;
      controller.abort();
    }
  };
  await assert.rejects(read, { name: "AbortError" });
  assert.equal(seen, 1);
  await desk.close();
});

test("a signal that is used often keeps nothing", async () => {
  const { desk } = await office();
  const { signal } = new AbortController();
  const warnings = [];
  process.on("warning", (warning) => warnings.push(warning));
  for (let i = 0; i < 30; i += 1) await desk.host.digest({ signal });
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
  await desk.close();
});

test("many calls at once are all answered", async () => {
  const { desk, rita } = await office();
  const calls = Array.from({ length: 50 }, (_, index) => desk.host.createTicket(asked(rita, `${index}`)));
  const numbers = (await Promise.all(calls)).map(({ number }) => number);
  assert.equal(new Set(numbers).size, 50);
  assert.equal((await desk.host.verify()).tickets, 50);
  await desk.close();
});

/** How often the event loop went round while something was awaited, and the longest that it stood, in milliseconds. */
async function watched(work) {
  let [turns, longest, going] = [0, 0, true];
  const done = work().finally(() => (going = false));
  for (let last = performance.now(); going; ) {
    await new Promise(setImmediate);
    const now = performance.now();
    [turns, longest, last] = [turns + 1, Math.max(longest, now - last), now];
  }
  await done;
  return { turns, longest };
}

test("the event loop goes on while 25 MB of mail are taken in", async () => {
  const { desk } = await office();
  const tries = [];
  // A machine that is busy with other things lets every loop stand at times, but not each time.
  while (tries.length < 5 && !tries.some(({ longest }) => longest < 200)) {
    const raw = mail(24_900_000, `${tries.length}`);
    tries.push(await watched(() => desk.host.intake({ raw, verdict: "aligned", receivedAt: MONDAY })));
  }
  // 20 ms are promised, and measured by the bench. A loop that waits for the work goes round a few times at most.
  for (const { turns } of tries) assert.ok(turns > 100, JSON.stringify(tries));
  assert.ok(Math.min(...tries.map(({ longest }) => longest)) < 200, JSON.stringify(tries));
  await desk.close();
});

const path = createRequire(import.meta.url).resolve("frontdesk");
const inWorker = (code) =>
  new Worker(
    `const { Desk } = require(${JSON.stringify(path)});
     const { parentPort } = require("node:worker_threads");
     Desk.inMemory().then(async (desk) => {${code}});`,
    { eval: true },
  );

test("workers open and close stores of their own", async () => {
  const exits = Array.from({ length: 4 }, async () => {
    const worker = inWorker(`
      const { person } = await desk.host.savePerson({ role: "requester" });
      await desk.close();
      parentPort.postMessage(person);`);
    const [[person], [code]] = await Promise.all([once(worker, "message"), once(worker, "exit")]);
    assert.match(person, /^per_/);
    return code;
  });
  assert.deepEqual(await Promise.all(exits), [0, 0, 0, 0]);
});

test("a worker may end while calls are under way", async () => {
  for (let i = 0; i < 3; i += 1) {
    const worker = inWorker(`
      for (let i = 0; i < 50; i += 1) desk.host.savePerson({ role: "requester" }).catch(() => {});
      parentPort.postMessage("busy");`);
    await once(worker, "message");
    await worker.terminate();
    const leaving = inWorker(`
      for (let i = 0; i < 50; i += 1) desk.host.savePerson({ role: "requester" }).catch(() => {});
      process.exit(3);`);
    assert.deepEqual(await once(leaving, "exit"), [3]);
  }
  const desk = await Desk.inMemory();
  assert.equal((await desk.host.verify()).tickets, 0);
  await desk.close();
});

test("a process may end while calls are under way", async () => {
  const code = `
    const { Desk } = require(${JSON.stringify(path)});
    Desk.inMemory().then((desk) => {
      for (let i = 0; i < 50; i += 1) desk.host.savePerson({ role: "requester" });
      process.exit(4);
    });`;
  await assert.rejects(promisify(execFile)(process.execPath, ["-e", code]), (error) => error.code === 4);
});

test("every export catches panics", () => {
  const folder = new URL("../src/", import.meta.url);
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  const exported = /#\[napi(\([^)]*\))?\]\s*(?:#\[[^\]]*\]\s*)*pub fn (\w+)/g;
  const found = sources.flatMap((source) => [...source.matchAll(exported)]);
  // Each function that stands in the types is among them.
  const declared = readFileSync(new URL("../ts/native-api.d.ts", import.meta.url), "utf8").match(/^.*\w\(.*\).*$/gm);
  assert.ok(declared.length > 20 && found.length >= declared.length, `${found.length} of ${declared.length}`);
  for (const [, attributes, name] of found) assert.match(attributes ?? "", /catch_unwind/, name);
  // What runs on the pool is contained by ourselves.
  const tasks = sources.flatMap((source) => [...source.matchAll(/fn (?:compute|run)\(&.*\{\s*(.*)/g)].map(([, first]) => first));
  assert.ok(tasks.length >= 4);
  for (const first of tasks) assert.match(first, /contained\(|self\.run\(\)/);
});

test("a panic that nothing of ours contains is an error, too", () => {
  assert.throws(() => guarded(() => native().panics()), panicked);
});

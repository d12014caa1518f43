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
import { Engine } from "../dist/engine.js";
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
  const begun = performance.now();
  const call = later.run("sleep", { signal: controller.signal });
  setTimeout(() => controller.abort("bored"), 20);
  await assert.rejects(call, aborted("bored"));
  assert.ok(performance.now() - begun < 250, "it is not waited for");
  await engine.close();
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

/** For how long the event loop stood while something was awaited, in milliseconds. */
async function stood(work) {
  let longest = 0;
  let last = performance.now();
  const beat = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const beating = setInterval(beat, 1);
  await work();
  beat();
  clearInterval(beating);
  return longest;
}

test("the event loop goes on while 25 MB of mail are taken in", async () => {
  const { desk } = await office();
  const incoming = (id) => ({ raw: mail(24_000_000, id), verdict: "aligned", receivedAt: MONDAY });
  const atOnce = incoming("at once");
  const whole = await stood(async () => desk.host.sync.intake(atOnce));
  // 20 ms are promised. Where the machine is busy with other things every loop stands at times, and the work takes long, too.
  const most = Math.max(20, whole / 20);
  const tries = [];
  while (tries.length < 5 && !tries.some((longest) => longest < most)) {
    const taken = incoming(`promised ${tries.length}`);
    tries.push(await stood(() => desk.host.intake(taken)));
  }
  assert.ok(Math.min(...tries) < most, `it stood for ${tries} ms; the work takes ${whole} ms`);
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
  assert.ok(found.length >= 11, `${found.length}`);
  for (const [, attributes, name] of found) assert.match(attributes ?? "", /catch_unwind/, name);
});

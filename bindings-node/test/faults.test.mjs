// What goes wrong: every fault is a `FrontdeskError` that says what to do, and the process lives on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, Frontdesk, FrontdeskError, ManualClock, isFrontdeskError } from "frontdesk";

import { load } from "../dist/native.js";
import { MONDAY, asked, office } from "./support.mjs";

/** That a call is refused, with the kind, code and path. */
const refused = (promise, kind, code, path) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof FrontdeskError, `${error}`);
    assert.deepEqual([error.kind, error.code, error.path], [kind, code, path], error.hint);
    return true;
  });

const malformed = (promise, path) => refused(promise, "invalid", "call.malformed", path);

test("errors carry what a caller needs, also as JSON", async () => {
  const { desk, rita } = await office();
  const error = await desk.host.createTicket({ ...asked(rita), title: "" }).catch((error) => error);
  assert.ok(error instanceof Error && error instanceof FrontdeskError);
  assert.equal(error.name, "FrontdeskError");
  assert.ok(isFrontdeskError(error) && isFrontdeskError(error, error.kind) && !isFrontdeskError(error, "corrupt"));
  assert.ok(!isFrontdeskError(new Error("no")));
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { ...error.toJSON() });
  assert.match(error.stack, /faults\.test\.mjs/);
  await desk.close();
});

test("what JSON cannot carry is refused, with its place", async () => {
  const { desk, rita } = await office();
  const { ticket } = await desk.host.createTicket(asked(rita));
  const set = (to) => desk.host.updateTicket({ ticket, changes: [{ field: "title", to }] });
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, -(2 ** 53), 1e300]) {
    await malformed(desk.host.updateTicket({ ticket, baseVersion: number }), "/base_version");
    for (const [value, path] of [[number, "/changes/0/to"], [["a", number], "/changes/0/to"]]) {
      const error = await set(value).catch((error) => error);
      assert.ok(isFrontdeskError(error, "invalid") && error.path?.startsWith(path), `${number}: ${error}`);
    }
  }
  for (const wrong of [1n, Symbol("a"), () => 1, {}, new Date()]) {
    await malformed(desk.host.updateTicket({ ticket, baseVersion: wrong }), "/base_version");
    await malformed(set(wrong), "/changes/0/to");
  }
  await malformed(desk.host.updateTicket({ ticket, baseVersion: -1 }), "/base_version");
  await malformed(desk.host.updateTicket({ ticket, baseVersion: 2 ** 32 }), "/base_version");
  await malformed(desk.frontdesk.lease({ limit: 1, leaseMillis: 2 ** 60 }), "/lease_millis");
  await malformed(desk.host.changes({ after: -1 }).toArray(), "/after");
  await desk.close();
});

test("lone surrogates are refused, with their place; NUL and everything else comes back as it was", async () => {
  const { desk, rita } = await office();
  for (const lone of ["\ud800", "a\udc00b", "\udfff\ud83d"]) {
    await malformed(desk.host.createTicket(asked(rita, lone)), "/title");
    await malformed(desk.host.createTicket({ ...asked(rita), tags: ["a", lone] }), "/tags/1");
  }
  for (const title of ["a\0b", "😀 ä ؀", "\u{10ffff}"]) {
    const answer = await desk.host.createTicket(asked(rita, title)).catch((error) => error);
    if (isFrontdeskError(answer)) assert.equal(answer.kind, "invalid");
    else assert.equal((await desk.host.ticket(answer.ticket)).title.text, title);
  }
  await desk.close();
});

test("wrong types are refused, with their place", async () => {
  const { desk, rita } = await office();
  const create = (change) => desk.host.createTicket({ ...asked(rita), ...change });
  for (const [change, path] of [
    [{ title: 5 }, "/title"],
    [{ title: null }, "/title"],
    [{ title: undefined }, ""],
    [{ titel: "x" }, "/titel"],
    [{ requester: "per_1" }, "/requester"],
    [{ requester: rita.replace("per", "tkt") }, "/requester"],
    [{ comment: "x" }, "/comment"],
    [{ comment: { visibility: "secret", text: "x" } }, "/comment/visibility"],
    [{ tags: "x" }, "/tags"],
    [{ tags: { 0: "x", length: 1 } }, "/tags"],
    [{ tags: [null] }, "/tags/0"],
    [{ tags: [["x"]] }, "/tags/0"],
    [{ channel: "pigeon" }, "/channel"],
  ]) {
    await malformed(create(change), path);
  }
  for (const nothing of [undefined, null, 5, "x", [], () => 1]) {
    const answer = await desk.host.createTicket(nothing).catch((error) => error);
    assert.ok(isFrontdeskError(answer, "invalid"), `${answer}`);
  }
  await malformed(desk.host.saveConfig({ config: { config: "pigeon" } }), "/config/config");
  await malformed(desk.host.batch([{ command: { type: "pigeon" } }]), "/requests/0/command/type");
  await malformed(desk.host.batch(["x"]), "/requests/0");
  await malformed(desk.host.ticket("x"), "/id");
  await malformed(desk.host.intake({ raw: "text", verdict: "none", receivedAt: MONDAY }), "/mail/raw");
  await malformed(desk.host.intake({ raw: [1, 2], verdict: "none", receivedAt: MONDAY }), "/mail/raw");
  for (const at of [new Date(Number.NaN), 5, "2026-01-05"]) {
    await malformed(desk.host.intake({ raw: Buffer.from("x"), verdict: "none", receivedAt: at }), "/mail/received_at");
  }
  await refused(desk.host.createTicket(asked(rita), { commandId: "x" }), "invalid", "id.malformed", "/command");
  await malformed(desk.agent("x").tickets().toArray(), "/actor");
  assert.throws(() => desk.agent(5n), (error) => isFrontdeskError(error, "invalid") && error.path === "/person");
  for (const id of [-1, 1.5, 2 ** 32, "1", Number.NaN]) {
    assert.throws(() => desk.frontdesk.desk(id), (error) => isFrontdeskError(error, "invalid") && error.path === "/desk");
  }
  await desk.close();
});

test("what is nested past measure is refused", async () => {
  const { desk } = await office();
  const nested = (depth) => {
    let filter = { all: [] };
    for (let i = 0; i < depth; i += 1) filter = { not: filter };
    return { config: { config: "view", name: "Deep", filter, sort: { by: "number", direction: "ascending" } } };
  };
  const endless = {};
  endless.not = endless;
  const view = nested(0);
  for (const config of [nested(200), nested(100_000), { config: { ...view.config, filter: endless } }]) {
    const answer = await desk.host.saveConfig(config).catch((error) => error);
    assert.ok(isFrontdeskError(answer, "invalid"), `${answer}`);
  }
  await desk.host.saveConfig(view);
  await desk.close();
});

test("stores are opened with the right things alone", async () => {
  const open = (options) => Frontdesk.open(options);
  await malformed(open({ path: 5 }), "/path");
  await malformed(open({ paht: "x" }), "/paht");
  await malformed(open({ secret: "x" }), "/secret");
  await malformed(open({ limits: { page: 1.5 } }), "/limits/page");
  const short = await open({ secret: Buffer.alloc(3) }).catch((error) => error);
  assert.ok(isFrontdeskError(short) && short.code.startsWith("keys."), `${short}`);
  const nowhere = await Desk.open("/nowhere/at/all/support.db").catch((error) => error);
  assert.ok(isFrontdeskError(nowhere), `${nowhere}`);
  assert.throws(() => new ManualClock(new Date(Number.NaN)), (error) => isFrontdeskError(error, "invalid"));
  const clock = new ManualClock(MONDAY);
  for (const wrong of [0.5, Number.NaN, 2 ** 60, "x", 1n]) {
    assert.throws(() => clock.advance(wrong), (error) => isFrontdeskError(error, "invalid"), `${String(wrong)}`);
  }
  assert.deepEqual(clock.now(), MONDAY);
});

test("without the native part the error tells what to do", () => {
  for (const [platform, told] of [
    ["linux-x64", /npm install/],
    ["sunos-sparc", /packages for darwin-arm64/],
  ]) {
    assert.throws(
      () => load("/nowhere", platform),
      (error) => isFrontdeskError(error, "usage") && error.code === "native.missing" && told.test(error.hint),
    );
  }
});

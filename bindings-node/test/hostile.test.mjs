// What an attacker would send: nothing of it ends the process, and what is taken comes back as it was.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { isFrontdeskError } from "frontdesk";

import { asked, office } from "./support.mjs";

/** Texts of all code units, the same in every run: mostly letters, with what makes trouble among them. */
function* texts(count) {
  let state = 42;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const trouble = ["\0", "\ud800", "\udfff", "\ufeff", "\u2028", "\\", '"', "😀", "\u0301", "\u202e", "\x7f", "</script>", "{{x}}", "\r\n"];
  for (let text = 0; text < count; text += 1) {
    const pieces = Array.from({ length: 1 + next(12) }, () =>
      next(3) === 0 ? trouble[next(trouble.length)] : String.fromCharCode(next(next(2) === 0 ? 128 : 65536)),
    );
    yield pieces.join("");
  }
}

test("texts of any code units come back as they were, or are refused", async () => {
  const { desk } = await office();
  const { sync } = desk.host;
  const view = (value) => ({
    config: "view",
    name: "Fuzz",
    filter: { field: "title", op: "is", value },
    sort: { by: "number", direction: "ascending" },
  });
  const { config: id } = sync.saveConfig({ config: view("x") });
  let kept = 0;
  for (const text of texts(2000)) {
    try {
      const { version } = sync.configs("view")[0];
      sync.saveConfig({ config: { ...view(text), id }, baseVersion: version });
      assert.ok(text.isWellFormed());
      assert.equal(sync.configs("view")[0].filter.value, text);
      kept += 1;
    } catch (error) {
      assert.ok(isFrontdeskError(error, "invalid") && !text.isWellFormed(), `${JSON.stringify(text)}: ${error}`);
    }
  }
  assert.ok(kept > 500, `${kept}`);
  await desk.close();
});

test("a getter that throws is heard, and one that calls again is served", async () => {
  const { desk, rita } = await office();
  const { sync } = desk.host;
  const thrown = new Error("mine");
  const throwing = {
    ...asked(rita),
    get title() {
      throw thrown;
    },
  };
  await assert.rejects(desk.host.createTicket(throwing), (error) => error === thrown);
  assert.throws(() => sync.createTicket(throwing), (error) => error === thrown);
  const calling = {
    ...asked(rita),
    get title() {
      return `after #${sync.createTicket(asked(rita)).number}`;
    },
  };
  const { number } = sync.createTicket(calling);
  assert.equal(sync.ticketByNumber(number).title.text, "after #1");
  await desk.close();
});

test("members that come from a prototype are none of ours", async () => {
  const { desk, rita } = await office();
  const polluted = JSON.parse(`{"__proto__": {"tags": ["x"]}, "requester": "${rita}", "title": "x", "comment": {"visibility": "public", "text": "x"}}`);
  await assert.rejects(desk.host.createTicket(polluted), (error) => isFrontdeskError(error, "invalid") && error.path === "/__proto__");
  assert.equal({}.tags, undefined);
  await desk.close();
});

const path = createRequire(import.meta.url).resolve("frontdesk");

test("what is nested without end does not end a thread with a small stack", async () => {
  const nested = `
    const { Desk, isFrontdeskError } = require(${JSON.stringify(path)});
    const { parentPort } = require("node:worker_threads");
    const head = "From: a@example.com\\r\\nTo: help@desk.example\\r\\nMIME-Version: 1.0\\r\\n";
    const multipart = Array.from({ length: 20000 }, (_, i) =>
      'Content-Type: multipart/mixed; boundary="b' + i + '"\\r\\n\\r\\n--b' + i + "\\r\\n").join("");
    const html = "Content-Type: text/html\\r\\n\\r\\n" + "<div><table><b>".repeat(50000) + "x";
    const forwarded = "Content-Type: message/rfc822\\r\\n\\r\\n".repeat(20000);
    const quoted = "Content-Type: text/plain\\r\\n\\r\\n" + Array.from({ length: 2000 }, (_, i) => ">".repeat(i)).join("\\r\\n");
    Desk.inMemory().then(async (desk) => {
      const outcomes = [];
      for (const body of [multipart, html, forwarded, quoted]) {
        const mail = { raw: Buffer.from(head + body), verdict: "none", receivedAt: new Date() };
        for (const take of [() => desk.host.sync.intake(mail), () => desk.host.intake(mail)]) {
          try {
            outcomes.push((await take()).outcome.outcome);
          } catch (error) {
            outcomes.push(isFrontdeskError(error) ? error.code : String(error));
          }
        }
      }
      await desk.host.verify();
      await desk.close();
      parentPort.postMessage(outcomes);
    });`;
  const worker = new Worker(nested, { eval: true, resourceLimits: { stackSizeMb: 1 } });
  const [outcomes] = await once(worker, "message");
  assert.equal(outcomes.length, 8);
  for (const outcome of outcomes) assert.match(outcome, /^(created|duplicate|quarantined|ignored|intake\.\w+)$/);
});

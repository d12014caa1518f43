// The example: an app with a support endpoint, built as its readers build it, and spoken to over HTTP.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { compile, folder } from "./project.mjs";
import { mail } from "./support.mjs";

const cwd = folder("example");
let app;

before(async () => {
  cpSync(fileURLToPath(new URL("../../examples/node", import.meta.url)), cwd, { recursive: true });
  await compile(cwd);
  app = await start();
});
after(async () => {
  app.kill("SIGKILL");
  rmSync(cwd, { recursive: true });
});

/** Starts the app, and waits until it listens. */
async function start() {
  const env = { ...process.env, PORT: "0", MAIL_TOKEN: "mail-secret", DESK: "support.db" };
  const child = spawn(process.execPath, ["dist/server.js"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  child.errors = "";
  child.stderr.on("data", (text) => (child.errors += text));
  const [line] = await once(child.stdout, "data");
  child.port = Number(/port (\d+)/.exec(line)[1]);
  return child;
}

/** What the app answers: the status, and the JSON. */
async function asked(method, path, { user = "rita", body, json, headers = {} } = {}) {
  const sent = json === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(`http://localhost:${app.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...sent, ...headers },
    body: json === undefined ? body : JSON.stringify(json),
  });
  return [response.status, await response.json(), response.headers];
}

const refused = ([status, { error }]) => [status, error.code];

test("the app is what it was", async () => {
  assert.equal(await (await fetch(`http://localhost:${app.port}/`)).text(), "This is the app.\n");
});

test("somebody asks, sees their tickets and replies", async () => {
  assert.deepEqual((await asked("GET", "/support/tickets"))[1], { tickets: [], next: null });
  const [status, created, headers] = await asked("POST", "/support/tickets", { json: { title: "It burns", text: "What now?" } });
  assert.deepEqual([status, created], [201, { number: 1 }]);
  assert.equal(headers.get("location"), "/support/tickets/1");
  assert.deepEqual((await asked("GET", "/support/tickets"))[1], { tickets: [{ number: 1, title: "It burns", state: "new" }], next: null });
  assert.deepEqual((await asked("POST", "/support/tickets/1/comments", { json: { text: "Hurry!" } })).slice(0, 2), [201, { number: 1 }]);
  const [, ticket] = await asked("GET", "/support/tickets/1");
  assert.deepEqual([ticket.number, ticket.title, ticket.state], [1, "It burns", "new"]);
  assert.deepEqual(ticket.comments.map(({ from, text }) => [from, text]), [["you", "What now?"], ["you", "Hurry!"]]);
  assert.ok(ticket.comments.every(({ at }) => !Number.isNaN(Date.parse(at))));
});

test("a form that is sent twice acts once, also by somebody new, and all at once", async () => {
  const form = { user: "bo", json: { title: "Twice", text: "I clicked twice." }, headers: { "idempotency-key": "8a1f" } };
  const answers = await Promise.all(Array.from({ length: 5 }, () => asked("POST", "/support/tickets", form)));
  assert.deepEqual(new Set(answers.map(([status]) => status)), new Set([201]));
  assert.equal(new Set(answers.map(([, { number }]) => number)).size, 1);
  const [, { tickets }] = await asked("GET", "/support/tickets", { user: "bo" });
  assert.deepEqual(tickets.map(({ title }) => title), ["Twice"]);
  const reply = { user: "bo", json: { text: "And again." }, headers: { "idempotency-key": "9b2e" } };
  const path = `/support/tickets/${tickets[0].number}`;
  await Promise.all([asked("POST", `${path}/comments`, reply), asked("POST", `${path}/comments`, reply)]);
  assert.equal((await asked("GET", path, { user: "bo" }))[1].comments.length, 2);
});

test("nobody sees what is not theirs", async () => {
  assert.deepEqual(refused(await asked("GET", "/support/tickets/1", { user: "bo" })), [404, "ticket.not_found"]);
  assert.deepEqual(refused(await asked("POST", "/support/tickets/1/comments", { user: "bo", json: { text: "Me too" } })), [404, "ticket.not_found"]);
  assert.deepEqual(refused(await asked("GET", "/support/tickets/4711")), [404, "ticket.not_found"]);
  for (const path of ["/support/tickets", "/support/tickets/1"]) {
    assert.deepEqual(refused(await asked("GET", path, { user: "eve" })), [401, "request.unknown_user"]);
  }
});

test("what makes no sense is refused, and says why", async () => {
  const create = (options) => asked("POST", "/support/tickets", options).then(refused);
  assert.deepEqual(await create({ json: { title: "", text: "x" } }), [400, "field.required"]);
  assert.deepEqual(await create({ json: { title: "x", text: "" } }), [400, "comment.empty"]);
  for (const json of [{ title: 5, text: "x" }, { text: "x" }, null, [], "x", 5]) {
    assert.deepEqual(await create({ json }), [400, "request.malformed"]);
  }
  assert.deepEqual(await create({ body: "{", headers: { "content-type": "application/json; charset=utf-8" } }), [400, "request.malformed"]);
  assert.deepEqual(await create({ body: "title=x" }), [415, "request.not_json"]);
  assert.deepEqual(await create({ json: { title: "\ud800", text: "x" } }), [400, "call.malformed"]);
  for (const after of ["x", "1", "1.x", "1.-1"]) {
    assert.deepEqual(refused(await asked("GET", `/support/tickets?after=${after}`)), [400, "call.malformed"], after);
  }
  assert.deepEqual(refused(await asked("DELETE", "/support/tickets")), [405, "request.unknown_method"]);
  for (const path of ["/support/", "/support/tickets/0", "/support/tickets/1e3", "/support/tickets/x/comments"]) {
    assert.deepEqual(refused(await asked("GET", path)), [404, "request.unknown_path"]);
  }
});

test("what is too large is refused, and the connection goes on", async () => {
  const text = "x".repeat(1_000_000);
  assert.deepEqual(refused(await asked("POST", "/support/tickets", { json: { title: "x", text } })), [413, "request.too_large"]);
  const title = "x".repeat(10_000);
  assert.deepEqual(refused(await asked("POST", "/support/tickets", { json: { title, text: "x" } })), [413, "field.too_long"]);
});

test("a list goes on where the page before ended", async () => {
  for (let i = 0; i < 30; i += 1) await asked("POST", "/support/tickets", { json: { title: `Ticket ${i}`, text: "x" } });
  const [, first] = await asked("GET", "/support/tickets");
  const [, second] = await asked("GET", first.next);
  assert.deepEqual([first.tickets.length, second.next], [25, null]);
  assert.equal(new Set([...first.tickets, ...second.tickets].map(({ number }) => number)).size, 31);
});

test("mail is taken in from the mail server alone", async () => {
  const take = (user, raw) => asked("POST", "/support/mail", { user, body: raw, headers: { "x-sender-verdict": "aligned" } });
  assert.deepEqual(refused(await take("rita", mail(100))), [401, "request.unknown_user"]);
  const [status, taken] = await take("mail-secret", mail(100_000));
  assert.deepEqual([status, taken.outcome], [200, "created"]);
  assert.equal((await take("mail-secret", mail(100_000)))[1].outcome, "duplicate");
  assert.deepEqual((await asked("GET", `/support/tickets/${taken.number}`))[1].title, "Logs");
});

test("clients that go away disturb nobody", async () => {
  const head = (length) => `POST /support/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rita\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  const whole = JSON.stringify({ title: "Gone", text: "x" });
  for (const sent of [`${head(1000)}{`, head(whole.length) + whole]) {
    for (let i = 0; i < 10; i += 1) {
      const socket = connect(app.port);
      await once(socket, "connect");
      socket.end(sent);
      socket.destroy();
      await once(socket, "close");
    }
  }
  assert.equal((await asked("GET", "/support/tickets"))[0], 200);
  assert.equal(app.errors, "");
});

test("it stops when it is told to, and goes on with what it kept", async () => {
  const stopped = once(app, "exit");
  app.kill("SIGTERM");
  assert.deepEqual(await stopped, [0, null]);
  assert.equal(app.errors, "");
  app = await start();
  assert.equal((await asked("GET", "/support/tickets/1"))[1].title, "It burns");
});

// The ordinary life of a desk.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { Desk, Frontdesk, ManualClock, isFrontdeskError } from "frontdesk";

import { MONDAY, asked, mail, office } from "./support.mjs";

test("a ticket is asked, answered and read, with the types of the language", async () => {
  const { desk, clock, ada, rita } = await office();
  const { ticket, number } = await desk.requester(rita).createTicket(asked(rita));
  clock.advance(60_000);
  const comment = { visibility: "public", text: "Take the stairs." };
  const receipt = await desk.agent(ada).updateTicket({ ticket, comment, addTags: ["fire"] });
  assert.deepEqual(receipt.at, new Date(MONDAY.getTime() + 60_000));

  const read = await desk.agent(ada).ticket(ticket);
  assert.equal(read.title.text, "Printer");
  assert.deepEqual(read.tags, ["fire"]);
  assert.deepEqual(read.facts.firstReplyAt, receipt.at);
  assert.equal(read.assignee, null);
  assert.deepEqual(await desk.agent(ada).ticketByNumber(number), read);

  const comments = await desk.requester(rita).comments(number).toArray();
  assert.deepEqual(
    comments.map((one) => [one.visibility, one.text.text, one.author.type]),
    [
      ["public", "It burns.", "requester"],
      ["public", "Take the stairs.", "agent"],
    ],
  );
  const kinds = (await desk.host.events(number).toArray()).map((event) => event.kind);
  assert.equal(kinds[0], "ticket_created");
  assert.ok(!kinds.includes("unknown"));
  await desk.close();
});

test("a list is read to its end, whatever the size of a page", async () => {
  const { desk, rita } = await office();
  const requests = Array.from({ length: 25 }, (_, index) => ({
    command: { type: "create_ticket", ...asked(rita, `Ticket ${index + 1}`) },
  }));
  const answers = await desk.host.batch(requests);
  assert.ok(answers.every((answer) => answer.type === "done"));
  for (const limit of [undefined, 0, 1, 7, 25, 1000]) {
    const titles = [];
    for await (const ticket of desk.host.tickets({ limit })) titles.push(ticket.title);
    assert.equal(titles.length, 25, `${limit}`);
    assert.equal(new Set(titles).size, 25);
    assert.equal(desk.host.sync.tickets({ limit }).toArray().length, 25);
  }
  const page = await desk.host.ticketsPage({ limit: 10 });
  assert.equal(page.tickets.length, 10);
  const next = await desk.host.ticketsPage({ limit: 10, after: page.next });
  assert.notEqual(next.tickets[0].id, page.tickets[0].id);
  const rest = await desk.host.tickets({ limit: 10, after: page.next }).toArray();
  assert.equal(rest.length, 15);
  await desk.close();
});

test("a command acts once, however often it is sent", async () => {
  const { desk, rita } = await office();
  const first = await desk.host.createTicket(asked(rita), { commandId: `cmd_${"1".repeat(26)}` });
  const again = await desk.host.createTicket(asked(rita), { commandId: first.command });
  const atOnce = desk.host.sync.createTicket(asked(rita), { commandId: first.command });
  assert.deepEqual([again, atOnce], [first, first]);
  assert.equal((await desk.host.tickets().toArray()).length, 1);
  await desk.close();
});

test("configuration goes in with what matters, and comes out whole", async () => {
  const { desk } = await office();
  const conditions = { all: [{ field: "priority", op: "is", value: "urgent" }, { not: { any: [] } }] };
  const saved = await desk.host.saveConfig({
    config: {
      config: "trigger",
      name: "Tag what is urgent",
      position: 1,
      conditions,
      actions: [{ type: "add_tags", tags: ["urgent"] }],
    },
  });
  const [trigger] = await desk.host.configs("trigger");
  assert.equal(trigger.id, saved.config);
  assert.equal(trigger.active, true);
  assert.deepEqual(trigger.conditions.all[0], { field: "priority", op: "is", value: "urgent" });
  const renamed = await desk.host.saveConfig({ config: { ...trigger, name: "Urgent" }, baseVersion: trigger.version });
  assert.equal(renamed.version, trigger.version + 1);
  await desk.close();
});

test("bytes go in and come out as they are", async () => {
  const { desk } = await office();
  const raw = mail(1000);
  const receipt = await desk.host.intake({ raw, verdict: "aligned", receivedAt: MONDAY });
  assert.equal(receipt.outcome.outcome, "created");
  const [record] = await desk.host.messages().toArray();
  assert.deepEqual(Buffer.from((await desk.host.rawMail(record.raw)).bytes), raw);
  const file = await desk.host.attachment({ ticket: receipt.outcome.number, comment: 1, nth: 0 });
  assert.equal(file.name, "log");
  assert.ok(file.bytes instanceof Uint8Array && file.bytes.length > 700);
  const view = new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength);
  const [again] = await desk.host.intakeMany([{ raw: view, verdict: "aligned", receivedAt: MONDAY }]);
  assert.equal(again.type === "taken" && again.receipt.outcome.outcome, "duplicate");
  await desk.close();
});

test("a clock of the host's own makes deadlines pass", async () => {
  const { desk, clock, rita } = await office();
  await desk.host.saveConfig({
    config: {
      config: "policy",
      name: "All",
      position: 1,
      filter: { all: [] },
      targets: [{ metric: "first_reply", millis: 3_600_000 }],
    },
  });
  const { ticket } = await desk.requester(rita).createTicket(asked(rita));
  assert.equal((await desk.frontdesk.nextWakeup()).getUTCHours(), MONDAY.getUTCHours() + 1);
  clock.set(new Date("2026-01-06T09:00:00Z"));
  assert.deepEqual(clock.now(), new Date("2026-01-06T09:00:00Z"));
  assert.equal((await desk.frontdesk.tick()).timers, 1);
  assert.equal((await desk.host.ticket(ticket)).facts.breaches, 1);
  await desk.close();
});

test("a file keeps what it holds, and the desks of a store are apart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "frontdesk-"));
  const path = join(folder, "support.db");
  try {
    const clock = new ManualClock(MONDAY);
    const desk = await Desk.open(path, { clock });
    const { person } = await desk.host.savePerson({ role: "agent", name: "Ada" });
    await desk.close();
    const frontdesk = await Frontdesk.open({ path });
    assert.equal((await frontdesk.desk(1).host.person(person)).name.text, "Ada");
    await assert.rejects(frontdesk.desk(2).host.person(person), (error) => isFrontdeskError(error, "not_found"));
    await frontdesk.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what goes out is leased, and told to be delivered", async () => {
  const { desk, ada, rita } = await office();
  await desk.host.saveConfig({ config: { config: "mailbox", name: "Help", address: "help@desk.example" } });
  const { ticket } = await desk.requester(rita).createTicket(asked(rita));
  await desk.agent(ada).updateTicket({ ticket, comment: { visibility: "public", text: "Take the stairs." } });
  const [delivery] = await desk.frontdesk.lease({ limit: 10, leaseMillis: 60_000 });
  assert.deepEqual(delivery.mail.rcptTo, ["rita@example.com"]);
  assert.match(Buffer.from(delivery.mail.bytes).toString(), /Take the stairs\./);
  const { effect, fence } = delivery;
  await desk.frontdesk.fail({ desk: 1, effect, fence, failure: { note: "451 try again" } });
  assert.equal((await desk.host.effects("pending").toArray()).length, 1);
  await desk.close();
});

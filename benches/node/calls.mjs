// What a call costs: through JavaScript, the engine and its store, and back as objects.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Desk } from "../../bindings-node/dist/index.mjs";
import native from "../../bindings-node/dist/native.js";
import { alone, inTurns, row } from "./harness.mjs";

const ROWS = 1000;

/**
 * A job for libuv's pool that does nothing, as a promise: a store that is closed is closed again. It is in what is published, and made as
 * every call is, by an `AsyncTask`; a call of Node's own would be made in another way.
 */
async function emptyJob() {
  const store = await native.native().open("{}", [], undefined);
  store.closeSync();
  return () => store.close();
}

export async function calls({ quick }) {
  const size = quick ? { rounds: 1, units: 5 } : { rounds: 60, units: 500 };
  const folder = mkdtempSync(join(tmpdir(), "frontdesk-"));
  const limits = { page: ROWS };
  const rows = [];
  for (const [store, desk] of [
    ["memory", await Desk.inMemory({ limits })],
    ["SQLite", await Desk.open(join(folder, "support.db"), { limits })],
  ]) {
    rows.push(...(await ofStore(store, desk, size)));
    await desk.close();
  }
  rmSync(folder, { recursive: true });
  return rows;
}

async function ofStore(store, desk, size) {
  const { agent, ticket } = await filled(desk);
  const empty = await emptyJob();
  const { sync } = agent;
  const atOnce = await alone(size, (units) => {
    for (let i = 0; i < units; i += 1) sync.ticket(ticket);
  });
  const [promised, nothing] = await inTurns(
    size,
    async (units) => {
      for (let i = 0; i < units; i += 1) await agent.ticket(ticket);
    },
    async (units) => {
      for (let i = 0; i < units; i += 1) await empty();
    },
  );
  const list = await alone({ rounds: size.rounds, units: 1 }, () => {
    const { tickets } = sync.ticketsPage({ limit: ROWS });
    if (tickets.length !== ROWS) throw new Error(`${tickets.length} rows`);
  });
  const ids = sync.ticketsPage({ limit: ROWS }).tickets.map(({ id }) => id);
  const whole = await alone({ rounds: size.rounds, units: 1 }, () => void sync.ticketsById(ids));
  return [
    row(`Node: a ticket at once, ${store}`, atOnce, { most: 25_000 }),
    row(`Node: a ticket by promise, ${store}; peer: an empty job`, promised, { peer: nothing, ratio: 0.5 }),
    row(`Node: ${ROWS} rows of a list at once, ${store}`, list),
    row(`Node: ${ROWS} whole tickets at once, ${store}`, whole),
  ];
}

/** An agent, and tickets that are like others: with tags, an assignee, answers, clocks. */
async function filled(desk) {
  const { host } = desk;
  const agent = desk.agent((await host.savePerson({ role: "agent", name: "Ada", addresses: ["ada@desk.example"] })).person);
  const { person } = await host.savePerson({ role: "requester", name: "Rita", addresses: ["rita@example.com"] });
  const targets = [
    { metric: "first_reply", millis: 3_600_000 },
    { metric: "resolution", millis: 86_400_000 },
  ];
  await host.saveConfig({ config: { config: "policy", name: "All", position: 1, filter: { all: [] }, targets } });
  const comment = { visibility: "public", text: "It burns, and smells of burnt plastic. What should I do about it?" };
  const requests = Array.from({ length: 100 }, (_, index) => ({
    command: { type: "create_ticket", requester: person, title: `Printer ${index} burns`, tags: ["fire", "printer"], comment },
  }));
  let receipt;
  for (let tickets = 0; tickets < ROWS; tickets += requests.length) [receipt] = await host.batch(requests);
  const { ticket } = receipt.receipt;
  await agent.updateTicket({ ticket, comment: { visibility: "public", text: "Take the stairs." } });
  return { agent, ticket };
}

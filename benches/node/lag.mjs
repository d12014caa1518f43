// For how long the event loop stands while a large mail is taken in on the pool.

import { performance } from "node:perf_hooks";

import { Desk } from "../../bindings-node/dist/index.mjs";
import { mail } from "../../bindings-node/test/support.mjs";
import { row, told } from "./harness.mjs";

export async function lag({ quick }) {
  const bytes = quick ? 100_000 : 24_900_000;
  const desk = await Desk.inMemory();
  const longest = await told({ rounds: quick ? 1 : 10 }, async (round) => {
    const raw = mail(bytes, `${round}`);
    return 1e6 * (await stood(() => desk.host.intake({ raw, verdict: "aligned", receivedAt: new Date() })));
  });
  await desk.close();
  return [row("Node: the longest stand of the event loop in an intake of 25 MB", longest, { most: 20_000_000 })];
}

/** The longest time between two beats of a timer while something is awaited, in milliseconds. */
async function stood(work) {
  let longest = 0;
  let last = performance.now();
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const beating = setInterval(beat, 1);
  await work();
  beat();
  clearInterval(beating);
  return longest;
}

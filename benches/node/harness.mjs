// Measures two things in turns, so that what disturbs the machine disturbs both, and tells what came out as the other benches do.

/** How long each round took, in nanoseconds a unit of work. */
class Times {
  #rounds = [];

  add(nanos) {
    this.#rounds.push(nanos);
  }

  /** What half of the rounds stayed below. */
  get median() {
    return this.#rounds.toSorted((one, other) => one - other)[Math.floor(this.#rounds.length / 2)];
  }

  /** The quickest round. */
  get least() {
    return Math.min(...this.#rounds);
  }

  toString() {
    return `${time(this.median)} (${time(this.least)})`;
  }
}

/** Lets two pieces of work take turns, each round a piece of so many units; the first round only warms up. */
export const inTurns = ({ rounds, units }, ours, peer) => sideBySide(rounds, [ours, units], [peer, units]);

/** The same for several pieces, each with how many units it is in a round. */
export async function sideBySide(rounds, ...works) {
  const all = works.map(([work, units]) => ({ work, units, times: new Times() }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { work, units, times } of all) {
      const begun = process.hrtime.bigint();
      await work(units);
      const took = Number(process.hrtime.bigint() - begun) / units;
      if (round > 0) times.add(took);
    }
  }
  return all.map(({ times }) => times);
}

/** Measures a piece of work that has no peer. */
export const alone = async (size, work) => (await inTurns(size, work, () => undefined))[0];

/** What a piece of work says of itself, in nanoseconds. */
export async function told({ rounds }, work) {
  const times = new Times();
  for (let round = 0; round <= rounds; round += 1) {
    const nanos = await work(round);
    if (round > 0) times.add(nanos);
  }
  return times;
}

/** A line of the table. The ratio is the speed of ours as a part of the peer's. */
export function row(what, ours, { peer, most, ratio } = {}) {
  if (!(ours.median > 0)) throw new Error(`nothing was measured of: ${what}`);
  const speed = peer && peer.median / ours.median;
  const reached = (most === undefined || ours.median <= most) && (ratio === undefined || speed >= ratio);
  const goal = most !== undefined ? `≤ ${time(most)}` : ratio !== undefined ? `ratio ≥ ${ratio.toFixed(2)}` : "";
  const cells = [what, ours, peer ?? "", speed?.toFixed(2) ?? "", goal, goal && (reached ? "yes" : "no")];
  return `| ${cells.join(" | ")} |`;
}

/** Nanoseconds, for people. */
function time(nanos) {
  if (nanos < 1e3) return `${nanos.toFixed(0)} ns`;
  if (nanos < 1e6) return `${(nanos / 1e3).toFixed(1)} µs`;
  return nanos < 1e9 ? `${(nanos / 1e6).toFixed(1)} ms` : `${(nanos / 1e9).toFixed(1)} s`;
}

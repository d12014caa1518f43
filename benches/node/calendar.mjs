// Questions to a calendar: nine to five in Berlin with twenty holidays, from instants all over a year.
//
// The peer is the package `moment-business-time`. It is asked the same, and has to answer the same.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

import { BusinessCalendar } from "../../bindings-node/dist/index.mjs";
import { alone, row, sideBySide } from "./harness.mjs";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const HOLIDAYS = Array.from({ length: 20 }, (_, nth) => ({ month: 1 + (nth % 12), day: 1 + ((nth * 5) % 28) }));
const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 0, 1);

/** Neighbors in the list are far apart, so that also a few of them are from all over the year. */
const INSTANTS = Array.from({ length: 5000 }, (_, nth) => new Date(BEGIN + ((nth * 37) % 5000) * 1.7 * HOUR));

/** Each with its days, about as many open hours, and how often the peer is asked in a round. */
const SPANS = [
  ["a day", 1, 8, 40],
  ["a week", 7, 40, 10],
  ["a month", 30, 170, 3],
  ["a year", 365, 2000, 1],
  ["three years", 1096, 6000, 1],
];

export async function calendar({ quick }) {
  const size = quick ? { rounds: 1, units: 10 } : { rounds: 50, units: 5000 };
  const hours = ours();
  const instants = INSTANTS.slice(0, size.units);
  const each = (ask) => alone(size, () => {
    for (const at of instants) ask(at);
  });
  const rows = [
    row("Node: calendar, add five hours", await each((at) => hours.add(at, 5 * HOUR))),
    row("Node: calendar, between two instants", await each((at) => hours.between(INSTANTS[0], at))),
  ];
  const moment = peer();
  for (const span of SPANS) rows.push(...(await besidePeer(hours, moment, quick, span)));
  return rows;
}

/** The same questions to both, one by one and to ours also all at once. */
async function besidePeer(hours, moment, quick, [name, days, open, asked]) {
  const pairs = INSTANTS.map((from) => [from, new Date(+from + days * 24 * HOUR)]);
  const add = (from) => moment(from).addWorkingTime(open, "hours");
  const between = ([from, to]) => Math.abs(moment(to).workingDiff(moment(from), "milliseconds", true));
  for (const [from, to] of pairs.slice(0, quick ? 3 : 20)) {
    assert.deepEqual(hours.add(from, open * HOUR), add(from).toDate(), `${name} from ${from}`);
    assert.equal(hours.between(from, to), between([from, to]), `${name} from ${from}`);
  }

  const [rounds, units, peers] = quick ? [1, 20, 1] : [20, 5000, asked];
  let nth = 0;
  const some = (list, ask) => (count) => {
    for (const one of list.slice(0, count)) ask(one);
  };
  // Each round the peer is asked about others.
  const further = (list, ask) => (count) => {
    for (let i = 0; i < count; i += 1) ask(list[nth++ % list.length]);
  };
  const told = (what, times, ofPeer) => row(`Node: calendar, ${what}; peer: moment-business-time`, times, { peer: ofPeer, ratio: 100 });

  const added = await sideBySide(
    rounds,
    [some(INSTANTS, (from) => hours.add(from, open * HOUR)), units],
    [(count) => hours.addMany(INSTANTS.slice(0, count), open * HOUR), units],
    [further(INSTANTS, add), peers],
  );
  const measured = await sideBySide(
    rounds,
    [some(pairs, ([from, to]) => hours.between(from, to)), units],
    [(count) => hours.betweenMany(pairs.slice(0, count)), units],
    [further(pairs, between), peers],
  );
  return [
    told(`add ${name}`, added[0], added[2]),
    told(`add ${name}, many at once`, added[1], added[2]),
    told(`between, ${name}`, measured[0], measured[2]),
    told(`between, ${name}, many at once`, measured[1], measured[2]),
  ];
}

function ours() {
  return new BusinessCalendar({
    zone: "Europe/Berlin",
    weekly: DAYS.map((weekday) => ({ weekday, intervals: [{ from: "09:00", to: "17:00" }] })),
    holidays: HOLIDAYS.map(({ month, day }) => ({ name: `${month}-${day}`, rule: { kind: "yearly", month, day } })),
  });
}

/** The same as the peer has it, which works in the zone of the process. */
function peer() {
  process.env.TZ = "Europe/Berlin";
  const peers = createRequire(join(process.env.FRONTDESK_PEERS, "package.json"));
  const moment = peers("moment-business-time");
  const nineToFive = ["09:00:00", "17:00:00"];
  const two = (number) => String(number).padStart(2, "0");
  moment.updateLocale("en", {
    workinghours: Object.fromEntries([null, ...DAYS.map(() => nineToFive), null].entries()),
    holidays: HOLIDAYS.map(({ month, day }) => `*-${two(month)}-${two(day)}`),
  });
  return moment;
}

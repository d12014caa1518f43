// Questions to a calendar: nine to five in Berlin with a holiday, from instants all over a year.

import { BusinessCalendar } from "../../bindings-node/dist/index.mjs";
import { alone, row } from "./harness.mjs";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const HOUR = 3_600_000;

export async function calendar({ quick }) {
  const size = quick ? { rounds: 1, units: 10 } : { rounds: 50, units: 5000 };
  const hours = new BusinessCalendar({
    zone: "Europe/Berlin",
    weekly: DAYS.map((weekday) => ({ weekday, intervals: [{ from: "09:00", to: "17:00" }] })),
    holidays: [{ name: "New Year", rule: { kind: "yearly", month: 1, day: 1 } }],
  });
  const instants = Array.from({ length: size.units }, (_, index) => new Date(Date.UTC(2026, 0, 1) + index * 1.7 * HOUR));
  const each = (ask) => alone(size, () => {
    for (const at of instants) ask(at);
  });
  return [
    row("Node: calendar, add five hours", await each((at) => hours.add(at, 5 * HOUR))),
    row("Node: calendar, between two instants", await each((at) => hours.between(instants[0], at))),
  ];
}

// Why a calendar counts a stretch of time, promises in days, and how far its holidays are known.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BusinessCalendar, isFrontdeskError } from "frontdesk";

import { refused } from "./support.mjs";

const HOUR = 3_600_000;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

/** Nine to five with a break on Thursdays; Christmas is closed, and the Saturday behind it has a shift. */
const office = new BusinessCalendar({
  zone: "Europe/Berlin",
  weekly: DAYS.map((weekday) => ({ weekday, intervals: [{ from: "09:00", to: "17:00" }] })),
  holidays: [{ name: "Christmas", rule: { kind: "yearly", month: 12, day: 25 } }],
  shifts: [{ date: "2026-12-26", intervals: [{ from: "10:00", to: "12:00" }] }],
  breaks: [{ on: { kind: "weekday", weekday: "thursday" }, interval: { from: "12:00", to: "13:00" } }],
  coversUntil: "2027-12-26",
});
const never = new BusinessCalendar({ zone: "UTC" });

/** An hour of a day of December 2026 in Berlin. */
const at = (day, hour = 0) => new Date(Date.UTC(2026, 11, day, hour - 1));

test("every stretch has its reason", () => {
  const told = [...office.stretches(at(24, 11), at(28, 10))];
  const reasons = [
    [at(24, 11), true, { kind: "weekly_hours" }],
    [at(24, 12), false, { kind: "break" }],
    [at(24, 13), true, { kind: "weekly_hours" }],
    [at(24, 17), false, { kind: "outside_hours" }],
    [at(25), false, { kind: "holiday", name: "Christmas" }],
    [at(26), false, { kind: "outside_shift" }],
    [at(26, 10), true, { kind: "shift" }],
    [at(26, 12), false, { kind: "outside_shift" }],
    [at(27), false, { kind: "closed_weekday" }],
    [at(28), false, { kind: "outside_hours" }],
    [at(28, 9), true, { kind: "weekly_hours" }],
  ];
  assert.deepEqual(told.map(({ from, open, reason }) => [from, open, reason]), reasons);
  assert.deepEqual(told.map(({ to }) => to), [...told.slice(1).map(({ from }) => from), at(28, 10)]);
  const counted = told.filter(({ open }) => open).reduce((sum, { from, to }) => sum + (to - from), 0);
  assert.equal(counted, office.between(at(24, 11), at(28, 10)));
});

test("a combination tells which part decides", () => {
  const late = new BusinessCalendar({ zone: "Europe/Berlin", weekly: [{ weekday: "monday", intervals: [{ from: "13:00", to: "20:00" }] }] });
  const both = [...office.intersection(late).stretches(at(28, 8), at(28, 21))].map(({ from, open, part }) => [from, open, part]);
  assert.deepEqual(both, [[at(28, 8), false, 0], [at(28, 9), false, 1], [at(28, 13), true, 0], [at(28, 17), false, 0]]);
});

test("days on which the clock is set are as long as they are", () => {
  const nights = new BusinessCalendar({ zone: "Europe/Berlin", weekly: [{ weekday: "sunday", intervals: [{ from: "00:00", to: "06:00" }] }] });
  for (const [midnight, noon, hours] of [
    ["2026-03-29T00:00:00+01:00", "2026-03-29T12:00:00+02:00", 5],
    ["2026-10-25T00:00:00+02:00", "2026-10-25T12:00:00+01:00", 7],
  ]) {
    const [opened, closed] = nights.stretches(new Date(midnight), new Date(noon));
    assert.deepEqual([opened.to - opened.from, closed.open], [hours * HOUR, false]);
  }
  const due = (text) => nights.nextBusinessDayAt(new Date(text), 0, "02:30");
  assert.deepEqual(due("2026-03-29T00:00:00+01:00"), new Date("2026-03-29T03:00:00+02:00"), "the first instant after the time that is skipped");
  assert.deepEqual(due("2026-10-25T00:00:00+02:00"), new Date("2026-10-25T02:30:00+02:00"), "the first of both");
});

test("stretches are computed as the loop comes to them, as often as one loops", () => {
  const all = office.stretches(new Date(-8.64e15), new Date(8.64e15));
  for (let again = 0; again < 2; again += 1) {
    const [first, second] = all;
    assert.deepEqual([first.from, first.reason], [new Date(0), { kind: "outside_hours" }]);
    assert.equal(second.open, true);
  }
  assert.deepEqual([...office.stretches(at(2), at(1))], []);
  const year = [new Date("2026-01-01T00:00:00Z"), new Date("2027-01-01T00:00:00Z")];
  const [always, ...rest] = BusinessCalendar.always().stretches(...year);
  assert.deepEqual([always.from, always.to, always.open, rest], [...year, true, []]);
  assert.deepEqual([...never.stretches(...year)].map(({ reason }) => reason.kind), ["closed_weekday"]);
});

test("a promise in days is kept on a day that is open", () => {
  assert.deepEqual(office.nextBusinessDayAt(at(24, 11), 0, "16:00"), at(24, 16));
  assert.deepEqual(office.nextBusinessDayAt(at(24, 17), 0, "16:00"), at(26, 16), "the time is past");
  assert.deepEqual(office.nextBusinessDayAt(at(24, 11), 1, "16:00"), at(26, 16), "the shift is closed then, and still counts");
  assert.deepEqual(office.nextBusinessDayAt(at(24, 11), 2, "16:30"), new Date(+at(28, 16) + HOUR / 2));
  assert.equal(never.nextBusinessDayAt(at(1), 1, "09:00"), null);
  assert.equal(office.nextBusinessDayAt(new Date("9999-12-01T00:00:00Z"), 36_525, "09:00"), null);
});

test("how far holidays are known", () => {
  const sooner = new BusinessCalendar({ zone: "UTC", coversUntil: "2026-12-26" });
  assert.equal(office.coversUntil, "2027-12-26");
  assert.equal(office.intersection(sooner).union(never).coversUntil, "2026-12-26");
  assert.deepEqual([never.coversUntil, BusinessCalendar.always().coversUntil], [null, null]);
});

test("what cannot be asked is told with its path and a hint", () => {
  const now = at(24);
  for (const none of [new Date(Number.NaN), 5, "2026-11-27", null, undefined]) {
    refused(() => office.stretches(none, now), "call.malformed", "/from");
    refused(() => office.stretches(now, none), "call.malformed", "/to");
    refused(() => office.nextBusinessDayAt(none, 1, "09:00"), "call.malformed", "/at");
  }
  for (const none of [-1, 0.5, Number.NaN, "1", 1n, 2 ** 60, null, undefined]) {
    refused(() => office.nextBusinessDayAt(now, none, "09:00"), "call.malformed", "/days");
  }
  for (const none of [9, "\udc00", undefined]) refused(() => office.nextBusinessDayAt(now, 1, none), "call.malformed", "/time");
  for (const none of ["9:00", "24:00", "09:00:00", ""]) refused(() => office.nextBusinessDayAt(now, 1, none), "calendar.bad_time", "/time");
  for (const days of [36_526, 2 ** 40]) {
    assert.throws(
      () => office.nextBusinessDayAt(now, days, "09:00"),
      (error) => isFrontdeskError(error, "limit_exceeded") && error.code === "calendar.too_many" && error.path === "/days",
    );
  }
});

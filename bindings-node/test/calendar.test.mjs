// Calendars by themselves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BusinessCalendar, isFrontdeskError } from "frontdesk";

import { refused } from "./support.mjs";

const HOUR = 3_600_000;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

const nineToFive = (more = {}) => ({
  zone: "Europe/Berlin",
  weekly: DAYS.map((weekday) => ({ weekday, intervals: [{ from: "09:00", to: "17:00" }] })),
  ...more,
});

const at = (text) => new Date(text);

test("open time is counted over nights, weekends and back again", () => {
  const hours = new BusinessCalendar(nineToFive());
  const friday = at("2026-11-27T12:00:00+01:00");
  const monday = hours.add(friday, 6 * HOUR);
  assert.deepEqual(monday, at("2026-11-30T10:00:00+01:00"));
  assert.equal(hours.between(friday, monday), 6 * HOUR);
  assert.equal(hours.between(monday, friday), -6 * HOUR);
  assert.deepEqual(hours.sub(monday, 6 * HOUR), friday);
  assert.deepEqual(hours.add(monday, -6 * HOUR), friday);
  assert.deepEqual(hours.add(friday, 0), friday);
  assert.deepEqual([hours.isOpen(friday), hours.isOpen(at("2026-11-28T12:00:00+01:00"))], [true, false]);
  assert.deepEqual(hours.nextOpen(at("2026-11-28T12:00:00+01:00")), at("2026-11-30T09:00:00+01:00"));
  assert.deepEqual(hours.nextClose(friday), at("2026-11-27T17:00:00+01:00"));
  assert.equal(hours.hasHours, true);
});

test("a day on which the clock is set is as long as it is", () => {
  const hours = new BusinessCalendar({
    zone: "Europe/Berlin",
    weekly: [{ weekday: "sunday", intervals: [{ from: "00:00", to: "24:00" }] }],
  });
  const [spring, autumn] = [at("2026-03-29T00:00:00+01:00"), at("2026-10-25T00:00:00+02:00")];
  assert.equal(hours.between(spring, at("2026-03-30T00:00:00+02:00")), 23 * HOUR);
  assert.equal(hours.between(autumn, at("2026-10-26T00:00:00+01:00")), 25 * HOUR);
  assert.deepEqual(hours.add(spring, 3 * HOUR), at("2026-03-29T04:00:00+02:00"));
  assert.equal(hours.day("2026-10-25")[0].openMillis, 25 * HOUR);
});

test("a holiday closes its day, and the day says so", () => {
  const hours = new BusinessCalendar(
    nineToFive({
      holidays: [{ name: "Christmas Eve", rule: { kind: "yearly", month: 12, day: 24 } }],
      breaks: [{ on: { kind: "weekday", weekday: "friday" }, interval: { from: "12:00", to: "13:00" } }],
    }),
  );
  const eve = at("2026-12-24T10:00:00+01:00");
  assert.deepEqual([hours.isOpen(eve), hours.isHoliday(eve), hours.isHoliday(at("2026-12-23T10:00:00Z"))], [false, true, false]);
  const [day] = hours.day("2026-12-24");
  assert.deepEqual(day, {
    zone: "Europe/Berlin",
    date: "2026-12-24",
    intervals: [],
    reason: { kind: "holiday", name: "Christmas Eve" },
    breaks: [],
    openMillis: 0,
  });
  const days = [...hours.explain(eve, at("2026-12-26T00:00:00+01:00"))];
  assert.deepEqual(days.map(({ date, reason }) => [date, reason.kind]), [["2026-12-24", "holiday"], ["2026-12-25", "weekly"]]);
  assert.deepEqual(days[1].breaks, [{ from: "12:00", to: "13:00" }]);
  assert.deepEqual(days[1].intervals, [{ from: "09:00", to: "12:00" }, { from: "13:00", to: "17:00" }]);
});

test("periods come in order, cut to what was asked for, as often as one loops", () => {
  const periods = new BusinessCalendar(nineToFive()).periods(at("2026-11-27T12:00:00+01:00"), at("2026-11-30T10:00:00+01:00"));
  const expected = [
    { start: at("2026-11-27T12:00:00+01:00"), end: at("2026-11-27T17:00:00+01:00") },
    { start: at("2026-11-30T09:00:00+01:00"), end: at("2026-11-30T10:00:00+01:00") },
  ];
  assert.deepEqual([...periods], expected);
  assert.deepEqual([...periods], expected);
  const backwards = new BusinessCalendar(nineToFive()).periods(at("2026-11-30T00:00:00Z"), at("2026-11-27T00:00:00Z"));
  assert.deepEqual([...backwards], []);
});

test("what never comes is null", () => {
  const hours = new BusinessCalendar(nineToFive());
  const now = at("2026-11-27T12:00:00Z");
  assert.equal(hours.add(now, Number.MAX_SAFE_INTEGER), null);
  assert.equal(hours.sub(now, Number.MAX_SAFE_INTEGER), null);
  const never = new BusinessCalendar({ zone: "UTC" });
  assert.deepEqual([never.hasHours, never.add(now, 1), never.nextOpen(now), never.nextClose(now)], [false, null, null, null]);
  assert.deepEqual([...never.periods(new Date(0), now)], []);
  const always = BusinessCalendar.always();
  assert.deepEqual([always.isOpen(now), always.nextClose(now), always.between(now, now)], [true, null, 0]);
});

test("calendars are combined", () => {
  const [berlin, tokyo] = ["Europe/Berlin", "Asia/Tokyo"].map((zone) => new BusinessCalendar(nineToFive({ zone })));
  const [from, to] = [at("2026-11-27T00:00:00Z"), at("2026-11-28T00:00:00Z")];
  assert.equal(berlin.intersection(tokyo).between(from, to), 0);
  assert.equal(berlin.union(tokyo).between(from, to), 16 * HOUR);
  assert.deepEqual(berlin.union(tokyo).day("2026-11-27").map(({ zone }) => zone), ["Europe/Berlin", "Asia/Tokyo"]);
  let many = berlin;
  assert.throws(
    () => {
      for (let i = 0; i < 100; i += 1) many = many.union(berlin);
    },
    (error) => isFrontdeskError(error, "limit_exceeded") && error.code === "calendar.too_many",
  );
});

test("hours are read from JSON, as a desk keeps them", () => {
  const hours = BusinessCalendar.fromJson(JSON.stringify(nineToFive()));
  assert.ok(hours.isOpen(at("2026-11-27T12:00:00Z")));
  refused(() => BusinessCalendar.fromJson('{"zone": "UTC", "weekly": [{"weekday": "moonday", "intervals": []}]}'), "call.malformed", "/weekly/0/weekday");
  refused(() => BusinessCalendar.fromJson("[]"), "call.malformed", "");
  refused(() => BusinessCalendar.fromJson('{"zone": "\ud800"}'), "call.malformed", "/hours");
});

test("faults in the hours are told with their place", () => {
  const made = (hours) => () => new BusinessCalendar(hours);
  refused(made(nineToFive({ zone: "Europe/Nowhere" })), "calendar.unknown_zone", "/zone");
  refused(made(nineToFive({ zone: 5 })), "call.malformed", "/zone");
  refused(made(nineToFive({ zone: "\ud800" })), "call.malformed", "/zone");
  refused(made(nineToFive({ zones: "UTC" })), "call.malformed", "/zones");
  refused(made(nineToFive({ shifts: [{ date: "2026-02-30", intervals: [] }] })), "calendar.bad_date", "/shifts/0/date");
  const late = [{ weekday: "monday", intervals: [{ from: "25:00", to: "26:00" }] }];
  refused(made(nineToFive({ weekly: late })), "calendar.bad_time", "/weekly/0/intervals/0/from");
  for (const nothing of [undefined, null, 5, "UTC", [], () => 1]) assert.throws(made(nothing), (error) => isFrontdeskError(error, "invalid"));
});

test("instants and durations that are none are refused, before a loop begins", () => {
  const hours = new BusinessCalendar(nineToFive());
  const now = new Date();
  for (const none of [new Date(Number.NaN), 5, "2026-11-27", null, undefined, {}]) {
    refused(() => hours.add(none, 1), "call.malformed", "/at");
    refused(() => hours.isOpen(none), "call.malformed", "/at");
    refused(() => hours.between(now, none), "call.malformed", "/to");
    refused(() => hours.periods(none, now), "call.malformed", "/from");
    refused(() => hours.explain(now, none), "call.malformed", "/to");
  }
  for (const none of [0.5, Number.NaN, Infinity, 2 ** 60, "1", 1n, null, undefined]) {
    refused(() => hours.add(now, none), "call.malformed", "/millis");
    refused(() => hours.sub(now, none), "call.malformed", "/millis");
  }
  for (const none of [5, "\udc00", undefined]) refused(() => hours.day(none), "call.malformed", "/date");
  refused(() => hours.day("tomorrow"), "calendar.bad_date", "/date");
  for (const none of [undefined, {}, now]) refused(() => hours.union(none), "call.malformed", "/other");
});

test("of a span of all times only what is taken is computed", () => {
  const hours = new BusinessCalendar(nineToFive());
  const [begin, end] = [new Date(-8.64e15), new Date(8.64e15)];
  const [period] = hours.periods(begin, end);
  assert.deepEqual(period.start, at("1970-01-01T08:00:00Z"));
  const [day] = hours.explain(begin, end);
  assert.equal(day.date, "1970-01-01");
  const before = process.memoryUsage().rss;
  let days = 0;
  for (const { date } of hours.explain(begin, end)) {
    days += 1;
    if (date === "2026-12-24") break;
  }
  assert.equal(days, 20_812);
  assert.ok(process.memoryUsage().rss - before < 200_000_000);
  const [open] = BusinessCalendar.always().periods(begin, end);
  assert.deepEqual([open.start.getTime(), open.end.getUTCFullYear()], [0, 9999]);
});

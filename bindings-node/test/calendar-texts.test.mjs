// Calendars from texts that others write: `opening_hours` of OpenStreetMap, and iCalendar.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BusinessCalendar, isFrontdeskError, readIcs, readOpeningHours } from "frontdesk";

import { refused } from "./support.mjs";

const ICS = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "SUMMARY:Christmas Day",
  "DTSTART;VALUE=DATE:20261225",
  "RRULE:FREQ=YEARLY",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "SUMMARY:Company outing",
  "DTSTART:20260612T080000Z",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

/** What an error tells beside its code. */
const detail = (run, name) => {
  try {
    run();
  } catch (error) {
    return error.details.find((detail) => detail.name === name)?.value;
  }
  return assert.fail("nothing was refused");
};

const tooLarge = (code) => (error) => isFrontdeskError(error, "limit_exceeded") && error.code === code && error.path === "/text";

test("opening hours become a calendar", () => {
  const closed = [{ name: "Unity", rule: { kind: "yearly", month: 10, day: 3 } }];
  const text = "Mo-Fr 09:00-12:30,13:30-17:30; Sa 10:00-14:00; 2026 Dec 24 09:00-12:00; Dec 25 off; PH off";
  const spec = readOpeningHours("Europe/Berlin", text, closed);
  assert.deepEqual(spec.weekly[5], { weekday: "saturday", intervals: [{ from: "10:00", to: "14:00" }] });
  assert.deepEqual([spec.zone, spec.weekly.length, spec.shifts[0].date], ["Europe/Berlin", 6, "2026-12-24"]);
  assert.deepEqual(spec.holidays.map(({ name }) => name), ["Unity", "Dec 25 off"]);
  const hours = new BusinessCalendar(spec);
  assert.deepEqual(hours.nextClose(new Date("2026-12-24T10:00:00+01:00")), new Date("2026-12-24T12:00:00+01:00"));
  assert.ok(hours.isHoliday(new Date("2026-10-03T12:00:00+02:00")));
  assert.equal(new BusinessCalendar(readOpeningHours("UTC", "off")).hasHours, false);
});

test("opening hours that cannot be kept are refused, with the place in the text", () => {
  for (const [text, code, position] of [
    ["Mo-Fr 09:00+", "opening_hours.not_supported", "11"],
    ["Mo-Fr 09:00-25:61", "opening_hours.bad_time", "12"],
    ["whenever", "opening_hours.unknown", "0"],
    ["2026 Feb 30 off", "opening_hours.bad_date", "0"],
    [" ; ", "opening_hours.empty", undefined],
  ]) {
    refused(() => readOpeningHours("UTC", text), code, "/text");
    assert.equal(detail(() => readOpeningHours("UTC", text), "position"), position);
  }
  refused(() => readOpeningHours("Europe/Atlantis", "24/7"), "calendar.unknown_zone", "/zone");
  const none = { name: "None", rule: { kind: "date", date: "2026-02-30" } };
  refused(() => readOpeningHours("UTC", "24/7", [none]), "calendar.bad_date", "/holidays/0/rule/date");
  for (const wrong of [5, "\ud800", null, undefined]) {
    refused(() => readOpeningHours("UTC", wrong), "call.malformed", "/text");
    refused(() => readOpeningHours(wrong, "24/7"), "call.malformed", "/zone");
  }
  refused(() => readOpeningHours("UTC", "24/7", ["Christmas"]), "call.malformed", "/holidays/0");
  for (const wrong of ["Christmas", null]) refused(() => readOpeningHours("UTC", "24/7", wrong), "call.malformed", "/holidays");
  assert.throws(() => readOpeningHours("UTC", "24/7;".repeat(1000)), tooLarge("opening_hours.too_long"));
});

test("holidays are read, and what is left out is told", () => {
  const read = readIcs(ICS);
  assert.deepEqual(
    read.holidays.map(({ name, rule, fromYear }) => [name, rule, fromYear]),
    [["Christmas Day", { kind: "yearly", month: 12, day: 25 }, 2026]],
  );
  assert.deepEqual(read.leftOut.map(({ what, line }) => [what, line]), [["Company outing", 7]]);
  assert.match(read.leftOut[0].why, /UTC/);
  assert.equal(read.coversUntil, null, "Christmas comes back without an end");
  assert.equal(readIcs(ICS.replace("RRULE:FREQ=YEARLY\r\n", "")).coversUntil, "2026-12-25");
  const shop = new BusinessCalendar(readOpeningHours("Europe/Berlin", "Mo-Fr 09:00-17:00", read.holidays));
  assert.deepEqual(shop.nextOpen(new Date("2026-12-25T00:00:00+01:00")), new Date("2026-12-28T09:00:00+01:00"));
});

test("what is no iCalendar is refused", () => {
  for (const [text, code, line] of [
    ["", "ics.not_a_calendar", "1"],
    ["<html>\n", "ics.not_a_calendar", "1"],
    [ICS.replace("END:VCALENDAR\r\n", ""), "ics.cut_off", "10"],
  ]) {
    refused(() => readIcs(text), code, "/text");
    assert.equal(detail(() => readIcs(text), "line"), line);
  }
  for (const wrong of [5, "\ud800", null, undefined, Buffer.from(ICS)]) refused(() => readIcs(wrong), "call.malformed", "/text");
  assert.throws(() => readIcs(ICS + "X".repeat(4 << 20)), tooLarge("ics.too_large"));
});

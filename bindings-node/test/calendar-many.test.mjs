// Many questions to a calendar at once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BusinessCalendar, readOpeningHours } from "frontdesk";

import { refused } from "./support.mjs";

const HOUR = 3_600_000;
const office = new BusinessCalendar(readOpeningHours("Europe/Berlin", "Mo-Fr 09:00-17:00; Dec 25-26 off"));
const instants = Array.from({ length: 300 }, (_, nth) => new Date(Date.UTC(2026, 0, 1) + nth * 31.3 * HOUR));

test("many have the answers of single ones", () => {
  for (const millis of [0, 5 * HOUR, -5 * HOUR, 30_000 * HOUR]) {
    assert.deepEqual(office.addMany(instants, millis), instants.map((from) => office.add(from, millis)));
  }
  const pairs = instants.map((from, nth) => [from, instants.at(-nth - 1)]);
  assert.deepEqual(office.betweenMany(pairs), pairs.map(([from, to]) => office.between(from, to)));
  assert.deepEqual([office.addMany([], 1), office.betweenMany([])], [[], []]);
});

test("an hour that comes twice is told apart, and never is null", () => {
  const always = BusinessCalendar.always();
  const [first, second] = [new Date("2026-10-25T02:30:00+02:00"), new Date("2026-10-25T02:30:00+01:00")];
  assert.deepEqual(always.betweenMany([[first, second], [second, first]]), [HOUR, -HOUR]);
  const ends = [new Date(-8.64e15), instants[0], new Date(8.64e15)];
  assert.deepEqual(new BusinessCalendar({ zone: "UTC" }).addMany(ends, 1), [null, null, null]);
  assert.deepEqual(office.addMany(ends, Number.MAX_SAFE_INTEGER), [null, null, null]);
  assert.deepEqual(office.addMany(ends, HOUR), ends.map((at) => office.add(at, HOUR)));
  assert.deepEqual(office.betweenMany([[ends[2], ends[0]]]), [office.between(ends[2], ends[0])]);
});

test("one bad instant of many is told by its place", () => {
  const [one, other] = instants;
  for (const none of [new Date("none"), 5, "2026-01-01", null, undefined]) {
    refused(() => office.addMany([one, none], 1), "call.malformed", "/instants/1");
    refused(() => office.betweenMany([[one, other], [one, none]]), "call.malformed", "/pairs/1/1");
    refused(() => office.betweenMany([[none, one]]), "call.malformed", "/pairs/0/0");
  }
  for (const none of [one, "dates", null, undefined, { length: 2 }]) {
    refused(() => office.addMany(none, 1), "call.malformed", "/instants");
    refused(() => office.betweenMany(none), "call.malformed", "/pairs");
  }
  for (const none of [[one], [one, other, one], one, null, "ab"]) {
    refused(() => office.betweenMany([[one, other], none]), "call.malformed", "/pairs/1");
  }
  refused(() => office.addMany([one], 0.5), "call.malformed", "/millis");
  // A hole is nothing.
  refused(() => office.addMany([one, , other], 1), "call.malformed", "/instants/1");
});

/** What small native classes have in common: their arguments are checked here, and their faults become ours. */

import { fromNative, type FrontdeskError } from "./errors.js";
import { Place } from "./writing.js";

const at = (name: string): Place => new Place([]).in(name);

/** The milliseconds of an instant, which may lie within a list. */
export function instant(date: Date, name: string, ...within: number[]): number {
  // A date that is none has `NaN`, which is not itself.
  const millis = date instanceof Date ? date.getTime() : Number.NaN;
  if (millis === millis) return millis;
  const place = within.reduce((place, nth) => place.in(nth), at(name));
  throw place.fault("this is not an instant", "give a valid Date");
}

/** A whole number of milliseconds. */
export function duration(millis: number, name: string): number {
  if (Number.isSafeInteger(millis)) return millis;
  throw at(name).fault("this is not a whole number", "give milliseconds");
}

/** A whole number that is not negative. */
export function size(count: number, name: string): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw at(name).fault("this is not a whole number from 0 on", "give 0, 1, 2, …");
}

/** A list. */
export function list<T>(values: readonly T[], name: string): readonly T[] {
  if (Array.isArray(values)) return values as readonly T[];
  throw at(name).fault("this is not a list", "give an array");
}

/** The begins and the ends of pairs of instants, in milliseconds. */
export function sides(values: readonly (readonly [Date, Date])[], name: string): [Float64Array, Float64Array] {
  const count = list(values, name).length;
  const both: [Float64Array, Float64Array] = [new Float64Array(count), new Float64Array(count)];
  for (let nth = 0; nth < count; nth += 1) {
    const pair: unknown = values[nth];
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw at(name).in(nth).fault("this is not a pair of instants", "give an array of two Dates");
    }
    both[0][nth] = instant(pair[0] as Date, name, nth, 0);
    both[1][nth] = instant(pair[1] as Date, name, nth, 1);
  }
  return both;
}

/** A text, of whole characters. */
export function text(value: string, name: string): string {
  if (typeof value === "string" && value.isWellFormed()) return value;
  throw at(name).fault("this is not a text", "give a string without halves of surrogate pairs");
}

/** What is refused since it is something else. */
export const another = (name: string, message: string, hint: string): FrontdeskError => at(name).fault(message, hint);

/** Calls the native part. */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw fromNative(error);
  }
}

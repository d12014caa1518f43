/** What small native classes have in common: their arguments are checked here, and their faults become ours. */

import { fromNative, type FrontdeskError } from "./errors.js";
import { Place } from "./writing.js";

const at = (name: string): Place => new Place([]).in(name);

/** The milliseconds of an instant. */
export function instant(date: Date, name: string): number {
  // A date that is none has `NaN`, which is not itself.
  const millis = date instanceof Date ? date.getTime() : Number.NaN;
  if (millis === millis) return millis;
  throw at(name).fault("this is not an instant", "give a valid Date");
}

/** A whole number of milliseconds. */
export function duration(millis: number, name: string): number {
  if (Number.isSafeInteger(millis)) return millis;
  throw at(name).fault("this is not a whole number", "give milliseconds");
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

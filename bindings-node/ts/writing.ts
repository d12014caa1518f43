/** What helps to write the wire. The engine checks what it gets; here is checked what JSON would lose or change. */

import { FrontdeskError } from "./errors.js";
import type { Wire } from "./reading.js";

export type { Wire } from "./reading.js";

/** A place in what is written. It knows its JSON Pointer, and where the bytes go. */
export class Place {
  constructor(
    readonly parts: Uint8Array[],
    private readonly above: Place | null = null,
    private readonly name: string | number = "",
  ) {}

  in(name: string | number): Place {
    return new Place(this.parts, this, name);
  }

  /** The JSON Pointer. */
  get pointer(): string {
    if (this.above === null) return "";
    const escaped = String(this.name).replaceAll("~", "~0").replaceAll("/", "~1");
    return `${this.above.pointer}/${escaped}`;
  }

  fault(message: string, hint: string): FrontdeskError {
    const path = this.pointer;
    return new FrontdeskError({ kind: "invalid", code: "call.malformed", message, path, hint, retryable: false, details: [] });
  }
}

/** Writes JSON; the bytes that it names go to the parts. */
export function json(write: (at: Place) => unknown, parts: Uint8Array[] = []): string {
  try {
    return JSON.stringify(write(new Place(parts)) ?? {});
  } catch (error) {
    // What refers to itself, or is nested past the stack.
    if (error instanceof RangeError) throw new Place([]).fault("this is nested too deeply", "nest it less");
    throw error;
  }
}

/** What is left out stays out; `null` is for the engine to take or refuse. */
const absent = (value: unknown): value is null | undefined => value === null || value === undefined;

/** A text, a whole number, true or false: the same on the wire. */
export function plain(value: unknown, at: Place): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (Number.isSafeInteger(value)) return value;
      throw at.fault(`${value} is not a whole number that is kept exactly`, "numbers are whole, up to 2^53 - 1");
    default:
      if (value === null) return value;
      throw at.fault(`${article(value)} cannot stand here`, "give a text, a whole number, true or false");
  }
}

/** A value as commands and conditions carry it: plain, or a list of those. Numbers that are too large the engine refuses itself. */
export function fromValue(value: unknown, at: Place): unknown {
  if (Array.isArray(value)) return value.map((item, index) => fromValue(item, at.in(index)));
  return Number.isInteger(value) ? value : plain(value, at);
}

export function fromDate(value: Date | null | undefined, at: Place): number | null | undefined {
  if (absent(value)) return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  throw at.fault("this is not an instant", "give a valid Date");
}

/** Bytes travel beside the JSON, which names their place. */
export function fromBytes(value: Uint8Array | null | undefined, at: Place): number | null | undefined {
  if (absent(value)) return value;
  if (value instanceof Uint8Array) return at.parts.push(value) - 1;
  throw at.fault("these are not bytes", "give a Uint8Array or a Buffer");
}

export function fromList<T>(
  value: readonly T[] | null | undefined,
  at: Place,
  encode: (item: T, at: Place) => unknown,
): unknown {
  if (absent(value)) return value;
  if (!Array.isArray(value)) throw at.fault("this is not a list", "give an array");
  return value.map((item: T, index) => {
    if (absent(item)) throw at.in(index).fault("there is nothing here", "leave it out of the list");
    return encode(item, at.in(index));
  });
}

/** An object that may be left out. */
export const given = <T>(value: T | null | undefined, at: Place, encode: (value: T, at: Place) => Wire): unknown =>
  absent(value) ? value : encode(value, at);

/** Refuses what is no object, and members that nobody asks for: mostly a slip of the pen. */
export function members(value: unknown, at: Place, names?: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw at.fault("this is not an object", "give an object with named members");
  }
  if (names === undefined) return;
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) {
      throw at.in(name).fault(`there is no member \`${name}\` here`, `there are: ${names.join(", ")}`);
    }
  }
}

export const unknownTag = (at: Place): FrontdeskError =>
  at.fault("there is no such variant", "the type of this value lists those that there are");

const article = (value: unknown): string => (Array.isArray(value) ? "a list" : `a value of type ${typeof value}`);

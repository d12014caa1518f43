import { fromNative } from "./errors.js";
import { native, type NativeClock } from "./native.js";
import { Place, fromDate } from "./writing.js";

/** A clock that stands until it is told to go: tests of deadlines need no waiting. Give it to `open`. */
export class ManualClock {
  /** @internal */
  readonly native: NativeClock;

  /** A clock that shows this instant. */
  constructor(at: Date) {
    const millis = instant(at);
    this.native = guarded(() => new (native().ManualClock)(millis));
  }

  /** The instant that it shows. */
  now(): Date {
    return new Date(guarded(() => this.native.now()));
  }

  /** Puts the hand on an instant, also backwards. */
  set(at: Date): void {
    const millis = instant(at);
    guarded(() => this.native.set(millis));
  }

  /** Moves the hand forwards, by milliseconds. */
  advance(millis: number): void {
    if (!Number.isSafeInteger(millis)) throw place("millis").fault("this is not a whole number", "give milliseconds");
    guarded(() => this.native.advance(millis));
  }
}

const place = (name: string): Place => new Place([]).in(name);

const instant = (at: Date): number => fromDate(at, place("at")) ?? 0;

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw fromNative(error);
  }
}

import { duration, guarded, instant } from "./checked.js";
import { native, type NativeClock } from "./native.js";

/** A clock that stands until it is told to go: tests of deadlines need no waiting. Give it to `open`. */
export class ManualClock {
  /** @internal */
  readonly native: NativeClock;

  /** A clock that shows this instant. */
  constructor(at: Date) {
    const millis = instant(at, "at");
    this.native = guarded(() => new (native().ManualClock)(millis));
  }

  /** The instant that it shows. */
  now(): Date {
    return new Date(guarded(() => this.native.now()));
  }

  /** Puts the hand on an instant, also backwards. */
  set(at: Date): void {
    const millis = instant(at, "at");
    guarded(() => this.native.set(millis));
  }

  /** Moves the hand forwards, by milliseconds. */
  advance(millis: number): void {
    const whole = duration(millis, "millis");
    guarded(() => this.native.advance(whole));
  }
}

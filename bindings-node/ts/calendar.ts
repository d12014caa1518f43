import { another, duration, guarded, instant, list, sides, size, text } from "./checked.js";
import { decodeDayHours, decodeOpenStretch } from "./decode.js";
import { encodeCalendarSpec } from "./encode.js";
import type { CalendarSpecInput, DayHours, LocalDate, LocalDay, OpenStretch, Period } from "./models.js";
import { native, type NativeCalendar } from "./native.js";
import type { Wire } from "./reading.js";
import { json } from "./writing.js";

/**
 * Business hours by themselves, without a desk: how much open time lies between two instants, and when so much of it has passed.
 *
 * Open time is real time in milliseconds, also on days on which the clock is set. Time goes from 1970 to the end of 9999: instants
 * before and after count as its ends, and what would lie beyond is `null`.
 */
export class BusinessCalendar {
  readonly #native: NativeCalendar;

  /** A calendar with these hours. A fault in them is told with its path. */
  constructor(hours: CalendarSpecInput);
  /** @internal */
  constructor(compiled: NativeCalendar);
  constructor(hours: CalendarSpecInput | NativeCalendar) {
    const { Calendar } = native();
    this.#native = hours instanceof Calendar ? hours : compile(json((at) => encodeCalendarSpec(hours, at)));
  }

  /** A calendar whose hours are written as JSON, as a desk keeps them. */
  static fromJson(hours: string): BusinessCalendar {
    return new BusinessCalendar(compile(text(hours, "hours")));
  }

  /** The calendar that never closes. */
  static always(): BusinessCalendar {
    return new BusinessCalendar(guarded(() => native().Calendar.always()));
  }

  static #of(other: BusinessCalendar): NativeCalendar {
    if (other instanceof BusinessCalendar) return other.#native;
    throw another("other", "this is not a calendar", "give a BusinessCalendar");
  }

  /** The calendar that is open when this one and the other are. */
  intersection(other: BusinessCalendar): BusinessCalendar {
    return new BusinessCalendar(guarded(() => this.#native.intersection(BusinessCalendar.#of(other))));
  }

  /** The calendar that is open when this one or the other is. */
  union(other: BusinessCalendar): BusinessCalendar {
    return new BusinessCalendar(guarded(() => this.#native.union(BusinessCalendar.#of(other))));
  }

  /** Whether it ever opens. */
  get hasHours(): boolean {
    return guarded(() => this.#native.hasHours());
  }

  /** When so many milliseconds of open time have passed; `null` when that is never. */
  add(at: Date, millis: number): Date | null {
    const [from, open] = [instant(at, "at"), duration(millis, "millis")];
    return date(guarded(() => this.#native.add(from, open)));
  }

  /** `add` for many instants, in their order: quicker than one by one. */
  addMany(instants: readonly Date[], millis: number): (Date | null)[] {
    const from = Float64Array.from(list(instants, "instants"), (at, nth) => instant(at, "instants", nth));
    const open = duration(millis, "millis");
    const due = guarded(() => this.#native.addMany(from, open));
    return Array.from(due, (at) => (Number.isNaN(at) ? null : new Date(at)));
  }

  /** Since when so many milliseconds of open time have passed; `null` when there never were so many. */
  sub(at: Date, millis: number): Date | null {
    const [until, open] = [instant(at, "at"), duration(millis, "millis")];
    return date(guarded(() => this.#native.sub(until, open)));
  }

  /** The milliseconds of open time from one instant to another: less than zero when the other is earlier. */
  between(from: Date, to: Date): number {
    const [start, end] = [instant(from, "from"), instant(to, "to")];
    return guarded(() => this.#native.between(start, end));
  }

  /** `between` for many pairs of a begin and an end, in their order: quicker than one by one. */
  betweenMany(pairs: readonly (readonly [from: Date, to: Date])[]): number[] {
    const [from, to] = sides(pairs, "pairs");
    return Array.from(guarded(() => this.#native.betweenMany(from, to)));
  }

  /** Whether it is open at an instant. */
  isOpen(at: Date): boolean {
    const millis = instant(at, "at");
    return guarded(() => this.#native.isOpen(millis));
  }

  /** Whether an instant lies on a holiday. */
  isHoliday(at: Date): boolean {
    const millis = instant(at, "at");
    return guarded(() => this.#native.isHoliday(millis));
  }

  /** The first open instant, from this one on; `null` when it never opens again. */
  nextOpen(at: Date): Date | null {
    const millis = instant(at, "at");
    return date(guarded(() => this.#native.nextOpen(millis)));
  }

  /** When it closes next, after this instant; `null` when it never does. */
  nextClose(at: Date): Date | null {
    const millis = instant(at, "at");
    return date(guarded(() => this.#native.nextClose(millis)));
  }

  /** The open periods between two instants, in order and cut to them. Each is computed when the loop comes to it. */
  periods(from: Date, to: Date): Iterable<Period> {
    const [start, end] = [instant(from, "from"), instant(to, "to")];
    return { [Symbol.iterator]: () => this.#periods(start, end) };
  }

  *#periods(start: number, end: number): Generator<Period, void, undefined> {
    for (let from = start; ; ) {
      const period = guarded(() => this.#native.period(from, end));
      if (period === null) return;
      yield { start: new Date(period.start), end: new Date(period.end) };
      from = period.end;
    }
  }

  /**
   * A time of day such as `16:00` on the so many-th date after that of `at` that has open time; for 0 days on the same date, if that
   * has open time and the time is not past, else on the next that has. Whether it is open at that time does not matter. `null` when
   * there are not so many such dates.
   *
   * Dates and times are those of the calendar's zone; of a combined calendar, of the zone of its first part. A time that is skipped
   * when the clock is set is the first instant after it; of one that comes twice it is the first.
   */
  nextBusinessDayAt(at: Date, days: number, time: string): Date | null {
    const [from, count, clock] = [instant(at, "at"), size(days, "days"), text(time, "time")];
    return date(guarded(() => this.#native.nextBusinessDayAt(from, count, clock)));
  }

  /**
   * The last day up to which the holidays are known to be all there: of a combined calendar, the earliest of those that tell one. `null`
   * when none does.
   */
  get coversUntil(): LocalDate | null {
    return guarded(() => this.#native.coversUntil()) as LocalDate | null;
  }

  /** Why a local date such as `2026-12-24` is open or closed: for each calendar that this one is made of. */
  day(day: LocalDay): readonly DayHours[] {
    const written = text(day, "date");
    return (JSON.parse(guarded(() => this.#native.day(written))) as Wire[]).map((wire) => decodeDayHours(wire, []));
  }

  /**
   * Why each local day between two instants is open or closed, for each calendar that this one is made of, one after the other. Each
   * day is computed when the loop comes to it.
   */
  explain(from: Date, to: Date): Iterable<DayHours> {
    const [start, end] = [instant(from, "from"), instant(to, "to")];
    return { [Symbol.iterator]: () => this.#explain(start, end) };
  }

  *#explain(start: number, end: number): Generator<DayHours, void, undefined> {
    const days = guarded(() => this.#native.explain(start, end));
    for (let day = days.next(); day !== null; day = guarded(() => days.next())) {
      yield decodeDayHours(JSON.parse(day) as Wire, []);
    }
  }

  /**
   * Every counted and skipped stretch between two instants with its reason, in order and without gaps. Each is computed when the loop
   * comes to it.
   *
   * A stretch goes on over midnight when the reason stays. Of a combined calendar, what is closed tells the first part that closes it,
   * and what is open the first that opens it.
   */
  stretches(from: Date, to: Date): Iterable<OpenStretch> {
    const [start, end] = [instant(from, "from"), instant(to, "to")];
    return { [Symbol.iterator]: () => this.#stretches(start, end) };
  }

  *#stretches(start: number, end: number): Generator<OpenStretch, void, undefined> {
    const stretches = guarded(() => this.#native.stretches(start, end));
    for (let one = stretches.next(); one !== null; one = guarded(() => stretches.next())) {
      yield decodeOpenStretch(JSON.parse(one) as Wire, []);
    }
  }
}

const compile = (hours: string): NativeCalendar => guarded(() => native().Calendar.compile(hours));

const date = (millis: number | null): Date | null => (millis === null ? null : new Date(millis));

package io.frontdesk

import io.frontdesk.blocking.NativeCalendar
import io.frontdesk.model.CalendarSpec
import io.frontdesk.model.DayHours
import io.frontdesk.model.OpenStretch
import io.frontdesk.model.Period
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * Business hours by themselves, without a desk: when it is open, and how much open time lies between instants.
 *
 * Open time is real time: a day on which the clock is set has more or less of it than the clock shows. Answers are computed on the
 * thread that asks, mostly in microseconds. Instants lie in the years 1970 to 9999; what lies outside counts as the nearest of them.
 */
public class BusinessCalendar private constructor(internal val native: NativeCalendar) {
    /** Checks hours, and makes them ready for questions. A fault is told with the `path` at which it lies. */
    public constructor(hours: CalendarSpec) : this(told { NativeCalendar(hours) })

    /** The first instant by which so much open time has gone by; nothing when that is never. */
    public fun add(instant: Instant, duration: Duration): Instant? = told { native.add(instant, duration.inWholeMilliseconds) }

    /** [add] for many instants, in their order: quicker than one by one. */
    public fun addMany(instants: List<Instant>, duration: Duration): List<Instant?> =
        told { native.addMany(instants, duration.inWholeMilliseconds) }

    /** The last instant from which so much open time goes by until this one; nothing when there is none since 1970. */
    public fun sub(instant: Instant, duration: Duration): Instant? = told { native.sub(instant, duration.inWholeMilliseconds) }

    /** How much open time there is between two instants; negative when the second is the earlier one. */
    public fun between(from: Instant, to: Instant): Duration = told { native.between(from, to).milliseconds }

    /** [between] for many pairs of instants, in their order: quicker than one by one. */
    public fun betweenMany(pairs: List<Pair<Instant, Instant>>): List<Duration> {
        val (from, to) = pairs.unzip()
        return told { native.betweenMany(from, to) }.map { it.milliseconds }
    }

    /** Whether it is open at an instant. */
    public fun isOpen(at: Instant): Boolean = told { native.isOpen(at) }

    /** Whether an instant lies on a holiday: of a calendar that is combined of several, on one of any. */
    public fun isHoliday(at: Instant): Boolean = told { native.isHoliday(at) }

    /** Whether it is ever open. */
    public val hasHours: Boolean get() = told { native.hasHours() }

    /** The first open instant, at this one or after it; nothing when there is none. */
    public fun nextOpen(from: Instant): Instant? = told { native.nextOpen(from) }

    /** When the first open period ends that ends after this instant; nothing when that is never. */
    public fun nextClose(after: Instant): Instant? = told { native.nextClose(after) }

    /** The open periods of a stretch of time, in order and cut to it: at most 100,000, else `calendar.too_many`. */
    public fun periods(from: Instant, to: Instant): List<Period> = told { native.periods(from, to) }

    /**
     * A time of day, in whole minutes, on the so many-th date after that of an instant that has open time; for 0 days on the same date, if
     * that has open time and the time is not past, else on the next that has. Whether it is open at that time does not matter. Nothing
     * when there are not so many such dates.
     *
     * Dates and times are those of the calendar's zone; of a combined calendar, of the zone of its first part. A time that is skipped when
     * the clock is set is the first instant after it; of one that comes twice it is the first.
     */
    public fun nextBusinessDayAt(at: Instant, days: Int, time: LocalTime): Instant? =
        told { native.nextBusinessDayAt(at, days.toLong(), time.toString()) }

    /**
     * The last day up to which the holidays are known to be all there: of a combined calendar, the earliest of those that tell one.
     * Nothing when none does.
     */
    public val coversUntil: LocalDate? get() = told { native.coversUntil() }

    /** Why a day is open or closed, for each calendar that this one is combined of. */
    public fun day(date: LocalDate): List<DayHours> = told { native.day(date) }

    /**
     * Why each day of a stretch of time is open or closed, for each calendar that this one is combined of, one after the other: at most
     * 10,000 days, else `calendar.too_many`.
     */
    public fun explain(from: Instant, to: Instant): List<DayHours> = told { native.explain(from, to) }

    /**
     * Every counted and skipped stretch of a stretch of time with its reason, in order and without gaps: at most 100,000, else
     * `calendar.too_many`.
     *
     * A stretch goes on over midnight when the reason stays. Of a combined calendar, what is closed tells the first part that closes it,
     * and what is open the first that opens it.
     */
    public fun stretches(from: Instant, to: Instant): List<OpenStretch> = told { native.stretches(from, to) }

    /** The calendar that is open when this one and the other are; at most 64 calendars can be combined. */
    public fun intersection(other: BusinessCalendar): BusinessCalendar = BusinessCalendar(told { native.intersection(other.native) })

    /** The calendar that is open when this one or the other is; at most 64 calendars can be combined. */
    public fun union(other: BusinessCalendar): BusinessCalendar = BusinessCalendar(told { native.union(other.native) })

    public companion object {
        /** Reads hours from JSON, as a desk keeps them. */
        public fun fromJson(json: String): BusinessCalendar = BusinessCalendar(told { NativeCalendar.fromJson(json) })

        /** The calendar that is always open. */
        public val always: BusinessCalendar by lazy { BusinessCalendar(told { NativeCalendar.always() }) }
    }
}

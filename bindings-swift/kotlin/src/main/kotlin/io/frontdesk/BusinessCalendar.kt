package io.frontdesk

import io.frontdesk.blocking.NativeCalendar
import io.frontdesk.model.CalendarSpec
import io.frontdesk.model.DayHours
import io.frontdesk.model.Period
import java.time.Instant
import java.time.LocalDate
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

    /** The last instant from which so much open time goes by until this one; nothing when there is none since 1970. */
    public fun sub(instant: Instant, duration: Duration): Instant? = told { native.sub(instant, duration.inWholeMilliseconds) }

    /** How much open time there is between two instants; negative when the second is the earlier one. */
    public fun between(from: Instant, to: Instant): Duration = told { native.between(from, to).milliseconds }

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

    /** Why a day is open or closed, for each calendar that this one is combined of. */
    public fun day(date: LocalDate): List<DayHours> = told { native.day(date) }

    /**
     * Why each day of a stretch of time is open or closed, for each calendar that this one is combined of, one after the other: at most
     * 10,000 days, else `calendar.too_many`.
     */
    public fun explain(from: Instant, to: Instant): List<DayHours> = told { native.explain(from, to) }

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

package io.frontdesk

import io.frontdesk.model.*
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.temporal.ChronoUnit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

/** Why a calendar counts a stretch of time, promises in days, many questions at once, and calendars from texts. */
internal class CalendarReasonsTest {
    /** Nine to five with a break on Thursdays; Christmas is closed, and the Saturday behind it has a shift. */
    private val office by lazy {
        BusinessCalendar(
            CalendarSpec(
                zone = "Europe/Berlin",
                weekly = Weekday.entries.take(5).map { WeekdayHours(it, listOf(LocalInterval("09:00", "17:00"))) },
                holidays = listOf(Holiday("Christmas", HolidayRule.Yearly(12u, 25u))),
                shifts = listOf(Shift("2026-12-26", listOf(LocalInterval("10:00", "12:00")))),
                breaks = listOf(Break(BreakDay.Weekday(Weekday.THURSDAY), LocalInterval("12:00", "13:00"))),
                coversUntil = "2027-12-26",
            ),
        )
    }
    private val never by lazy { BusinessCalendar(CalendarSpec("UTC")) }

    private val ics = """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        SUMMARY:Christmas Day
        DTSTART;VALUE=DATE:20261225
        RRULE:FREQ=YEARLY
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Company outing
        DTSTART:20260612T080000Z
        END:VEVENT
        END:VCALENDAR
    """.trimIndent()

    @Test
    fun `every stretch has its reason`() {
        val (begin, end) = at(24, 11) to at(28, 10)
        val told = office.stretches(begin, end)
        val reasons = listOf(
            StretchReason.WeeklyHours,
            StretchReason.Break,
            StretchReason.WeeklyHours,
            StretchReason.OutsideHours,
            StretchReason.Holiday("Christmas"),
            StretchReason.OutsideShift,
            StretchReason.Shift,
            StretchReason.OutsideShift,
            StretchReason.ClosedWeekday,
            StretchReason.OutsideHours,
            StretchReason.WeeklyHours,
        )
        assertEquals(reasons, told.map { it.reason })
        assertEquals(reasons.map { it == StretchReason.WeeklyHours || it == StretchReason.Shift }, told.map { it.open })
        assertEquals(told.drop(1).map { it.from } + end, told.map { it.to })
        assertEquals(listOf(begin, at(25), at(26)), listOf(told.first().from, told[4].from, told[4].to))
        val counted = told.filter { it.open }.sumOf { it.from.until(it.to, ChronoUnit.MILLIS) }
        assertEquals(office.between(begin, end), counted.milliseconds)
    }

    @Test
    fun `a combination tells which part decides`() {
        val late = BusinessCalendar(CalendarSpec.fromOpeningHours("Europe/Berlin", "Mo 13:00-20:00"))
        val both = office.intersection(late).stretches(at(28, 8), at(28, 21))
        assertEquals(listOf(0u, 1u, 0u, 0u), both.map { it.part })
        assertEquals(listOf(false, false, true, false), both.map { it.open })
    }

    @Test
    fun `days on which the clock is set are as long as they are`() {
        val nights = BusinessCalendar(CalendarSpec.fromOpeningHours("Europe/Berlin", "Su 00:00-06:00"))
        val (spring, autumn) = instant("2026-03-29T00:00:00+01:00") to instant("2026-10-25T00:00:00+02:00")
        for ((midnight, hours) in listOf(spring to 5L, autumn to 7L)) {
            val told = nights.stretches(midnight, midnight.plus(12, ChronoUnit.HOURS))
            assertEquals(listOf(true, false), told.map { it.open })
            assertEquals(hours, told.first().from.until(told.first().to, ChronoUnit.HOURS))
        }
        val halfPastTwo = LocalTime.of(2, 30)
        assertEquals(instant("2026-03-29T03:00:00+02:00"), nights.nextBusinessDayAt(spring, 0, halfPastTwo), "the first after it")
        assertEquals(instant("2026-10-25T02:30:00+02:00"), nights.nextBusinessDayAt(autumn, 0, halfPastTwo), "the first of both")
    }

    @Test
    fun `a promise in days is kept on a day that is open`() {
        val four = LocalTime.of(16, 0)
        assertEquals(at(24, 16), office.nextBusinessDayAt(at(24, 11), 0, four))
        assertEquals(at(26, 16), office.nextBusinessDayAt(at(24, 17), 0, four), "the time is past")
        assertEquals(at(28, 16), office.nextBusinessDayAt(at(24, 11), 2, four))
        assertNull(never.nextBusinessDayAt(at(24), 1, four))
        val refusals = listOf(
            refusal { office.nextBusinessDayAt(at(24), -1, four) },
            refusal { office.nextBusinessDayAt(at(24), 36_526, four) },
            refusal { office.nextBusinessDayAt(at(24), 1, LocalTime.of(16, 0, 30)) },
        )
        assertEquals(
            listOf("call.malformed" to "/days", "calendar.too_many" to "/days", "calendar.bad_time" to "/time"),
            refusals.map { it.code to it.path },
        )
        assertNotNull(refusals.first().hint)
        assertNotNull(refusals.last().hint)
    }

    @Test
    fun `how far holidays are known`() {
        val sooner = BusinessCalendar(CalendarSpec("UTC", coversUntil = "2026-12-26"))
        assertEquals(LocalDate.of(2027, 12, 26), office.coversUntil)
        assertEquals(LocalDate.of(2026, 12, 26), office.union(sooner).coversUntil)
        assertNull(BusinessCalendar.always.coversUntil)
    }

    @Test
    fun `what is told of thousands of years is bounded`() {
        val error = assertFailsWith<FrontdeskError.LimitExceeded> { office.stretches(Instant.MIN, Instant.MAX) }
        assertEquals("calendar.too_many", error.code)
        assertEquals(emptyList(), office.stretches(at(28), at(24)))
    }

    @Test
    fun `many have the answers of single ones`() {
        val instants = (0..<100).map { at(1, it * 2) } + Instant.MIN + Instant.MAX
        for (duration in listOf(Duration.ZERO, 5.hours, (-5).hours, Duration.INFINITE)) {
            assertEquals(instants.map { office.add(it, duration) }, office.addMany(instants, duration))
        }
        val pairs = instants.zip(instants.reversed())
        assertEquals(pairs.map { (from, to) -> office.between(from, to) }, office.betweenMany(pairs))
        assertTrue(office.addMany(emptyList(), 1.hours).isEmpty() && office.betweenMany(emptyList()).isEmpty())
        assertEquals(listOf(null), never.addMany(listOf(at(1)), 1.hours))
    }

    @Test
    fun `opening hours become a calendar`() {
        val closed = listOf(Holiday("Unity", HolidayRule.Yearly(10u, 3u)))
        val text = "Mo-Fr 09:00-12:30,13:30-17:30; 2026 Dec 24 09:00-12:00; Dec 25 off; PH off"
        val spec = CalendarSpec.fromOpeningHours("Europe/Berlin", text, closed)
        assertEquals(Triple("Europe/Berlin", 5, "2026-12-24"), Triple(spec.zone, spec.weekly.size, spec.shifts.single().date))
        assertEquals(listOf("Unity", "Dec 25 off"), spec.holidays.map { it.name })
        assertEquals(at(24, 12), BusinessCalendar(spec).nextClose(at(24, 10)))

        val wrong = Holiday("None", HolidayRule.Date("2026-02-30"))
        val faults = listOf(
            refusal { CalendarSpec.fromOpeningHours("UTC", "Mo-Fr 09:00+") },
            refusal { CalendarSpec.fromOpeningHours("Europe/Atlantis", "24/7") },
            refusal { CalendarSpec.fromOpeningHours("UTC", "24/7", listOf(wrong)) },
        )
        val expected = listOf(
            "opening_hours.not_supported" to "/text",
            "calendar.unknown_zone" to "/zone",
            "calendar.bad_date" to "/holidays/0/rule/date",
        )
        assertEquals(expected, faults.map { it.code to it.path })
        assertEquals(listOf("11"), faults.first().details.map { it.value })
        faults.forEach { assertNotNull(it.hint) }
        assertEquals("call.malformed", refusal { CalendarSpec.fromOpeningHours("UTC", "\uD83D") }.code)
    }

    @Test
    fun `holidays are read and what is left out is told`() {
        val read = HolidayImport.readIcs(ics)
        assertEquals(listOf(Holiday("Christmas Day", HolidayRule.Yearly(12u, 25u), fromYear = 2026u)), read.holidays)
        assertEquals(listOf("Company outing" to 7u), read.leftOut.map { it.what to it.line })
        assertNull(read.coversUntil)
        assertEquals(LocalDate.of(2026, 12, 25), HolidayImport.readIcs(ics.replace("RRULE:FREQ=YEARLY\n", "")).coversUntil)
        for ((text, code) in listOf("<html>" to "ics.not_a_calendar", "BEGIN:VCALENDAR" to "ics.cut_off")) {
            val error = refusal { HolidayImport.readIcs(text) }
            assertEquals(Triple(code, "/text", "1"), Triple(error.code, error.path, error.details.first().value))
            assertNotNull(error.hint)
        }
    }

    /** An hour of a day of December 2026 in Berlin. */
    private fun at(day: Int, hour: Int = 0): Instant =
        instant("2026-12-01T00:00:00+01:00").plus((day - 1) * 24L + hour, ChronoUnit.HOURS)

    private fun instant(text: String): Instant = OffsetDateTime.parse(text).toInstant()

    private fun refusal(call: () -> Unit): FrontdeskError = assertFailsWith<FrontdeskError> { call() }
}

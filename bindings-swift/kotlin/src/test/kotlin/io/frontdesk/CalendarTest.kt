package io.frontdesk

import io.frontdesk.model.*
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Business hours without a desk. */
internal class CalendarTest {
    /** Every day from 0 to 6 o'clock in Berlin, where the clock is set at 2 on 29 March 2026; closed on New Year's Day. */
    private val night = CalendarSpec(
        zone = "Europe/Berlin",
        weekly = Weekday.entries.map { WeekdayHours(it, listOf(LocalInterval("00:00", "06:00"))) },
        holidays = listOf(Holiday("New Year", HolidayRule.Yearly(1u, 1u))),
    )
    private val nightly by lazy { BusinessCalendar(night) }

    private fun at(text: String): Instant = OffsetDateTime.parse(text).toInstant()

    @Test
    fun `open time is real time when the clock is set`() {
        val (midnight, noon) = at("2026-03-29T00:00:00+01:00") to at("2026-03-29T12:00:00+02:00")
        assertEquals(5.hours, nightly.between(midnight, noon))
        assertEquals((-5).hours, nightly.between(noon, midnight))
        assertEquals(at("2026-03-29T04:00:00+02:00"), nightly.add(midnight, 3.hours))
        assertEquals(at("2026-03-30T00:00:01+02:00"), nightly.add(midnight, 5.hours + 1.seconds))
        assertEquals(at("2026-03-29T05:59:58.500+02:00"), nightly.sub(noon, 1500.milliseconds))
        val day = nightly.day(LocalDate.of(2026, 3, 29)).single()
        assertEquals(5 * 3_600_000L to listOf(LocalInterval("00:00", "06:00")), day.openMillis to day.intervals)
    }

    @Test
    fun `it opens and closes and keeps holidays`() {
        val eve = at("2025-12-31T05:00:00+01:00")
        assertTrue(nightly.isOpen(eve) && nightly.hasHours && !nightly.isHoliday(eve))
        val close = nightly.nextClose(eve)!!
        assertEquals(at("2025-12-31T06:00:00+01:00"), close)
        assertEquals(at("2026-01-02T00:00:00+01:00"), nightly.nextOpen(close))
        assertTrue(nightly.isHoliday(at("2026-01-01T03:00:00+01:00")))
        val end = at("2026-01-02T01:00:00+01:00")
        assertEquals(listOf(close, end), nightly.periods(eve, end).map { it.end })
        val reasons = listOf(DayReason.Weekly, DayReason.Holiday("New Year"), DayReason.Weekly)
        assertEquals(reasons, nightly.explain(eve, end).map { it.reason })
    }

    @Test
    fun `never is nothing`() {
        val closed = BusinessCalendar.fromJson("""{"zone": "UTC"}""")
        val now = at("2026-03-29T12:00:00Z")
        assertFalse(closed.hasHours || closed.isOpen(now))
        assertNull(closed.add(now, 1.seconds))
        assertNull(closed.sub(now, 1.seconds))
        assertNull(closed.nextOpen(now))
        assertNull(BusinessCalendar.always.nextClose(now))
        assertNull(BusinessCalendar.always.add(now, Duration.INFINITE))
        assertNull(BusinessCalendar.always.add(now, -Duration.INFINITE))
        assertEquals(Duration.ZERO, closed.between(now, Instant.MAX))
    }

    @Test
    fun `calendars are combined`() {
        val noon = at("2026-05-04T12:00:00+02:00")
        assertTrue(nightly.union(BusinessCalendar.always).isOpen(noon))
        assertFalse(nightly.intersection(BusinessCalendar.always).isOpen(noon))
        val error = assertFailsWith<FrontdeskError.LimitExceeded> { (0..<64).fold(nightly) { all, _ -> all.union(nightly) } }
        assertEquals("calendar.too_many", error.code)
    }

    @Test
    fun `hours that make no sense are refused with their place`() {
        val zone = refusal { BusinessCalendar(CalendarSpec("Europe/Atlantis")) }
        assertEquals("calendar.unknown_zone" to "/zone", zone.code to zone.path)
        assertNotNull(zone.hint)
        val weekly = listOf(WeekdayHours(Weekday.MONDAY, listOf(LocalInterval("09:00", "25:00"))))
        val time = refusal { BusinessCalendar(CalendarSpec("UTC", weekly)) }
        assertEquals("calendar.bad_time" to "/weekly/0/intervals/0/to", time.code to time.path)
        val member = refusal { BusinessCalendar.fromJson("""{"zone": "UTC", "weekly": [{"weekday": "mon"}]}""") }
        assertEquals("call.malformed" to "/weekly/0/weekday", member.code to member.path)
        assertEquals("call.malformed", refusal { BusinessCalendar.fromJson("[") }.code)
        assertEquals("call.malformed", refusal { BusinessCalendar.fromJson("\uD83D") }.code)
        assertEquals(ErrorKind.INVALID, refusal { nightly.day(LocalDate.MAX) }.kind)
    }

    @Test
    fun `what is told of thousands of years is bounded`() {
        val codes = listOf(
            refusal { nightly.periods(Instant.MIN, Instant.MAX) },
            refusal { nightly.explain(Instant.MIN, Instant.MAX) },
        ).map { it.kind to it.code }.toSet()
        assertEquals(setOf(ErrorKind.LIMIT_EXCEEDED to "calendar.too_many"), codes)
        assertEquals(1, BusinessCalendar.always.periods(Instant.MIN, Instant.MAX).size)
        assertEquals(9497, nightly.explain(at("2026-01-01T00:00:00Z"), at("2052-01-01T00:00:00Z")).size)
    }

    private fun refusal(call: () -> Unit): FrontdeskError = assertFailsWith<FrontdeskError> { call() }
}

package io.frontdesk

import io.frontdesk.blocking.BlockingFrontdesk
import io.frontdesk.blocking.defaultLimits
import io.frontdesk.model.*
import java.io.File
import java.time.Instant
import java.util.concurrent.CompletableFuture
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.last
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** What a careless or hostile host does. Each ends in a typed error; the process goes on. */
internal class HostileTest {
    private inline fun code(call: () -> Unit): String = assertFailsWith<FrontdeskError> { call() }.code

    @Test
    fun `an error tells what to do`() = office {
        val error = assertFailsWith<FrontdeskError.NotFound> { agent.ticket(TicketId("tkt_01h455vb4pex5vsknk084sn02q")) }
        assertEquals(ErrorKind.NOT_FOUND to "ticket.not_found", error.kind to error.code)
        assertTrue(!error.retryable && !error.message.isNullOrEmpty())
    }

    @Test
    fun `a panic is an error and the store goes on`() = office {
        assertEquals("internal.panic", code { desk.host.call { it.panic() } })
        assertEquals("internal.panic", code { store.call { it.panic() } })
        assertEquals("internal.panic", code { told { BusinessCalendar.always.native.panic() } })
        assertEquals(TicketNumber(1u), ticket("After").number)
    }

    @Test
    fun `calls after close are refused`() = office {
        desk.close()
        desk.close()
        assertEquals("call.closed", code { agent.ticketByNumber(TicketNumber(1u)) })
        assertEquals("call.closed", code { store.tick() })
    }

    @Test
    fun `a deep condition is refused on a small stack`() = office {
        val deep = ConditionTree(List(10_000) { ConditionStep.Not } + Condition.always.steps)
        val view = View(name = "Deep", filter = deep, sort = Sort(SortField.NUMBER, Direction.ASCENDING))
        val told = onSmallStack { code { desk.host.blocking.let { told { it.saveConfig(SaveConfig(Config.View(view)), null) } } } }
        assertEquals("condition.too_deep", told)
    }

    @Test
    fun `a deep condition is made, compared and printed on a small stack`() {
        val same = onSmallStack {
            val deep = { (1..10_000).fold(Condition.always) { node, _ -> if (node.steps.size < 9_900) ConditionTree(List(9_900) { ConditionStep.Not } + Condition.always.steps) else Condition.not(node) } }
            val (one, other) = deep() to deep()
            one == other && one.hashCode() == other.hashCode() && one.toString().isNotEmpty() && one.top != null
        }
        assertTrue(same)
    }

    @Test
    fun `steps that are no tree are refused`() = office {
        val always = ConditionStep.Group(0u, 0u)
        for (steps in listOf(emptyList(), listOf(ConditionStep.Not), listOf(ConditionStep.Group(2u, UInt.MAX_VALUE), always))) {
            val tree = ConditionTree(steps)
            assertNull(tree.top)
            val view = View(name = "Torn", filter = tree, sort = Sort(SortField.NUMBER, Direction.ASCENDING))
            assertEquals("condition.malformed", code { desk.host.saveConfig(SaveConfig(Config.View(view))) })
        }
    }

    @Test
    fun `the whole life of a ticket fits on a small stack`() {
        val number = onSmallStack {
            BlockingFrontdesk(Opening(null, ByteArray(32) { 7 }, defaultLimits()), null).use { store ->
                val host = store.host(DeskId(1u))
                val mia = host.savePerson(SavePerson(role = Role.REQUESTER, name = "Mia"), null).person
                val ticket = CreateTicket(requester = mia, title = "a", comment = NewComment(Visibility.PUBLIC, "a"))
                host.createTicket(ticket, null).number
            }
        }
        assertEquals(TicketNumber(1u), number)
    }

    @Test
    fun `every mail that is built to hurt is taken in on a small stack`() {
        val tested = File("../../core/tests/mail").listFiles { file -> file.extension == "eml" }.orEmpty().map { it.readBytes() }
        val nested = "From: mia@customer.example\n" + "Content-Type: message/rfc822\n\n".repeat(100_000)
        val html = "From: mia@customer.example\nContent-Type: text/html\n\n" + "<div><blockquote>".repeat(100_000)
        val mails = (tested + nested.toByteArray() + html.toByteArray()).map { MailIn(it, AuthVerdict.ALIGNED, monday) }
        val (answers, verified) = onSmallStack {
            BlockingFrontdesk(Opening(null, ByteArray(32) { 7 }, defaultLimits()), null).use { store ->
                val host = store.host(DeskId(1u))
                host.saveConfig(SaveConfig(Config.Mailbox(Mailbox(name = "All", address = "help@desk.example", catchAll = true))), null)
                host.intakeMany(mails) to host.verify()
            }
        }
        assertTrue(mails.size > 70 && answers.size == mails.size && answers.all { it is IntakeAnswer.Taken }, "$answers")
        assertTrue(verified.tickets > 0uL)
    }

    @Test
    fun `who walks over a list may call meanwhile, and stop by an error`() = office {
        repeat(3) { ticket("Ticket $it") }
        val stopped = assertFailsWith<IllegalStateException> {
            agent.tickets(limit = 1u).collect { if (ticket("For ${it.number}").number.value == 6u) error("enough") }
        }
        assertEquals("enough", stopped.message)
        assertEquals(TicketNumber(7u), ticket("After").number)
    }

    @Test
    fun `many at once get in nobody's way`() = office {
        coroutineScope { (0..<40).map { async(Dispatchers.Default) { ticket("Ticket $it") } }.awaitAll() }
        assertEquals(40u, desk.host.verify().tickets.toUInt())
    }

    @Test
    fun `closing amid calls ends in answers or in closed`() = office {
        val codes = coroutineScope {
            val calls = (0..<20).map { async(Dispatchers.Default) { runCatching { ticket("Ticket $it") } } }
            launch(Dispatchers.Default) { store.close() }
            calls.awaitAll().mapNotNull { it.exceptionOrNull() }.map { (it as FrontdeskError).code }.toSet()
        }
        assertTrue(codes - "call.closed" == emptySet<String>(), "$codes")
    }

    @Test
    fun `ids that are none are refused`() = office {
        assertEquals("id.malformed", code { agent.ticket(TicketId("per_01h455vb4pex5vsknk084sn02q")) })
        assertEquals("id.malformed", code { agent.ticket(TicketId("\u0000")) })
        assertEquals("id.malformed", code { desk.agent(PersonId("")) })
    }

    @Test
    fun `texts of all sorts come back as they went, and half a character is refused`() = office {
        val ticket = ticket("Texts")
        val random = Random(7)
        repeat(200) {
            val text = "x" + List(random.nextInt(1, 12)) { pieces.random(random) }.joinToString("")
            val comment = NewComment(Visibility.PUBLIC, text)
            val told = runCatching { agent.updateTicket(UpdateTicket(ticket = ticket.id, comment = comment)) }
            if (Charsets.UTF_8.newEncoder().canEncode(text)) {
                // The engine keeps no NUL: not every store could.
                assertEquals(text.replace("\u0000", ""), agent.comments(ticket.number).last().body.text.text, "$told")
            } else {
                assertEquals("call.malformed", assertIs<FrontdeskError.Invalid>(told.exceptionOrNull()).code)
            }
        }
        for (half in listOf("\uD83D", "a\uDE00b", "\uDE00\uD83D")) {
            assertEquals("call.malformed", code { ticket(half) })
            assertEquals("call.malformed", code { agent.personByAddress(half) })
        }
        assertEquals("field.bad_value", code { ticket("a\u0000b") })
    }

    @Test
    fun `large numbers are kept or refused`() = office {
        desk.host.saveConfig(SaveConfig(Config.Field(FieldDefinition(key = "order", title = "Order", kind = FieldKind.Integer))))
        val ticket = ticket("Number")
        val set = { number: Long -> UpdateTicket(ticket = ticket.id, changes = listOf(FieldEdit("fields.order", Value(number)))) }
        agent.updateTicket(set(9_007_199_254_740_991))
        assertEquals(FieldValue.Integer(9_007_199_254_740_991), agent.ticket(ticket.id).fields.first().value)
        assertTrue(code { agent.updateTicket(set(Long.MAX_VALUE)) }.isNotEmpty())
        assertTrue(desk.host.changesPage(ULong.MAX_VALUE, UInt.MAX_VALUE).entries.isEmpty())
    }

    @Test
    fun `instants that no desk holds are brought to the nearest that one does`() {
        for (instant in listOf(Instant.MIN, Instant.MAX)) {
            val clock = ManualClock(instant)
            clock.advance(Duration.INFINITE)
            assertEquals(Instant.parse("9999-12-31T23:59:59.999Z"), clock.now())
        }
    }
}

/** What texts are made of that are not easy; two of them are halves of a character. */
private val pieces = listOf("a", "ß", "漢", "e\u0301", "😀", "👩‍👩‍👧", "\uD83D", "\uDE00", "\u0000", "\u202E", "\u2028", "\uFEFF", "\uFFFF", "\t", "\r\n", "$", "%s")

/** Runs something on a thread with a stack of 256 KB. */
private fun <T> onSmallStack(call: suspend () -> T): T {
    val answer = CompletableFuture<T>()
    Thread(null, { runCatching { runBlocking { call() } }.fold(answer::complete, answer::completeExceptionally) }, "small", 256 * 1024)
        .start()
    return answer.get()
}

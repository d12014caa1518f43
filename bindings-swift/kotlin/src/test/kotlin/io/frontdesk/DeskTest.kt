package io.frontdesk

import io.frontdesk.model.*
import java.nio.file.Files
import java.nio.file.Path
import java.time.temporal.ChronoUnit
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.io.TempDir

internal class DeskTest {
    @Test
    fun `a ticket is created, answered and read`() = office {
        val ticket = ticket("The printer burns")
        assertEquals("The printer burns", ticket.title.text)
        assertEquals(TicketNumber(1u), ticket.number)
        assertEquals(monday, ticket.createdAt)
        assertNull(ticket.priority)

        clock.advance(90.seconds)
        val answer = UpdateTicket(
            ticket = ticket.id,
            changes = listOf(FieldEdit("priority", Value("high"))),
            comment = NewComment(Visibility.PUBLIC, "Use water."),
        )
        assertEquals(monday.plusSeconds(90), agent.updateTicket(answer).at)

        val comments = desk.requester(mia).comments(ticket.number).map { it.body.text.text }.toList()
        assertEquals(listOf("It is on fire.", "Use water."), comments)
        assertEquals(Priority.HIGH, agent.ticketByNumber(ticket.number).priority)
    }

    @Test
    fun `the same command acts once`() = office {
        val id = CommandId("cmd_01h455vb4pex5vsknk084sn02q")
        val person = SavePerson(role = Role.REQUESTER, name = "Zoe")
        assertEquals(desk.host.savePerson(person, id), desk.host.savePerson(person, id))
    }

    @Test
    fun `pages go on to the end, and one can be had`() = office {
        (1..7).forEach { ticket("Ticket $it") }
        val numbers = agent.tickets(limit = 2u).map { it.number.value }.toList()
        assertEquals((7 downTo 1).map { it.toUInt() }, numbers)
        val page = agent.ticketsPage(limit = 3u)
        assertEquals(3, page.tickets.size)
        assertNotNull(page.next)
        val positions = desk.host.changes(limit = 1u).map { it.position }.toList()
        assertEquals((1..positions.size).map { it.toULong() }, positions)
    }

    @Test
    fun `changes are followed as they come`() = office {
        val before = desk.host.changes().toList().last().position
        val created = ticket("Late")
        val entry = withTimeout(20_000) { desk.host.followChanges(before, 5.milliseconds).first() }
        val event = entry.events.first { it.body is EventBody.TicketCreated }
        assertEquals(created.id, assertIs<Subject.Ticket>(event.subject).id)
    }

    @Test
    fun `time passes on a clock of its own`() = office {
        val targets = listOf(Target(Metric.FIRST_REPLY, millis = 3_600_000))
        val policy = Policy(name = "All", position = 1, filter = Condition.always, targets = targets)
        desk.host.saveConfig(SaveConfig(Config.Policy(policy)))
        val ticket = ticket("Soon")
        val due = store.nextWakeup()!!
        assertEquals(monday.plusSeconds(3600), due.truncatedTo(ChronoUnit.SECONDS))
        clock.set(due)
        assertEquals(1u, store.tick().timers)
        assertEquals(1u, agent.ticket(ticket.id).facts.breaches)
    }

    @Test
    fun `conditions come back as they went`() = office {
        val tree = Condition.group(
            all = listOf(
                Condition.leaf("status", "is", Value("new")),
                Condition.not(Condition.leaf("priority", "in", Value(listOf("high", "urgent")))),
            ),
            any = listOf(Condition.leaf("channel", "is", Value("api"))),
        )
        val trigger = Trigger(name = "Tag", position = 1, conditions = tree, actions = listOf(Action.AddTags(listOf("seen"))))
        desk.host.saveConfig(SaveConfig(Config.Trigger(trigger)))
        val saved = assertIs<Config.Trigger>(agent.configs(ConfigKind.TRIGGER).first()).v1
        assertEquals(tree, saved.conditions)
        assertNotEquals(TriggerId.unset, saved.id)
        val top = assertIs<ConditionTop.Group>(saved.conditions.top)
        assertEquals(2 to 1, top.all.size to top.any.size)
        val inner = assertIs<ConditionTop.Not>(top.all.last().top).condition.top
        assertEquals(Leaf("priority", "in", Value(listOf("high", "urgent"))), assertIs<ConditionTop.Comparison>(inner).leaf)
        assertEquals(listOf("seen"), ticket("Tagged").tags)
    }

    @Test
    fun `a value names somebody by an id`() = office {
        val assigned = ticket("Mine")
        val ada = desk.host.personByAddress("ada@desk.example")!!.id
        agent.updateTicket(UpdateTicket(ticket = assigned.id, changes = listOf(FieldEdit("assignee", Value(ada)))))
        assertEquals(ada, agent.ticket(assigned.id).assignee)
    }

    @Test
    fun `mail comes in as bytes`() = office {
        desk.host.saveConfig(SaveConfig(Config.Mailbox(Mailbox(name = "Help", address = "help@desk.example"))))
        val raw = "From: mia@customer.example\r\nTo: help@desk.example\r\nMessage-ID: <1@x>\r\nSubject: Hot\r\n\r\nHelp!\r\n".toByteArray()
        val receipt = desk.host.intake(MailIn(raw, AuthVerdict.ALIGNED, monday))
        assertIs<IntakeOutcome.Created>(receipt.outcome)
        val content = agent.comments(TicketNumber(1u)).first().body.raw!!
        assertContentEquals(raw, desk.host.rawMail(content).bytes)
    }

    @Test
    fun `a file is opened again`(@TempDir folder: Path) = runBlocking {
        val path = folder.resolve("support.db").toString()
        val ada = Desk.open(path).use { it.host.savePerson(SavePerson(role = Role.AGENT, name = "Ada")).person }
        Desk.open(path).use { assertEquals("Ada", it.host.person(ada).name?.text) }
        assert(Files.exists(folder.resolve("support.db.key")))
    }
}

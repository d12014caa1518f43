package io.frontdesk

import io.frontdesk.model.*
import java.time.Instant
import kotlinx.coroutines.runBlocking

internal val monday: Instant = Instant.parse("2026-01-05T09:00:00Z")

/** A desk in memory with an agent and a requester. */
internal class Office private constructor(val clock: ManualClock, val desk: Desk, val agent: Handle, val mia: PersonId) :
    AutoCloseable {
    val store: Frontdesk = desk.frontdesk

    /** Creates a ticket of Mia's. */
    suspend fun ticket(title: String): Ticket {
        val comment = NewComment(Visibility.PUBLIC, "It is on fire.")
        val receipt = desk.requester(mia).createTicket(CreateTicket(requester = mia, title = title, comment = comment))
        return agent.ticket(receipt.ticket)
    }

    override fun close() = desk.close()

    companion object {
        suspend fun open(): Office {
            val clock = ManualClock(monday)
            val desk = Desk.inMemory(ByteArray(32) { 7 }, clock = clock)
            val host = desk.host
            val ada = host.savePerson(SavePerson(role = Role.AGENT, name = "Ada", addresses = listOf("ada@desk.example")))
            val mia = host.savePerson(SavePerson(role = Role.REQUESTER, name = "Mia", addresses = listOf("mia@customer.example")))
            return Office(clock, desk, desk.agent(ada.person), mia.person)
        }
    }
}

/** A test in an office of its own. */
internal fun office(test: suspend Office.() -> Unit): Unit = runBlocking { Office.open().use { it.test() } }

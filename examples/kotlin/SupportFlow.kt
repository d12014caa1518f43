// A support screen inside of an app: ask for help, look at my requests, read the answer, reply.
//
// The desk behind it is the app's own, in a file on this device, so the team that answers has to sit at this device too. A client for a
// desk elsewhere is to come; the screen will stay as it is, and another desk will be opened.

import io.frontdesk.*
import io.frontdesk.model.*
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.runBlocking

/** What the support screen of an app shows and does for the person who is signed in. */
class Support private constructor(private val person: PersonId, private val me: Handle) {
    /** Asks for help. Answers the number of the request. */
    suspend fun ask(title: String, text: String): TicketNumber {
        val comment = NewComment(Visibility.PUBLIC, text)
        return me.createTicket(CreateTicket(requester = person, title = title, comment = comment)).number
    }

    /** My requests, the newest first. */
    fun requests(): Flow<TicketSummary> = me.tickets()

    /** What was written about a request. */
    fun conversation(number: TicketNumber): Flow<Comment> = me.comments(number)

    /** Writes more about a request. */
    suspend fun reply(number: TicketNumber, text: String) {
        val ticket = me.ticketByNumber(number).id
        me.updateTicket(UpdateTicket(ticket = ticket, comment = NewComment(Visibility.PUBLIC, text)))
    }

    companion object {
        /** Signs somebody in whom the app knows by an address. */
        suspend fun of(desk: Desk, name: String, address: String): Support {
            val person = desk.host.known(address, Role.REQUESTER, name)
            return Support(person, desk.requester(person))
        }
    }
}

/** The person with an address, who is saved when nobody has it. */
suspend fun Handle.known(address: String, role: Role, name: String): PersonId =
    personByAddress(address)?.id ?: savePerson(SavePerson(role = role, name = name, addresses = listOf(address))).person

fun main(arguments: Array<String>) = runBlocking {
    Desk.open(arguments.firstOrNull() ?: "support.db").use { desk ->
        val support = Support.of(desk, "Mia", "mia@customer.example")

        val number = support.ask("My notes do not sync", "Since the update they stay on this phone.")
        show(support, number)

        // The team answers.
        val agent = desk.agent(desk.host.known("ada@desk.example", Role.AGENT, "Ada"))
        val answer = UpdateTicket(
            ticket = agent.ticketByNumber(number).id,
            changes = listOf(FieldEdit("status", Value("pending"))),
            comment = NewComment(Visibility.PUBLIC, "Please sign out and in again."),
        )
        agent.updateTicket(answer)
        show(support, number)

        support.reply(number, "That did it, thank you!")
        show(support, number)
    }
}

/** Shows the screen: my requests, and what was written about one. */
suspend fun show(support: Support, number: TicketNumber) {
    support.requests().collect { println("#${it.number} ${it.title}, ${it.category.name.lowercase()}") }
    support.conversation(number).collect { comment ->
        val who = if (comment.body.author is Actor.Requester) "You" else "Support"
        println("  $who: ${comment.body.text.text ?: "(erased)"}")
    }
}

// What a call costs in Kotlin: one ticket by its id, blocking and suspending, in memory and in SQLite. `cargo xtask bench kotlin` runs it
// on the release build.

package bench

import io.frontdesk.*
import io.frontdesk.blocking.BlockingFrontdesk
import io.frontdesk.blocking.defaultLimits
import io.frontdesk.model.*
import java.util.Locale
import kotlin.time.measureTime

// A ticket like others: with tags, and with promises that run.
private val mia = SavePerson(role = Role.REQUESTER, name = "Mia", addresses = listOf("mia@customer.example"))
private val targets = listOf(Target(Metric.FIRST_REPLY, millis = 3_600_000), Target(Metric.RESOLUTION, millis = 86_400_000))
private val policy = SaveConfig(Config.Policy(Policy(name = "All", position = 1, filter = Condition.always, targets = targets)))
private val question = NewComment(Visibility.PUBLIC, "It burns, and smells of burnt plastic. What should I do about it?")

private fun request(requester: PersonId) =
    CreateTicket(requester = requester, title = "The printer burns", comment = question, tags = listOf("fire", "printer"))

/** How much is measured: so many pieces of work in a round. */
class Size(val rounds: Int, val units: Int)

/** The lines of the table, with SQLite in a file. */
suspend fun table(size: Size, file: String): List<String> =
    listOf("memory" to null, "SQLite" to file).flatMap { (store, path) -> listOf(blocking(size, store, path), suspending(size, store, path)) }

/** A call that blocks, from a thread that may. */
private suspend fun blocking(size: Size, store: String, path: String?): String =
    BlockingFrontdesk(Opening(path, null, defaultLimits()), null).use { frontdesk ->
        val host = frontdesk.host(DeskId(1u))
        val person = host.savePerson(mia, null).person
        host.saveConfig(policy, null)
        val ticket = host.createTicket(request(person), null).ticket
        row("Kotlin: a ticket, blocking, $store", size) { host.ticket(ticket) }.also { frontdesk.shut() }
    }

/** The same by a function that suspends. */
private suspend fun suspending(size: Size, store: String, path: String?): String =
    (path?.let { Frontdesk.open(it) } ?: Frontdesk.inMemory()).use { frontdesk ->
        val host = frontdesk.desk(DeskId(2u)).host
        val person = host.savePerson(mia).person
        host.saveConfig(policy)
        val ticket = host.createTicket(request(person)).ticket
        row("Kotlin: a ticket, suspending, $store", size) { host.ticket(ticket) }
    }

/** Measures work in rounds, of which the first half only warms up: meanwhile the JVM compiles. */
private inline fun row(what: String, size: Size, work: () -> Unit): String {
    val rounds = (1..2 * size.rounds).map { measureTime { repeat(size.units) { work() } }.inWholeNanoseconds.toDouble() / size.units }
    val sorted = rounds.drop(size.rounds).sorted()
    return "| $what | ${time(sorted[sorted.size / 2])} (${time(sorted[0])}) |  |  |  |  |"
}

/** Nanoseconds, for people. */
private fun time(nanos: Double): String = when {
    nanos < 1e3 -> "%.0f ns".format(Locale.ROOT, nanos)
    nanos < 1e6 -> "%.1f µs".format(Locale.ROOT, nanos / 1e3)
    else -> "%.1f ms".format(Locale.ROOT, nanos / 1e6)
}

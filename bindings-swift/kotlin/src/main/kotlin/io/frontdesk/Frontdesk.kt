package io.frontdesk

import io.frontdesk.blocking.BlockingFrontdesk
import io.frontdesk.blocking.BlockingHandle
import io.frontdesk.blocking.defaultLimits
import io.frontdesk.model.DeskId
import io.frontdesk.model.Limits
import io.frontdesk.model.Opening
import io.frontdesk.model.PersonId
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * A store that is open, with the desks in it. Let time pass with `tick`, and send what `lease` hands over.
 *
 * Whoever opens it closes it, with `close` or `use`; later calls fail with `call.closed`.
 */
public class Frontdesk private constructor(internal val blocking: BlockingFrontdesk) : AutoCloseable {
    /** One of the desks. It comes into being with the first thing that is written to it. */
    public fun desk(id: DeskId = DeskId(1u)): Desk = Desk(this, id)

    /** Closes the store: calls that run are carried out, later ones fail with `call.closed`. To close it again does nothing. */
    override fun close(): Unit = told { blocking.shut() }

    internal suspend inline fun <T> call(crossinline operation: (BlockingFrontdesk) -> T): T =
        withContext(Dispatchers.IO) { told { operation(blocking) } }

    public companion object {
        /**
         * Opens the desks of a SQLite file, and makes the file when there is none.
         *
         * @param secret what signs reply addresses, of at least 32 bytes; without one it is kept beside the file, with `.key` behind its name
         * @param limits what a desk accepts at most
         * @param clock a clock for tests; without one that of the machine
         */
        public suspend fun open(
            path: String,
            secret: ByteArray? = null,
            limits: Limits = defaultLimits(),
            clock: ManualClock? = null,
        ): Frontdesk = open(Opening(path, secret, limits), clock)

        /** Opens a store that is gone when it is closed. */
        public suspend fun inMemory(
            secret: ByteArray? = null,
            limits: Limits = defaultLimits(),
            clock: ManualClock? = null,
        ): Frontdesk = open(Opening(null, secret, limits), clock)

        private suspend fun open(opening: Opening, clock: ManualClock?): Frontdesk =
            withContext(Dispatchers.IO) { told { Frontdesk(BlockingFrontdesk(opening, clock?.native)) } }
    }
}

/** One team's support desk: who acts on it gets a handle. */
public class Desk internal constructor(
    /** The store that it lies in. */
    public val frontdesk: Frontdesk,
    /** Which of its desks. */
    public val id: DeskId,
) : AutoCloseable {
    /** The application itself acts: it configures, takes in mail and drains the outbox. */
    public val host: Handle by lazy { Handle(told { frontdesk.blocking.host(id) }) }

    /** A person of the desk acts. */
    public fun agent(person: PersonId): Handle = Handle(told { frontdesk.blocking.agent(id, person) })

    /** A person who asks acts; the application vouches that it is this person. */
    public fun requester(person: PersonId): Handle = Handle(told { frontdesk.blocking.requester(id, person) })

    /** Closes the store that the desk lies in. */
    override fun close(): Unit = frontdesk.close()

    public companion object {
        /**
         * Opens the one desk of a SQLite file, and makes the file when there is none.
         *
         * @param secret what signs reply addresses, of at least 32 bytes; without one it is kept beside the file, with `.key` behind its name
         * @param limits what the desk accepts at most
         * @param clock a clock for tests; without one that of the machine
         */
        public suspend fun open(
            path: String,
            secret: ByteArray? = null,
            limits: Limits = defaultLimits(),
            clock: ManualClock? = null,
        ): Desk = Frontdesk.open(path, secret, limits, clock).desk()

        /** Opens a desk that is gone when it is closed. */
        public suspend fun inMemory(
            secret: ByteArray? = null,
            limits: Limits = defaultLimits(),
            clock: ManualClock? = null,
        ): Desk = Frontdesk.inMemory(secret, limits, clock).desk()
    }
}

/** What somebody does on a desk. */
public class Handle internal constructor(internal val blocking: BlockingHandle) {
    internal suspend inline fun <T> call(crossinline operation: (BlockingHandle) -> T): T =
        withContext(Dispatchers.IO) { told { operation(blocking) } }
}

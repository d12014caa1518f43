package io.frontdesk

import io.frontdesk.blocking.NativeClock
import java.time.Instant
import kotlin.time.Duration

/** A clock that stands until it is told to go: tests of a host's own rules need no waiting. It shows [at] to begin with. */
public class ManualClock(at: Instant) {
    internal val native: NativeClock = told { NativeClock(at) }

    /** The instant that it shows. */
    public fun now(): Instant = told { native.now() }

    /** Puts the hand on this instant, also backwards. */
    public fun set(at: Instant): Unit = told { native.set(at) }

    /** Moves the hand forwards. */
    public fun advance(by: Duration): Unit = told { native.advanceMillis(by.inWholeMilliseconds) }
}

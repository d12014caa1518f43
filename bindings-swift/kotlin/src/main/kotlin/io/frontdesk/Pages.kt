package io.frontdesk

import io.frontdesk.model.LogEntry
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** Everything in a list: [fetch] answers the page behind a key, and the key behind which the next begins; none behind the last. */
internal fun <T, K : Any> pages(fetch: suspend (K?) -> Pair<List<T>, K?>): Flow<T> = flow {
    var behind: K? = null
    do {
        val (page, next) = fetch(behind)
        page.forEach { emit(it) }
        behind = next
    } while (behind != null)
}

/**
 * What happens on the desk, in order, for as long as somebody collects: it looks for more each [interval]. For the host.
 *
 * @param after the position of the last entry that is known already
 */
public fun Handle.followChanges(after: ULong = 0uL, interval: Duration = 1.seconds): Flow<LogEntry> = flow {
    var behind = after
    while (true) {
        val page = changesPage(behind)
        page.entries.forEach { emit(it) }
        behind = page.entries.lastOrNull()?.position ?: behind
        if (page.entries.isEmpty()) delay(interval)
    }
}

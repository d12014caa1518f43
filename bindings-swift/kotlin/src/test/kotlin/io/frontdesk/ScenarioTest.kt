package io.frontdesk

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.NullNode
import com.fasterxml.jackson.databind.node.ObjectNode
import io.frontdesk.blocking.scenarioDigest
import io.frontdesk.blocking.scenarioError
import io.frontdesk.model.*
import java.io.File
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.runBlocking

/** The scenarios that all languages play, through the typed functions: those that `cargo xtask scenarios` writes. */
internal class ScenarioTest {
    private val json = ObjectMapper()

    @Test
    fun scenarios() = runBlocking {
        val file = File(System.getenv("FRONTDESK_SCENARIOS") ?: "../../target/scenarios.json")
        val scenarios = json.readTree(file)["scenarios"].toList()
        val failed = mutableListOf<String>()
        var digests = ""
        for (scenario in scenarios) {
            try {
                val digest = play(scenario)
                digests += "$digest\n"
                check(digest == scenario["digest"].asText()) { "the digest is $digest" }
            } catch (fault: Exception) {
                failed += "${scenario["name"].asText()}: ${fault.message}"
            }
        }
        println("scenarios: kotlin, ${scenarios.size - failed.size}, ${scenarios.size}, ${scenarioDigest(digests)}")
        assertTrue(scenarios.isNotEmpty())
        assertEquals("", failed.joinToString("\n"))
    }

    /** Plays one. Answers the digest of the desk at its end. */
    private suspend fun play(scenario: JsonNode): String {
        val clock = ManualClock(Instant.ofEpochMilli(scenario["at"].asLong()))
        val secret = scenario["secret"].asText().chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        val kept = mutableMapOf<String, JsonNode>()
        return Frontdesk.inMemory(secret, clock = clock).use { store ->
            scenario["steps"].forEachIndexed { place, step ->
                try {
                    if (step.has("millis")) clock.advance(step["millis"].asLong().milliseconds) else call(step, store, kept)
                } catch (fault: Exception) {
                    throw IllegalStateException("step $place, ${step["do"]?.asText()}: $fault", fault)
                }
            }
            store.desk().host.digest()
        }
    }

    private suspend fun call(step: JsonNode, store: Frontdesk, kept: MutableMap<String, JsonNode>) {
        val refused = step["error"]
        val answer = try {
            json.readTree(answered(step, store, kept))
        } catch (error: FrontdeskError) {
            if (refused == null) throw error
            json.readTree(told { scenarioError(error.info()) }).difference(refused)?.let { error("the error $it") }
            return
        }
        check(refused == null) { "$refused was expected, answered was $answer" }
        step["expect"]?.let { answer.difference(it.filled(kept)) }?.let { error(it) }
        step["keep"].properties().forEach { (name, pointer) ->
            val found = answer.at(pointer.asText())
            check(!found.isMissingNode) { "nothing to keep as $name" }
            kept[name] = found
        }
    }

    /** Does what a step says through the typed function. What the types cannot say, and is refused for that, travels as it stands. */
    private suspend fun answered(step: JsonNode, store: Frontdesk, kept: Map<String, JsonNode>): String {
        val operation = step["do"].asText()
        val number = step["desk"].asInt().toUInt()
        val actor = step["as"].filled(kept)
        val arguments = json.writeValueAsString(step["with"].filled(kept))
        val parts = step["parts"].map { it.asText().toByteArray() }
        val command = step["command"].filled(kept).takeIf { it.isTextual }?.asText()
        if (step.at("/error/code").asText().startsWith("call.")) {
            return told { store.blocking.scenarioCall(operation, number, actor.toString(), command, arguments, parts) }
        }
        val desk = store.desk(DeskId(number))
        val handle = when (actor["type"].asText()) {
            "host" -> desk.host
            "agent" -> desk.agent(PersonId(actor["person"].asText()))
            "requester" -> desk.requester(PersonId(actor["person"].asText()))
            else -> error("$actor is nobody")
        }
        return perform(operation, arguments, parts, store, handle, command?.let { CommandId(it) })
    }

    private fun FrontdeskError.info() = ErrorInfo(kind, code, message.orEmpty(), path, hint, retryable, details)

    /** With what was kept in the place of texts such as `$ticket`. */
    private fun JsonNode.filled(kept: Map<String, JsonNode>): JsonNode = when {
        isTextual && asText().startsWith("$") -> kept[asText().drop(1)] ?: error("nothing was kept as ${asText()}")
        this is ArrayNode -> json.createArrayNode().also { list -> forEach { list.add(it.filled(kept)) } }
        this is ObjectNode -> json.createObjectNode().also { all -> properties().forEach { (name, it) -> all.set<JsonNode>(name, it.filled(kept)) } }
        else -> this
    }

    /** Where this is not as expected: the first place that differs. An object may have more members than are expected of it. */
    private fun JsonNode.difference(expected: JsonNode, place: String = ""): String? = when {
        isObject && expected.isObject -> expected.properties().firstNotNullOfOrNull { (name, it) ->
            (get(name) ?: NullNode.instance).difference(it, "$place/$name")
        }
        isArray && expected.isArray && size() == expected.size() -> zip(expected).withIndex().firstNotNullOfOrNull { (nth, pair) ->
            pair.first.difference(pair.second, "$place/$nth")
        }
        isIntegralNumber && expected.isIntegralNumber && bigIntegerValue() == expected.bigIntegerValue() -> null
        this == expected -> null
        else -> "at `$place`: expected $expected, found $this"
    }
}

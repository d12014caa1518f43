package io.frontdesk

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode
import io.frontdesk.blocking.ManualClock
import io.frontdesk.blocking.scenarioDigest
import io.frontdesk.model.*
import java.io.File
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.runBlocking

/** The scenarios that all languages run, through the typed functions: those of `FRONTDESK_SCENARIOS`, or the few beside the packages. */
internal class ScenarioTest {
    private val json = ObjectMapper()

    @Test
    fun scenarios() = runBlocking {
        val file = File(System.getenv("FRONTDESK_SCENARIOS") ?: "../tests/scenarios.json")
        val scenarios = json.readTree(file)["scenarios"].toList()
        val failed = mutableListOf<String>()
        var digests = ""
        for (scenario in scenarios) {
            try {
                val digest = run(scenario)
                digests += "$digest\n"
                check(digest == scenario["digest"]?.asText()) { "the digest is $digest" }
            } catch (fault: Exception) {
                failed += "${scenario["name"]?.asText()}: ${fault.message}"
            }
        }
        println("scenarios: kotlin, ${scenarios.size - failed.size}, ${scenarios.size}, ${scenarioDigest(digests)}")
        assertEquals(emptyList<String>(), failed)
        assert(scenarios.isNotEmpty())
    }

    private suspend fun run(scenario: JsonNode): String {
        val clock = ManualClock(Instant.ofEpochMilli(scenario["at"].asLong()))
        val secret = scenario["secret"].asText().chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        val kept = mutableMapOf<String, JsonNode>()
        return Frontdesk.inMemory(secret, clock = clock).use { store ->
            scenario["steps"].forEachIndexed { place, step ->
                if (step["kind"].asText() == "wait") {
                    clock.advanceMillis(step["millis"].asLong())
                    return@forEachIndexed
                }
                try {
                    call(step, store, kept)
                } catch (fault: Exception) {
                    throw IllegalStateException("step $place, ${step["do"]?.asText()}: $fault", fault)
                }
            }
            store.desk().host.digest()
        }
    }

    private suspend fun call(step: JsonNode, store: Frontdesk, kept: MutableMap<String, JsonNode>) {
        val desk = store.desk(DeskId(step.path("desk").asInt(1).toUInt()))
        val actor = step.path("as").filled(kept)
        val person = PersonId(actor.path("person").asText(""))
        val handle = when (actor.path("type").asText("host")) {
            "agent" -> desk.agent(person)
            "requester" -> desk.requester(person)
            else -> desk.host
        }
        val command = step.path("command").filled(kept).takeIf { it.isTextual }?.let { CommandId(it.asText()) }
        val arguments = json.writeValueAsString(step["with"]?.filled(kept) ?: json.createObjectNode())
        val parts = step.path("parts").map { it.asText().toByteArray() }
        val refused = step["error"]?.takeIf { !it.isNull }
        val answer = try {
            json.readTree(perform(step["do"].asText(), arguments, parts, store, handle, command))
        } catch (error: FrontdeskError) {
            val told = json.createObjectNode().put("code", error.code).put("path", error.path)
            if (refused == null) throw error
            check(told.holds(refused)) { "the error is ${error.code} at ${error.path}" }
            return
        }
        check(refused == null) { "no error, but $answer" }
        val expected = step["expect"]?.filled(kept)
        check(expected == null || expected.isNull || answer.holds(expected)) { "the answer is $answer" }
        step.path("keep").properties().forEach { (name, pointer) ->
            val found = answer.at(pointer.asText())
            check(!found.isMissingNode) { "nothing to keep as $name" }
            kept[name] = found
        }
    }

    /** With what was kept in the place of texts such as `$ticket`. */
    private fun JsonNode.filled(kept: Map<String, JsonNode>): JsonNode = when {
        isTextual && asText().startsWith("$") -> kept[asText().drop(1)] ?: this
        this is ArrayNode -> json.createArrayNode().also { list -> forEach { list.add(it.filled(kept)) } }
        this is ObjectNode -> json.createObjectNode().also { all -> properties().forEach { (name, it) -> all.set<JsonNode>(name, it.filled(kept)) } }
        else -> this
    }

    /** Whether this is all that is expected: objects may hold more. */
    private fun JsonNode.holds(expected: JsonNode): Boolean = when {
        isObject && expected.isObject -> expected.properties().all { (name, it) -> get(name)?.holds(it) ?: false }
        isArray && expected.isArray -> size() == expected.size() && zip(expected).all { (one, other) -> one.holds(other) }
        isIntegralNumber && expected.isIntegralNumber -> bigIntegerValue() == expected.bigIntegerValue()
        else -> this == expected
    }
}

package io.frontdesk.model

import java.time.Instant

/** Milliseconds since 1970 began. What no desk can hold becomes the nearest instant that one can. */
internal fun millisOf(instant: Instant): Long =
    if (instant.epochSecond in -LATEST..LATEST) instant.toEpochMilli() else if (instant.epochSecond < 0) 0 else LATEST * 1000

/** Year 9999 ends here, in seconds. */
private const val LATEST = 253_402_300_799L

/** Something with a written form of its own, such as an id. */
public sealed interface WrittenId {
    /** How it is written. */
    public val text: String
}

/** What is called by an id, as the value of a field or an operand. */
public fun Value(id: WrittenId): Value = Operand.Text(id.text)

/** A text as the value of a field or an operand. */
public fun Value(text: String): Value = Operand.Text(text)

/** A whole number as the value of a field or an operand. */
public fun Value(number: Long): Value = Operand.Integer(number)

/** Yes or no as the value of a field or an operand. */
public fun Value(yes: Boolean): Value = Operand.Bool(yes)

/** Several texts, for operators such as `in`. */
public fun Value(texts: List<String>): Value = Operand.Several(texts.map { Single.Text(it) })

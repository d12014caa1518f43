package io.frontdesk.model

// A tree of conditions is kept as the list of its nodes, each before those below it. So it crosses to the engine, is compared and is printed
// without recursion, however deep it is: a hostile one is refused, and overflows no stack.

/** Conditions are made of these. */
public object Condition {
    /** Always holds. */
    public val always: ConditionNode = group()

    /** One comparison of a field: `leaf("status", "is", Value("new"))`. */
    public fun leaf(field: String, op: String, value: Value = Operand.Null): ConditionNode =
        ConditionTree(listOf(ConditionStep.Leaf(Leaf(field, op, value))))

    /** The opposite of a condition. */
    public fun not(condition: ConditionNode): ConditionNode = ConditionTree(listOf(ConditionStep.Not) + condition.steps)

    /** Holds when all of these hold. */
    public fun all(vararg conditions: ConditionNode): ConditionNode = group(all = conditions.asList())

    /** Holds when one of these holds. */
    public fun any(vararg conditions: ConditionNode): ConditionNode = group(any = conditions.asList())

    /** Holds when every one of [all] holds and one of [any], or [any] is empty. */
    public fun group(all: List<ConditionNode> = emptyList(), any: List<ConditionNode> = emptyList()): ConditionNode =
        ConditionTree(
            listOf(ConditionStep.Group(all.size.toUInt(), any.size.toUInt())) + (all + any).flatMap { it.steps },
        )
}

/** What stands at the top of a tree of conditions. */
public sealed interface ConditionTop {
    /** One comparison. */
    public data class Comparison(public val leaf: Leaf) : ConditionTop

    /** The opposite of a condition. */
    public data class Not(public val condition: ConditionNode) : ConditionTop

    /** Holds when every one of [all] holds and one of [any], or [any] is empty. */
    public data class Group(public val all: List<ConditionNode>, public val any: List<ConditionNode>) : ConditionTop
}

/** What stands at the top; nothing when the steps are no tree. */
public val ConditionNode.top: ConditionTop?
    get() = when (val first = steps.firstOrNull()) {
        null -> null
        is ConditionStep.Leaf -> ConditionTop.Comparison(first.leaf)
        ConditionStep.Not -> below(1)?.let { ConditionTop.Not(it.single()) }
        is ConditionStep.Group -> below(first.all.toLong() + first.any.toLong())?.let {
            ConditionTop.Group(it.take(first.all.toInt()), it.drop(first.all.toInt()))
        }
    }

/** The trees directly below the top. */
private fun ConditionNode.below(count: Long): List<ConditionNode>? {
    val parts = mutableListOf<ConditionNode>()
    var start = 1
    while (parts.size < count) {
        var end = start
        var open = 1L
        while (open > 0) {
            open += when (val step = steps.getOrNull(end++) ?: return null) {
                is ConditionStep.Leaf -> -1L
                ConditionStep.Not -> 0L
                is ConditionStep.Group -> step.all.toLong() + step.any.toLong() - 1
            }
        }
        parts += ConditionTree(steps.subList(start, end).toList())
        start = end
    }
    return parts
}

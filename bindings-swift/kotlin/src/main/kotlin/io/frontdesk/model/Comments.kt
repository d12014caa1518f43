package io.frontdesk.model

/** What a comment says, whoever may read it. */
public val Comment.body: CommentBody
    get() = when (this) {
        is Comment.Public -> v1.body
        is Comment.Internal -> v1.body
    }

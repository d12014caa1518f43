"""The types of what is asked and answered.

Written by `cargo xtask codegen` from the operations table of the engine: do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NewType, TypeAlias

from . import _html, _reading

__all__ = [
    "Action",
    "ActionAddNote",
    "ActionAddTags",
    "ActionRemoveTags",
    "ActionSendMail",
    "ActionSet",
    "ActionStop",
    "Actor",
    "ActorAgent",
    "ActorHost",
    "ActorRequester",
    "ActorRule",
    "ActorSystem",
    "ApplyPolicies",
    "Arrival",
    "ArrivalPage",
    "Attachment",
    "AttachmentFile",
    "Attainment",
    "AttainmentRow",
    "AuthVerdict",
    "BatchAnswer",
    "BatchAnswerDone",
    "BatchAnswerRefused",
    "Breaches",
    "Break",
    "BreakDay",
    "BreakDayDate",
    "BreakDayWeekday",
    "Calendar",
    "CalendarId",
    "CalendarPin",
    "CalendarSpec",
    "ChangedPromise",
    "Channel",
    "ChoiceOption",
    "Clock",
    "ClockChange",
    "ClockDifference",
    "ClockState",
    "ClockTimeline",
    "ClockTransition",
    "Column",
    "Command",
    "CommandId",
    "Comment",
    "CommentBody",
    "CommentFlag",
    "CommentId",
    "CommentPage",
    "ConditionNode",
    "Config",
    "ConfigKind",
    "ConfigReceipt",
    "ConfigSaved",
    "ContentId",
    "Count",
    "CountAtLeast",
    "CountExactly",
    "CreateTicket",
    "Cursor",
    "CustomMetric",
    "DayHours",
    "DayReason",
    "DayReasonHoliday",
    "DayReasonShift",
    "DayReasonWeekly",
    "DayReport",
    "Delivery",
    "DeliveryMail",
    "DeskId",
    "DeskSettings",
    "Detail",
    "Digest",
    "Direction",
    "Effect",
    "EffectBody",
    "EffectId",
    "EffectPage",
    "EffectState",
    "Envelope",
    "ErrorInfo",
    "ErrorKind",
    "Event",
    "EventBody",
    "EventBodyActionSkipped",
    "EventBodyClockChanged",
    "EventBodyCommentAdded",
    "EventBodyConfigSaved",
    "EventBodyEffectQueued",
    "EventBodyFieldsChanged",
    "EventBodyLinked",
    "EventBodyLoopDetected",
    "EventBodyMailSuppressed",
    "EventBodyMergeUndone",
    "EventBodyMerged",
    "EventBodyMergedInto",
    "EventBodyMessageTaken",
    "EventBodyMetricStepped",
    "EventBodyParticipantsChanged",
    "EventBodyPersonSaved",
    "EventBodyPoliciesApplied",
    "EventBodyPolicySelected",
    "EventBodyStatusSettled",
    "EventBodyTagsChanged",
    "EventBodyTeamSettled",
    "EventBodyTicketCreated",
    "EventBodyTriggerFired",
    "EventBodyUnknown",
    "EventBodyUnmerged",
    "EventBodyUnsubscribed",
    "EventBodyUpdateBegun",
    "EventPage",
    "ExplainedUpdate",
    "Explanation",
    "Failure",
    "FieldChange",
    "FieldChangeAssignee",
    "FieldChangeCustom",
    "FieldChangeDueAt",
    "FieldChangePriority",
    "FieldChangeStatus",
    "FieldChangeTeam",
    "FieldChangeTitle",
    "FieldChangeType",
    "FieldDefinition",
    "FieldEdit",
    "FieldEntry",
    "FieldId",
    "FieldKind",
    "FieldKindBool",
    "FieldKindChoice",
    "FieldKindDate",
    "FieldKindInteger",
    "FieldKindText",
    "FieldValue",
    "FieldValueBool",
    "FieldValueChoice",
    "FieldValueDate",
    "FieldValueInteger",
    "FieldValueText",
    "Gap",
    "Holiday",
    "HolidayImport",
    "HolidayRule",
    "HolidayRuleDate",
    "HolidayRuleEaster",
    "HolidayRuleRange",
    "HolidayRuleYearly",
    "HolidayRuleYearlyWeekday",
    "Html",
    "IgnoredReason",
    "Inbound",
    "InboundKey",
    "IntakeAnswer",
    "IntakeAnswerFailed",
    "IntakeAnswerTaken",
    "IntakeOutcome",
    "IntakeOutcomeAppended",
    "IntakeOutcomeCreated",
    "IntakeOutcomeDuplicate",
    "IntakeOutcomeIgnored",
    "IntakeOutcomeParked",
    "IntakeOutcomeQuarantined",
    "IntakeReceipt",
    "InternalNote",
    "Leaf",
    "LeafTrace",
    "LeftOut",
    "Limits",
    "LinkKind",
    "ListMail",
    "LocalInterval",
    "LogEntry",
    "LogPage",
    "MailEffect",
    "MailIn",
    "MailReason",
    "MailReasonConfirmation",
    "MailReasonNotification",
    "MailReasonReply",
    "MailRecipient",
    "MailRecipientAssignee",
    "MailRecipientParticipants",
    "MailRecipientPerson",
    "MailRecipientRequester",
    "MailRecipientTeam",
    "Mailbox",
    "MailboxId",
    "MarkKind",
    "MarkKindAbandoned",
    "MarkKindBreached",
    "MarkKindCancelled",
    "MarkKindDue",
    "MarkKindFulfilled",
    "MarkKindMerged",
    "MarkKindNoPolicy",
    "MarkKindNoTarget",
    "MarkKindPaused",
    "MarkKindResumed",
    "MarkKindRetargeted",
    "MarkKindStarted",
    "MarkKindWarned",
    "MergeTicket",
    "MergedInto",
    "MergedTicket",
    "MessageId",
    "MessagePage",
    "Metric",
    "MetricId",
    "MetricStep",
    "NewComment",
    "NodeGroup",
    "Not",
    "NotEvaluated",
    "OpenPromise",
    "OpenStretch",
    "Opening",
    "Organization",
    "OrganizationId",
    "Pause",
    "Period",
    "Person",
    "PersonAddress",
    "PersonId",
    "PersonReceipt",
    "PoliciesApplied",
    "PoliciesReceipt",
    "Policy",
    "PolicyDifference",
    "PolicyDifferencePage",
    "PolicyId",
    "PolicyPin",
    "Priority",
    "PromiseOutcome",
    "PromiseOutcomeAbandoned",
    "PromiseOutcomeBroken",
    "PromiseOutcomeCancelled",
    "PromiseOutcomeMet",
    "PromiseOutcomeNotPromised",
    "PromiseOutcomeOpen",
    "PublicComment",
    "QuarantineReason",
    "RawMail",
    "Receipt",
    "ReceiptWarning",
    "Report",
    "Request",
    "Role",
    "RuleRef",
    "RuleTrace",
    "SaveConfig",
    "SavePerson",
    "Shift",
    "SlaEvent",
    "SlaEventKind",
    "SlaTimeline",
    "Sort",
    "SortField",
    "SpanState",
    "Status",
    "StatusCategory",
    "StatusId",
    "Stretch",
    "StretchReason",
    "StretchReasonBreak",
    "StretchReasonClosedWeekday",
    "StretchReasonHoliday",
    "StretchReasonOutsideHours",
    "StretchReasonOutsideShift",
    "StretchReasonShift",
    "StretchReasonWeeklyHours",
    "Subject",
    "SubjectConfig",
    "SubjectMessage",
    "SubjectPerson",
    "SubjectTicket",
    "Target",
    "TargetPart",
    "TargetVersion",
    "Team",
    "TeamId",
    "TeamReport",
    "Template",
    "TemplateId",
    "Text",
    "TextPart",
    "TextPartKind",
    "TextRef",
    "ThreadedBy",
    "Threshold",
    "ThresholdBefore",
    "ThresholdPercent",
    "TickFailure",
    "TickReport",
    "Ticket",
    "TicketFacts",
    "TicketId",
    "TicketLink",
    "TicketNumber",
    "TicketReceipt",
    "TicketSummary",
    "TicketSummaryPage",
    "TicketType",
    "TimelineCause",
    "TimelineDetail",
    "TimelineMark",
    "TimelineSpan",
    "TimelineTarget",
    "Trace",
    "Trigger",
    "TriggerId",
    "UnmergeTicket",
    "Unsubscribe",
    "UnsubscribeReceipt",
    "UpdateId",
    "UpdateTicket",
    "Value",
    "Verdict",
    "VerdictFired",
    "VerdictNotEvaluated",
    "VerdictNotMatched",
    "Verified",
    "View",
    "ViewId",
    "Visibility",
    "Wait",
    "Warned",
    "Weekday",
    "WeekdayHours",
    "WhatIfReport",
]

CalendarId = NewType("CalendarId", str)

CommandId = NewType("CommandId", str)

CommentId = NewType("CommentId", str)

ContentId = NewType("ContentId", str)

DeskId = NewType("DeskId", int)
"""One desk among the many in a store. Small on purpose: it is the first part of every key."""

Digest = NewType("Digest", str)

EffectId = NewType("EffectId", str)

FieldId = NewType("FieldId", str)

MailboxId = NewType("MailboxId", str)

MessageId = NewType("MessageId", str)

MetricId = NewType("MetricId", str)

OrganizationId = NewType("OrganizationId", str)

PersonId = NewType("PersonId", str)

PolicyId = NewType("PolicyId", str)

StatusId = NewType("StatusId", str)

TeamId = NewType("TeamId", str)

TemplateId = NewType("TemplateId", str)

TicketId = NewType("TicketId", str)

TicketNumber = NewType("TicketNumber", int)
"""The number of a ticket that people say to each other: `#1042`. Unique and rising in a desk."""

TriggerId = NewType("TriggerId", str)

UpdateId = NewType("UpdateId", str)

ViewId = NewType("ViewId", str)


class AuthVerdict(str, Enum):
    """Whether the domain in `From` vouches for this mail, as the host checked it (SPF, DKIM and DMARC
    alignment). There is no default: a missing verdict must never read as a good one.
    """

    ALIGNED = "aligned"
    """A check passed for the very domain of the `From` address."""
    NONE = "none"
    """Nothing is known: no check was made, or the domain publishes nothing."""
    FAIL = "fail"
    """The domain says that this mail is not from it."""

    def __str__(self) -> str:
        return self.value


class Channel(str, Enum):
    """The way by which something came in."""

    MAIL = "mail"
    """A mail."""
    FORM = "form"
    """A form."""
    API = "api"
    """A call of the host."""
    CHAT = "chat"
    """A chat."""
    SYSTEM = "system"
    """The engine itself: a rule, a timer."""

    def __str__(self) -> str:
        return self.value


class ClockState(str, Enum):
    """How a clock stands."""

    RUNNING = "running"
    """Time counts."""
    PAUSED = "paused"
    """Time does not count; the clock may go on."""
    FULFILLED = "fulfilled"
    """What was promised has happened."""
    ABANDONED = "abandoned"
    """The ticket was solved without it."""
    MERGED = "merged"
    """The ticket went on in another one; the clock goes on when that is undone."""
    CANCELLED = "cancelled"
    """No policy applies any more, it has no target for this metric and priority, or the metric gave it up."""

    def __str__(self) -> str:
        return self.value


class ClockTransition(str, Enum):
    """What happened to a clock."""

    STARTED = "started"
    """It began."""
    PAUSED = "paused"
    """Time stopped counting."""
    RESUMED = "resumed"
    """Time counts again."""
    RETARGETED = "retargeted"
    """It has another target, policy or calendar."""
    FULFILLED = "fulfilled"
    """What was promised has happened."""
    ABANDONED = "abandoned"
    """The ticket was solved without it."""
    NO_POLICY = "no_policy"
    """No policy applies any more."""
    NO_TARGET = "no_target"
    """The policy has no target for this metric and priority."""
    CANCELLED = "cancelled"
    """A metric of the desk's own gave it up."""
    MERGED = "merged"
    """The ticket goes on in another one."""
    WARNED = "warned"
    """A warning threshold was reached."""
    BREACHED = "breached"
    """It ran past its deadline."""

    def __str__(self) -> str:
        return self.value


class CommentFlag(str, Enum):
    """What is to be noted about a comment."""

    AUTOMATIC = "automatic"
    """A machine wrote it: it opens nothing and touches no clock."""
    UNVERIFIED = "unverified"
    """Nobody vouches that the sender is who they say."""
    WEAK_THREADING = "weak_threading"
    """It joined by a Message-ID alone, from a sender nobody vouches for."""
    MESSAGE_ID_REUSED = "message_id_reused"
    """Another message with other content had the same Message-ID."""
    STRANGER = "stranger"
    """The sender is neither the requester nor a participant."""
    BOUNCE = "bounce"
    """It reports that a mail of ours could not be delivered."""
    NO_ANSWER = "no_answer"
    """No rule answers its sender: nobody reads answers there, or a rule of another mailbox passed the mail
    on.
    """

    def __str__(self) -> str:
        return self.value


class ConfigKind(str, Enum):
    """What sort of thing is configured."""

    STATUS = "status"
    """A status."""
    FIELD = "field"
    """A custom field."""
    TEAM = "team"
    """A team."""
    ORGANIZATION = "organization"
    """An organization."""
    MAILBOX = "mailbox"
    """A mailbox."""
    CALENDAR = "calendar"
    """A calendar."""
    POLICY = "policy"
    """An SLA policy."""
    METRIC = "metric"
    """A metric of the desk's own."""
    TEMPLATE = "template"
    """A template."""
    TRIGGER = "trigger"
    """A trigger."""
    VIEW = "view"
    """A view."""
    SETTINGS = "settings"
    """The settings of the desk."""

    def __str__(self) -> str:
        return self.value


class Direction(str, Enum):
    """Which end comes first."""

    ASCENDING = "ascending"
    """The smallest first."""
    DESCENDING = "descending"
    """The greatest first."""

    def __str__(self) -> str:
        return self.value


class EffectState(str, Enum):
    """How far an effect is."""

    PENDING = "pending"
    """Waits to be handed over."""
    DONE = "done"
    """Was delivered."""
    DEAD = "dead"
    """Was given up after too many tries."""
    CANCELLED = "cancelled"
    """Must not be delivered any more."""

    def __str__(self) -> str:
        return self.value


class ErrorKind(str, Enum):
    """What the caller should do about an error."""

    NOT_FOUND = "not_found"
    """There is no such thing, or the actor may not see it (the two look the same on purpose)."""
    INVALID = "invalid"
    """The input makes no sense: fix it and call again."""
    CONFLICT = "conflict"
    """Somebody else was first, or the thing is not in a state for that: reload, and decide anew."""
    FORBIDDEN = "forbidden"
    """The actor may see the thing, but not do this to it."""
    UNAVAILABLE = "unavailable"
    """The store cannot serve the call now: try again later."""
    LIMIT_EXCEEDED = "limit_exceeded"
    """A counted limit was reached."""
    USAGE = "usage"
    """The host called the library in a way it does not allow."""
    CORRUPT = "corrupt"
    """What is stored does not hold together."""
    INTERNAL = "internal"
    """A fault of frontdesk itself."""

    def __str__(self) -> str:
        return self.value


class IgnoredReason(str, Enum):
    """Why a message was left alone."""

    LOOP = "loop"
    """We sent it ourselves."""
    BOUNCE = "bounce"
    """A delivery failure that belongs to no ticket."""

    def __str__(self) -> str:
        return self.value


class LinkKind(str, Enum):
    """How two tickets belong together."""

    FOLLOW_UP_OF = "follow_up_of"
    """This ticket follows up a closed one."""
    RELATED = "related"
    """They have to do with each other."""

    def __str__(self) -> str:
        return self.value


class ListMail(str, Enum):
    """What happens to mail of mailing lists."""

    AUTOMATIC = "automatic"
    """It is automatic mail: it starts nothing."""
    ACCEPT = "accept"
    """It is ordinary mail."""

    def __str__(self) -> str:
        return self.value


class Metric(str, Enum):
    """What a clock measures."""

    FIRST_REPLY = "first_reply"
    """From the first comment of the requester to the first public reply of an agent."""
    NEXT_REPLY = "next_reply"
    """From the oldest comment of the requester that nobody answered, after the first reply, to the next
    public reply of an agent.
    """
    PERIODIC_UPDATE = "periodic_update"
    """From each public reply of an agent to the next, or until it is solved."""
    PAUSABLE_UPDATE = "pausable_update"
    """As `periodic_update`; the time while it is pending does not count."""
    REQUESTER_WAIT = "requester_wait"
    """From creation to solved, as long as the requester waits: not while it is pending, nor between solved
    and reopened.
    """
    AGENT_WORK = "agent_work"
    """From creation to solved, as long as the desk can work on it: not while it is pending or on hold, nor
    between solved and reopened.
    """
    RESOLUTION = "resolution"
    """From creation to solved; the time between solved and reopened does not count."""
    OWNERSHIP = "ownership"
    """From each time that it is given to a team until it is given to another, or solved."""
    CUSTOM = "custom"
    """One of the desk's own: a [`CustomMetric`], which has to be named beside it."""

    def __str__(self) -> str:
        return self.value


class MetricStep(str, Enum):
    """What becomes of a promise of a metric of the desk's own, whether a policy has a target for it or
    not.
    """

    OPENED = "opened"
    """It opened."""
    PAUSED = "paused"
    """Time stopped counting for it."""
    RESUMED = "resumed"
    """Time counts again for it."""
    FULFILLED = "fulfilled"
    """It was kept, or broken before it could be."""
    CANCELLED = "cancelled"
    """It was given up."""
    ABANDONED = "abandoned"
    """The ticket was closed without it."""

    def __str__(self) -> str:
        return self.value


class NotEvaluated(str, Enum):
    """Why conditions were not looked at."""

    ALREADY_FIRED = "already_fired"
    """It had acted in this update before."""
    INACTIVE = "inactive"
    """It is not in use."""
    CLOSED_TICKET = "closed_ticket"
    """The ticket was closed before the update."""
    STOPPED = "stopped"
    """A trigger before it ended the walk."""
    DEPTH = "depth"
    """Updates that cause each other went too deep."""

    def __str__(self) -> str:
        return self.value


class Priority(str, Enum):
    """How urgent a ticket is."""

    LOW = "low"
    """Can wait."""
    NORMAL = "normal"
    """As usual."""
    HIGH = "high"
    """Before others."""
    URGENT = "urgent"
    """Now."""

    def __str__(self) -> str:
        return self.value


class QuarantineReason(str, Enum):
    """Why a message waits in quarantine."""

    FOREIGN_UPDATE = "foreign_update"
    """A valid reply address or Message-ID, but from somebody who does not take part."""
    AUTHENTICATION_FAILED = "authentication_failed"
    """Authentication of the sender failed."""
    AMBIGUOUS_SENDER = "ambiguous_sender"
    """Not exactly one sender."""
    BAD_SENDER = "bad_sender"
    """The sender's address is none."""
    AUTOMATIC = "automatic"
    """A machine wrote it, and there is no ticket that it belongs to."""
    BLANK = "blank"
    """Nothing in it."""
    UNPARSABLE = "unparsable"
    """It cannot be understood as a mail."""
    OVER_LIMITS = "over_limits"
    """More or larger than what is accepted."""

    def __str__(self) -> str:
        return self.value


class Role(str, Enum):
    """What a person may be on a desk."""

    REQUESTER = "requester"
    """Asks for help."""
    AGENT = "agent"
    """Answers."""
    ADMIN = "admin"
    """Answers and configures the desk."""

    def __str__(self) -> str:
        return self.value


class SlaEventKind(str, Enum):
    """What happened to an SLA, so that a follow-on update tells the triggers."""

    POLICY_CHANGED = "policy_changed"
    """Another policy applies, or none."""
    TARGET_CHANGED = "target_changed"
    """A clock has another target."""
    WARNING = "warning"
    """A warning threshold was reached."""
    BREACH = "breach"
    """A clock ran past its deadline."""

    def __str__(self) -> str:
        return self.value


class SortField(str, Enum):
    """What a list is ordered by."""

    NUMBER = "number"
    """The number: the order of creation."""
    NEXT_BREACH = "next_breach"
    """The nearest deadline of a clock that runs: first those that are past, the longest overdue before the
    others, then those to come. Tickets without one come last.
    """
    UPDATED_AT = "updated_at"
    """The last update."""
    PRIORITY = "priority"
    """The priority; tickets without one count as lowest."""
    STATUS_SINCE = "status_since"
    """Since when the ticket has its status."""

    def __str__(self) -> str:
        return self.value


class SpanState(str, Enum):
    """What a clock does over a span of time."""

    RUNNING = "running"
    """All of the time counts."""
    CLOSED = "closed"
    """It runs, and its calendar is closed: nothing counts."""
    HOURS = "hours"
    """It runs by the hours of its calendar, which opens and closes within the span: some of the time
    counts.
    """
    PAUSED = "paused"
    """The ticket waits for somebody else: nothing counts."""
    SOLVED = "solved"
    """The ticket was solved, and opened again: nothing counts."""
    MERGED = "merged"
    """The ticket went on in another one, and came back: nothing counts."""

    def __str__(self) -> str:
        return self.value


class StatusCategory(str, Enum):
    """What a status means to the engine. The order is the life of a ticket."""

    NEW = "new"
    """Nobody has taken it up yet."""
    OPEN = "open"
    """The desk has to act."""
    PENDING = "pending"
    """The requester has to act."""
    HOLD = "hold"
    """Somebody else has to act."""
    SOLVED = "solved"
    """Answered; a comment of the requester opens it again."""
    CLOSED = "closed"
    """Over: takes no update any more."""

    def __str__(self) -> str:
        return self.value


class TargetPart(str, Enum):
    """A part of what a clock runs against."""

    POLICY = "policy"
    """Another policy."""
    POLICY_VERSION = "policy_version"
    """Another version of the policy."""
    PRIORITY = "priority"
    """The row of another priority."""
    TARGET = "target"
    """Another running time."""
    CALENDAR = "calendar"
    """Another calendar, or day and night."""
    CALENDAR_VERSION = "calendar_version"
    """Another version of the calendar."""

    def __str__(self) -> str:
        return self.value


class TextPartKind(str, Enum):
    """What a stretch of a comment's text is."""

    NEW = "new"
    """Written for this comment."""
    QUOTED = "quoted"
    """Taken from an earlier message."""
    SIGNATURE = "signature"
    """A signature."""

    def __str__(self) -> str:
        return self.value


class ThreadedBy(str, Enum):
    """How a mail found its ticket."""

    REPLY_ADDRESS = "reply_address"
    """A signed reply address."""
    OWN_MESSAGE_ID = "own_message_id"
    """A Message-ID that we gave, in In-Reply-To or References."""
    FOREIGN_MESSAGE_ID = "foreign_message_id"
    """A Message-ID that we have seen, in In-Reply-To or References."""
    SUBJECT_TOKEN = "subject_token"
    """The ticket number in the subject."""
    BODY_MARKER = "body_marker"
    """A signed marker in the text."""

    def __str__(self) -> str:
        return self.value


class TicketType(str, Enum):
    """What sort of request a ticket is."""

    QUESTION = "question"
    """Somebody wants to know something."""
    INCIDENT = "incident"
    """Something does not work."""
    PROBLEM = "problem"
    """The cause behind incidents."""
    TASK = "task"
    """Something to do."""

    def __str__(self) -> str:
        return self.value


class TimelineDetail(str, Enum):
    """How finely the time of a clock is told. All clocks of a ticket together tell at most 10,000
    stretches of their calendars, over at most 40,000 days; the shortest clocks come first. A clock that
    does not fit tells each stretch that it ran as one span in the state `hours`: what counted in it is
    exact, and when its calendar opened and closed is left out.
    """

    EXACT = "exact"
    """Whenever its calendars open and close, a new span begins."""
    SUMMED = "summed"
    """It ran for so long that each stretch that it ran is one span."""

    def __str__(self) -> str:
        return self.value


class Visibility(str, Enum):
    """Who may read a comment."""

    PUBLIC = "public"
    """Everybody whom the ticket concerns."""
    INTERNAL = "internal"
    """The people of the desk."""

    def __str__(self) -> str:
        return self.value


class Weekday(str, Enum):
    """A day of the week."""

    MONDAY = "monday"
    """The first day of the week."""
    TUESDAY = "tuesday"
    """The second day of the week."""
    WEDNESDAY = "wednesday"
    """The third day of the week."""
    THURSDAY = "thursday"
    """The fourth day of the week."""
    FRIDAY = "friday"
    """The fifth day of the week."""
    SATURDAY = "saturday"
    """The sixth day of the week."""
    SUNDAY = "sunday"
    """The seventh day of the week."""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The SMTP envelope of an inbound mail, as the host's mail server saw it."""

    mail_from: str | None = None
    """`MAIL FROM`: absent when the host does not know it; empty or `<>` for the null return path of
    bounces.
    """
    rcpt_to: Sequence[str] = ()
    """`RCPT TO`: the addresses this copy was delivered to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a desk accepts at most."""

    mail_bytes: int = 26214400
    """Bytes of a raw mail."""
    title_chars: int = 250
    """Characters of a title; a longer one is cut."""
    comment_bytes: int = 1048576
    """Bytes of a comment's text."""
    comments_per_ticket: int = 5000
    """Comments of a ticket."""
    tags_per_ticket: int = 200
    """Tags of a ticket."""
    participants_per_ticket: int = 50
    """Participants of a ticket."""
    triggers: int = 2000
    """Active and inactive triggers of a desk."""
    depth: int = 10
    """Updates that lead to each other."""
    batch: int = 1000
    """Commands in a batch."""
    page: int = 100
    """Tickets on a page; at least one."""
    count: int = 10000
    """Up to here tickets are counted one by one."""
    attempts: int = 12
    """Hand-overs of an effect before it is given up."""
    name_chars: int = 1000
    """Characters of a person's name."""
    addresses: int = 100
    """Addresses of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """The order of a list; tickets with the same key go by number, in the same direction."""

    by: SortField
    """By what."""
    direction: Direction
    """Which end first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPolicies:
    """Brings the policies and calendars of the desk to tickets that are not closed, as they are configured
    now. Without it a new version reaches a ticket with its next update. It takes the next `limit`
    tickets by number in one transaction, and is carried out again with `next` of its receipt as `after`
    until there is none. It may begin anew at any time: a ticket to which nothing is left to be done is
    not touched.
    """

    as_of: datetime | None = None
    """From when on time counts as calendars have it now, for clocks that are open: what they have run
    since is measured anew, and what it breaks is told with the instant at which it broke. What was told
    before stays. Without it time up to now counts as it did.
    """
    after: TicketNumber | None = None
    """Behind which ticket to go on."""
    limit: int = 100
    """How many tickets to look at, at most a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail that was handed in, and of which it is not yet told what became: it is written before the
    mail is read, and deleted with the record of its outcome.
    """

    key: Digest
    """A digest of the raw bytes."""
    received_at: datetime
    """When it was received, as the host says."""
    raw: ContentId
    """The raw bytes."""
    size: int
    """How many bytes."""
    attempts: int
    """How often it was begun."""
    kept: bool = False
    """Whether the bytes are those of a message with a record, which keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPage:
    """Mails without an outcome."""

    arrivals: Sequence[Arrival]
    """The mails, in order."""
    next: Digest | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a comment. Its bytes stay in the raw message."""

    name: Text
    """Its name, fit to be shown."""
    content_type: str
    """Its media type, as the message says."""
    size: int
    """Its size in bytes."""
    index: int
    """Which attachment of the raw message it is, from 0."""
    inline: bool = False
    """Whether the text shows it in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentFile:
    """A file that came with a comment."""

    name: str
    """Its name, fit to be shown and saved under: without folders and control characters."""
    content_type: str
    """What the sender says that it is. It may lie: offer the file for download, do not show it in a page."""
    bytes: bytes
    """What is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """How many promises were kept and broken in a time."""

    met: int
    """Those that were fulfilled in this time without having been broken before."""
    broken: int
    """Those whose first deadline passed in this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainmentRow:
    """How many promises of a metric were kept for tickets of a team and priority."""

    team: TeamId | None = None
    """The team; none for tickets without one."""
    priority: Priority | None = None
    """The priority; none for tickets without one."""
    metric: Metric
    """What was promised."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    before: Attainment
    """As it was."""
    after: Attainment
    """As it would have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaches:
    """How often the promise of a metric was broken."""

    metric: Metric
    """What was promised."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    count: int
    """How many clocks first ran past a deadline in the asked time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Time that is taken out of the hours."""

    on: BreakDay
    """The days it is on."""
    interval: LocalInterval
    """What is taken out. On a weekday it may cross midnight as hours do, on a date not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar of business hours."""

    id: CalendarId = CalendarId("cal_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    hours: CalendarSpec
    """Its hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPin:
    """A calendar in the version on which time is measured."""

    id: CalendarId
    """The calendar."""
    version: int
    """Its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """Business hours: a zone, the hours of each weekday, and what departs from them. A holiday closes its
    day; else a shift replaces the hours of its date; else the weekday's hours count. Breaks are taken
    out last.
    """

    zone: str
    """The IANA name of the time zone, such as `Europe/Berlin`."""
    weekly: Sequence[WeekdayHours] = ()
    """The hours of the weekdays, each weekday at most once; one that is not listed is closed."""
    holidays: Sequence[Holiday] = ()
    """Days on which nothing is open."""
    shifts: Sequence[Shift] = ()
    """Dates with hours of their own, each date at most once."""
    breaks: Sequence[Break] = ()
    """What is taken out of the hours."""
    covers_until: str | None = None
    """The last day, `YYYY-MM-DD`, up to which the holidays are known to be all there. Saving a calendar
    whose day is near warns.
    """

    @staticmethod
    def from_opening_hours(zone: str, text: str, holidays: Sequence[Holiday] = ()) -> CalendarSpec:
        """The hours that an `opening_hours` text of OpenStreetMap tells. As there, a rule replaces those before it on
        the days that it names.

        It may have weekdays, several hours of a day, hours past midnight, `24/7`, `off` and `closed`; dates with a
        year, and dates without one that are off. Holidays are closed, so `PH off` adds nothing. Whatever else a text
        says is an `InvalidError` with a code `opening_hours.…`, whose detail `position` tells how many characters
        stand before.
        """
        return _reading.opening_hours(zone, text, holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPromise:
    """A promise that was broken and would not be, or the other way round."""

    ticket: TicketNumber
    """The ticket."""
    metric: Metric
    """What was promised."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    started_at: datetime
    """The event that started it."""
    before: PromiseOutcome
    """What became of it."""
    after: PromiseOutcome
    """What would have become of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOption:
    """One choice of a choice field. The id stays when the label changes."""

    id: str
    """What tickets and rules hold."""
    label: str
    """What people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One measured stretch of a ticket against one target."""

    id: int
    """Its place among the clocks of the ticket, from 0; it never changes."""
    metric: Metric
    """What it measures."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    team: TeamId | None = None
    """Whose time it measures, when that is a team's."""
    generation: int
    """Raised by every change: a timer of an earlier generation does nothing."""
    state: ClockState
    """How it stands."""
    started_at: datetime
    """The event that started it."""
    policy: PolicyPin
    """The policy and version of its target."""
    priority: Priority | None = None
    """The priority of the row of its target."""
    calendar: CalendarPin | None = None
    """The calendar on which it runs; none means day and night."""
    target: timedelta
    """How much running time is allowed."""
    stretches: Sequence[Stretch] = ()
    """The stretches that it ran before the present one, in order."""
    running_since: datetime
    """Since when it runs without a break; meaningless while it does not run."""
    due_at: datetime | None = None
    """The deadline: when the target is used up if the clock runs on. None while it is paused, and when the
    calendar never opens again. A clock that ended while it ran keeps the one that it had.
    """
    warnings_at: Sequence[datetime] = ()
    """The warnings that are still to come, in order; empty while it does not run."""
    warned: Sequence[Warned] = ()
    """How many warnings each target has told since the event that started it: one that comes back does not
    tell them anew.
    """
    breached_at: datetime | None = None
    """The deadline that it ran past, for the first target that it broke."""
    breached: bool = False
    """Whether the present target was broken."""
    broken: Sequence[TargetVersion] = ()
    """Every target that was broken since the event that started it: one that comes back is not broken
    anew.
    """
    ended_at: datetime | None = None
    """When it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """The outcome that an event records: the clock as it stands after the transition. The stretches that
    earlier events have told are left out, so that the event of a clock that ran for years and often
    stood still is as short as that of a new one.
    """

    transition: ClockTransition
    """What happened."""
    instant: datetime
    """The computed instant: the deadline of a breach, the threshold of a warning; otherwise that of the
    update.
    """
    kept_stretches: int = 0
    """How many of the stretches that were told before stay as they were; those of `clock` follow on them."""
    clock: Clock
    """The clock afterwards, with the stretches that are new or have grown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDifference:
    """A clock as it stands, and as it would."""

    before: Clock | None = None
    """As it stands; nothing when it would start."""
    after: Clock
    """As it would stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTimeline:
    """What happened to one clock over time."""

    id: int
    """Its place among the clocks of the ticket, from 0."""
    metric: Metric
    """What it measures."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    custom_name: str | None = None
    """What people call that metric now."""
    team: TeamId | None = None
    """Whose time it measures, when that is a team's."""
    team_name: str | None = None
    """What people call the team now."""
    state: ClockState
    """How it stands."""
    target: TimelineTarget
    """What it runs against, or ran against when it ended."""
    started_at: datetime
    """The event that started it."""
    ended_at: datetime | None = None
    """When it ended."""
    breached_at: datetime | None = None
    """The deadline that it ran past, for the first target that it broke."""
    breached: bool
    """Whether the present target was broken."""
    counted: timedelta
    """How much has counted."""
    left: timedelta
    """How much of the target is left; negative when more has counted than the target allows."""
    warnings_at: Sequence[datetime] = ()
    """The warnings that are still to come, in order."""
    detail: TimelineDetail
    """Whether opening and closing of its calendars is told one by one."""
    spans: Sequence[TimelineSpan]
    """What it did from its start to its end or to now: in order, without gaps. What they count adds up to
    what has counted.
    """
    marks: Sequence[TimelineMark]
    """What happened to it, in the order of instants; at one instant in the order of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list."""

    field: str
    """The field that it shows, as conditions name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentBody:
    """What public comments and internal notes have in common."""

    id: CommentId
    """Its id."""
    ticket: TicketNumber
    """The ticket."""
    index: int
    """Its place among the comments of the ticket, from 1."""
    at: datetime
    """When it was made."""
    author: Actor
    """Who made it."""
    channel: Channel
    """The way by which it came."""
    update: UpdateId
    """The update that it was made in."""
    text: Text
    """The whole text."""
    parts: Sequence[TextPart] = ()
    """What is new in the text and what is quoted; empty when all of it is new."""
    attachments: Sequence[Attachment] = ()
    """Files."""
    message: MessageId | None = None
    """The message that it came in, when it was a mail."""
    raw: ContentId | None = None
    """The raw bytes of that message."""
    html: bool = False
    """Whether the message has an HTML form, which is read with `comment_html`."""
    threaded_by: ThreadedBy | None = None
    """How the mail found the ticket; nothing when it made it."""
    flags: Sequence[CommentFlag] = ()
    """What is to be noted, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPage:
    """Comments of a ticket."""

    comments: Sequence[Comment]
    """The comments, in order."""
    next: int | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigReceipt:
    """What saving something that is configured answers."""

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    config: str
    """The id of what was saved, as its own kind writes it; `settings` for the settings of the desk."""
    version: int
    """The version of what was saved afterwards."""
    warnings: Sequence[ReceiptWarning] = ()
    """What was carried out, but should be looked at once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigSaved:
    """That a version of something configured was saved. Its document is kept beside the log."""

    config: ConfigKind
    """What sort of thing."""
    id: str
    """Its id, as its own kind writes it; `settings` for the settings of the desk."""
    version: int
    """The version."""
    digest: Digest
    """A digest over the canonical JSON of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTicket:
    """Creates a ticket."""

    requester: PersonId
    """Who asks."""
    title: str
    """What it is about, in a line."""
    comment: NewComment
    """The description: the first comment."""
    channel: Channel = Channel.API
    """The way by which it comes."""
    mailbox: MailboxId | None = None
    """The mailbox that answers go out from; by default the first."""
    changes: Sequence[FieldEdit] = ()
    """Fields to set."""
    tags: Sequence[str] = ()
    """Tags."""
    participants: Sequence[PersonId] = ()
    """People who take part."""
    follow_up_of: TicketId | None = None
    """The closed ticket that this one follows up, when it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page ended: the sort key and number of its last ticket. The next page begins behind it."""

    key: int
    """The sort key."""
    number: TicketNumber
    """The number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomMetric:
    """A metric of the desk's own: by which conditions a promise opens, pauses and ends. They are looked at
    once in each update, when its rules are through, and see it as triggers do. A promise opens whether
    a policy has a target for it or not. A condition *holds* when it is true in the update, and *stands*
    when it would be true of the ticket if nothing happened to it: what an update brings holds and does
    not stand. In one update a promise that is open ends before another opens. On a closed ticket none
    is open.
    """

    id: MetricId = MetricId("met_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    start: ConditionNode
    """Opens a promise when none is open: it holds, it did not stand before the update, and neither `stop`
    nor `cancel` stands.
    """
    stop: ConditionNode
    """Fulfils an open promise when it holds."""
    pause: ConditionNode | None = None
    """As long as it stands, time does not count."""
    cancel: ConditionNode | None = None
    """Gives an open promise up when it holds."""
    reset: ConditionNode | None = None
    """Gives an open promise up and opens a new one when it holds and did not stand before the update."""
    active: bool = True
    """Whether it is in use. Promises of one that is not are given up with the next update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """One local day of a calendar, and why it is open when it is: the answer to "why is this due so
    late?".
    """

    zone: str
    """The zone whose day this is."""
    date: date
    """The day."""
    intervals: Sequence[LocalInterval]
    """Wall-clock hours that are left when the breaks are taken out."""
    reason: DayReason
    """Where the hours come from."""
    breaks: Sequence[LocalInterval]
    """What the breaks of the day took out, without what was closed anyway."""
    open: timedelta
    """How much real time the day is open: more or less than the wall clock shows when it is set that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """One local day."""

    date: date
    """Which day."""
    created: int
    """Tickets that were created."""
    solved: int
    """How often an unsolved ticket became solved or closed; twice for a ticket that was reopened in
    between.
    """
    reopened: int
    """How often a solved ticket became unsolved."""
    backlog: int
    """Unsolved tickets at the end of the day, or of the asked time when that ends first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A mail that is handed over for delivery, until its lease ends. Settle it with `ack` or `fail`."""

    desk: DeskId
    """Of which desk."""
    effect: EffectId
    """The effect: the same for every try, so also the key by which a receiver tells a repetition."""
    fence: int
    """Which lease this is. One with an older fence has been lost."""
    attempt: int
    """The how-manieth try this is, from 1."""
    mail: DeliveryMail
    """What is to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMail:
    """A mail with its envelope. Every try sends the same."""

    mail_from: str | None = None
    """The sender in the envelope; `None` is the null path `<>`, to which nothing bounces or answers."""
    rcpt_to: Sequence[str]
    """The recipients in the envelope."""
    bytes: bytes
    """The mail as it travels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How a desk behaves where desks differ."""

    version: int = 0
    """Counts the changes; given by the desk when it is saved."""
    reopen_on_comment: bool = True
    """Whether a requester's comment opens a pending, held or solved ticket."""
    cc_participates: bool = False
    """Whether people in Cc of a requester's aligned mail take part in the ticket."""
    calendar: CalendarId | None = None
    """The calendar that `in_business_hours` and `on_holiday` go by; none means day and night, in UTC."""
    unsubscribe_url: str | None = None
    """Where people unsubscribe from a ticket, with `{token}` in it: mail to them offers it, and the host
    hands the token over in the command `unsubscribe`. Without it no mail offers to unsubscribe.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One named fact about an error, for programs."""

    name: str
    """What the value is, for example `cap`."""
    value: str
    """The value, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A row of the outbox."""

    id: EffectId
    """Its id: also the key by which a receiver tells a repetition."""
    ticket: TicketId
    """The ticket that it belongs to."""
    number: TicketNumber
    """The number of that ticket."""
    update: UpdateId
    """The update that made it."""
    created_at: datetime
    """When it was made."""
    order: int = 0
    """Its place among the effects of one instant."""
    body: EffectBody
    """What is to be done."""
    state: EffectState
    """How far it is."""
    note: str = ""
    """Why it was cancelled or given up; empty otherwise."""
    ready_at: datetime
    """Not before this instant; while leased: until when the lease holds."""
    fence: int = 0
    """Raised by every lease: who comes with an older one has lost it."""
    attempts: int = 0
    """How often it was handed over."""
    frozen: ContentId | None = None
    """The bytes that were made at the first hand-over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectPage:
    """Rows of the outbox."""

    effects: Sequence[Effect]
    """The effects, in order."""
    next: EffectId | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorInfo:
    """An error as data."""

    kind: ErrorKind
    """What the caller should do."""
    code: str
    """The stable, dotted code, for example `ticket.not_found`."""
    message: str
    """What is wrong, for people."""
    path: str | None = None
    """The JSON Pointer of the bad value."""
    hint: str | None = None
    """What to do about it."""
    retryable: bool
    """Whether the same call may succeed later without a change."""
    details: Sequence[Detail] = ()
    """Facts for programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The record of one thing that happened."""

    v: int
    """The version of the body's form."""
    subject: Subject
    """What it is about."""
    seq: int
    """Its place among the events of the subject, from 1."""
    at: datetime
    """When it happened."""
    actor: Actor
    """Who did it."""
    update: UpdateId
    """The update that it belongs to."""
    cause: UpdateId | None = None
    """The update that led to this one."""
    rule: RuleRef | None = None
    """The rule that did it."""
    body: EventBody
    """What happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """What happened to a ticket."""

    events: Sequence[Event]
    """The events, in order."""
    next: int | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedUpdate:
    """Why triggers fired or did not in one update."""

    update: UpdateId
    """Which. A follow-on in which nothing fired left nothing behind under this id."""
    at: datetime
    """When."""
    depth: int
    """How many updates led to it."""
    sla_event: SlaEvent | None = None
    """What happened to the SLA, when the update is there to let triggers see it."""
    trace: Trace
    """Each trigger; none when a timer ran, which triggers see only in its follow-ons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why triggers fired or did not in an update and in what followed on it."""

    ticket: TicketNumber
    """The ticket."""
    updates: Sequence[ExplainedUpdate]
    """The update first; then its follow-ons in order, also those in which nothing fired."""
    exact: bool
    """Whether the conditions, looked at again, come out as they did then. Where a text was erased since,
    they need not.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a try failed, and whether another one makes sense."""

    note: str
    """What went wrong, for people. It is kept, so it should hold no text of the mail."""
    permanent: bool = False
    """Whether every further try would fail as well, like after an SMTP reply of 5xx: then there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """The definition of a custom field of tickets."""

    id: FieldId = FieldId("fld_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    key: str
    """The name in conditions and commands, written `fields.<key>` there; lower-case letters, digits, `_`."""
    title: str
    """What people read."""
    kind: FieldKind
    """What it holds."""
    indexed: bool = False
    """Whether lists are filtered by it: such values are kept in a side table that finds them quickly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdit:
    """The change of one field that a command asks for. `null` clears the field."""

    field: str
    """The field: `title`, `status`, `priority`, `type`, `assignee`, `team`, `due_at`, `fields.<key>`."""
    to: Value
    """Its new value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """A custom field of a ticket with its value."""

    field: FieldId
    """Which field."""
    value: FieldValue
    """Its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch in which a ticket was solved before it was opened again."""

    from_: datetime
    """When it was solved."""
    to: datetime
    """When it was opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day, or several, on which nothing is open. All but name and rule is for rules of every year, and
    narrows them.
    """

    name: str
    """What people call it."""
    rule: HolidayRule
    """When it is."""
    days: int | None = None
    """How many days in a row it lasts, 1 to 31; one when there is none."""
    from_year: int | None = None
    """The first year in which it begins, 1970 to 2199."""
    until_year: int | None = None
    """The last year in which it begins, 1970 to 2199."""
    every_years: int | None = None
    """It begins in every so many years, counted from `from_year`, 1 to 100; more than one ends with 2199."""
    without: Sequence[str] = ()
    """The days, `YYYY-MM-DD`, on which it does not begin although the rule says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayImport:
    """What an iCalendar text says about holidays. Every event becomes a holiday that closes each day it
    touches, whatever its hours and whether it is shown as free or busy. Events that are cancelled are
    skipped, also single ones of a series; those that were moved are where they were moved to. A series
    of every year becomes a rule, all else becomes dates.
    """

    holidays: Sequence[Holiday]
    """The holidays in the order of the text, each once."""
    covers_until: date | None = None
    """The last day of the last holiday, when there is none that comes back without an end: what the
    calendar's `covers_until` may say.
    """
    left_out: Sequence[LeftOut]
    """What the text has and a calendar cannot say, in the order of the text."""

    @staticmethod
    def read_ics(text: str) -> HolidayImport:
        """Reads one or more iCalendars that stand one after the other in a text.

        A time with a zone, or with none, is on the date that is written. A time in UTC is on the date it has in the
        zone that the calendar names in `X-WR-TIMEZONE`; without that the event is left out.

        A text that is none is an `InvalidError` with a code `ics.…`, whose detail `line` tells where; one that is too
        large, with more than 4 MiB or 10,000 events, a `LimitExceededError`.
        """
        return _reading.ics(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """HTML that is safe to show."""

    html: str
    """The HTML."""
    truncated: bool
    """Whether the end of the original is missing because it was too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """The record of a message: what became of it. By it answers find their ticket, too."""

    id: MessageId
    """Its id, derived from what makes it the same message: its Message-ID and canonical content, or its
    bytes when they cannot be read.
    """
    message_id: Digest | None = None
    """A digest of its Message-ID under the desk's salt."""
    received_at: datetime
    """When it was received, as the host says."""
    raw: ContentId
    """The raw bytes."""
    size: int
    """How many bytes."""
    mailbox: MailboxId | None = None
    """The mailbox that it came to, when that is known."""
    outcome: IntakeOutcome
    """What became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundKey:
    """Under what the record of a message is kept, so that all records of one Message-ID lie together."""

    message_id: Digest | None = None
    """A digest of its Message-ID under the desk's salt; nothing for a message without one or that was not
    read.
    """
    id: MessageId
    """The id of the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReceipt:
    """What became of a mail."""

    message: MessageId
    """The id under which its record is kept."""
    outcome: IntakeOutcome
    """What became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalNote:
    """A note among the people of the desk. It cannot become a public comment."""

    id: CommentId
    """Its id."""
    ticket: TicketNumber
    """The ticket."""
    index: int
    """Its place among the comments of the ticket, from 1."""
    at: datetime
    """When it was made."""
    author: Actor
    """Who made it."""
    channel: Channel
    """The way by which it came."""
    update: UpdateId
    """The update that it was made in."""
    text: Text
    """The whole text."""
    parts: Sequence[TextPart] = ()
    """What is new in the text and what is quoted; empty when all of it is new."""
    attachments: Sequence[Attachment] = ()
    """Files."""
    message: MessageId | None = None
    """The message that it came in, when it was a mail."""
    raw: ContentId | None = None
    """The raw bytes of that message."""
    html: bool = False
    """Whether the message has an HTML form, which is read with `comment_html`."""
    threaded_by: ThreadedBy | None = None
    """How the mail found the ticket; nothing when it made it."""
    flags: Sequence[CommentFlag] = ()
    """What is to be noted, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One comparison of a field."""

    field: str
    """The field: `status`, `tags`, `comment.text`, `fields.<key>`, …"""
    op: str
    """The operator: the name of an [`Operator`]."""
    value: Value = None
    """The operand; left out for operators that take none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafTrace:
    """One comparison and how it came out."""

    path: str
    """The JSON Pointer from the rule."""
    field: str
    """The field."""
    op: str
    """The operator."""
    operand: Value = None
    """The operand."""
    wanted: str
    """The operand in words."""
    actual: str | None = None
    """What the field held, in words; nothing when it held nothing."""
    before: str | None = None
    """What the field held when the update began; told with operators that ask for a change."""
    holds: bool
    """Whether it held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An event that did not become a holiday as it stands."""

    what: str
    """The event's name, or its UID when it has none."""
    line: int
    """The line it begins on, counted from 1."""
    why: str
    """Why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalInterval:
    """A stretch of wall-clock time that holds its beginning but not its end."""

    from_: str
    """The beginning, `00:00` to `23:59`."""
    to: str
    """The end, up to `24:00`; one before the beginning lies past midnight, where that is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """The events of one update, behind those of people who were saved on the way to it, as the log keeps
    them.
    """

    position: int
    """Its position in the feed of the desk: rising and without gaps."""
    events: Sequence[Event]
    """What happened, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """What happened on a desk."""

    entries: Sequence[LogEntry]
    """The entries, in order."""
    next: int | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEffect:
    """A mail that is to be sent. It points to what it needs; bytes are made at the first hand-over."""

    reason: MailReason
    """Why."""
    mailbox: MailboxId
    """From which mailbox."""
    recipient: PersonId
    """To whom."""
    filled: TextRef | None = None
    """The subject and text with their values filled in, as erasable content; none when a comment is sent."""
    reply_epoch: int = 0
    """Which reply addresses are good: the epoch of the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """A raw mail as the host hands it in."""

    raw: bytes
    """The raw bytes."""
    verdict: AuthVerdict
    """Whether the sender's domain vouches for it."""
    received_at: datetime
    """When it was received."""
    envelope: Envelope = Envelope()
    """What the mail server knows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address at which the desk is written to, and as which it answers."""

    id: MailboxId = MailboxId("mbx_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """The name in the From of answers."""
    address: str
    """The address that answers come from."""
    aliases: Sequence[str] = ()
    """Other own addresses that lead to it."""
    team: TeamId | None = None
    """The team that new tickets go to."""
    list_mail: ListMail = ListMail.AUTOMATIC
    """What happens to mail of mailing lists."""
    open: bool = False
    """A public list or forum, nothing in it private: a stranger's reply to a known message joins its
    ticket.
    """
    admit_strangers: bool = False
    """Whether a reply of somebody who does not take part joins a ticket, flagged, when it goes to the
    ticket's signed address and the sender's domain vouches for it. Else it waits in quarantine: only
    who knows that no other service mails codes to such addresses lets strangers in.
    """
    catch_all: bool = False
    """Whether it takes mail that goes to none of the desk's addresses, as by a forward or a list."""
    dedicated_domain: bool = False
    """The domain of its address receives mail for nobody but the desk. Else whoever asks could pass for
    somebody of that domain, since the codes by which other services find out land in tickets: saving
    such a mailbox answers a warning.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTicket:
    """Lets a ticket go on in another, as when somebody asked twice. It is closed and takes no update until
    the merge is undone; its clocks stand still; mail for it goes to the other one, where all take part
    whom it concerned and who want mail about it. What happened to each of the two tells of the other.
    """

    ticket: TicketId
    """The ticket that goes on in the other one."""
    into: TicketId
    """The ticket that stays."""
    other_requester: bool = False
    """That somebody else asks there is meant: each will be written to about what the other says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """Where a ticket went on, and how it stood before."""

    ticket: TicketNumber
    """The ticket that it went on in."""
    since: datetime
    """When it was merged."""
    status: StatusId
    """The status that it had, and has again when the merge is undone."""
    category: StatusCategory
    """What that meant."""
    status_since: datetime
    """Since when it had that status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedTicket:
    """A ticket that goes on in another."""

    ticket: TicketNumber
    """Which."""
    participants: Sequence[PersonId] = ()
    """Who takes part in the other one because of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Records of messages."""

    messages: Sequence[Inbound]
    """The records, in order."""
    next: InboundKey | None = None
    """Behind what the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A comment that a command adds."""

    visibility: Visibility
    """Who may read it."""
    text: str
    """Its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGroup:
    """Conditions taken together."""

    all: Sequence[ConditionNode] = ()
    """Every one must hold."""
    any: Sequence[ConditionNode] = ()
    """One must hold, when there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """A promise of a metric of the desk's own that is open."""

    metric: MetricId
    """The metric."""
    since: datetime
    """When it opened."""
    pauses: Sequence[Pause] = ()
    """The stretches for which time did not count, in order, without the present one."""
    paused_since: datetime | None = None
    """Since when time does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStretch:
    """A stretch of time over which a calendar is open, or closed, for one reason."""

    from_: datetime
    """Its first instant."""
    to: datetime
    """The first instant that is not in it any more."""
    open: bool
    """Whether it counts as open time."""
    reason: StretchReason
    """Why."""
    part: int
    """Which of the calendars that this one is combined from tells the reason, counted from 0 in the order
    in which they were combined.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a store is opened, as data."""

    path: str | None = None
    """The SQLite file; without one everything is kept in memory, and gone when it is closed."""
    secret: bytes | None = None
    """The secret that signs reply addresses, of at least 32 bytes. Without one that of a file is kept
    beside it, with `.key` behind its name, and memory gets one that nobody knows.
    """
    limits: Limits = Limits()
    """What a desk accepts at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An organization that people belong to."""

    id: OrganizationId = OrganizationId("org_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """Its name."""
    domains: Sequence[str] = ()
    """Mail domains whose people belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch for which time did not count."""

    from_: datetime
    """When it began."""
    to: datetime
    """When it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of open time, `[start, end)`."""

    start: datetime
    """The first open instant."""
    end: datetime
    """The first instant that is closed again, or the end of what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who asks or answers."""

    id: PersonId
    """Their id."""
    version: int
    """Counts the changes."""
    role: Role
    """What they are here."""
    name: Text | None = None
    """Their name."""
    addresses: Sequence[PersonAddress] = ()
    """Their addresses; the first is written to."""
    organization: OrganizationId | None = None
    """The organization they belong to."""
    teams: Sequence[TeamId] = ()
    """The teams they work in, in order."""
    active: bool
    """Whether they may still act."""
    created_at: datetime
    """When they were first seen."""
    confirmed_at: datetime | None = None
    """When an unverified address last got its one confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAddress:
    """An address of a person."""

    address: Text
    """The address, as it is written to."""
    verified: bool = False
    """Whether it was proved that it is this person's."""
    bouncing: bool = False
    """Whether mail to it came back for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReceipt:
    """What saving a person answers."""

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    person: PersonId
    """The person."""
    version: int
    """The version of the person afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesApplied:
    """To how many tickets policies were brought."""

    tickets: int
    """How many tickets were looked at."""
    changed: int
    """To how many of them anything was done."""
    next: TicketNumber | None = None
    """Behind which ticket to go on; nothing when that was all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesReceipt:
    """What bringing policies to tickets answers."""

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    tickets: int
    """How many tickets were looked at."""
    changed: int
    """To how many of them anything was done."""
    next: TicketNumber | None = None
    """Behind which ticket to go on; nothing when that was all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An SLA policy: which tickets, how long for what, on which calendar."""

    id: PolicyId = PolicyId("sla_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    position: int
    """The first policy by position whose filter matches applies."""
    filter: ConditionNode
    """Which tickets."""
    calendar: CalendarId | None = None
    """The calendar on which time runs; none means day and night."""
    targets: Sequence[Target]
    """How long for what."""
    active: bool = True
    """Whether it is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDifference:
    """What bringing policies to a ticket would do to it."""

    ticket: TicketNumber
    """The ticket."""
    policy_before: PolicyPin | None = None
    """The policy that applies to it."""
    policy_after: PolicyPin | None = None
    """The policy that would apply to it."""
    clocks: Sequence[ClockDifference]
    """The clocks that would change, and those that would start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDifferencePage:
    """What bringing policies to some tickets would do."""

    differences: Sequence[PolicyDifference]
    """The tickets to which something would be done, by number."""
    tickets: int
    """How many tickets were looked at."""
    next: TicketNumber | None = None
    """Behind which ticket the next page begins; nothing on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPin:
    """A policy in the version that applies to a ticket."""

    id: PolicyId
    """The policy."""
    version: int
    """Its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComment:
    """A comment that the requester and participants read. Only this can be rendered into a mail to them."""

    id: CommentId
    """Its id."""
    ticket: TicketNumber
    """The ticket."""
    index: int
    """Its place among the comments of the ticket, from 1."""
    at: datetime
    """When it was made."""
    author: Actor
    """Who made it."""
    channel: Channel
    """The way by which it came."""
    update: UpdateId
    """The update that it was made in."""
    text: Text
    """The whole text."""
    parts: Sequence[TextPart] = ()
    """What is new in the text and what is quoted; empty when all of it is new."""
    attachments: Sequence[Attachment] = ()
    """Files."""
    message: MessageId | None = None
    """The message that it came in, when it was a mail."""
    raw: ContentId | None = None
    """The raw bytes of that message."""
    html: bool = False
    """Whether the message has an HTML form, which is read with `comment_html`."""
    threaded_by: ThreadedBy | None = None
    """How the mail found the ticket; nothing when it made it."""
    flags: Sequence[CommentFlag] = ()
    """What is to be noted, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A raw mail."""

    bytes: bytes
    """Its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a command of any kind."""

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    ticket: TicketId | None = None
    """The ticket."""
    number: TicketNumber | None = None
    """The number of the ticket."""
    update: UpdateId | None = None
    """The update, by which it is explained."""
    comment: CommentId | None = None
    """The comment that was added."""
    person: PersonId | None = None
    """The person that was saved."""
    config: str | None = None
    """The id of what was configured, as its own kind writes it; `settings` for the settings of the desk."""
    version: int
    """The version afterwards: of the ticket, the person or what was configured."""
    applied: PoliciesApplied | None = None
    """To how many tickets policies were brought."""
    warnings: Sequence[ReceiptWarning] = ()
    """What was carried out, but should be looked at once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptWarning:
    """Something about a command that is allowed and dangerous."""

    code: str
    """The stable, dotted code, for example `mailbox.shared_domain`."""
    message: str
    """What the danger is, for people."""
    path: str | None = None
    """Which part of the command: a JSON Pointer."""
    hint: str | None = None
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What happened on a desk over some days."""

    days: Sequence[DayReport]
    """Every local day that the asked time touches, in order; the first and the last may be cut."""
    teams: Sequence[TeamReport]
    """Every team to which something happened, in order of ids; tickets without a team come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command with the id by which its sender knows it. The same id never acts twice: the first answer
    is given again.
    """

    id: CommandId | None = None
    """The id; without one the desk derives one that is never seen again."""
    command: Command
    """The command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRef:
    """A rule in the version that acted."""

    id: TriggerId
    """The trigger."""
    version: int
    """Its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """What became of one trigger."""

    rule: RuleRef
    """Which, in which version."""
    name: str
    """What people call it."""
    verdict: Verdict
    """How it ended: that it fired, else what its last visit found."""
    leaves: Sequence[LeafTrace] = ()
    """Its comparisons in reading order, as that visit found them; empty when it was never visited."""
    why_not: Sequence[str] = ()
    """When it did not match: the paths of the fewest comparisons that would have to turn out differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveConfig:
    """Saves something configured as a new version."""

    config: Config
    """What; its `version` is given by the desk."""
    base_version: int | None = None
    """The version that the sender looked at; another one in the desk is a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePerson:
    """Creates a person, or replaces what is known of one: what is left out is taken away."""

    id: PersonId | None = None
    """Who; without one a new person."""
    role: Role
    """What they are here."""
    name: str | None = None
    """Their name."""
    addresses: Sequence[str] = ()
    """Their addresses; the first is written to. The sender vouches for those that the person did not have.
    Those that they had are as well proved as before, and are written to again if mail to them came
    back.
    """
    organization: OrganizationId | None = None
    """The organization they belong to."""
    teams: Sequence[TeamId] = ()
    """The teams they work in."""
    active: bool = True
    """Whether they may act."""
    base_version: int | None = None
    """The version of the person that the sender has seen. When there is a later one, nothing is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A date with hours of its own in place of the weekday's."""

    date: str
    """`YYYY-MM-DD`, 1970 to 2199."""
    intervals: Sequence[LocalInterval]
    """When it is open, not across midnight; none closes the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaEvent:
    """What happened to an SLA."""

    kind: SlaEventKind
    """What happened."""
    metric: Metric | None = None
    """To which metric; none when it concerns the policy."""
    custom: MetricId | None = None
    """To which metric of the desk's own, when it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaTimeline:
    """What happened to the SLA clocks of a ticket over time: when each ran, when it did not, and why. It
    is told from the log: each stretch on the version of the calendar that was valid then, under the
    target that held then. What is due and did not run yet is told as if it had.
    """

    ticket: TicketNumber
    """The ticket."""
    now: datetime
    """The instant up to which it is told."""
    zone: str
    """The time zone in which it is shown: that of the last clock's calendar, else that of the desk's, else
    `UTC`.
    """
    clocks: Sequence[ClockTimeline]
    """The clocks of the ticket, in the order in which they started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status as the desk names it. The engine looks at the category only."""

    id: StatusId = StatusId("sta_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What agents read."""
    label: str
    """What requesters read."""
    category: StatusCategory
    """What it means."""
    default: bool = False
    """Whether it is the one that its category means when only the category is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time that a clock has run, on the calendar that was valid then."""

    from_: datetime
    """From when."""
    to: datetime
    """Until when."""
    duration: timedelta
    """How much of it counts."""
    calendar: CalendarPin | None = None
    """On which calendar; none means day and night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How long something may take for tickets of one priority."""

    metric: Metric
    """What is measured."""
    custom: MetricId | None = None
    """Which metric of the desk's own, when it is `custom`."""
    priority: Priority | None = None
    """For tickets of this priority; without one: for tickets that have none."""
    duration: timedelta
    """So much running time."""
    warnings: Sequence[Threshold] = ()
    """When to warn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetVersion:
    """Which target a clock runs against: a row of a policy in one version."""

    policy: PolicyPin
    """The policy and its version."""
    priority: Priority | None = None
    """The priority of the row; none means the row for tickets without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of agents."""

    id: TeamId = TeamId("tea_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReport:
    """What happened to the tickets of one team. What an update did counts for the team that the ticket has
    after the update.
    """

    team: TeamId | None = None
    """The team; none for tickets without one."""
    created: int
    """Tickets that were created."""
    breaches: Sequence[Breaches]
    """Broken promises: a row for each metric of which there are any."""
    first_replies: int
    """Tickets that got their first reply: of an agent, in public, after a request and before they were
    first solved.
    """
    median_first_reply: timedelta | None = None
    """The median of the time by day and night from first request to first reply. Of an even number of
    replies the mean of the two in the middle, rounded down; nothing without replies.
    """
    first_replies_with_target: int
    """First replies that an SLA policy had a target for."""
    first_replies_in_time: int
    """Those of them whose clock never ran past a deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template of a mail."""

    id: TemplateId = TemplateId("tpl_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    subject: str = ""
    """The subject; empty means that of the ticket. `{{path}}` stands for a value."""
    body: str
    """The text. `{{path}}` stands for a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in a row: where it is recorded, and the text itself as long as it was not erased."""

    id: ContentId
    """Which content."""
    digest: Digest
    """What it was, salted."""
    text: str | None = None
    """The text; nothing once it was erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A stretch of a comment's text. The stretches in order make up the whole text."""

    kind: TextPartKind
    """What it is."""
    len: int
    """How long, in bytes of UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRef:
    """Where events point to when they mean a text or file: never the text itself."""

    id: ContentId
    """Which content."""
    digest: Digest
    """What it was, salted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickFailure:
    """A timer that could not run."""

    desk: DeskId
    """Of which desk."""
    ticket: TicketNumber
    """Of which ticket."""
    error: ErrorInfo
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickReport:
    """What a tick did."""

    timers: int
    """How many timers ran, those that failed among them."""
    next_wakeup: datetime | None = None
    """When the next one is due, of those that did not fail now."""
    more: bool
    """Whether more is due already."""
    failures: Sequence[TickFailure]
    """Timers that failed: what is stored of their tickets or desks does not hold together. The next tick
    tries them again.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as it stands."""

    id: TicketId
    """Its id."""
    number: TicketNumber
    """The number that people say."""
    version: int
    """How many updates it has had."""
    seq: int
    """How many events it has had."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it was last updated."""
    channel: Channel
    """The way by which it came."""
    mailbox: MailboxId | None = None
    """The mailbox that it came to and answers go out from."""
    title: Text
    """What it is about, in a line."""
    requester: PersonId
    """Who asks."""
    organization: OrganizationId | None = None
    """The organization that the requester belonged to when the ticket was created."""
    status: StatusId
    """Its status."""
    category: StatusCategory
    """What the status means."""
    status_since: datetime
    """Since when it has this status."""
    priority: Priority | None = None
    """How urgent it is."""
    type: TicketType | None = None
    """What sort of request it is."""
    assignee: PersonId | None = None
    """The agent who has to act."""
    team: TeamId | None = None
    """The team that has to act."""
    tags: Sequence[str] = ()
    """Tags, in order, each once."""
    participants: Sequence[PersonId] = ()
    """People who take part besides the requester, in order, each once."""
    unsubscribed: Sequence[PersonId] = ()
    """Whom it concerns but who want no mail about it, in order; a comment of theirs takes them off."""
    fields: Sequence[FieldEntry] = ()
    """Custom fields that are set, ordered by field."""
    due_at: datetime | None = None
    """Until when a person or rule wants it done."""
    links: Sequence[TicketLink] = ()
    """Other tickets that belong to it."""
    merged_into: MergedInto | None = None
    """The ticket that it was merged into. It is closed as long as it is, and takes no update."""
    merged: Sequence[MergedTicket] = ()
    """Tickets that were merged into it, in that order."""
    reply_epoch: int = 0
    """Raised to make all reply addresses given out so far worthless."""
    policy: PolicyPin | None = None
    """The SLA policy that applies."""
    clocks: Sequence[Clock] = ()
    """Its SLA clocks, running and ended, in the order in which they started."""
    facts: TicketFacts
    """What happened so far, counted."""

    def _repr_html_(self) -> str:
        return _html.ticket(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """What an update needs to know of a ticket's past without reading it."""

    comments: int = 0
    """Comments of all kinds."""
    agent_replies: int = 0
    """Public comments by agents who are not the requester."""
    requester_comments: int = 0
    """Public comments by the requester and participants."""
    first_request_at: datetime | None = None
    """When the requester or a participant first wanted an answer: the start of the first reply."""
    first_reply_abandoned_at: datetime | None = None
    """When the ticket was solved without a first reply."""
    first_reply_at: datetime | None = None
    """When the first public reply of an agent came after that."""
    oldest_unanswered_at: datetime | None = None
    """When the requester's oldest comment came that no agent has answered."""
    agent_updated_at: datetime | None = None
    """When a person of the desk last changed it."""
    requester_updated_at: datetime | None = None
    """When the requester or a participant last changed it."""
    assigned_at: datetime | None = None
    """When it was last assigned to an agent."""
    solved_at: datetime | None = None
    """When it was last solved."""
    gaps: Sequence[Gap] = ()
    """The stretches in which it was solved before it was opened again."""
    category_since: datetime | None = None
    """Since when its status means what it means now; nothing as long as it is new."""
    waits: Sequence[Wait] = ()
    """The stretches in which it was pending or on hold, in order, without the present one."""
    last_reply_at: datetime | None = None
    """When an agent last replied in public: whoever asks may expect to hear more. Nothing once it was
    solved.
    """
    team_since: datetime | None = None
    """When it was given to its team. Nothing once it was solved."""
    absences: Sequence[Pause] = ()
    """The stretches for which it was merged into another ticket, in order, without the present one."""
    promises: Sequence[OpenPromise] = ()
    """The promises of metrics of the desk's own that are open, ordered by metric."""
    breaches: int = 0
    """How many clocks ran past their deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLink:
    """A link to another ticket."""

    kind: LinkKind
    """How they belong together."""
    ticket: TicketNumber
    """The other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReceipt:
    """What creating or changing a ticket answers; a merge that of the ticket that stays, and its undoing
    that of the other one.
    """

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    ticket: TicketId
    """The ticket."""
    number: TicketNumber
    """The number of the ticket."""
    update: UpdateId
    """The update, by which it is explained."""
    comment: CommentId | None = None
    """The comment that was added."""
    version: int
    """The version of the ticket afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSummary:
    """A ticket as a row of a list: what people look at before they open one."""

    id: TicketId
    """Its id."""
    number: TicketNumber
    """The number that people say."""
    title: str
    """What it is about, in a line; empty once that was erased."""
    requester: PersonId
    """Who asks."""
    status: StatusId
    """Its status."""
    category: StatusCategory
    """What the status means."""
    priority: Priority | None = None
    """How urgent it is."""
    type: TicketType | None = None
    """What sort of request it is."""
    assignee: PersonId | None = None
    """The agent who has to act."""
    team: TeamId | None = None
    """The team that has to act."""
    tags: Sequence[str] = ()
    """Tags, in order, each once."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it was last updated."""
    deadline_at: datetime | None = None
    """The earliest deadline of the SLA clocks that run, past or to come."""

    def _repr_html_(self) -> str:
        return _html.ticket(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSummaryPage:
    """A page of tickets, each as a row. `tickets_by_id` has them whole."""

    tickets: Sequence[TicketSummary]
    """The tickets, in order."""
    next: Cursor | None = None
    """Where the next page begins; nothing on the last."""

    def _repr_html_(self) -> str:
        return _html.ticket_page(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineCause:
    """Who made something happen to a clock, and by which event."""

    seq: int
    """The event of the ticket that did it: a change of the status, a comment."""
    update: UpdateId
    """The update that it belongs to."""
    actor: Actor
    """Who did it: a rule when it was one; who began the update when the engine drew a conclusion from it."""
    name: str | None = None
    """What people call the person now, or the rule in the version that acted. Nothing when that is not
    known, or was erased.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMark:
    """Something that happened to a clock at an instant."""

    at: datetime
    """When: for a warning or a breach the computed instant, not the one at which it was found."""
    what: MarkKind
    """What."""
    seq: int | None = None
    """The event of the ticket that records it. None for a deadline, and for what is due and did not run
    yet.
    """
    by: TimelineCause | None = None
    """Who made it happen; none for what time alone did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpan:
    """A span of time over which a clock did one thing, for one reason."""

    from_: datetime
    """Its first instant."""
    to: datetime
    """The first instant that is not in it any more."""
    state: SpanState
    """What the clock did."""
    reason: StretchReason | None = None
    """Why the calendar is open or closed: for what runs or is closed by a calendar."""
    calendar: CalendarPin | None = None
    """The calendar on which it was measured; none means day and night, or that it did not run."""
    category: StatusCategory | None = None
    """What the status meant while it was paused or solved."""
    by: TimelineCause | None = None
    """Who made it pause, or solved it."""
    counted: timedelta
    """How much of it counts."""
    total: timedelta
    """How much has counted when it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineTarget:
    """What a clock runs against: a row of a policy in one version, on a calendar in one version."""

    policy: PolicyPin
    """The policy and its version."""
    policy_name: str | None = None
    """What people called the policy in that version."""
    priority: Priority | None = None
    """The priority of the row; none means the row for tickets without one."""
    target: timedelta
    """How much running time is allowed."""
    calendar: CalendarPin | None = None
    """The calendar and its version; none means day and night."""
    calendar_name: str | None = None
    """What people called the calendar in that version."""
    zone: str | None = None
    """The time zone of the calendar in that version."""
    due_at: datetime | None = None
    """The deadline as it stood then: none while the clock was paused, and when the calendar never opens
    again.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Why the triggers did or did not act in an update."""

    rules: Sequence[RuleTrace]
    """Every trigger of the desk, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A rule that acts in the update that makes its conditions true."""

    id: TriggerId = TriggerId("trg_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    position: int
    """Its place among the triggers; equal places go by id."""
    active: bool = True
    """Whether it is in use."""
    conditions: ConditionNode
    """When it acts."""
    actions: Sequence[Action]
    """What it does, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeTicket:
    """Undoes a merge: the ticket stands as it did, its clocks go on without the time in between, and
    whoever took part in the other one because of it does no more. What was said there meanwhile stays
    there.
    """

    ticket: TicketId
    """The ticket that went on in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribe:
    """Takes somebody off the mail about a ticket: what the link in a mail's `List-Unsubscribe` asks for.
    For the host.
    """

    token: str
    """The token in the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribeReceipt:
    """What taking somebody off the mail about a ticket answers."""

    command: CommandId
    """The command."""
    at: datetime
    """When it took effect."""
    ticket: TicketId
    """The ticket."""
    number: TicketNumber
    """The number of the ticket."""
    update: UpdateId | None = None
    """The update, by which it is explained; nothing when they were off it already."""
    version: int
    """The version of the ticket afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTicket:
    """Changes a ticket: fields, tags, participants and at most one comment, all at once."""

    ticket: TicketId
    """Which ticket."""
    base_version: int | None = None
    """The version that the sender looked at. Changes to other fields since then are merged; a change to
    the same field is a conflict.
    """
    channel: Channel = Channel.API
    """The way by which it comes."""
    changes: Sequence[FieldEdit] = ()
    """Fields to set."""
    add_tags: Sequence[str] = ()
    """Tags to add."""
    remove_tags: Sequence[str] = ()
    """Tags to take away."""
    add_participants: Sequence[PersonId] = ()
    """People who take part from now on."""
    remove_participants: Sequence[PersonId] = ()
    """People who no longer take part."""
    comment: NewComment | None = None
    """A comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found in order."""

    tickets: int
    """How many tickets."""
    events: int
    """How many events they are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved list of tickets."""

    id: ViewId = ViewId("viw_00000000000000000000000000")
    """Its id; the desk gives one to what is saved without."""
    version: int = 0
    """Its version; given by the desk when it is saved."""
    name: str
    """What people call it."""
    filter: ConditionNode
    """Which tickets: conditions that look at the ticket alone."""
    sort: Sort = Sort(by=SortField.NUMBER, direction=Direction.DESCENDING)
    """In which order; newest first when nothing is said."""
    columns: Sequence[Column] = ()
    """What to show of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A stretch in which a ticket was pending or on hold."""

    category: StatusCategory
    """Which of the two."""
    from_: datetime
    """When it began."""
    to: datetime
    """When it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The warnings that a target has told."""

    target: TargetVersion
    """The target."""
    count: int
    """How many of its warnings, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayHours:
    """The hours of one weekday."""

    weekday: Weekday
    """The weekday."""
    intervals: Sequence[LocalInterval]
    """When it is open, in any order. The part of an interval past midnight belongs to the next weekday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfReport:
    """What drafts would have made of the past."""

    tickets: int
    """How many tickets were looked at: those that were created before the end."""
    attainment: Sequence[AttainmentRow]
    """How many promises were kept and broken, by team, priority and metric, in this order. A ticket counts
    for the team and priority that it has in the end; the time of a team for that team.
    """
    changed_count: int
    """How many promises were broken and would not be, or would be and were not."""
    changed: Sequence[ChangedPromise]
    """The first of them, by ticket, start and metric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSet:
    """Sets or, with null, clears a field: `status`, `priority`, `type`, `assignee`, `team`, `due_at`,
    `fields.<key>`.
    """

    field: str
    """Which field."""
    to: Value
    """Its new value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAddTags:
    """Adds tags."""

    tags: Sequence[str]
    """Which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRemoveTags:
    """Takes tags away."""

    tags: Sequence[str]
    """Which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAddNote:
    """Adds an internal note."""

    text: str
    """Its text; `{{path}}` stands for a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSendMail:
    """Sends a mail made from a template."""

    to: MailRecipient
    """To whom."""
    template: TemplateId
    """The template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStop:
    """Ends the walk over the triggers for this update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorHost:
    """The application that embeds the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorAgent:
    """A person who answers."""

    person: PersonId
    """Who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRequester:
    """A person who asks."""

    person: PersonId
    """Who."""
    verified: bool
    """Whether the host vouches that it is this person: signed in, or mail that is aligned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRule:
    """A trigger."""

    rule: RuleRef
    """Which, in which version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSystem:
    """The engine itself: a timer, a follow-on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswerDone:
    """It was carried out."""

    receipt: Receipt
    """Its receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswerRefused:
    """It was refused, and left nothing behind."""

    error: ErrorInfo
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakDayDate:
    """One date."""

    date: str
    """`YYYY-MM-DD`, 1970 to 2199."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakDayWeekday:
    """Every such weekday, also when a shift replaces its hours."""

    weekday: Weekday
    """The weekday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountExactly:
    """So many."""

    count: int
    """How many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAtLeast:
    """More than are counted."""

    count: int
    """How many there are at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReasonHoliday:
    """A holiday closes it."""

    name: str
    """The first holiday of the list that falls on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReasonShift:
    """A shift has its hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReasonWeekly:
    """It has the hours of its weekday, perhaps none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyTicketCreated:
    """A ticket was created."""

    channel: Channel
    """The way by which it came."""
    mailbox: MailboxId | None = None
    """The mailbox."""
    title: Text
    """What it is about."""
    requester: PersonId
    """Who asks."""
    organization: OrganizationId | None = None
    """The organization of the requester."""
    status: StatusId
    """The first status."""
    category: StatusCategory
    """What it means."""
    team: TeamId | None = None
    """The team of the mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyUpdateBegun:
    """An update began; the events up to the next one of this kind belong to it."""

    channel: Channel
    """The way by which it came."""
    depth: int
    """How many updates led to it."""
    config_version: int
    """The desk's configuration version that it was decided by."""
    requester_version: int
    """The version of the requester that its rules saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyFieldsChanged:
    """Fields changed."""

    changes: Sequence[FieldChange]
    """Each change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyTagsChanged:
    """Tags came or went."""

    added: Sequence[str]
    """Which came."""
    removed: Sequence[str]
    """Which went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyParticipantsChanged:
    """Participants came or went."""

    added: Sequence[PersonId]
    """Who came."""
    removed: Sequence[PersonId]
    """Who went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyUnsubscribed:
    """Somebody wants no more mail about the ticket."""

    person: PersonId
    """Who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyStatusSettled:
    """What an update made of the status, once its rules were through: what only came and went in between
    counts for nothing.
    """

    from_: StatusCategory
    """What the status meant before the update."""
    to: StatusCategory
    """What it means now."""
    since: datetime
    """Since when the ticket has its status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyTeamSettled:
    """That an update took its ticket from its team counts for nothing, as it gave it back."""

    since: datetime | None = None
    """Since when the team has the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyLinked:
    """Another ticket was linked."""

    link: TicketLink
    """The link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMergedInto:
    """The ticket goes on in another one."""

    ticket: TicketNumber
    """In which."""
    status: StatusId
    """The status that it has meanwhile, which means closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMergeUndone:
    """That the ticket goes on in another one was undone."""

    ticket: TicketNumber
    """In which it went on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMerged:
    """Another ticket goes on in this one."""

    merged: MergedTicket
    """Which, and who takes part because of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyUnmerged:
    """That another ticket goes on in this one was undone."""

    ticket: TicketNumber
    """Which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyCommentAdded:
    """A comment was added."""

    visibility: Visibility
    """Who may read it."""
    from_requester: bool
    """Whether it counts as one of the requester or a participant (`E`), and not as automatic."""
    from_agent: bool
    """Whether it counts as a reply of an agent (`A`)."""
    comment: CommentBody
    """The comment, without its texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyPoliciesApplied:
    """The policies and calendars of the desk were brought to the ticket, without waiting for its next
    update.
    """

    as_of: datetime | None = None
    """From when on time counts as calendars have it now; nothing when from then on only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMetricStepped:
    """A promise of a metric of the desk's own opened, ended or changed."""

    metric: MetricId
    """The metric."""
    version: int
    """The version whose conditions decided it."""
    step: MetricStep
    """What became of the promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyPolicySelected:
    """Another SLA policy applies, or none."""

    policy: PolicyPin | None = None
    """Which, in which version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyClockChanged:
    """A clock changed."""

    change: ClockChange
    """How."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyTriggerFired:
    """A trigger fired."""

    rule: RuleRef
    """Which, in which version."""
    changed: bool
    """Whether anything changed by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyActionSkipped:
    """An action of a trigger was left out, because it would have broken a limit. The trigger's other
    actions counted.
    """

    rule: RuleRef
    """Which trigger, in which version."""
    action: int
    """Which of its actions, from 0."""
    code: str
    """The code of the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyEffectQueued:
    """Something is to be done outside the desk."""

    effect: EffectId
    """Its row of the outbox."""
    what: EffectBody
    """What."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMailSuppressed:
    """A rule wanted to send a mail that must not be sent."""

    recipient: PersonId
    """To whom."""
    reason: str
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyLoopDetected:
    """Updates that cause each other went too deep and were stopped."""

    rules: Sequence[RuleRef]
    """The rules that fired on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyPersonSaved:
    """A person was created or changed."""

    person: Person
    """The person, without texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyConfigSaved:
    """Something was configured."""

    saved: ConfigSaved
    """What."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyMessageTaken:
    """A message ended in its outcome."""

    inbound: Inbound
    """Its record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBodyUnknown:
    """A kind that this version does not know, as it is on the wire."""

    kind: str
    body: object


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeTitle:
    """The title."""

    to: Text
    """What it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeStatus:
    """The status, with the category that it meant at that time."""

    from_: StatusId
    """What it was."""
    to: StatusId
    """What it is now."""
    category: StatusCategory
    """What that means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangePriority:
    """The priority."""

    from_: Priority | None = None
    """What it was."""
    to: Priority | None = None
    """What it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeType:
    """The type."""

    from_: TicketType | None = None
    """What it was."""
    to: TicketType | None = None
    """What it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeAssignee:
    """The assignee."""

    from_: PersonId | None = None
    """Who it was."""
    to: PersonId | None = None
    """Who it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeTeam:
    """The team."""

    from_: TeamId | None = None
    """Which it was."""
    to: TeamId | None = None
    """Which it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeDueAt:
    """The due date."""

    from_: datetime | None = None
    """What it was."""
    to: datetime | None = None
    """What it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChangeCustom:
    """A custom field."""

    id: FieldId
    """Which."""
    from_: FieldValue | None = None
    """What it was."""
    to: FieldValue | None = None
    """What it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindText:
    """A text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindInteger:
    """A whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindChoice:
    """One of a list."""

    options: Sequence[ChoiceOption]
    """The list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindBool:
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKindDate:
    """A day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValueText:
    """A text that a person typed."""

    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValueInteger:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValueChoice:
    """The id of a choice."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValueBool:
    """Yes or no."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValueDate:
    """A day."""

    value: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRuleDate:
    """One date."""

    date: str
    """`YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRuleRange:
    """At most 366 days in a row."""

    from_: str
    """The first day, `YYYY-MM-DD`."""
    to: str
    """The last day, `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRuleYearly:
    """The same month and day each year; 29 February only in leap years."""

    month: int
    """1 to 12."""
    day: int
    """1 to 31."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRuleYearlyWeekday:
    """A weekday of a month, such as the fourth Thursday of November."""

    month: int
    """1 to 12."""
    weekday: Weekday
    """The weekday."""
    nth: int
    """1 to 5 from the month's beginning (a month without a fifth has no such holiday), or -1 for the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRuleEaster:
    """Days from Easter Sunday of the Western churches."""

    offset_days: int
    """-75 to 200: -2 is Good Friday, 1 is Easter Monday, 49 is Whit Sunday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeAnswerTaken:
    """It has its outcome."""

    receipt: IntakeReceipt
    """What became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeAnswerFailed:
    """It has none yet: its bytes are kept, and it is to be handed in again."""

    error: ErrorInfo
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeCreated:
    """It made a ticket."""

    ticket: TicketId
    """The ticket."""
    number: TicketNumber
    """Its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeAppended:
    """It became a comment on a ticket."""

    ticket: TicketId
    """The ticket."""
    number: TicketNumber
    """Its number."""
    comment: CommentId
    """The comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeQuarantined:
    """It waits for a person to decide."""

    reason: QuarantineReason
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeIgnored:
    """It was left alone; its record is kept."""

    reason: IgnoredReason
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeDuplicate:
    """The same message was taken in before."""

    of: MessageId
    """As this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOutcomeParked:
    """It made the engine fail three times, and was put aside so that others go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReasonReply:
    """A person's public comment, carried to those whom the ticket concerns."""

    comment: CommentId
    """The comment."""
    index: int
    """Its place in the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReasonNotification:
    """A rule's mail."""

    template: TemplateId
    """The template."""
    version: int
    """Its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReasonConfirmation:
    """The one mail that a requester whom nobody vouches for gets: it holds nothing of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecipientRequester:
    """Who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecipientParticipants:
    """Who takes part besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecipientAssignee:
    """The agent who has to act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecipientTeam:
    """Every agent of the ticket's team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecipientPerson:
    """A certain person."""

    person: PersonId
    """Who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindStarted:
    """It began, perhaps found later than it began: a policy may match late."""

    target: TimelineTarget
    """What it ran against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindPaused:
    """Time stopped counting."""

    category: StatusCategory | None = None
    """What the status means that made it stop; nothing where a metric of the desk's own did by its
    condition.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindResumed:
    """Time counts again."""

    reopened: bool
    """Whether the ticket was solved in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindRetargeted:
    """It has another target."""

    before: TimelineTarget
    """What it ran against."""
    after: TimelineTarget
    """What it runs against now."""
    changed: Sequence[TargetPart]
    """What of it is different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindWarned:
    """A threshold was reached."""

    nth: int
    """Which of the warnings of the target, in order, from 1."""
    threshold: Threshold | None = None
    """The threshold, as the policy has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindBreached:
    """It ran past its deadline."""

    target: timedelta
    """How much running time was allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindFulfilled:
    """What was promised happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindAbandoned:
    """The ticket was solved without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindNoPolicy:
    """It was cancelled: no policy applied any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindNoTarget:
    """It was cancelled: the policy has no target for this metric and priority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindCancelled:
    """It was cancelled: a metric of the desk's own gave the promise up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindMerged:
    """The ticket goes on in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkKindDue:
    """The deadline, ahead or kept: for a clock that was not cancelled and has not broken its target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeNotPromised:
    """Nothing was promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeOpen:
    """It is not kept yet, and not broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeMet:
    """It was kept."""

    at: datetime
    """When."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeBroken:
    """Its deadline passed."""

    at: datetime
    """The deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeAbandoned:
    """The ticket was solved without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcomeCancelled:
    """It was given up, as no policy or target applied any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonWeeklyHours:
    """The hours of the weekday: open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonShift:
    """The hours of a shift: open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonOutsideHours:
    """Closed, as the hours of the weekday are at other times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonClosedWeekday:
    """Closed, as the weekday has no hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonOutsideShift:
    """Closed, as the shift of the date has other hours or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonHoliday:
    """Closed by a holiday."""

    name: str
    """The first holiday of the list that falls on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchReasonBreak:
    """Closed by a break within hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectTicket:
    """A ticket."""

    id: TicketId
    """Its id."""
    number: TicketNumber
    """Its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPerson:
    """A person."""

    id: PersonId
    """Their id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectMessage:
    """A message that was taken in."""

    id: MessageId
    """Its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectConfig:
    """The configuration of the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdPercent:
    """When so many hundredths of the target are used up: 1 to 99."""

    percent: int
    """How many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdBefore:
    """When only so much of the target is left."""

    duration: timedelta
    """So much running time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictFired:
    """It acted."""

    changed: bool
    """Whether that changed the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictNotMatched:
    """Its conditions did not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictNotEvaluated:
    """Its conditions were not looked at."""

    reason: NotEvaluated
    """Why."""


Action: TypeAlias = (
    ActionSet
    | ActionAddTags
    | ActionRemoveTags
    | ActionAddNote
    | ActionSendMail
    | ActionStop
)
"""What a rule does."""


Actor: TypeAlias = ActorHost | ActorAgent | ActorRequester | ActorRule | ActorSystem
"""Who acts."""


BatchAnswer: TypeAlias = BatchAnswerDone | BatchAnswerRefused
"""What became of one command of a batch."""


BreakDay: TypeAlias = BreakDayDate | BreakDayWeekday
"""The days a break is on."""


Command: TypeAlias = (
    CreateTicket
    | UpdateTicket
    | SavePerson
    | SaveConfig
    | Unsubscribe
    | ApplyPolicies
    | MergeTicket
    | UnmergeTicket
)
"""What an actor can ask of a desk. Commands are data: they can be stored, sent and replayed."""


Comment: TypeAlias = PublicComment | InternalNote
"""An entry of a ticket's conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The opposite of a condition."""

    condition: ConditionNode
    """What must not hold."""


ConditionNode: TypeAlias = "Leaf | Not | NodeGroup"
"""A tree of comparisons."""


Config: TypeAlias = (
    Status
    | FieldDefinition
    | Team
    | Organization
    | Mailbox
    | Calendar
    | Policy
    | CustomMetric
    | Template
    | Trigger
    | View
    | DeskSettings
)
"""Something that is configured. Each save makes a new version, and every version is kept."""


Count: TypeAlias = CountExactly | CountAtLeast
"""How many tickets there are."""


DayReason: TypeAlias = DayReasonHoliday | DayReasonShift | DayReasonWeekly
"""Where the hours of a day come from."""


EffectBody: TypeAlias = MailEffect
"""What is to be done outside the desk."""


EventBody: TypeAlias = (
    EventBodyTicketCreated
    | EventBodyUpdateBegun
    | EventBodyFieldsChanged
    | EventBodyTagsChanged
    | EventBodyParticipantsChanged
    | EventBodyUnsubscribed
    | EventBodyStatusSettled
    | EventBodyTeamSettled
    | EventBodyLinked
    | EventBodyMergedInto
    | EventBodyMergeUndone
    | EventBodyMerged
    | EventBodyUnmerged
    | EventBodyCommentAdded
    | EventBodyPoliciesApplied
    | EventBodyMetricStepped
    | EventBodyPolicySelected
    | EventBodyClockChanged
    | EventBodyTriggerFired
    | EventBodyActionSkipped
    | EventBodyEffectQueued
    | EventBodyMailSuppressed
    | EventBodyLoopDetected
    | EventBodyPersonSaved
    | EventBodyConfigSaved
    | EventBodyMessageTaken
    | EventBodyUnknown
)
"""What happened: an outcome, never a decision that is to be taken again."""


FieldChange: TypeAlias = (
    FieldChangeTitle
    | FieldChangeStatus
    | FieldChangePriority
    | FieldChangeType
    | FieldChangeAssignee
    | FieldChangeTeam
    | FieldChangeDueAt
    | FieldChangeCustom
)
"""The change of one field of a ticket, as its outcome. Texts are references."""


FieldKind: TypeAlias = (
    FieldKindText
    | FieldKindInteger
    | FieldKindChoice
    | FieldKindBool
    | FieldKindDate
)
"""What a custom field holds."""


FieldValue: TypeAlias = (
    FieldValueText
    | FieldValueInteger
    | FieldValueChoice
    | FieldValueBool
    | FieldValueDate
)
"""The value of a custom field in a ticket."""


HolidayRule: TypeAlias = (
    HolidayRuleDate
    | HolidayRuleRange
    | HolidayRuleYearly
    | HolidayRuleYearlyWeekday
    | HolidayRuleEaster
)
"""When a holiday is. Dates lie in 1970 to 2199; rules hold for every year."""


IntakeAnswer: TypeAlias = IntakeAnswerTaken | IntakeAnswerFailed
"""What became of one mail of many."""


IntakeOutcome: TypeAlias = (
    IntakeOutcomeCreated
    | IntakeOutcomeAppended
    | IntakeOutcomeQuarantined
    | IntakeOutcomeIgnored
    | IntakeOutcomeDuplicate
    | IntakeOutcomeParked
)
"""What became of a message: exactly one of these."""


MailReason: TypeAlias = MailReasonReply | MailReasonNotification | MailReasonConfirmation
"""Why a mail is sent."""


MailRecipient: TypeAlias = (
    MailRecipientRequester
    | MailRecipientParticipants
    | MailRecipientAssignee
    | MailRecipientTeam
    | MailRecipientPerson
)
"""Whom a rule's mail goes to."""


MarkKind: TypeAlias = (
    MarkKindStarted
    | MarkKindPaused
    | MarkKindResumed
    | MarkKindRetargeted
    | MarkKindWarned
    | MarkKindBreached
    | MarkKindFulfilled
    | MarkKindAbandoned
    | MarkKindNoPolicy
    | MarkKindNoTarget
    | MarkKindCancelled
    | MarkKindMerged
    | MarkKindDue
)
"""What may happen to a clock."""


PromiseOutcome: TypeAlias = (
    PromiseOutcomeNotPromised
    | PromiseOutcomeOpen
    | PromiseOutcomeMet
    | PromiseOutcomeBroken
    | PromiseOutcomeAbandoned
    | PromiseOutcomeCancelled
)
"""What became of a promise until the end of the asked time."""


StretchReason: TypeAlias = (
    StretchReasonWeeklyHours
    | StretchReasonShift
    | StretchReasonOutsideHours
    | StretchReasonClosedWeekday
    | StretchReasonOutsideShift
    | StretchReasonHoliday
    | StretchReasonBreak
)
"""Why a calendar is open or closed over a stretch of time."""


Subject: TypeAlias = SubjectTicket | SubjectPerson | SubjectMessage | SubjectConfig
"""What an event is about. Together with the sequence number it is the identity of the event."""


Threshold: TypeAlias = ThresholdPercent | ThresholdBefore
"""When to warn before a breach, measured in the calendar of the target."""


Value: TypeAlias = "None | bool | int | str | Sequence[Value]"
"""A value as commands, conditions and actions carry it: a text, a whole number, true or false, nothing, or
a list of those.
"""


Verdict: TypeAlias = VerdictFired | VerdictNotMatched | VerdictNotEvaluated
"""How a trigger ended."""

-- The first layout. Why it is as it is: NOTES.md.

-- last_number: of a number that was given and has no ticket; else the last ticket tells it.
CREATE TABLE desk (
    id             INTEGER PRIMARY KEY,
    last_number    INTEGER NOT NULL DEFAULT 0,
    config_version INTEGER NOT NULL DEFAULT 0
) STRICT;

-- key = desk << 32 | number
CREATE TABLE ticket (
    key          INTEGER PRIMARY KEY,
    desk         INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    id           BLOB NOT NULL,
    category     INTEGER NOT NULL,
    team         BLOB,
    assignee     BLOB,
    requester    BLOB NOT NULL,
    breach_key   INTEGER NOT NULL,
    wake_at      INTEGER,
    status       BLOB NOT NULL,
    status_since INTEGER NOT NULL,
    priority     INTEGER NOT NULL,
    type         TEXT,
    channel      TEXT NOT NULL,
    organization BLOB,
    mailbox      BLOB,
    policy       BLOB,
    breached     INTEGER NOT NULL,
    breach_at    INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    due_at       INTEGER,
    title        TEXT,
    tags         TEXT,
    participants INTEGER NOT NULL,
    doc          TEXT NOT NULL
) STRICT;

CREATE INDEX ticket_of_team ON ticket (desk, team, breach_key, number) WHERE category < 4;
CREATE INDEX ticket_of_assignee ON ticket (desk, assignee, breach_key, number)
    WHERE category < 4 AND assignee IS NOT NULL;
CREATE INDEX ticket_to_wake ON ticket (wake_at, desk) WHERE wake_at IS NOT NULL;

CREATE TABLE ticket_participant (
    desk   INTEGER NOT NULL,
    person BLOB NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (desk, person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_value (
    desk   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    field  BLOB NOT NULL,
    num    INTEGER,
    text   TEXT,
    PRIMARY KEY (desk, number, field)
) STRICT, WITHOUT ROWID;

-- Where what belongs to an id lies: the ticket, the document in the heap, the sheets with its events, its comments by index, the tickets that it
-- asks for by number; and sheets with texts whose ids begin with these ten bytes. Roles: places.rs.
CREATE TABLE place (
    desk INTEGER NOT NULL,
    id   BLOB NOT NULL,
    role INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (desk, id, role, seq)
) STRICT, WITHOUT ROWID;

-- Sheets (sheet.rs), documents of people and effects, and with a salt texts and files that are too long for a sheet.
CREATE TABLE heap (
    key   INTEGER PRIMARY KEY,
    salt  BLOB,
    bytes BLOB NOT NULL
) STRICT;

-- On which sheets the entries of the log stand; key = desk << 32 | position
CREATE TABLE log (
    key INTEGER PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT;

CREATE TABLE person_address (
    desk INTEGER NOT NULL,
    key  TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (desk, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_team (
    desk   INTEGER NOT NULL,
    team   BLOB NOT NULL,
    person BLOB NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (desk, team, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE config (
    desk    INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (desk, kind, id, version)
) STRICT, WITHOUT ROWID;

-- What waits: mails for their outcome (kind 0, by a digest of their bytes), effects to be handed over (kind 1). Both are few.
CREATE TABLE waiting (
    kind     INTEGER NOT NULL,
    ready_at INTEGER NOT NULL,
    id       BLOB NOT NULL,
    desk     INTEGER NOT NULL,
    at       INTEGER,
    doc      TEXT,
    PRIMARY KEY (kind, ready_at, id, desk)
) STRICT, WITHOUT ROWID;

-- state: 2 dead, 3 cancelled
CREATE TABLE effect_given_up (
    desk  INTEGER NOT NULL,
    state INTEGER NOT NULL,
    id    BLOB NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (desk, state, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbound (
    desk       INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    id         BLOB NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (desk, message_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    desk INTEGER NOT NULL,
    key  BLOB NOT NULL,
    at   INTEGER NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (desk, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE cached (
    desk  INTEGER NOT NULL,
    key   BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (desk, key)
) STRICT, WITHOUT ROWID;

-- Servers, what happened to them, and the settings of the console.
-- Times are RFC 3339 UTC text with milliseconds, so that they sort and read the same everywhere.

CREATE TABLE servers (
    id               TEXT    NOT NULL PRIMARY KEY,
    -- The whole configuration as JSON; the columns beside it are what queries need.
    config           TEXT    NOT NULL CHECK (json_valid(config)),
    -- The exact command or URL that a person approved, as JSON; NULL: not yet.
    approved_target  TEXT,
    -- Whether it should be up: survives a crash, so that it can be brought back.
    wanted_up        INTEGER NOT NULL DEFAULT 0 CHECK (wanted_up IN (0, 1)),
    -- Where it came from: 'user', 'import', 'manifest'.
    source           TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    updated_at       TEXT    NOT NULL,
    -- Removed, and still there so that the removal can be undone until the host starts again.
    removed_at       TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE server_transitions (
    id           INTEGER NOT NULL PRIMARY KEY,
    server_id    TEXT    NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    instance_id  TEXT,
    at           TEXT    NOT NULL,
    from_state   TEXT    NOT NULL,
    to_state     TEXT    NOT NULL,
    -- Why, as JSON, where nobody asked for it.
    problem      TEXT    CHECK (problem IS NULL OR json_valid(problem))
) STRICT;

CREATE INDEX server_transitions_by_server ON server_transitions (server_id, id);

CREATE TABLE settings (
    key         TEXT NOT NULL PRIMARY KEY,
    value       TEXT NOT NULL CHECK (json_valid(value)),
    updated_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

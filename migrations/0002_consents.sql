-- What a person has agreed to: exact commands and URLs, so that nobody is asked twice for the same.
-- Only a digest is kept: an argument may hold a key, and consent outlives the server.

CREATE TABLE consents (
    -- SHA-256, hexadecimal, of the approved target as JSON.
    target_sha256  TEXT NOT NULL PRIMARY KEY,
    approved_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX consents_by_age ON consents (approved_at);

-- Keys: what is known of each, and never a value. Values live in the keychain.

CREATE TABLE keys (
    name                TEXT    NOT NULL PRIMARY KEY,
    -- What it opens and where, as JSON: kind, base_url, header, server.
    target              TEXT    NOT NULL CHECK (json_valid(target)),
    -- A keyed hash of the value; the hash's own key lives in the keychain. Empty: not known.
    fingerprint         TEXT    NOT NULL,
    created_at          TEXT    NOT NULL,
    rotated_at          TEXT    NOT NULL,
    last_used_at        TEXT,
    -- How its last test ended, as JSON, and the fingerprint of the value that was tested.
    last_test           TEXT    CHECK (last_test IS NULL OR json_valid(last_test)),
    tested_fingerprint  TEXT,
    -- Whether the keychain had no value when it was last asked.
    is_lost             INTEGER NOT NULL DEFAULT 0 CHECK (is_lost IN (0, 1))
) STRICT, WITHOUT ROWID;

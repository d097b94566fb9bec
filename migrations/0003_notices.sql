-- What happened while nobody looked: the notifications centre.

CREATE TABLE notices (
    -- Never used again, so that a click on an old notification cannot mark a new notice as read.
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at        TEXT    NOT NULL,
    -- What, as JSON.
    kind      TEXT    NOT NULL CHECK (json_valid(kind)),
    read      INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    -- How it reached the system's notifications: 'shown', 'paused', 'unavailable'.
    delivery  TEXT    NOT NULL
) STRICT;

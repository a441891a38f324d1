-- The exchanges in the newest articles, a row each, so that a page reads those alone that it shows.
DROP TABLE worked_out;
CREATE TABLE worked_out (
    name  TEXT PRIMARY KEY,
    stamp TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE exchanges (
    place        INTEGER PRIMARY KEY,
    article_id   TEXT NOT NULL,
    statement_id TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    power        TEXT NOT NULL,
    addressee    TEXT,
    body         TEXT NOT NULL
) STRICT;

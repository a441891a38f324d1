-- A speaker is one however many rows there are of the name: a Wikidata id, else the kind and the folded name.
ALTER TABLE entities ADD COLUMN identity TEXT GENERATED ALWAYS AS (coalesce(wikidata, kind || ':' || folded)) VIRTUAL;
CREATE INDEX entities_identity ON entities (identity);
DROP INDEX entities_country;
CREATE INDEX entities_country ON entities (country, kind) WHERE country IS NOT NULL;

-- Whose a statement is: its speaker's and, where the speaker has a country, that state's.
CREATE VIEW statement_subjects AS
SELECT s.id AS statement_id, s.article_id, e.identity AS subject, coalesce(s.first_day, '') AS day, s.act,
    s.addressee_id, NULL AS voice, e.kind
FROM statements s JOIN entities e ON e.id = s.speaker_id
UNION ALL
SELECT s.id, s.article_id, 'for ' || e.country, coalesce(s.first_day, ''), s.act, s.addressee_id, e.identity, NULL
FROM statements s JOIN entities e ON e.id = s.speaker_id WHERE e.country IS NOT NULL;

-- The statements of a subject in the order of their days, read off without a look at any other.
CREATE TABLE said (
    subject      TEXT NOT NULL,
    day          TEXT NOT NULL,
    statement_id INTEGER NOT NULL,
    addressee_id INTEGER,
    PRIMARY KEY (subject, day, statement_id)
) STRICT, WITHOUT ROWID;
INSERT INTO said SELECT subject, day, statement_id, addressee_id FROM statement_subjects ORDER BY 1, 2, 3;

-- What each statement counts for: its subject's days, acts, addressees and voices, and that a name speaks at all.
CREATE VIEW statement_tallies AS
SELECT article_id, subject, what, key FROM (
    SELECT u.article_id, u.subject, w.column1 AS what, CASE w.column1
        WHEN 'day' THEN nullif(substr(u.day, 1, 10), '')
        WHEN 'act' THEN u.act
        WHEN 'to' THEN (SELECT identity FROM entities WHERE id = u.addressee_id)
        WHEN 'voice' THEN u.voice
        WHEN 'named' THEN CASE WHEN u.kind <> 'unnamed' THEN '' END
    END AS key
    FROM statement_subjects u CROSS JOIN (VALUES ('day'), ('act'), ('to'), ('voice'), ('named')) w
) WHERE key IS NOT NULL
UNION ALL
SELECT article_id, '', 'all', 'statements' FROM statements;

-- The same, counted. The store keeps it right; `onrecord check` counts anew.
CREATE TABLE tallies (
    subject TEXT NOT NULL,
    what    TEXT NOT NULL,
    key     TEXT NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (subject, what, key)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT subject, what, key, count(*) FROM statement_tallies GROUP BY 1, 2, 3;
CREATE INDEX tallies_named ON tallies (number DESC, subject) WHERE what = 'named';

INSERT INTO tallies SELECT '', 'all', 'articles', count(*) FROM articles;
CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN
    UPDATE tallies SET number = number + 1 WHERE subject = '' AND what = 'all' AND key = 'articles';
END;

-- Who spoke on a day is read off the index alone.
DROP INDEX statements_day;
CREATE INDEX statements_day ON statements (first_day, speaker_id);

-- What spans more than a day is found by its end; the rest, by its day.
CREATE INDEX statements_wide ON statements (speaker_id, last_day) WHERE last_day > first_day;

-- What happened between powers, as the current readings tell it. `actors` and `recipients` are lists of
-- [name, country]; `day` is the event's own, else the article's.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    local_id   TEXT NOT NULL,
    type       TEXT NOT NULL,
    mode       TEXT,
    status     TEXT NOT NULL,
    actors     TEXT NOT NULL,
    recipients TEXT NOT NULL,
    day        TEXT,
    statement  TEXT,
    words      TEXT NOT NULL,
    confidence REAL NOT NULL,
    UNIQUE (article_id, local_id)
) STRICT;
INSERT INTO events (article_id, local_id, type, mode, status, actors, recipients, day, statement, words, confidence)
SELECT r.article_id, e.value ->> 'id', e.value ->> 'type', e.value ->> 'mode', e.value ->> 'status',
    (SELECT json_group_array(json_array(n.value ->> 'name', n.value ->> 'country'))
     FROM json_each(e.value, '$.actors') a JOIN json_each(r.body, '$.entities') n ON n.value ->> 'id' = a.value),
    (SELECT json_group_array(json_array(n.value ->> 'name', n.value ->> 'country'))
     FROM json_each(e.value, '$.recipients') a JOIN json_each(r.body, '$.entities') n ON n.value ->> 'id' = a.value),
    coalesce(e.value ->> '$.date.start', r.day),
    (SELECT s.local_id FROM statements s WHERE s.reading_id = r.id AND s.local_id = e.value ->> 'statement'),
    (SELECT group_concat(substr(a.text, 1 + (w.value ->> 0), (w.value ->> 1) - (w.value ->> 0)), ' … ')
     FROM json_each(e.value, '$.evidence') w),
    e.value ->> 'confidence'
FROM readings r JOIN articles a ON a.id = r.article_id, json_each(r.body, '$.events') e
WHERE r.current = 1 AND r.events > 0 ORDER BY r.id, e.key;
CREATE INDEX events_day ON events (day);

-- What takes long and is worked out when articles are added: what each of the newest articles holds for the exchanges
-- between powers, and the exchanges themselves. `stamp` says of which state of the record it is.
CREATE TABLE moves (
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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

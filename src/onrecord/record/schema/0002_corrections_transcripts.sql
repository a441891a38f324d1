-- Outlets, once each: a search for a part of a name looks through these few, not through every appearance.
CREATE TABLE outlets (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
INSERT OR IGNORE INTO outlets (name) SELECT publisher FROM appearances WHERE publisher IS NOT NULL ORDER BY id;

-- Whether a person had a hand in a statement.
ALTER TABLE statements ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1));

-- What people said of a reading: never changed, never taken away. `target` is the statement as it was when the
-- person looked at it, with what tells its speaker; `selectors` are the words of its spans with what stands around
-- them; `value` is what the person wants instead.
CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    action     TEXT NOT NULL CHECK (action IN ('confirm', 'change', 'delete', 'add', 'withdraw')),
    target     TEXT,
    selectors  TEXT,
    value      TEXT NOT NULL,
    withdraws  INTEGER REFERENCES corrections (id),
    who        TEXT NOT NULL CHECK (who <> ''),
    why        TEXT NOT NULL,
    made_at    TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_article ON corrections (article_id);
CREATE TRIGGER corrections_never_change BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction never changes'); END;
CREATE TRIGGER corrections_stay BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction stays'); END;

-- Official transcripts and releases: an article that is the source's own word, in turns and passages (sentences).
CREATE TABLE transcripts (
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    title      TEXT,
    publisher  TEXT,
    url        TEXT,
    day        TEXT,
    added_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX transcripts_day ON transcripts (day);
CREATE TABLE turns (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES transcripts (article_id),
    position   INTEGER NOT NULL,
    speaker    TEXT,
    folded     TEXT,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    UNIQUE (article_id, position)
) STRICT;
CREATE TABLE passages (
    id       INTEGER PRIMARY KEY,
    turn_id  INTEGER NOT NULL REFERENCES turns (id),
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    UNIQUE (turn_id, position)
) STRICT;
CREATE VIRTUAL TABLE passage_index USING fts5 (
    stems, content = '', tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_index, row);

-- Near copies: articles with one `report` are reprints of one another; `report` is the first of them.
CREATE TABLE copies (
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    report     TEXT NOT NULL REFERENCES articles (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_report ON copies (report);
CREATE TABLE copy_bands (
    band       INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;

-- The index also takes what a statement is (facets), so that a filter narrows the words at once.
DROP TRIGGER statements_indexed;
DROP TRIGGER statements_unindexed;
DROP TABLE statement_index;
DROP VIEW statement_words;
CREATE VIEW statement_words AS
SELECT s.id, s.article_id, s.content, s.source, e.name AS speaker, r.title,
    'kind' || s.kind || ' act' || s.act || ' modality' || s.modality || ' chain' || s.has_chain
    || ' sure' || CAST(s.confidence * 10 AS INTEGER)
    || coalesce(' speaker' || s.speaker_id, '') || coalesce(' power' || e.country, '')
    || coalesce(' addressee' || s.addressee_id, '') || coalesce(' occasion' || replace(s.occasion, ' ', ''), '')
    || CASE WHEN length(s.first_day) >= 7 AND substr(s.first_day, 1, 7) = substr(s.last_day, 1, 7)
       THEN ' month' || replace(substr(s.first_day, 1, 7), '-', '') ELSE ' monthwide' END
    || CASE WHEN substr(s.first_day, 1, 4) = substr(s.last_day, 1, 4)
       THEN ' year' || substr(s.first_day, 1, 4) ELSE ' yearwide' END
    || coalesce((SELECT group_concat(' outlet' || id, '') FROM (
           SELECT DISTINCT o.id FROM appearances p JOIN outlets o ON o.name = p.publisher
           WHERE p.article_id = s.article_id ORDER BY o.id)), '') AS facets
FROM statements s JOIN readings r ON r.id = s.reading_id LEFT JOIN entities e ON e.id = s.speaker_id;

CREATE VIRTUAL TABLE statement_index USING fts5 (
    content, source, speaker, title, facets,
    content = 'statement_words', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);
CREATE VIRTUAL TABLE statement_terms USING fts5vocab (statement_index, row);
INSERT INTO statement_index (statement_index) VALUES ('rebuild');

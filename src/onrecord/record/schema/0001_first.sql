-- What a page said, kept for good: one row a text, addressed by its hash.
CREATE TABLE articles (
    id       TEXT PRIMARY KEY,
    text     TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER articles_never_change BEFORE UPDATE ON articles
BEGIN SELECT RAISE(ABORT, 'an article never changes'); END;

-- Where a text was met. Two texts at one url are two versions of one page; one text at two urls is a reprint.
CREATE TABLE appearances (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    origin     TEXT NOT NULL,
    url        TEXT,
    publisher  TEXT,
    published  TEXT,
    updated    TEXT,
    seen_at    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX appearances_once ON appearances
    (article_id, origin, coalesce(url, ''), coalesce(publisher, ''), coalesce(published, ''), coalesce(updated, ''));
CREATE INDEX appearances_url ON appearances (url, seen_at) WHERE url IS NOT NULL;
CREATE INDEX appearances_publisher ON appearances (publisher COLLATE NOCASE, article_id);

-- What a reader found in a text. `body` is the JSON contract less the text, which `articles` holds.
CREATE TABLE readings (
    id         INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    digest     TEXT NOT NULL,
    version    TEXT NOT NULL,
    models     TEXT NOT NULL,
    current    INTEGER NOT NULL CHECK (current IN (0, 1)),
    title      TEXT,
    publisher  TEXT,
    section    TEXT,
    url        TEXT,
    published  TEXT,
    updated    TEXT,
    day        TEXT,
    language   TEXT NOT NULL,
    statements INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    body       TEXT NOT NULL,
    read_at    TEXT NOT NULL,
    UNIQUE (article_id, digest)
) STRICT;
CREATE UNIQUE INDEX readings_current ON readings (article_id) WHERE current = 1;
CREATE INDEX readings_newest ON readings (day DESC, id DESC) WHERE current = 1;

-- The people and powers of every reading, once each.
CREATE TABLE entities (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    wikidata TEXT,
    country  TEXT
) STRICT;
CREATE UNIQUE INDEX entities_once ON entities (name, kind, coalesce(wikidata, ''), coalesce(country, ''));
CREATE INDEX entities_wikidata ON entities (wikidata) WHERE wikidata IS NOT NULL;

-- The statements of the current readings, one row each. `first_day` and `last_day` are the statement's own date,
-- else the article's. Spans are JSON lists of [start, end).
CREATE TABLE statements (
    id            INTEGER PRIMARY KEY,
    reading_id    INTEGER NOT NULL REFERENCES readings (id),
    article_id    TEXT NOT NULL REFERENCES articles (id),
    local_id      TEXT NOT NULL,
    kind          TEXT NOT NULL,
    act           TEXT NOT NULL,
    modality      TEXT NOT NULL,
    speaker_id    INTEGER REFERENCES entities (id),
    addressee_id  INTEGER REFERENCES entities (id),
    date_start    TEXT,
    date_end      TEXT,
    first_day     TEXT,
    last_day      TEXT,
    place         TEXT,
    occasion      TEXT,
    has_chain     INTEGER NOT NULL CHECK (has_chain IN (0, 1)),
    confidence    REAL NOT NULL,
    source        TEXT NOT NULL,
    cue           TEXT NOT NULL,
    content       TEXT NOT NULL,
    source_spans  TEXT NOT NULL,
    cue_spans     TEXT NOT NULL,
    content_spans TEXT NOT NULL,
    UNIQUE (reading_id, local_id)
) STRICT;
CREATE INDEX statements_article ON statements (article_id);
CREATE INDEX statements_speaker ON statements (speaker_id, first_day);
CREATE INDEX statements_addressee ON statements (addressee_id, first_day) WHERE addressee_id IS NOT NULL;
CREATE INDEX statements_day ON statements (first_day);

-- Who relayed a statement, innermost first.
CREATE TABLE relays (
    statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    entity_id    INTEGER NOT NULL REFERENCES entities (id),
    PRIMARY KEY (statement_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX relays_entity ON relays (entity_id);

CREATE VIEW statement_words AS
SELECT s.id, s.content, s.source, e.name AS speaker, r.title
FROM statements s JOIN readings r ON r.id = s.reading_id LEFT JOIN entities e ON e.id = s.speaker_id;

CREATE VIRTUAL TABLE statement_index USING fts5 (
    content, source, speaker, title,
    content = 'statement_words', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);
CREATE TRIGGER statements_indexed AFTER INSERT ON statements BEGIN
    INSERT INTO statement_index (rowid, content, source, speaker, title)
    SELECT id, content, source, speaker, title FROM statement_words WHERE id = new.id;
END;
CREATE TRIGGER statements_unindexed BEFORE DELETE ON statements BEGIN
    INSERT INTO statement_index (statement_index, rowid, content, source, speaker, title)
    SELECT 'delete', id, content, source, speaker, title FROM statement_words WHERE id = old.id;
END;

import json
import sqlite3
from pathlib import Path

import pytest

from onrecord.record import Filters, Record, migrations, search
from onrecord.record.checking import check
from onrecord.record.counting import count
from onrecord.record.folding import fold
from onrecord.record.rows import serialise
from tests.invented import harbour

VERSIONS = [number for number, _ in migrations.steps()][:-1]


def old_record(path: Path, version: int) -> None:
    """Write a record as an onrecord of that schema would have: its steps, then one reading in its columns."""
    database = sqlite3.connect(path)
    for number, sql in migrations.steps():
        if number <= version:
            database.executescript(sql)
    database.execute(f"PRAGMA user_version = {version}")
    database.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
    reading = harbour()
    article, body = reading.article, serialise(reading)
    now = "2031-03-03T15:00:00+00:00"
    database.execute("INSERT INTO articles VALUES (?, ?, ?)", (article.id, article.text, now))
    database.execute(
        "INSERT INTO appearances (article_id, origin, publisher, updated, seen_at) VALUES (?, ?, ?, ?, ?)",
        (article.id, article.origin, article.publisher, article.updated, now),
    )
    database.execute(
        "INSERT INTO readings (id, article_id, digest, version, models, current, title, publisher, updated, day, "
        "language, statements, events, body, read_at) "
        "VALUES (1, ?, ?, '0.1.0', '{}', 1, ?, ?, ?, ?, 'en', 6, 0, ?, ?)",
        (article.id, body[1], article.title, article.publisher, article.updated, article.day, body[0], now),
    )
    numbers = {}
    for entity in reading.entities:
        done = database.execute(
            "INSERT INTO entities (name, folded, kind, wikidata, country) VALUES (?, ?, ?, ?, ?)",
            (entity.name, fold(entity.name), entity.kind, entity.wikidata, entity.country),
        )
        numbers[entity.id] = done.lastrowid
    for one in reading.statements:
        done = database.execute(
            "INSERT INTO statements (reading_id, article_id, local_id, kind, act, modality, speaker_id, "
            "addressee_id, date_start, date_end, first_day, last_day, place, occasion, has_chain, confidence, "
            "source, cue, content, source_spans, cue_spans, content_spans) "
            "VALUES (1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                article.id, one.id, one.kind, one.act, one.modality, numbers.get(one.speaker or ""),
                numbers.get(one.addressee or ""), one.date and one.date.start, one.date and one.date.end,
                one.date.start if one.date else article.day, one.date.end if one.date else article.day,
                one.place and one.place.name, one.occasion and one.occasion.kind, int(bool(one.via)), one.confidence,
                article.quote(one.source), article.quote(one.cue), article.quote(one.content),
                json.dumps(one.source), json.dumps(one.cue), json.dumps(one.content),
            ),
        )  # fmt: skip
        for place, who in enumerate(one.via):
            database.execute("INSERT INTO relays VALUES (?, ?, ?)", (done.lastrowid, place, numbers[who]))
    if version > 1:  # before, triggers did it
        database.execute("INSERT INTO outlets (name) VALUES (?)", (article.publisher,))
        database.execute("INSERT INTO statement_index (statement_index) VALUES ('rebuild')")
    if version > 3:
        count(database, article.id)
    database.commit()
    database.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_earlier_record_is_brought_up_to_date_and_loses_nothing(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.onrecord"
    old_record(path, version)
    with Record(path) as record:
        assert record.query("PRAGMA user_version") == [(migrations.newest(),)]
        assert record.reading(harbour().article.id) == harbour()
        assert search(record, "lawful").total == 1
        assert search(record, "", Filters(speaker="kovac", act="promise")).total == 1
        assert search(record, "", Filters(outlet="meridian", chain="yes")).total == 1
        assert search(record, "strait", Filters(addressee="lorn", since="2031-03", until="2031-03")).total == 1
        assert record.add(harbour()).value == "same"
        assert record.add(harbour("0.2.0")).value == "re-read"
    assert list(check(path)) == []


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrations.steps()] == list(range(1, migrations.newest() + 1))

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.record import QueryError
from onrecord.record.query import LONGEST, parse


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("", ""),
        ("   ", ""),
        ("gas", '"gas"'),
        ("gas pipeline", '("gas" AND "pipeline")'),
        ("gas AND pipeline", '("gas" AND "pipeline")'),
        ('"security guarantees"', '"security guarantees"'),
        ("sanction*", '"sanction" *'),
        ('"security guar"*', '"security guar" *'),
        ("Kyiv OR Kiev talks", '("Kyiv" OR ("Kiev" AND "talks"))'),
        ("(Kyiv OR Kiev) talks", '(("Kyiv" OR "Kiev") AND "talks")'),
        ("gas NOT pipeline", '("gas" NOT ("pipeline"))'),
        ("NOT pipeline gas", '("gas" NOT ("pipeline"))'),
        ("and or not near", '("and" AND "or" AND "not" AND "near")'),
        ("content:secret", '"content:secret"'),
    ],
)
def test_words_become_an_expression(query: str, expression: str) -> None:
    assert parse(query) == expression


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ('"security', "not closed"),
        ("(gas", "not closed"),
        ("gas)", "closing bracket"),
        ("()", "nothing inside"),
        ("gas AND", "missing at the end"),
        ("OR gas", "OR needs words on both sides"),
        ("NOT gas", "NOT needs words"),
        ("---", "no letter"),
        ('""', "no letter"),
        ("a " * 65, "more than 64"),
        ("(" * 40 + "a" + ")" * 40, "16 deep"),
        ("x" * (LONGEST + 1), "is the most"),
    ],
)
def test_a_malformed_query_is_explained(query: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice):
        parse(query)


_INDEX = sqlite3.connect(":memory:")
_INDEX.execute("CREATE VIRTUAL TABLE words USING fts5 (content, tokenize = 'unicode61 remove_diacritics 2')")

_PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "NEAR", "(", ")", '"', "*", "^", "-", "+", ":", "{", "}", ",", "gas", "é", "\0"]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map(" ".join), st.lists(_PIECES).map("".join)))
@example("gas\0")
@example("\ud800")
@example('a""b')
def test_every_query_runs_or_is_explained(query: str) -> None:
    try:
        expression = parse(query)
    except QueryError:
        return
    if expression:
        _INDEX.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression,)).fetchone()

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import ArticleError
from onrecord.article.plain import read_plain
from onrecord.model import Reading
from onrecord.reading.reader import Reader

WORDS = st.sampled_from(
    "said told Putin Lee he she the minister according to urged Russia that “We go,” \"no\" 'x' ... — ( ) [ ] , . ? "
    'Tuesday last week U.S. NATO if not and 12" é ́ 😀 \u202e \u00a0 \n\n \n statement issued by rejected its '
    "demand was met with Moscow's phone call echoed saying GENEVA, March 3 (Wire) -".split(" ")
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def check(reading: Reading, text: str) -> None:
    """Every span of the reading, the words it stands for, and the JSON round trip."""
    assert reading.article.text == text
    for statement in reading.statements:
        for _, (start, end) in statement.spans():
            assert text[start:end]
        for start, end in statement.content:
            assert text[start:end] == text[start:end].strip()
    for entity in reading.entities:
        for start, end in entity.mentions:
            assert text[start:end].strip()
    assert Reading.from_json(reading.to_json()) == reading


def read(reader: Reader, text: str) -> None:
    try:
        article = read_plain(text, origin="random")
    except ArticleError:
        return
    check(reader.read(article), text)


@QUICK
@given(SENTENCES)
def test_news_like_nonsense(reader: Reader, text: str) -> None:
    read(reader, text)


@QUICK
@given(st.text(max_size=300))
def test_any_text(reader: Reader, text: str) -> None:
    read(reader, text)


@QUICK
@given(st.data())
def test_broken_article(reader: Reader, data: st.DataObject) -> None:
    """A sound article with pieces cut out, doubled and joined in the wrong order."""
    pieces = data.draw(st.lists(st.tuples(st.integers(0, len(SOUND)), st.integers(0, len(SOUND))), max_size=5))
    read(reader, "".join(SOUND[min(a, b) : max(a, b)] for a, b in pieces) or SOUND)


SOUND = """Harbour talks: Lee warns of delay
Updated 10:15, 14-May-2031

"We will open the port," Mayor Ann Lee told reporters on Tuesday. "If they block it, we answer."

"Nobody wants that. Let's imagine they do."

According to a statement issued by Per Dahl, the mayor's spokesman, Lee urged Norway to withdraw its ships.
"""


@pytest.mark.parametrize("text", ["\x00", "   ", "", "a\ud800b"])
def test_what_is_no_article_says_so(text: str) -> None:
    with pytest.raises(ArticleError):
        read_plain(text, origin="bad")


def test_same_text_same_reading(reader: Reader) -> None:
    article = read_plain(SOUND, origin="x")
    assert reader.read(article) == reader.read(article)


def test_a_long_paragraph_is_cut_not_lost(reader: Reader) -> None:
    text = "The mayor said the port was open. " * 600
    reading = reader.read(read_plain(text.strip(), origin="long"))
    assert len(reading.statements) >= 550
    check(reading, text.strip())


def test_the_dateline_dates_people_where_nothing_else_does(reader: Reader) -> None:
    text = "The lira fell again on Tuesday\n\nANKARA, July 6, 2021 - Rates will stay as they are, Erdogan said.\n"
    reading = reader.read(read_plain(text, origin="test"))
    assert reading.article.published is None
    assert "Recep Tayyip Erdoğan" in {one.name for one in reading.entities}


def test_a_title_is_no_beginning_of_the_first_sentence(reader: Reader) -> None:
    lead = (
        "Brazil will close its northern border if the drills go ahead, Defence Minister Ola Brandt said on Tuesday."
    )
    article = read_plain(f"Brazil warns neighbour over drills as union urges calm\n\n{lead}\n", origin="test")
    assert article.title_span
    encoded = reader.language.read(article).encoded
    second = encoded.texts[1]
    assert encoded.texts == [0, second]
    assert encoded.pieces.starts[second] == article.text.index(lead)

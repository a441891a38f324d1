"""Readings for the tests of exports: invented, hostile, and as hypothesis makes them."""

from __future__ import annotations

from hypothesis import strategies as st

from onrecord.model import Article, DateRef, Entity, Event, Link, ReaderInfo, Reading, Statement
from tests.invented import harbour, span

HOSTILE = (
    '=1+1 <script>alert("&")</script> | # ; , \t\r\n"Nö\u2028, \U0001f600 e\u0301," <b>she</b> said\r\nto \u202ehim.'
)


def with_events(**article: str) -> Reading:
    """Return the harbour reading with two events, one of which did not happen, and a link."""
    reading = harbour(**{"url": "https://meridian.example/1", **article})
    text = reading.article.text
    rejected = Event(
        id="v1",
        type="REJECT",
        actors=("e3",),
        recipients=("e1", "e3"),
        date=DateRef(start="2031-03-03", end="2031-03-03"),
        evidence=(span(text, "Lorn rejected the demand"),),
        statement="s5",
        confidence=0.8,
    )
    threatened = Event(
        id="v2", type="ASSAULT", status="threatened", actors=(), evidence=(span(text, "boarded"),), confidence=0.4
    )
    link = Link(kind="rejects", **{"from": "s5"}, to="s2", evidence=(span(text, "rejected"),), confidence=0.7)
    return reading.model_copy(update={"events": (rejected, threatened), "links": (link,)})


def hostile() -> Reading:
    """Return a reading whose text, names and address hold what breaks formats."""
    end = len(HOSTILE)
    return Reading(
        reader=ReaderInfo(version="0.1.0"),
        article=Article(
            id=Article.identify(HOSTILE),
            origin="=cmd|'/c calc'!A0/../../a\tb.txt",
            text=HOSTILE,
            title='<img src=x onerror="alert(1)"> & "title"',
            url="https://bad.example/?a=<b>&c=|#d e",
            publisher="A|B#C;D,\tE",
        ),
        entities=(Entity(id="e1", name='Ann & "Bo" <Lee>\x0c|#', kind="person", mentions=((0, 4),)),),
        statements=(
            Statement(
                id="s1",
                kind="mixed",
                source=((0, 1), (2, 4)),
                content=((5, 20), (22, end)),
                speaker="e1",
                addressee="e1",
            ),
            Statement(id="s2", kind="direct", content=((0, end),), via=("e1",), continues="s1"),
        ),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Return a reading of any text with any spans that hold a visible character."""
    text = draw(
        st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(" \n\t\r"), min_size=1, max_size=80)
    )
    edges = st.lists(st.integers(0, len(text)), unique=True, max_size=6).map(sorted)

    def spans() -> tuple[tuple[int, int], ...]:
        ends = draw(edges)
        found = zip(ends[::2], ends[1::2], strict=False)
        return tuple((start, end) for start, end in found if text[start:end].strip())

    statements = [
        Statement(id=f"s{number}", kind="mixed", source=spans(), cue=spans(), content=content)
        for number in range(draw(st.integers(0, 3)))
        if (content := spans())
    ]
    return Reading(
        reader=ReaderInfo(version="0.1.0"),
        article=Article(id=Article.identify(text), origin="any", text=text),
        statements=tuple(statements),
    )

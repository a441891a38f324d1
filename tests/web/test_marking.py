from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Article, DateRef, Entity, Furniture, ReaderInfo, Reading, Statement
from onrecord.web.marking import blocks, pieces
from onrecord.web.markup import marked, shown
from onrecord.web.views import ArticlePage, article_page
from onrecord.web.written import initials, stretch
from tests.invented import HARBOUR, harbour
from tests.web.pages import Outline

ODD = st.sampled_from(list("ab \n\t\r\x01\x85\u202e\u2066<>&\"'\xa0\ud7ff\U0001f600é"))
TEXT = st.text(st.one_of(ODD, st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=60)


@st.composite
def spans(draw: st.DrawFn, length: int, least: int = 0) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    found = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    return found or ((0, length),) * least


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXT)
    size = len(text)
    statements = tuple(
        Statement(
            id=f"s{number}",
            kind=draw(st.sampled_from(("direct", "mixed", "indirect"))),
            source=draw(spans(size)),
            cue=draw(spans(size)),
            content=draw(spans(size, 1)),
            speaker=draw(st.sampled_from((None, "e1"))),
            evidence={"act": draw(spans(size))},
        )
        for number in range(draw(st.integers(0, 4)))
    )
    title = draw(spans(size))
    return Reading(
        reader=ReaderInfo(version="0"),
        article=Article(
            id=Article.identify(text),
            origin="random",
            text=text,
            title="t",
            title_span=title[0] if title else None,
            body=draw(spans(size)),
            captions=draw(spans(size)),
            furniture=tuple(Furniture(span=span, kind="other") for span in draw(spans(size))),
        ),
        entities=(Entity(id="e1", name=text[:5], kind="person"),),
        statements=statements,
    )


def whole(reading: Reading) -> ArticlePage:
    page = article_page(reading)
    assert page
    assert page.of == 1
    return page


@given(readings())
def test_the_page_says_what_the_article_says(reading: Reading) -> None:
    page = whole(reading)
    html = "".join(str(marked(block, page)) for block in page.blocks)
    assert Outline(f'<div id="text">{html}</div>').text == reading.article.text


@given(readings())
def test_every_part_of_a_statement_is_marked_where_it_stands(reading: Reading) -> None:
    place = 0
    marks = {(one.id, role): set[int]() for one in reading.statements for role, _ in one.spans()}
    for block in blocks(reading):
        for segment in block.segments:
            for mark in segment.marks:
                marks[mark.statement, mark.role] |= set(range(place, place + len(segment.text)))
            place += len(segment.text)
    for statement in reading.statements:
        for role in dict(statement.spans()):
            wanted = {at for name, (start, end) in statement.spans() if name == role for at in range(start, end)}
            assert marks[statement.id, role] == wanted


def test_the_parts_of_the_page_are_told_apart() -> None:
    kinds = [(block.kind, "".join(part.text for part in block.segments)) for block in blocks(harbour())]
    assert ("title", "Vessel stopped off Port Amity") in kinds
    assert ("furniture", "HOME | WORLD | SHARE") in kinds
    assert ("credit", "/Invented Press") in kinds
    assert [kind for kind, _ in kinds].count("body") == 3
    assert not [text for kind, text in kinds if kind == "rest" and not text.strip()]


def test_a_nested_statement_lies_inside_the_one_that_tells_it() -> None:
    inner = [part.contents for block in blocks(harbour()) for part in block.segments if "s4" in part.contents]
    assert set(inner) == {("s3", "s4")}


def test_an_invisible_character_stands_alone_and_is_named() -> None:
    assert [(part.text, part.unseen) for part in pieces("a\u202eb")] == [
        ("a", None),
        ("\u202e", "U+202E"),
        ("b", None),
    ]
    assert 'data-code="U+202E"' in shown("a\u202eb")


def test_initials() -> None:
    names = ("Édith Kováč", "NATO", "the Lorn Ministry of Defence", "reporters", "", "李 明")
    assert [initials(name) for name in names] == ["ÉK", "NATO", "LMD", "R", "", "李"]


def test_a_stretch_of_days() -> None:
    assert stretch(DateRef(start="2031-03-03", end="2031-03-03")) == "3 March 2031"
    assert stretch(DateRef(start="2031-03-03", end="2031-03-09")) == "3 March 2031 – 9 March 2031"
    assert stretch(DateRef(start=None, end=None)) == "day not known"


def test_the_cards_tell_who_to_whom_and_on_whose_word() -> None:
    card = whole(harbour()).cards["s4"]
    told = {field.name: (field.value, field.evidence) for field in card.fields}
    assert told["who"] == ("Édith Kováč, Foreign Minister of Marl", "Kováč")
    assert told["to"] == ("Lorn", "Lorn's envoy")
    assert told["via"] == ("Tom Reyes", "Tom Reyes")
    assert HARBOUR.count(card.content) == 1


def test_a_line_outside_every_part_of_the_page_stays_one_line() -> None:
    text = "Ann said so.\n\nBob did not."
    reading = harbour().model_copy(
        update={
            "article": Article(id=Article.identify(text), origin="o", text=text),
            "statements": (Statement(id="s1", kind="indirect", source=((0, 3),), cue=((4, 8),), content=((9, 11),)),),
        }
    )
    lines = [(block.kind, "".join(part.text for part in block.segments)) for block in blocks(reading)]
    assert lines == [("rest", "Ann said so."), ("gap", "\n\n"), ("rest", "Bob did not.")]

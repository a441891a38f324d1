from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Article
from onrecord.reading.addressees import find_addressees
from onrecord.reading.dates import find_dates
from onrecord.reading.language import Language
from onrecord.reading.occasions import Setting, find_settings
from onrecord.reading.statements import Attribution


@cache
def _language() -> Language:
    return Language()


def _paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((start, start + len(line.rstrip())))
        start += len(line)
    return tuple(spans)


def _article(text: str) -> Article:
    return Article(
        id=Article.identify(text), origin="t", text=text, body=_paragraphs(text), published="2031-04-16T09:00"
    )


def said(text: str, source: str, cue: str, content: str) -> Attribution:
    at = text.index(content)
    around = min(
        (index for index in range(len(text)) if text.startswith(cue, index) and not at <= index < at + len(content)),
        key=lambda index: min(abs(index - at), abs(index - at - len(content))),
    )
    owner = min((i for i in range(len(text)) if text.startswith(source, i)), key=lambda i: abs(i - around))
    return Attribution(((owner, owner + len(source)),), ((around, around + len(cue)),), ((at, at + len(content)),))


def settings_of(text: str, *parts: tuple[str, str, str]) -> list[Setting]:
    article = _article(text)
    passages = _language().analyse(article)
    attributions = [said(text, *part) for part in parts]
    return find_settings(passages, attributions, find_dates(article, passages))


@pytest.mark.parametrize(
    ("text", "part", "addressee"),
    [
        ("Kováč told reporters that the strait is open.", ("Kováč", "told", "that the strait is open"), "reporters"),
        ("Kováč informed Strand of the plan.", ("Kováč", "informed", "of the plan"), "Strand"),
        ("Kováč urged Lorn to withdraw.", ("Kováč", "urged", "Lorn to withdraw"), "Lorn"),
        ("Kováč called on Lorn to withdraw.", ("Kováč", "called", "on Lorn to withdraw"), "Lorn"),
        ("Kováč urged that the ban be lifted.", ("Kováč", "urged", "that the ban be lifted"), None),
        ("Kováč said to the envoy that it is late.", ("Kováč", "said", "that it is late"), "the envoy"),
        (
            "In an interview with Radio Amity, Kováč said it was late.",
            ("Kováč", "said", "it was late"),
            "Radio Amity",
        ),
        ("Kováč said the strait is open.", ("Kováč", "said", "the strait is open"), None),
    ],
)
def test_addressees(text: str, part: tuple[str, str, str], addressee: str | None) -> None:
    found = find_addressees(_language().analyse(_article(text)), [said(text, *part)])[0]
    assert (text[slice(*found)] if found else None) == addressee


def test_the_day_is_that_of_the_utterance() -> None:
    text = "Kováč said on Monday that the ship had left on Sunday."
    (setting,) = settings_of(text, ("Kováč", "said", "that the ship had left on Sunday"))
    assert setting.date is not None
    assert setting.date.start == "2031-04-14"
    assert [text[slice(*span)] for span in setting.date.evidence] == ["Monday"]


def test_a_day_inside_the_content_is_not_the_day_of_the_utterance() -> None:
    text = "Kováč said the ship had left on Sunday."
    (setting,) = settings_of(text, ("Kováč", "said", "the ship had left on Sunday"))
    assert setting.date is None


def test_a_press_conference_holds_for_those_who_take_part() -> None:
    text = (
        "At a press conference with Marl's president Ilya Strand in Amity on Monday, Kováč said the strait is open."
        "\n\n"
        '"We agree," Strand said.\n\nDoru Lant said the price rose.'
    )
    first, second, third = settings_of(
        text,
        ("Kováč", "said", "the strait is open"),
        ("Strand", "said", '"We agree,"'),
        ("Doru Lant", "said", "the price rose"),
    )
    for one in (first, second):
        assert one.occasion is not None
        assert one.occasion.kind == "press conference"
        assert one.place is not None
        assert one.place.name == "Amity"
        assert one.date is not None
        assert one.date.start == "2031-04-14"
    assert third == Setting()


def test_a_call_gets_its_day_from_words_that_come_later() -> None:
    text = (
        "Kováč held a phone call with Marl's president Ilya Strand.\n\nKováč told Strand that talks had failed.\n\n"
        "Tuesday's phone call was short."
    )
    (setting,) = settings_of(text, ("Kováč", "told", "that talks had failed"))
    assert setting.occasion is not None
    assert setting.occasion.kind == "phone call"
    assert setting.date is not None
    assert setting.date.start == "2031-04-15"


def test_an_earlier_remark_does_not_belong_to_the_day() -> None:
    text = "On Monday, Kováč said the strait is open. Kováč has said the ban will stay."
    _, second = settings_of(text, ("Kováč", "said", "the strait is open"), ("Kováč", "said", "the ban will stay"))
    assert second.date is None


@given(st.text(alphabet="ab .,“”\"'\n on Monday in said at talks", max_size=80), st.data())
@settings(max_examples=40, deadline=None)
def test_any_spans_are_read_without_a_crash(noise: str, data: st.DataObject) -> None:
    text = "Kováč " + noise + " said x"
    number = st.integers(0, len(text) - 1)
    spans = [((start := data.draw(number)), data.draw(st.integers(start + 1, len(text)))) for _ in range(3)]
    article = _article(text)
    passages = _language().analyse(article)
    attributions = [Attribution((spans[0],), (spans[1],), (spans[2],))]
    dates = find_dates(article, passages)
    (found,) = find_settings(passages, attributions, dates)
    for part in (found.occasion, found.place, found.date):
        for start, end in part.evidence if part else ():
            assert 0 <= start < end <= len(text)
    (addressee,) = find_addressees(passages, attributions)
    assert addressee is None or 0 <= addressee[0] < addressee[1] <= len(text)

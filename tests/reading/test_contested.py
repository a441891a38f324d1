from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.reading.contested import apart, settle
from onrecord.reading.statements import Attribution

TEXT = """"It is shut," Lee said. "We will go home," Kim added.
"Nobody asked us," Park said."""


def span_of(words: str) -> Span:
    return TEXT.index(words), TEXT.index(words) + len(words)


def stating(source: str, cue: str, *content: str) -> Attribution:
    return Attribution((span_of(source),), (span_of(cue),), tuple(map(span_of, content)))


def test_what_two_claim_goes_to_the_cue_in_its_sentence() -> None:
    lee = stating("Lee", "said", '"It is shut,"', '"We will go home,"')
    kim = stating("Kim", "added", '"We will go home,"', '"Nobody asked us,"')
    settled = settle(TEXT, [lee, kim])
    assert settled[0].content == (span_of('"It is shut,"'),)
    assert settled[1] == kim


def test_a_cue_in_the_same_paragraph_is_nearer_than_any_other() -> None:
    kim = stating("Kim", "added", '"We will go home,"', '"Nobody asked us,"')
    park = stating("Park", "Park said", '"Nobody asked us,"', '"It is shut,"')
    settled = settle(TEXT, [kim, park])
    assert settled[0].content == (span_of('"We will go home,"'),)
    assert settled[1] == park


def test_of_two_with_nearly_one_content_the_surer_has_it() -> None:
    lee = stating("Lee", "said", '"It is shut,"')
    kim = replace(lee, source=(span_of("Kim"),), confidence=0.6)
    assert apart(TEXT, [kim, lee]) == [lee]


def test_the_less_sure_one_keeps_what_it_alone_has_beside_its_cue() -> None:
    park = stating("Park", "Park said", '"Nobody asked us,"')
    long = '"It is shut," Lee said. "We will go home," Kim added.'
    lee = stating("Lee", "Lee said", long)
    both = replace(stating("Park", "Park said", long, '"Nobody asked us,"'), confidence=0.6)
    assert apart(TEXT, [lee, both]) == [lee, replace(both, content=park.content)]


def test_who_tells_what_another_says_keeps_it() -> None:
    telling = stating("Park", "said.", '"It is shut," Lee said. "We will')
    told = stating("Lee", "said", '"It is shut,"', '"We will go home,"')
    assert settle(TEXT, [telling, told]) == [telling, told]


def test_one_content_inside_another_is_left() -> None:
    wide = stating("Kim", "added", "It is shut", "We will go home")
    narrow = stating("Lee", "said", "is shut")
    assert settle(TEXT, [wide, narrow]) == [wide, narrow]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=2, max_size=8))
def test_nobody_is_left_without_words_and_nobody_gets_any(given_spans: list[tuple[int, int]]) -> None:
    found = [Attribution((), (), ((start, min(start + size, len(TEXT))),)) for start, size in given_spans]
    for before, after in zip(found, settle(TEXT, found), strict=True):
        assert after.content
        assert letters(after) <= letters(before)


def letters(one: Attribution) -> set[int]:
    return {i for start, end in one.content for i in range(start, end)}

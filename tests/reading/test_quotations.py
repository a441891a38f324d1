from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.quotations import find_quotations, outermost

MARKED = st.text(alphabet=st.sampled_from(list("ab s.,!?12\n\"“”„‟«»‹›'‘’‚`()-—é\u00a0\u202e😀")), max_size=120)


def quoted(text: str) -> list[str]:
    return [text[one.span[0] : one.span[1]] for one in outermost(find_quotations(text, [(0, len(text))]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go," he said, "now."', ['"We go,"', '"now."']),
        ("“We go,” he said.", ["“We go,”"]),
        ("«On y va», dit-elle.", ["«On y va»"]),
        ("„Ja“, sagte er.", ["„Ja“"]),
        ("”Hej” sa han.", ["”Hej”"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ("‘We go,’ she said.", ["‘We go,’"]),
        ("'We won't go,' she said. 'Ever.'", ["'We won't go,'", "'Ever.'"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
        ("“One “two” three”", ["“One “two” three”"]),
    ],
)
def test_every_style_of_mark(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'The 12" pipe and the 6\'2" man.',
        "The leaders' plan, the '90s and rock 'n' roll.",
        "The leaders’ plan isn’t the ministers’ plan.",
        "It's the dogs' home.",
        "",
        '"',
        '""',
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_inch_mark_inside_a_quotation() -> None:
    assert quoted('"The 12" pipe burst," he said.') == ['"The 12" pipe burst,"']


def test_year_before_a_closing_mark_is_no_inch() -> None:
    assert quoted('It went "back to 1997" and "on to 2010" at once.') == ['"back to 1997"', '"on to 2010"']


def test_missing_close_runs_to_the_end_of_the_paragraph() -> None:
    (one,) = find_quotations('He said: "We will go', [(0, 20)])
    assert (one.span, one.closed) == ((9, 20), False)


def test_missing_close_ends_where_another_quotation_opens() -> None:
    text = '"We go, he said. "We stay," she said.'
    assert quoted(text)[1] == '"We stay,"'


def test_quotation_continued_over_paragraphs() -> None:
    text = "“First part.\n“Second part,” she said."
    first, second = find_quotations(text, [(0, 12), (13, len(text))])
    assert not first.closed
    assert (second.continues, second.closed) == (0, True)


def test_nested_quotation_has_depth() -> None:
    outer, inner = find_quotations("“He told me ‘no’ twice,” she said.", [(0, 34)])
    assert (outer.depth, inner.depth) == (0, 1)


@given(MARKED)
def test_offsets_hold_on_any_text(text: str) -> None:
    middle = len(text) // 2
    blocks = [(0, middle), (middle, len(text))]
    found = find_quotations(text, blocks)
    for one in found:
        (start, end), (inner_start, inner_end) = one.span, one.inner
        assert 0 <= start < inner_start <= inner_end <= end <= len(text)
        assert any(left <= start and end <= right for left, right in blocks)
        assert one.continues is None or found[one.continues].span[1] <= start
    tops = outermost(found)
    assert all(left.span[1] <= right.span[0] for left, right in pairwise(tops))


def test_many_marks_take_no_quadratic_time() -> None:
    text = "'a " * 60_000
    assert isinstance(find_quotations(text, [(0, len(text))]), list)

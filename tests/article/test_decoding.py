import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.decoding import MAX_CHARACTERS, check_text, decode
from onrecord.article.errors import ArticleError


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    text = "Ministers met in Tromsø.\r\n"
    assert decode(mark + text.encode(encoding), origin="a") == text


def test_line_ends_spaces_and_marks_stay_as_they_are() -> None:
    text = "one\r\ntwo\rthree\u2028four\u00a0five e\u0301\n"
    assert decode(text.encode(), origin="a") == text


def test_a_text_that_is_not_utf8_is_guessed() -> None:
    text = "Le ministre a déclaré que l’été était fini, et que les négociations reprendraient à Évian. " * 4
    assert decode(text.encode("cp1252"), origin="a") == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"abc\x00def", "NUL"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 9 + b"\xff\xfe", "control"),
        (codecs.BOM_UTF16_LE + b"a", "byte order mark"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words) as caught:
        decode(data, origin="some/file.txt")
    assert str(caught.value).startswith("some/file.txt: ")


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"character 3 is U\+D800"):
        check_text("abc\ud800", origin="a")


def test_the_longest_text_is_named_in_the_message() -> None:
    with pytest.raises(ArticleError, match="2,000,000"):
        check_text("a" * (MAX_CHARACTERS + 1), origin="a")


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data, origin="a")
    except ArticleError:
        return
    assert text.strip()
    text.encode("utf-8")

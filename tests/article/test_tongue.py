import importlib
import json
import pkgutil
from pathlib import Path

import pytest
import spacy.lang

from onrecord.article.intake import Intake
from onrecord.article.notices import Notice
from onrecord.article.plain import read_plain
from onrecord.article.sources import read_sources
from onrecord.article.tongue import ENGLISH, find_language, is_plainly_english
from tests.shared import shared


def examples() -> dict[str, str]:
    """Return spaCy's own example sentences, those of each language as one text."""
    found = {}
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            sentences = importlib.import_module(f"spacy.lang.{module.name}.examples").sentences
        except ImportError:
            continue
        found[module.name] = " ".join(sentences)
    del found["xx"]  # several languages at once
    return found


def test_no_other_language_is_taken_for_english() -> None:
    texts = examples()
    assert len(texts) > 50
    found = {code: find_language(read_plain(text, origin=code)) for code, text in texts.items()}
    assert found["en"] == "en"
    assert [code for code, language in found.items() if language == "en"] == ["en"]


def test_plain_english_is_known_without_the_identifier() -> None:
    english = (
        "The harbour board said on Tuesday that the ferry would sail in June, and that nobody would be left behind. "
        "It was the third time that the board had said so, and the mayor told reporters that she was not convinced. "
        "Of the two ships that it has, one is in the yard."
    )
    assert is_plainly_english(english)
    assert not is_plainly_english("The harbour board said that it would sail.")  # too few words
    half = "Die Fähre werde im Juni fahren, sagte die Bürgermeisterin am Dienstag vor der Presse in der Stadt. " * 3
    assert not is_plainly_english(english + half)
    assert not is_plainly_english(half + english)
    assert [code for code, text in examples().items() if code != "en" and is_plainly_english(text)] == []


def test_every_shared_article_is_english() -> None:
    for path in sorted(shared("cases", "dev").glob("*.txt")):
        assert find_language(read_plain(path.read_bytes().decode(), origin=path.name)) == "en"


def test_an_english_article_with_a_foreign_quotation_is_english() -> None:
    text = (
        "The minister spoke in French on Tuesday, and the embassy handed out no translation of what he had said. "
        "« Nous n'accepterons jamais une telle décision, et nous le ferons savoir », he said, and left the room."
    )
    assert find_language(read_plain(text, origin="x")) == "en"


def test_few_words_decide_nothing() -> None:
    assert find_language(read_plain("Angela Merkel, Berlin", origin="x")) == "en"


def test_what_is_set_aside_is_told_and_the_rest_read(tmp_path: Path) -> None:
    texts = examples()
    lines = [{"text": texts[code], "id": code, "language": "en"} for code in ("de", "en", "fr", "de")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    notices: list[Notice] = []
    intake = Intake(languages=ENGLISH, notify=notices.append)
    assert [one.origin for one in read_sources([str(tmp_path / "a.jsonl")], intake=intake)] == ["en"]
    assert [notice.detail for notice in notices] == ["de", "fr", "de"]
    assert len(list(read_sources([str(tmp_path / "a.jsonl")]))) == 4
    both = Intake(languages=frozenset({"en", "de"}), notify=notices.append)
    (first, *_) = read_sources([str(tmp_path / "a.jsonl")], intake=both)
    assert getattr(first, "language", None) == "de"


@pytest.mark.parametrize("code", ["de", "fr", "ru", "ar", "zh", "es"])
def test_what_a_page_says_of_itself_does_not_hide_its_language(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.html").write_text(f"<html lang=en><body><p>{examples()[code]}</p></body></html>", encoding="utf-8")
    assert list(read_sources([str(tmp_path / "a.html")], intake=Intake(languages=ENGLISH))) == []

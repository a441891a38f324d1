import shutil
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from onrecord.export import whole, write
from tests.export.readings import HOSTILE, hostile, with_events


def test_the_page_marks_what_was_said() -> None:
    reading = with_events()
    page = html.fromstring(reading.to_html())
    marked = ["".join(mark.itertext()) for mark in page.iter("mark")]
    assert marked == [reading.article.quote(one.content) for one in reading.statements]
    assert "Édith Kováč → Lorn" in page.text_content()
    assert "via Tom Reyes" in page.text_content()
    assert "https://meridian.example/1" in page.text_content()


def test_hostile_text_is_text() -> None:
    source = hostile().to_html()
    page = html.fromstring(source)
    assert [element.tag for element in page.iter("script", "img", "b")] == []
    assert "alert" in page.text_content()
    assert "default-src 'none'" in source
    marked = "".join("".join(mark.itertext()) for mark in page.iter("mark"))
    assert HOSTILE[5:20] in marked


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium is installed here")
def test_pdf_is_printed(tmp_path: Path) -> None:
    write([whole(with_events())], "pdf", tmp_path / "dossier.pdf")
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF-")

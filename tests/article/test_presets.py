"""One invented file in each shape that people have."""

import json
from pathlib import Path

import pytest

from onrecord.article.intake import Intake, Unreadable
from onrecord.article.presets import PRESETS
from onrecord.article.sources import read_sources
from onrecord.model import Article
from tests.shared import shared

STORY = "The ministers met on Tuesday and spoke for two hours. “We shall see,” one of them said."


def read(path: Path, shape: str) -> list[Article | Unreadable]:
    return list(read_sources([str(path)], intake=Intake().shaped(PRESETS[shape], None)))


def one(tmp_path: Path, name: str, content: object, shape: str) -> Article:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
    (found,) = read(path, shape)
    assert isinstance(found, Article), found
    return found


def facts(article: Article) -> tuple[str | None, ...]:
    return article.title, article.publisher, article.published, article.url, article.language


def test_newspaper4k(tmp_path: Path) -> None:
    item = {
        "url": "https://a.example/1?x", "canonical_link": "https://a.example/1", "title": "Ministers meet",
        "text": STORY, "authors": ["Ann Lee"], "publish_date": "2031-05-05 10:00:00", "meta_lang": "en",
        "meta_site_name": "Quay Post",
        "top_image": "", "keywords": [],
    }  # fmt: skip
    article = one(tmp_path, "a.json", [item], "newspaper4k")
    assert facts(article) == ("Ministers meet", "Quay Post", "2031-05-05T10:00:00", "https://a.example/1", "en")
    assert (article.authors, article.text) == (("Ann Lee",), STORY)


def test_news_please(tmp_path: Path) -> None:
    item: dict[str, object] = {
        "authors": [], "date_download": "2031-05-06 01:00:00", "date_modify": None,
        "date_publish": "2031-05-05 10:00:00",
        "description": "d", "language": "en", "maintext": STORY, "source_domain": "a.example",
        "title": "Ministers meet",
        "title_page": None, "url": "https://a.example/1",
    }  # fmt: skip
    article = one(tmp_path, "a.json", item, "news-please")
    assert facts(article) == ("Ministers meet", "a.example", "2031-05-05T10:00:00", "https://a.example/1", "en")


def test_mediacloud(tmp_path: Path) -> None:
    heading = "id,indexed_date,language,media_name,media_url,publish_date,title,url,text"
    row = f'9,2031-05-06,en,Quay Post,a.example,2031-05-05,Ministers meet,https://a.example/1,"{STORY}"'
    csv = f"{heading}\n{row}\n"
    article = one(tmp_path, "a.csv", csv, "mediacloud")
    assert facts(article) == ("Ministers meet", "Quay Post", "2031-05-05", "https://a.example/1", "en")
    assert article.origin == "9"


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_ninjs_3(tmp_path: Path, kind: str) -> None:
    body = (
        STORY
        if kind == "text/plain"
        else f"<p>{STORY}</p><blockquote>Nobody had expected it, they added.</blockquote>"
    )
    item = {
        "uri": "urn:newsml:a.example:1", "standard": {"name": "ninjs", "version": "3.0"}, "language": "en-GB",
        "firstcreated": "2031-05-05T10:00:00Z", "versioncreated": "2031-05-05T12:00:00Z", "type": "text",
        "headlines": [{"role": "sub", "value": "Two hours"}, {"role": "main", "value": "Ministers meet"}],
        "bodies": [{"role": "main", "contenttype": kind, "value": body}],
        "infosources": [{"name": "Fjord Wire", "role": "isrol:originfo"}], "bylines": [{"byline": "By Ann Lee"}],
    }  # fmt: skip
    article = one(tmp_path, "a.json", item, "ninjs")
    assert facts(article) == ("Ministers meet", "Fjord Wire", "2031-05-05T10:00:00+00:00", None, "en")
    assert (article.updated, article.origin, article.authors) == (
        "2031-05-05T12:00:00+00:00", "urn:newsml:a.example:1", ("Ann Lee",)
    )  # fmt: skip
    assert STORY in article.text


def test_gdelt_lists_have_addresses_only(tmp_path: Path) -> None:
    listed = {"articles": [{"url": "https://a.example/1", "title": "Ministers meet", "seendate": "20310505T100000Z",
                            "domain": "a.example", "language": "English", "sourcecountry": "Norway"}]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(listed))
    (tmp_path / "a.csv").write_text("URL,MobileURL,Date,Title\nhttps://a.example/1,,2031-05-05,Ministers meet\n")
    for name in ("a.json", "a.csv"):
        (found,) = read(tmp_path / name, "gdelt")
        assert isinstance(found, Unreadable)
        assert "--fetch" in found.reason


LEXIS_OLD = f"""
                               1 of 2 DOCUMENTS


                              The Quay Post

                          May 5, 2031 Monday
                              Final Edition

Ministers meet over herring

BYLINE: By Ann Lee

SECTION: World; Pg. 4

LENGTH: 17 words

DATELINE: REYKJAVIK

{STORY}

Nobody had expected it.

LOAD-DATE: May 6, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                   Copyright 2031 The Quay Post
                          All Rights Reserved


                               2 of 2 DOCUMENTS

                              Fjord Wire

                          May 6, 2031 Tuesday

Ferry sails again

LENGTH: 9 words

The ferry sailed on Tuesday, the company said.

LOAD-DATE: May 7, 2031
"""
LEXIS_NEW = f"""Ministers meet over herring
The Quay Post
May 5, 2031 Monday

Copyright 2031 The Quay Post All Rights Reserved

Section: WORLD; Pg. 4
Length: 17 words
Byline: Ann Lee
Body

{STORY}

Nobody had expected it.

Classification

Language: ENGLISH
Publication-Type: Newspaper

Load-Date: May 6, 2031

End of Document
"""


@pytest.mark.parametrize(("source", "count"), [(LEXIS_OLD, 2), (LEXIS_OLD.replace("\n", "\r\n"), 2), (LEXIS_NEW, 1)])
def test_lexisnexis(tmp_path: Path, source: str, count: int) -> None:
    (tmp_path / "a.txt").write_text(source, encoding="utf-8", newline="")
    found = read(tmp_path / "a.txt", "lexisnexis")
    assert len(found) == count
    article = found[0]
    assert isinstance(article, Article)
    assert facts(article) == ("Ministers meet over herring", "The Quay Post", "2031-05-05", None, "en")
    assert article.authors == ("Ann Lee",)
    assert article.text.startswith(STORY)
    assert article.text.rstrip().endswith("Nobody had expected it.")
    if count == 2:
        second = found[1]
        assert isinstance(second, Article)
        assert facts(second)[:3] == ("Ferry sails again", "Fjord Wire", "2031-05-06")
        assert second.text == "The ferry sailed on Tuesday, the company said."


FACTIVA = f"""SE  World
HD  Ministers meet over
    herring
BY  By Ann Lee
WC  17 words
PD  5 May 2031
ET  10:00
SN  Fjord Wire
SC  FJW
LA  English
CY  (c) 2031 Fjord Wire

LP
{STORY}

TD
Nobody had expected it.

They meet again in June.

CO  frjd : Fjord
AN  Document FJW0000020310505en5500001
HD  Ferry sails again
PD  6 May 2031
SN  Fjord Wire
LA  English
LP
The ferry sailed on Tuesday, the company said.
AN  Document FJW0000020310506en5600001
"""


def test_factiva(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FACTIVA, encoding="utf-8")
    first, second = read(tmp_path / "a.txt", "factiva")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert facts(first) == ("Ministers meet over herring", "Fjord Wire", "2031-05-05", None, "en")
    assert first.origin == "FJW0000020310505en5500001"
    assert first.text == f"{STORY}\n\nNobody had expected it.\n\nThey meet again in June."
    assert second.title == "Ferry sails again"


@pytest.mark.parametrize("shape", ["lexisnexis", "factiva"])
def test_what_is_no_export_is_told(tmp_path: Path, shape: str) -> None:
    (tmp_path / "a.txt").write_text("\n\n-\n")
    (found,) = read(tmp_path / "a.txt", shape)
    assert isinstance(found, Unreadable)


@pytest.mark.parametrize("name", ["kremlin_2021-10_2022-06.csv", "president_gov_ua_2021-10_2022-06.csv"])
def test_the_shared_transcripts(name: str) -> None:
    found = read(shared("corpora", "transcripts", name), "transcripts")
    articles = [one for one in found if isinstance(one, Article)]
    assert len(articles) > 800
    assert len(found) - len(articles) < len(found) * 0.02
    assert all(article.published and article.url for article in articles)
    assert sum(article.title is None for article in articles) <= 1

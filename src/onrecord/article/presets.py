"""Shapes of rows and files that people have, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Row
from dataclasses import dataclass
from typing import Any

from onrecord.article.archives import split_factiva, split_lexisnexis
from onrecord.article.mapping import FieldMapping


@dataclass(frozen=True, slots=True)
class Preset:
    """A shape: rows under a mapping, or texts that hold many articles, which ``split`` turns into rows."""

    name: str
    holds: str
    mapping: FieldMapping
    split: Callable[[str], Iterator[Row[str, str]]] | None = None


def _mapping(prepare: Callable[[Row[str, Any]], Row[str, Any]] | None = None, **columns: str) -> FieldMapping:
    return FieldMapping({name: tuple(value.split()) for name, value in columns.items()}, prepare, loose=True)


OWN = FieldMapping({name: (name,) for name in (
    "text", "html", "id", "title", "publisher", "published", "updated", "url", "section", "authors", "language",
)})  # fmt: skip
"""The names of ``onrecord read``'s own JSONL."""


def _flat_ninjs(row: Row[str, Any]) -> Row[str, Any]:
    """Return an item of ninjs 3 (or 2, or 1) with one headline, one body, and names instead of objects."""
    bodies = [body for body in _list(row.get("bodies")) if isinstance(body.get("value"), str)]
    html = next((body["value"] for body in bodies if "html" in str(body.get("contenttype", "")).lower()), None)
    plain = next((body["value"] for body in bodies if "html" not in str(body.get("contenttype", "")).lower()), None)
    headlines = [one for one in _list(row.get("headlines")) if isinstance(one.get("value"), str)]
    main = [one for one in headlines if str(one.get("role", "main")).rsplit(":", 1)[-1] == "main"] or headlines
    sources = [one.get("name") for one in _list(row.get("infosources"))]
    bylines = [one.get("byline") or one.get("value") for one in _list(row.get("bylines"))]
    return {
        **row,
        "plain": plain or row.get("body_text"),
        "page": None
        if plain or row.get("body_text")
        else _page(html or row.get("body_xhtml") or row.get("body_html")),
        "head": main[0]["value"] if main else row.get("headline") or row.get("title"),
        "source": next((name for name in sources if isinstance(name, str)), None),
        "names": [_bare(one) for one in (*bylines, row.get("byline")) if isinstance(one, str)],
    }


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _page(fragment: object) -> str | None:
    return f"<html><body><article>{fragment}</article></body></html>" if isinstance(fragment, str) else None


def _bare(byline: str) -> str:
    return byline[3:].strip() if byline[:3].lower() == "by " else byline.strip()


_ALL = (
    Preset("gdelt", "article lists of GDELT's DOC API (JSON or CSV): addresses, so --fetch is needed",
           _mapping(url="url URL", title="title Title", language="language Language")),
    Preset("mediacloud", "story lists of Media Cloud, with or without text",
           _mapping(text="text story_text article_text", title="title", publisher="media_name",
                    published="publish_date", url="url", language="language", id="id stories_id")),
    Preset("newspaper4k", "articles of newspaper4k as JSON",
           _mapping(text="text", title="title", authors="authors", published="publish_date",
                    url="canonical_link url", publisher="meta_site_name", language="meta_lang language")),
    Preset("news-please", "articles of news-please as JSON",
           _mapping(text="maintext text", title="title title_page", authors="authors", published="date_publish",
                    updated="date_modify", url="url", publisher="source_domain sourceDomain", language="language")),
    Preset("ninjs", "items of IPTC ninjs 3 (2 and 1 too)",
           _mapping(_flat_ninjs, text="plain", html="page", title="head", publisher="source copyrightholder",
                    published="firstcreated contentcreated versioncreated", updated="versioncreated",
                    url="url canonical", authors="names", language="language", id="uri")),
    Preset("transcripts", "official releases as CSV: link, headline, date, location, summary, body",
           _mapping(text="body", title="headline", published="date", url="link", id="link")),
    Preset("lexisnexis", "text exports of LexisNexis and Nexis Uni, many articles a file",
           _mapping(text="text", title="title", publisher="publisher", published="published", section="section",
                    authors="authors", language="language"), split_lexisnexis),
    Preset("factiva", "text exports of Factiva with field codes (HD, LP, TD), many articles a file",
           _mapping(text="text", title="title", publisher="publisher", published="published", section="section",
                    authors="authors", language="language", id="id"), split_factiva),
)  # fmt: skip
PRESETS = {one.name: one for one in _ALL}
"""The presets by name."""

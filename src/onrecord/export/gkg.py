"""Lines in the 27 columns of GDELT's Global Knowledge Graph 2.1, with names, dates and quotations filled.

Source: GDELT, *The GDELT Global Knowledge Graph (GKG) Data Format Codebook V2.1*, 19 February 2015. Themes, tone,
locations, counts and images stay empty: they are not what onrecord finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from onrecord.export.extract import Extract
from onrecord.model import Article, Entity

COLUMNS = (
    "GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER",
    "V1COUNTS", "V2.1COUNTS", "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS",
    "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM",
    "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES", "V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS",
    "V2.1ALLNAMES", "V2.1AMOUNTS", "V2.1TRANSLATIONINFO", "V2EXTRASXML",
)  # fmt: skip
WEB, OTHER = "1", "2"
_DELIMITERS = re.compile(r"[\s|#;,]+")


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield one line an article; like GDELT's files, it has no heading."""
    for number, extract in enumerate(extracts):
        cells = line(extract, number)
        yield "\t".join(cells[column] for column in COLUMNS) + "\n"


def line(extract: Extract, number: int = 0) -> dict[str, str]:
    """Return the cells of one article by their column.

    ``V2.1QUOTATIONS`` is ``offset|length|verb|quote`` for each stretch of direct or mixed content, joined by ``#``.
    Offsets count code points of the article's text. In words, the format's delimiters and line ends become spaces.
    """
    article = extract.reading.article
    stamp = _stamp(article)
    people = [one for one in extract.entities() if one.kind == "person"]
    bodies = [one for one in extract.entities() if one.kind in ("power", "group")]
    filled = {
        "GKGRECORDID": f"{stamp or '0' * 14}-{number}",
        "V2.1DATE": stamp,
        "V2SOURCECOLLECTIONIDENTIFIER": WEB if article.url else OTHER,
        "V2SOURCECOMMONNAME": _clean(urlsplit(article.url).hostname if article.url else article.publisher),
        "V2DOCUMENTIDENTIFIER": re.sub(r"\s", "%20", article.url or article.origin),
        "V1PERSONS": ";".join(_clean(one.name).lower() for one in people),
        "V2ENHANCEDPERSONS": _with_offsets(people),
        "V1ORGANIZATIONS": ";".join(_clean(one.name).lower() for one in bodies),
        "V2ENHANCEDORGANIZATIONS": _with_offsets(bodies),
        "V2.1ENHANCEDDATES": "#".join(_dates(extract)),
        "V2.1QUOTATIONS": "#".join(_quotations(extract)),
        "V2.1ALLNAMES": _with_offsets([*people, *bodies]),
    }
    return {column: filled.get(column, "") for column in COLUMNS}


def _quotations(extract: Extract) -> Iterator[str]:
    article = extract.reading.article
    for statement in extract.statements:
        if statement.kind != "indirect":
            verb = _clean(article.quote(statement.cue))
            for start, end in statement.content:
                yield f"{start}|{end - start}|{verb}|{_clean(article.text[start:end], keep=',;')}"


def _dates(extract: Extract) -> Iterator[str]:
    """Yield ``resolution,month,day,year,offset``; resolution 4 is a full day with its year."""
    for statement in extract.statements:
        when = statement.date
        if when and when.start and when.start == when.end and len(when.start) == 10 and when.evidence:
            year, month, day = when.start.split("-")
            yield f"4,{int(month)},{int(day)},{int(year)},{when.evidence[0][0]}"


def _with_offsets(entities: Iterable[Entity]) -> str:
    return ";".join(f"{_clean(one.name)},{start}" for one in entities for start, _ in one.mentions)


def _stamp(article: Article) -> str:
    """Return the article's time as GDELT writes it, in UTC; a time without a zone is taken as it stands."""
    given = article.published or article.updated
    if given is None:
        return ""
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%S}"


def _clean(text: str | None, keep: str = "") -> str:
    replaced = _DELIMITERS.sub(lambda m: m.group() if m.group() in keep else _spaced(m.group(), keep), text or "")
    return replaced.strip()


def _spaced(run: str, keep: str) -> str:
    kept = "".join(character for character in run if character in keep)
    return kept + " "

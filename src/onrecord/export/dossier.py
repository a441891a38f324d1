"""A dossier: statements with their sources, on one page that stands alone and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from markupsafe import Markup

from onrecord.export.extract import Extract
from onrecord.model import Reading, Span, Statement

AROUND = 240
"""Code points of the article that are shown on either side of what was said."""

_STYLE = """
body { font: 11pt/1.45 Georgia, "DejaVu Serif", serif; color: #1a1a1a; max-width: 46rem; margin: 2rem auto }
h1 { font-size: 1.6rem; margin-bottom: .2rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .2rem; border-top: 1px solid #999; padding-top: .8rem }
.about, .facts, cite { color: #555; font: .85rem/1.4 "Helvetica Neue", Arial, sans-serif }
article { break-inside: avoid; margin: 1rem 0 } .who { font-weight: bold } blockquote { margin: .3rem 0 .3rem 1.2rem }
mark { background: #fff3b8; color: inherit } .around { color: #777 }
cite { font-style: normal; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none } mark { background: none; text-decoration: underline } }
@page { margin: 2cm }
"""
_HEAD = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>Dossier</title><style>{}</style></head><body>\n"
)


def chunks(extracts: Iterable[Extract]) -> Iterator[str]:
    """Yield the page: article by article, each statement in its words, with the words around it.

    All text is escaped and the page allows no script.
    """
    yield str(_HEAD.format(Markup(_STYLE)))
    today = datetime.now(UTC).date().isoformat()
    yield str(Markup('<h1>Who said what</h1><p class="about">Made by onrecord on {}.</p>\n').format(today))
    articles = statements = 0
    for extract in extracts:
        if extract.statements:
            articles += 1
            statements += len(extract.statements)
            yield str(_article(extract))
    yield str(
        Markup('<p class="about">{} from {}. Words around a statement are grey; “?” marks what is not known.</p>\n')
        .format(_count(statements, "statement"), _count(articles, "article"))
    )  # fmt: skip
    yield "</body></html>\n"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' * (number != 1)}"


def _article(extract: Extract) -> Markup:
    article = extract.reading.article
    facts = [article.publisher, article.section, article.published or article.updated, ", ".join(article.authors)]
    head = Markup('<section><h2>{}</h2><p class="about">{}<br><cite>{}</cite></p>\n').format(
        article.title or article.origin, " · ".join(fact for fact in facts if fact), article.url or article.origin
    )
    return (
        head + Markup("").join(_statement(extract.reading, one) for one in extract.statements) + Markup("</section>")
    )


def _statement(reading: Reading, statement: Statement) -> Markup:
    speaker, addressee = reading.entity(statement.speaker), reading.entity(statement.addressee)
    who = (speaker.name if speaker else "?") + (f" → {addressee.name}" if addressee else "")
    return Markup(
        '<article id="{}"><div><span class="who">{}</span> <span class="facts">{}</span></div>'
        "<blockquote>{}</blockquote></article>\n"
    ).format(
        f"{reading.article.id[7:19]}-{statement.id}", who, _facts(reading, statement), _words(reading, statement)
    )


def _facts(reading: Reading, statement: Statement) -> str:
    via = [entity.name for who in statement.via if (entity := reading.entity(who))]
    facts = [
        statement.date.start if statement.date else None,
        statement.occasion.kind if statement.occasion else None,
        statement.place.name if statement.place else None,
        f"via {', then '.join(via)}" if via else None,
        statement.kind,
        statement.act,
        statement.modality if statement.modality != "asserted" else None,
        f"{statement.confidence:.0%} sure",
    ]
    return " · ".join(fact for fact in facts if fact)


def _words(reading: Reading, statement: Statement) -> Markup:
    """Return the passage of the statement: its content marked, the rest of the passage grey."""
    text = reading.article.text
    spans = [*statement.source, *statement.cue, *statement.content]
    start, end = _passage(reading, min(one[0] for one in spans), max(one[1] for one in spans))
    pieces, place = [], start
    for left, right in statement.content:
        pieces += [Markup('<span class="around">{}</span>').format(text[place:left]) if place < left else Markup("")]
        pieces += [Markup("<mark>{}</mark>").format(text[left:right])]
        place = right
    pieces += [Markup('<span class="around">{}</span>').format(text[place:end])] if place < end else []
    return Markup("").join(pieces)


def _passage(reading: Reading, start: int, end: int) -> Span:
    """Return the statement with what surrounds it in its paragraphs, but no more than ``AROUND`` on either side."""
    blocks = [(left, right) for left, right in reading.article.body if left < end and start < right] or [(start, end)]
    first, last = max(min(start, blocks[0][0]), start - AROUND), min(max(end, blocks[-1][1]), end + AROUND)
    return max(0, first), min(len(reading.article.text), last)

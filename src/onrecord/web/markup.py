"""Text from articles as HTML: exact, escaped, and with no power over what stands around it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from onrecord.record import Hit
from onrecord.record.wordings import Comparison, Piece
from onrecord.web.cards import Card
from onrecord.web.marking import Block, Segment, pieces
from onrecord.web.views import ArticlePage

_SPAN = Markup('<span class="{}">{}</span>')
_TAG = Markup('<a class="tag c-{}" id="in-{}" href="#{}" data-tag="{}" aria-label="{}"></a>')
_PART = Markup('<span class="{}" data-s="{}" data-m="{}">{}</span>')
_UNSEEN = Markup('<span class="unseen" data-code="{}">{}</span>')


def exact(text: str) -> Markup:
    """Return ``text`` as HTML whose text content is ``text``, which plain escaping does not promise."""
    # A parser turns CR into LF unless it is written as a reference, and can hold no NUL at all.
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd"))


LONGEST, WORDS = 600, 2_000
"""Characters of a text that a page shows in passing, and of words that it is about; an article itself is not cut."""


def shown(text: str | None, most: int = LONGEST) -> Markup:
    """Return a short text as HTML that shows its invisible characters and lets none of them act on its neighbours.

    Of a text longer than ``most`` only the beginning is shown.
    """
    given = text or ""
    cut = given if len(given) <= most else given[:most] + " …"
    return Markup("<bdi>{}</bdi>").format(Markup("").join(_plain(segment) for segment in pieces(cut)))


def spoken(text: str | None) -> str:
    """Return a short text without its invisible characters, for a title or a label, which hold no markup."""
    return "".join(piece.text for piece in pieces((text or "")[:300]) if not piece.unseen)


def snippet(hit: Hit) -> Markup:
    """Return the snippet of a hit with the words that were looked for marked."""
    parts, place = [], 0
    for start, end in hit.highlights:
        parts += [shown(hit.snippet[place:start]), Markup("<mark>{}</mark>").format(shown(hit.snippet[start:end]))]
        place = end
    return Markup("").join([*parts, shown(hit.snippet[place:])])


def ticked(text: str) -> Markup:
    """Return a line of our own with what stands between backticks as code."""
    parts = (
        Markup("<code>{}</code>").format(part) if odd % 2 else escape(part)
        for odd, part in enumerate(text.split("`"))
    )
    return Markup("").join(parts)


def web_link(url: str | None) -> str | None:
    """Return ``url`` if it is one that a page may link to."""
    return url if url and re.match(r"https?://[^\s/]", url, re.IGNORECASE) else None


def speaker_path(name: str, wikidata: str | None = None) -> str:
    """Return the address of a speaker's page: by Wikidata id where one is known, else by name."""
    if wikidata and re.fullmatch(r"Q\d{1,12}", wikidata):
        return f"/speakers/{quote(wikidata)}"
    return f"/speakers/named?{urlencode({'name': name}, errors='replace')}"


_DROPPED = Markup('<del class="d-{}"{}>{}</del>')
_ADDED = Markup('<ins class="d-{}"{}>{}</ins>')
_TOUCHES = Markup(' data-touches="{}"')


def word_diff(comparison: Comparison, quoted: str) -> Markup:
    """Return a quotation with what it left out of the words it is held against, put in, or changed.

    Its text content, less what is struck out, is ``quoted``.
    """
    parts: list[Markup] = []
    place = 0
    for piece in comparison.pieces:
        start, end = piece.quoted_span or (place, place)
        start = max(start, place)  # what is put in may hold brackets that are told of on their own
        gap = shown(quoted[place:start], WORDS) if start > place else Markup("")
        words = quoted[start:end] if piece.quoted else ""
        apart = start > 0 and not quoted[start - 1].isspace()
        parts += [gap, *_changes(piece, words, apart)]
        place = start + len(words)
    parts.append(shown(quoted[place:], WORDS) if place < len(quoted) else Markup(""))
    return Markup("").join(parts)


def _changes(piece: Piece, words: str, apart: bool) -> list[Markup]:
    if piece.change == "kept":
        return [shown(words, WORDS)]
    touches = _TOUCHES.format(", ".join(piece.meaning)) if piece.meaning else Markup("")
    found = []
    if piece.official:
        before, after = ("", " ") if words or not apart else (" ", "")
        found.append(_DROPPED.format(piece.change, touches, before + shown(piece.official, WORDS) + after))
    if words:
        found.append(_ADDED.format(piece.change, touches, shown(words, WORDS)))
    return found


_ROLES = {
    "source": "who",
    "date": "when",
    "place": "where",
    "evidence.speaker": "who",
    "evidence.addressee": "to",
    "evidence.participants": "with",
    "condition": "if",
}
UNSURE = 0.6
"""Less confidence than this is marked."""
DEEPEST = 4
"""Statements inside one another that a stretch of text shows, the innermost ones."""


def role_name(role: str) -> str:
    """Return the short name of a part that a stretch of text plays, as the page writes it."""
    return _ROLES.get(role, role.removeprefix("evidence."))


def marked(block: Block, page: ArticlePage) -> Markup:
    """Return a block of the article with its statements marked; its text content is the block's text."""
    return Markup("").join(_segment(segment, page) for segment in block.segments)


def _plain(segment: Segment) -> Markup:
    return _UNSEEN.format(segment.unseen, exact(segment.text)) if segment.unseen else exact(segment.text)


def _segment(segment: Segment, page: ArticlePage) -> Markup:
    html = _part(segment, page)
    for height, statement in enumerate(reversed(segment.contents[-DEEPEST:])):
        kind = page.every.statements[statement].kind
        html = _SPAN.format(f"st h-{height} c-{page.every.colour(statement)} k-{kind}", html)
    tags = [_tag(page.cards[statement]) for statement in segment.opens if statement in page.cards]
    return Markup("").join([*tags, html])


def _tag(card: Card) -> Markup:
    colour = card.colour + (" unsure" if card.confidence < UNSURE else "")
    return _TAG.format(colour, card.anchor, card.anchor, spoken(card.tag), spoken(card.label))


def _part(segment: Segment, page: ArticlePage) -> Markup:
    """Return a stretch of text with what it is to the statements of this page; a click leads to the innermost."""
    marks = [mark for mark in segment.marks if mark.statement in page.cards]
    if not marks and not segment.contents:
        return _plain(segment)
    chosen = page.every.anchor(segment.contents[-1] if segment.contents else marks[0].statement)
    roles = {mark.role for mark in marks}
    classes = ["part", *sorted(roles & {"source", "cue"})]
    if "source" in roles:
        classes.append(f"c-{next(page.cards[mark.statement].colour for mark in marks if mark.role == 'source')}")
    parts = dict.fromkeys(f"{page.cards[mark.statement].anchor}:{role_name(mark.role)}" for mark in marks)
    return _PART.format(" ".join(classes), chosen, " ".join(parts), _plain(segment))

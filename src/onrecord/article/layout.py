"""Which block of a page is its title, its story, its furniture: by where it stands among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.article.furniture import Label, is_name, is_section, is_sentence, label_block, read_byline, words
from onrecord.article.timestamps import find_day_first, read_stamps
from onrecord.model import Furniture, FurnitureKind, Span

LONGEST_TITLE = 240
LONGEST_HEADER = 40
"""Blocks: what stands later is not above the story but in it."""

Role = Label | Literal["title", "body"]


@dataclass(slots=True)
class Layout:
    """The parts of a page; every block of the text lies in exactly one of them."""

    title: Span | None = None
    body: list[Span] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    credits: list[Span] = field(default_factory=list)
    captions: list[Span] = field(default_factory=list)
    publisher: str | None = None
    section: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Block:
    span: Span
    text: str
    role: Role | None


def lay_out(text: str, blocks: Sequence[Span], *, title: str | None = None, publisher: str | None = None) -> Layout:
    """Return what each of ``blocks`` is. What no evidence takes out of the story is the story.

    ``title`` and ``publisher`` are what is known from outside the text: the block that says just that is
    recognised by it, and no other block is taken for the title.
    """
    page = [_Block(span, text[span[0] : span[1]], None) for span in blocks]
    for block in page:
        block.role = label_block(block.text)
    layout = Layout()
    story = _story(page)
    _read_header(page[: story.start], layout, title, publisher)
    _read_footer(page, story)
    for block in page:
        block.role = block.role or "body"
    if all(block.role != "body" for block in page):
        _give_back(page)
    _fill(layout, page)
    _read_stamps(page, text, layout)
    return layout


def _story(page: Sequence[_Block]) -> range:
    prose = [number for number, block in enumerate(page) if block.role is None and is_sentence(block.text)]
    # A headline may end in a question mark; the story then starts with the sentence after it.
    if len(prose) > 1 and _is_question_headline(page[prose[0]].text):
        prose = prose[1:]
    if not prose or prose[0] > LONGEST_HEADER:
        return range(0, len(page))
    return range(prose[0], prose[-1] + 1)


def _is_question_headline(text: str) -> bool:
    return text.endswith("?") and len(text) <= 120 and text.count(".") == 0


def _read_header(header: Sequence[_Block], layout: Layout, title: str | None, publisher: str | None) -> None:
    chosen = _find_title(header, title)
    if chosen is not None:
        chosen.role = "title"
    for block in header:
        if block.role is not None:
            continue
        known = (None if chosen is None else chosen.text, publisher)
        if any(name is not None and _same(block.text, name) for name in known):
            block.role = "other"
    scraped = _is_scraped(header) or chosen is not None
    open_blocks = [block for block in header if block.role is None]
    for block in open_blocks:
        if layout.section is None and is_section(block.text):
            block.role, layout.section = "section", _section_name(block.text)
    if not scraped:
        return
    for block in open_blocks:
        if block.role is None and publisher is None and layout.publisher is None and _is_publisher(block, header):
            block.role, layout.publisher = "other", block.text
        elif block.role is None and len(words(block.text)) <= 3 and _is_scraped(header):
            block.role = "other"


def _find_title(header: Sequence[_Block], title: str | None) -> _Block | None:
    if title is not None:
        return next((block for block in header if _same(block.text, title)), None)
    candidates = [block for block in header if block.role is None and _is_headline(block.text)]
    # A line all in capitals over another headline is the house that publishes it, not the title.
    mixed = [block for block in candidates if not block.text.isupper()] or candidates
    long = [block for block in mixed if len(words(block.text)) >= 5]
    if long:
        return long[0]
    return max(mixed, key=lambda block: len(block.text), default=None)


def _is_headline(text: str) -> bool:
    if not 8 <= len(text) <= LONGEST_TITLE or text[-1] in ".;:,|>" or is_section(text):
        return False
    return len(words(text)) >= 3 and not any(character in text for character in "\r\n")


def _is_publisher(block: _Block, header: Sequence[_Block]) -> bool:
    if not is_name(block.text):
        return False
    number = header.index(block)
    near = header[max(0, number - 2) : number] + header[number + 1 : number + 3]  # type: ignore[operator]
    return any(other.role in ("timestamp", "byline", "title") for other in near)


def _section_name(text: str) -> str:
    pieces = [
        piece.strip(" ;|>›»/") for piece in text.replace("›", ">").replace("»", ">").replace("|", ">").split(">")
    ]
    return [piece for piece in pieces if piece][-1]


def _is_scraped(blocks: Sequence[_Block]) -> bool:
    signs = {"navigation", "timestamp", "byline", "section", "duration", "share", "promotion", "boilerplate"}
    return any(block.role in signs for block in blocks)


def _read_footer(page: Sequence[_Block], story: range) -> None:
    footer = page[story.stop :]
    listed = False
    for block in footer:
        if block.role is not None:
            listed = listed or block.role in ("promotion", "navigation")
        elif listed:
            block.role = "promotion"
        elif len(words(block.text)) <= 4 and _is_scraped(page):
            block.role = "section" if is_section(block.text) else "other"


def _give_back(page: Sequence[_Block]) -> None:
    for block in page:
        if block.role not in ("title", "credit", "caption", "timestamp"):
            block.role = "body"
    if all(block.role != "body" for block in page):
        for block in page:
            block.role = "body"


def _fill(layout: Layout, page: Sequence[_Block]) -> None:
    for block in page:
        if block.role == "title":
            layout.title = block.span
        elif block.role == "body":
            layout.body.append(block.span)
        elif block.role == "credit":
            layout.credits.append(block.span)
        elif block.role == "caption":
            layout.captions.append(block.span)
        else:
            layout.furniture.append(Furniture(span=block.span, kind=_kind(block)))
            if block.role == "byline":
                byline = read_byline(" ".join(block.text.split()))
                layout.authors += byline.authors if byline else ()


def _kind(block: _Block) -> FurnitureKind:
    if block.role in (None, "title", "body", "credit", "caption"):
        raise AssertionError(f"{block.role} is not furniture")
    return block.role  # type: ignore[return-value]


def _read_stamps(page: Sequence[_Block], text: str, layout: Layout) -> None:
    stamped = [block for block in page if block.role == "timestamp"]
    day_first = find_day_first(text) if stamped else None
    for block in stamped:
        for stamp in read_stamps(" ".join(block.text.split()), day_first=day_first):
            if stamp.role == "updated":
                layout.updated = layout.updated or stamp.value
            elif stamp.role == "published" or layout.published is None:
                layout.published = layout.published or stamp.value


def _same(left: str, right: str) -> bool:
    return " ".join(left.split()).casefold() == " ".join(right.split()).casefold()

"""What a page says to somebody who reads only its text."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Outline(HTMLParser):
    """The tags, the attributes and the text of a page, and the text inside the element with one id."""

    def __init__(self, html: str, inside: str = "text") -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.inside = inside
        self.depth = 0
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids += [value for value in (given.get("id"),) if value]
        if tag not in VOID and (self.depth or given.get("id") == self.inside):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data

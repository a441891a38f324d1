"""Where the words of an article stand in the source of the page that it was made from."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

from onrecord.model import Article, Span

_UNSEEN = frozenset({"script", "style", "noscript", "textarea", "template", "iframe"})
_DROPPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]|\s")


class PageMap:
    """Maps spans of an article's text to spans of its page's source, both in code points.

    A stretch is looked for by its characters without white space, since that is what a page and its text have in
    common. What the page has in other characters (a malformed entity, say) or not at all has no place.
    """

    def __init__(self, source: str, article: Article) -> None:
        visible = _Visible(source)
        self._text = article.text
        self._places: dict[int, Span] = {}
        seen = "".join(visible.characters)
        cursor = 0
        for _, (start, end) in sorted(article.spans(), key=lambda one: one[1]):
            wanted = [at for at in range(start, end) if not _DROPPED.match(article.text[at])]
            key = "".join(article.text[at] for at in wanted)
            found = seen.find(key, cursor)
            found = seen.find(key) if found < 0 else found
            if found >= 0:
                cursor = found + len(key)
                self._places.update(zip(wanted, visible.places[found:cursor], strict=True))

    def locate(self, span: Span) -> Span | None:
        """Return the stretch of the source that holds ``span``, markup inside it too; ``None`` if it has none."""
        inside = [at for at in range(*span) if not _DROPPED.match(self._text[at])]
        if not inside or any(at not in self._places for at in inside):
            return None
        return self._places[inside[0]][0], self._places[inside[-1]][1]


class _Visible(HTMLParser):
    """The characters that a page shows, white space left out, and where each stands in its source."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.characters: list[str] = []
        self.places: list[Span] = []
        self._source = source
        self._lines = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self._hidden: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]

    def handle_data(self, data: str) -> None:
        start = self._offset()
        for at, character in enumerate(data, start):
            self._add(character, (at, at + 1))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        start = self._offset()
        end = start + len(raw)
        end += self._source[end : end + 1] == ";"
        for character in unescape(f"{raw};"):
            self._add(character, (start, end))

    def _add(self, character: str, place: Span) -> None:
        if not self._hidden and not _DROPPED.match(character):
            self.characters.append(character)
            self.places.append(place)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

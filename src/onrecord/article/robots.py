"""Whether a site wants a page to be fetched by a program: its robots.txt (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from onrecord.article.fetching import Fetcher, FetchError

_AGENT = "onrecord"
MOST_BYTES = 500 * 1024


@dataclass(slots=True)
class Robots:
    """The robots.txt of each site, fetched once."""

    fetcher: Fetcher
    _known: dict[str, RobotFileParser] = field(default_factory=dict)

    def allow(self, url: str) -> bool:
        """Return whether ``url`` may be fetched; a site without a robots.txt that can be read allows all."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = self._rules(site)
        return self._known[site].can_fetch(_AGENT, url)

    def _rules(self, site: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            body = self.fetcher.fetch(f"{site}/robots.txt").body[:MOST_BYTES]
        except FetchError:
            body = b""
        rules.parse(body.decode("utf-8", "replace").splitlines())
        return rules

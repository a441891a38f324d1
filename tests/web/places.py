"""Every page of a room over the invented record, by address."""

from __future__ import annotations

from tests.invented import harbour

ARTICLE = f"/articles/{harbour().article.id}"
PAGES = (
    "/",
    "/search",
    "/search?q=strait",
    "/search?q=%22open",
    ARTICLE,
    f"{ARTICLE}/statements/s4",
    f"{ARTICLE}/statements/s4/utterance",
    "/speakers",
    "/speakers/Q900001",
    "/powers/LRN",
    "/events",
    "/exchanges",
    f"/exchanges/{ARTICLE.removeprefix('/articles/')}/s2",
    "/review",
    "/corrections",
    "/read",
    "/api",
    "/nowhere",
)

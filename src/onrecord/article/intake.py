"""How articles are taken in: what is known of all of them, which columns hold what, which languages are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Row
from dataclasses import dataclass, field, replace
from functools import partial

from onrecord.article.bookmark import Bookmark
from onrecord.article.errors import ArticleError
from onrecord.article.fetching import Fetcher
from onrecord.article.given import Given
from onrecord.article.html import read_page
from onrecord.article.mapping import AddressOnlyError, FieldMapping
from onrecord.article.notices import Notice, Notify, ignore
from onrecord.article.plain import read_plain
from onrecord.article.presets import OWN, Preset
from onrecord.article.stubs import is_stub
from onrecord.article.tongue import find_language
from onrecord.article.warc import content_type
from onrecord.model import Article


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that did not become an Article, and why; ``reason`` says what to do about it too."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """The choices of a reading.

    ``languages`` are the ISO 639-1 codes that are read, ``None`` for all: an article in another language is set
    aside, and ``notify`` is told. ``fetcher`` opens addresses that are given as sources and, with ``fetch_linked``,
    those of rows and entries that have no text, which are else told as unreadable. ``bookmark`` keeps the place.
    """

    given: Given = field(default_factory=Given)
    mapping: FieldMapping = OWN
    split: Callable[[str], Iterator[Row[str, str]]] | None = None
    languages: frozenset[str] | None = None
    notify: Notify = ignore
    bookmark: Bookmark = field(default_factory=Bookmark)
    fetcher: Fetcher | None = None
    fetch_linked: bool = False

    def shaped(self, preset: Preset | None, mapping: FieldMapping | None) -> Intake:
        """Return the same for rows of a preset's shape, of a mapping, or of a preset that a mapping corrects."""
        shape = preset.mapping if preset else OWN
        return replace(
            self, mapping=mapping.over(shape) if mapping else shape, split=preset.split if preset else None
        )


def attempt(make: Callable[[], Article], intake: Intake) -> Iterator[Article | Unreadable]:
    """Yield the article that ``make`` returns, or why there is none; nothing when it is set aside.

    A row or entry with an address only is fetched when the intake may.
    """
    try:
        article = make()
    except AddressOnlyError as error:
        if not intake.fetch_linked:
            yield Unreadable(error.origin, error.reason)
        else:
            yield from attempt(partial(fetch_article, error.url, intake, error.given), intake)
        return
    except ArticleError as error:
        yield Unreadable(error.origin, error.reason)
        return
    except Exception as error:  # a fault of ours, or of a library: it must not cost the other articles of a file
        problem = f"{type(error).__name__}: {error}"[:300]
        yield Unreadable(_origin_of(make), f"it cannot be taken in ({problem}); please report it")
        return
    yield from accept(article, intake)


def _origin_of(make: Callable[[], Article]) -> str:
    """Return the origin that a partial call of one of the makers is to give its article."""
    if not isinstance(make, partial):
        return "input"
    places = [given for given in make.args if isinstance(given, str)]
    return str(make.keywords.get("origin") or (places[-1] if places else "input"))


def accept(article: Article, intake: Intake) -> Iterator[Article]:
    """Yield the article if its language is wanted, with the language that its words are in."""
    if is_stub(article):
        intake.notify(Notice(article.origin, "stub", "only the opening of an article for subscribers"))
    if intake.languages is None:
        yield article
        return
    language = find_language(article)
    if language in intake.languages:
        yield article if language == article.language else article.model_copy(update={"language": language})
    else:
        intake.notify(Notice(article.origin, "language", language))


def fetch_article(url: str, intake: Intake, given: Given) -> Article:
    """Return the article of one page of the web; its ``origin`` and ``url`` are the address it came from in the end.

    Raises:
        ArticleError: it cannot be fetched, or is no page of text.
    """
    if intake.fetcher is None:
        raise ArticleError(url, "an address, and nothing may be fetched", "allow it with --fetch, or save the page")
    answer = intake.fetcher.fetch(url)
    kind, charset = content_type(answer.headers.get("Content-Type", ""))
    known = given.over(Given(url=answer.url, id=answer.url))
    if kind in ("text/html", "application/xhtml+xml", ""):
        return read_page(answer.body, origin=answer.url, given=known, charset=charset, notify=intake.notify)
    if kind == "text/plain":
        from onrecord.article.decoding import decode

        return read_plain(decode(answer.body, origin=url, declared=charset), origin=answer.url, given=known)
    raise ArticleError(url, f"the address holds {kind[:60]}, not a page", "give the page of an article")

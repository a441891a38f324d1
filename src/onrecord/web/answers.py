"""What the API answers and takes, as types: the description and the checks are both made from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from onrecord.article.decoding import MAX_CHARACTERS
from onrecord.model import Act, EntityKind, Modality, Reading, Spans, Statement, StatementKind
from onrecord.record import Hit
from onrecord.record.corrected import Correction
from onrecord.web.drafts import Stage

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some of a list. ``next`` is the ``cursor`` of what follows, ``null`` at the end."""

    items: list[T]
    next: str | None


class Found(Page[Hit]):
    """Some of what a search found, and how many there are: ``total``, or more if not ``exact``."""

    total: int
    exact: bool


class Loud(BaseModel):
    """Somebody who speaks, and in how many statements."""

    key: str
    name: str
    kind: str
    wikidata: str | None
    country: str | None
    statements: int


class OneStatement(BaseModel):
    """A statement, its words, and what people said of it, the latest first."""

    statement: Statement
    words: str
    citation: str
    history: list[Correction]


class Made(BaseModel):
    """The number of a correction that was made."""

    correction: int


class DraftState(BaseModel):
    """A draft: an article that was given to be read and is not in the record.

    ``reading`` is ``null`` until ``stage`` is ``ready``; ``problem`` says why one that ``failed`` has none. ``known``
    tells that the record has an article of this very text.
    """

    id: str
    name: str
    stage: Stage
    seconds: int
    characters: int
    problem: str | None
    known: bool
    reading: Reading | None


class Kept(BaseModel):
    """Which article a draft became, and whether it is new to the record."""

    article_id: str
    added: Literal["new", "same", "re-read"]


class Thrown(BaseModel):
    """The draft that was thrown away."""

    id: str


class Problem(BaseModel):
    """What is wrong, and what to do."""

    error: str


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GivenEntity(_Given):
    """Somebody, as a person names them."""

    name: str = Field(min_length=1, max_length=300)
    kind: EntityKind = "person"
    wikidata: str | None = Field(None, pattern=r"^Q[1-9][0-9]{0,11}$")
    country: str | None = Field(None, max_length=8)
    office: str | None = Field(None, max_length=300)


class GivenDate(_Given):
    """A day or a stretch of days, both included."""

    start: date
    end: date


class GivenFields(_Given):
    """What is to hold instead; a field that is not given stays."""

    kind: StatementKind | None = None
    act: Act | None = None
    modality: Modality | None = None
    speaker: GivenEntity | None = None
    addressee: GivenEntity | None = None
    date: GivenDate | None = None
    source: Spans | None = None
    cue: Spans | None = None
    content: Annotated[Spans, Field(min_length=1)] | None = None

    def values_given(self) -> dict[str, Any]:
        """Return the fields that were given; ``null`` for a speaker, an addressee or a date takes it away."""
        given = self.model_dump(mode="json", exclude_unset=True)
        takes_null = ("speaker", "addressee", "date")
        return {name: value for name, value in given.items() if value is not None or name in takes_null}


class GivenCorrection(_Given):
    """What a person says of a statement."""

    action: Literal["confirm", "change", "delete"]
    who: str = Field(min_length=1, max_length=80, pattern=r"\S")
    why: str = Field("", max_length=1_000)
    fields: GivenFields | None = None


class GivenStatement(_Given):
    """A statement that was missed, as a person gives it; without a ``kind`` its quotation marks tell it."""

    who: str = Field(min_length=1, max_length=80, pattern=r"\S")
    why: str = Field("", max_length=1_000)
    content: Annotated[Spans, Field(min_length=1)]
    fields: GivenFields | None = None


class GivenDraft(_Given):
    """An article to read: a text, or a page of HTML. ``wait`` is how many seconds the answer may wait for it."""

    text: str = Field(min_length=1, max_length=MAX_CHARACTERS, pattern=r"\S")
    kind: Literal["text", "html"] = "text"
    publisher: str | None = Field(None, max_length=200)
    published: date | None = None
    wait: float = Field(10, ge=0, le=20)


class GivenNothing(_Given):
    """An empty object: there is nothing to say."""


class GivenBy(_Given):
    """Who does it, and why."""

    who: str = Field(min_length=1, max_length=80, pattern=r"\S")
    why: str = Field("", max_length=1_000)

"""Pages of a record four times as large take no more steps: what they show is stored or indexed, never counted."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.model import Article, Entity, Event, ReaderInfo, Reading, Statement
from onrecord.record import Record, accounts, lately, opening, store, utterances
from onrecord.web import create_app, front
from tests.web.conftest import BASE

SMALL, LARGE = 500, 2_000
EVERY = 20
"""Steps of SQLite's machine between two calls of the counter."""
MORE = 1.5
SAYINGS = ("the ferry sails on time", "the harbour stays open", "the tunnel is too dear")


def article(number: int) -> Reading:
    text = f"Number {number}. " + " ".join(SAYINGS)
    entities = (
        Entity(id="e1", name="Ann Lee", kind="person", wikidata="Q900001", country="MRL"),
        Entity(id="e2", name="Lorn", kind="power", country="LRN"),
        Entity(id="e3", name=f"Witness {number % 40}", kind="person", country="LRN"),
    )
    said = [
        Statement(
            id=f"s{place + 1}", kind="indirect", speaker=f"e{place + 1}", addressee=f"e{(place + 1) % 3 + 1}",
            content=((text.index(words), text.index(words) + len(words)),), act=("demand", "reject", "assert")[place],
            confidence=0.5 + number % 50 / 100,
        )
        for place, words in enumerate(SAYINGS)
    ]  # fmt: skip
    event = Event(id="v1", type="REQUEST", actors=("e1",), recipients=("e2",), evidence=said[0].content)
    return Reading(
        reader=ReaderInfo(version="0"), entities=entities, statements=tuple(said), events=(event,),
        article=Article(
            id=Article.identify(text), origin=f"{number}", text=text, publisher="Post", url=f"https://x.example/{number}",
            published=f"2031-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d}",
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder, made = tmp_path_factory.mktemp("growth"), {}
    for size in (SMALL, LARGE):
        made[size] = folder / f"{size}.onrecord"
        with Record(made[size]) as record:
            for _ in record.add_all(map(article, range(size))):
                pass
            lately.renew(record)
    return made


class Steps:
    """Counts the steps that SQLite takes on every connection that a page opens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        opened = opening.open_reader

        def counted(path: Path) -> sqlite3.Connection:
            connection = opened(path)
            connection.set_progress_handler(self._step, EVERY)
            return connection

        monkeypatch.setattr(store, "open_reader", counted)

    def _step(self) -> int:
        self.number += 1
        return 0

    def taken(self) -> int:
        number, self.number = self.number, 0
        return number


ANN, FIRST = "/speakers/Q900001", f"/articles/{article(3).article.id}"


@pytest.mark.parametrize(
    "place",
    [
        "/", "/?page=5", FIRST, f"{FIRST}/statements/s1", f"{FIRST}/statements/s1/utterance", "/search?q=ferry",
        "/search?q=ferry&act=demand&power=MRL", "/search?since=2031-02&until=2031-03", "/search?speaker=lee",
        "/search?outlet=post&confidence=0.9", "/speakers", ANN, f"{ANN}?to=lorn", f"{ANN}?day=2031-02", "/powers/LRN",
        "/powers/LRN?to=ann+lee", "/events", "/events?day=2031-02", "/exchanges", "/review", "/corrections",
        "/api/record", "/api/statements?q=ferry", "/api/articles", "/api/speakers", f"/api{ANN}",
        f"/api{ANN}/statements?to=lorn", "/api/powers/LRN", "/api/events", "/api/matrix", "/api/exchanges",
        "/api/review",
    ],
)  # fmt: skip
def test_a_larger_record_takes_no_more_steps(
    records: dict[int, Path], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searching = sys.modules["onrecord.record.search"]  # the package's `search` is the function
    monkeypatch.setattr(searching, "RANKED", 100)
    monkeypatch.setattr(searching, "COUNTED", 200)
    monkeypatch.setattr(accounts, "NEWEST", 40)
    monkeypatch.setattr(utterances, "LOOKED_AT", 5)
    monkeypatch.setattr(
        front, "LATELY", 0
    )  # what was said lately is looked at, and of that there is four times as much
    steps, taken = Steps(monkeypatch), {}
    for size, path in records.items():
        with TestClient(create_app(path, rate=None), base_url=BASE) as client:
            steps.taken()
            assert client.get(place).status_code == 200
            taken[size] = steps.taken()
    assert taken[LARGE] <= MORE * taken[SMALL] + 20, taken


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A record in which one speaker says very much, at length."""
    path = tmp_path_factory.mktemp("many") / "r.onrecord"
    long = "the ferry sails, and " * 200
    with Record(path) as record:
        for number in range(60):
            reading = article(number)
            text = f"Long {number}. {long}"
            whole = Statement(id="s1", kind="indirect", speaker="e1", content=((0, len(text)),), act="demand")
            record.add(
                reading.model_copy(
                    update={
                        "article": Article(id=Article.identify(text), origin="o", text=text, title=text[:2000],
                                           publisher=long[:1000], published="2031-03-03"),
                        "statements": (whole,), "events": (),
                    }
                )
            )  # fmt: skip
        lately.renew(record)
    with TestClient(create_app(path, rate=None), base_url=BASE) as client:
        yield client


@pytest.mark.parametrize("place", ["/", ANN, "/powers/MRL", "/search?q=ferry", "/exchanges", "/review", "/speakers"])
def test_a_page_of_long_statements_stays_small(many: TestClient, place: str) -> None:
    answer = many.get(place)
    assert answer.status_code == 200
    assert len(answer.content) <= 300_000

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Event, Reading

Read = Callable[..., Reading]
DAY = "2024-05-15"
DEEDS = frozenset({"CONSULT", "AID", "RETREAT", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST", "COOPERATE"})

HAPPENED = [
    ("Norway imposed sanctions on Iceland on Monday.", "SANCTION", "Norway", "Iceland"),
    ("Norway expelled two Icelandic diplomats.", "SANCTION", "Norway", "Iceland"),
    ("Norway withdrew its troops from Iceland.", "RETREAT", "Norway", "Iceland"),
    ("Iceland was attacked by Norway.", "ASSAULT", "Norway", "Iceland"),
    ("The Norwegian prime minister met Iceland's president in Oslo.", "CONSULT", "Norway", "Iceland"),
    ("Norway sent humanitarian aid to Iceland.", "AID", "Norway", "Iceland"),
    ("Norway deployed troops to the border with Iceland.", "MOBILIZE", "Norway", "Iceland"),
    ("Norway lifted sanctions on Iceland.", "CONCEDE", "Norway", "Iceland"),
    ("Norway apologised to Iceland.", "SUPPORT", "Norway", "Iceland"),
    ("Norwegian police arrested three Icelandic sailors.", "COERCE", "Norway", "Iceland"),
    ("Norway has shared intelligence with Iceland.", "COOPERATE", "Norway", "Iceland"),
    ("Norway condemned Iceland for the arrests.", "ACCUSE", "Norway", "Iceland"),
    ("Norway urged Iceland to return the ships.", "REQUEST", "Norway", "Iceland"),
    ("Norway threatened Iceland with sanctions.", "THREATEN", "Norway", "Iceland"),
]

NOT_HAPPENED = """
Norway may impose sanctions on Iceland next year.
Norway will impose sanctions on Iceland, the ministry said.
If Norway attacks Iceland, the alliance will respond.
Norway did not expel the Icelandic ambassador.
Norway threatened to impose sanctions on Iceland.
Norway plans to withdraw its troops from Iceland.
Iceland denied that Norway had attacked its ships.
Norway has never invaded Iceland.
Diplomats feared that Norway might invade Iceland.
The minister called for talks between Norway and Iceland.
Norway is considering sending troops to Iceland.
A possible attack by Norway on Iceland worries the markets.
Let us imagine that Norway attacks Iceland.
"Imagine Norway invades Iceland," the analyst said.
Norway failed to meet Iceland's president.
Norway cancelled a meeting with Iceland's president.
Norway urged Iceland to withdraw its troops from Denmark.
Iceland accused Norway of bombing its harbour.
Unless Norway attacks Iceland, the treaty stands.
Norway rejected a proposal to impose sanctions on Iceland.
The planned meeting between Norway and Iceland was in doubt.
Whether Norway attacked Iceland is unclear.
Without attacking Iceland, Norway got what it wanted.
Iceland said Norway had attacked its trawlers.
According to Iceland, Norway has invaded its waters.
Norway hopes to resume talks with Iceland.
Neither Norway nor Denmark attacked Iceland.
In 1972 Norway attacked Iceland.
Norway invaded Iceland in the 1940s.
""".strip().splitlines()


def named(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    return {entity.name for entity in reading.entities if entity.id in ids}


def of_type(reading: Reading, kind: str) -> list[Event]:
    return [one for one in reading.events if one.type == kind and one.status == "reported"]


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), HAPPENED)
def test_what_happened(read: Read, text: str, kind: str, actor: str, recipient: str) -> None:
    reading = read(text, published=DAY)
    found = of_type(reading, kind)
    assert len(found) == 1
    assert named(reading, found[0].actors) == {actor}
    assert named(reading, found[0].recipients) == {recipient}


@pytest.mark.parametrize("text", NOT_HAPPENED)
def test_what_did_not_happen(read: Read, text: str) -> None:
    reading = read(text, published=DAY)
    assert not [one for one in reading.events if one.status == "reported" and one.type in DEEDS]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway plans to withdraw its troops from Iceland.", "planned"),
        ("Norway could expel Icelandic diplomats.", "hypothetical"),
        ("Norway has not attacked Iceland.", "denied"),
        ("In 1972 Norway attacked Iceland.", "historical"),
    ],
)
def test_the_status_says_why(read: Read, text: str, status: str) -> None:
    assert {one.status for one in read(text, published=DAY).events} == {status}


def test_a_joint_act_has_both_on_both_sides(read: Read) -> None:
    reading = read("Norway and Iceland signed a trade agreement on Monday.", published=DAY)
    (event,) = reading.events
    assert event.type == "SUPPORT"
    assert event.actors == event.recipients
    assert named(reading, event.actors) == {"Norway", "Iceland"}
    assert event.date is not None
    assert event.date.start == "2024-05-13"


def test_one_event_once(read: Read) -> None:
    text = (
        "Norway expelled two Icelandic diplomats.\n\nThe quarrel is old. On Monday Norway expelled Icelandic envoys."
    )
    (event,) = of_type(read(text, published=DAY), "SANCTION")
    assert len(event.evidence) == 2
    assert event.date is not None


def test_two_persons_requests_are_two(read: Read) -> None:
    text = (
        "Norwegian Foreign Minister Kari Halvorsen urged Iceland to free the crew. "
        "Norwegian Prime Minister Jonas Bakke urged Iceland to return the ships."
    )
    assert len(of_type(read(text, published=DAY), "REQUEST")) == 2


def test_the_request_that_is_declined(read: Read) -> None:
    reading = read("Norway urged Iceland to return the ships. Iceland declined the request.", published=DAY)
    (event,) = of_type(reading, "REJECT")
    assert named(reading, event.actors) == {"Iceland"}
    assert named(reading, event.recipients) == {"Norway"}


def test_a_pledge_that_helps_nobody_is_no_event(read: Read) -> None:
    assert not read("Norway promised to paint the Icelandic embassy in blue.", published=DAY).events


def test_a_statement_performs_its_event(read: Read) -> None:
    reading = read("Norway accused Iceland of stealing nets.", published=DAY)
    (event,) = reading.events
    assert event.statement is not None
    assert reading.statement(event.statement).act == "accuse"


WORDS = st.sampled_from(
    "Norway Iceland attacked met signed a treaty with troops to from will not if said urged , . “ ” ( the talks call "
    "and by on its 1972 Monday \n\n accused of imposing sanctions minister's 😀 é".split(" ")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=40))
def test_evidence_lies_in_the_text_and_says_something(read: Read, words: list[str]) -> None:
    reading = read("Norway " + " ".join(words))
    for event in reading.events:
        assert event.actors
        for start, end in event.evidence:
            assert reading.article.text[start:end].strip()

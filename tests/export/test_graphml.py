import io

import networkx

from onrecord.export import FORMATS, whole
from onrecord.model import Reading
from tests.export.readings import hostile, with_events


def graph(*readings: Reading) -> networkx.MultiDiGraph:
    text = "".join(FORMATS["graphml"].chunks(map(whole, readings)))
    return networkx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)


def test_networkx_reads_who_spoke_to_whom() -> None:
    found = graph(with_events())
    names = dict(found.nodes(data="name"))
    edges = [(names[a], names[b], data["relation"], data["act"]) for a, b, data in found.edges(data=True)]
    assert edges == [
        ("Édith Kováč", "Lorn", "addressed", "threaten"),
        ("Tom Reyes", "Édith Kováč", "relayed", "threaten"),
    ]
    assert sorted(names.values()) == ["Ilya Strand", "Lorn", "Tom Reyes", "Édith Kováč"]
    assert {names[one]: count for one, count in found.nodes(data="statements")}["Édith Kováč"] == 3


def test_one_person_of_two_articles_is_one_node() -> None:
    once, twice = graph(with_events()), graph(with_events(), with_events(updated="2031-03-05"))
    assert len(twice) == len(once)
    assert twice.number_of_edges() == 2 * once.number_of_edges()


def test_hostile_words_are_escaped() -> None:
    found = graph(hostile())
    assert 'Ann & "Bo" <Lee>' in next(iter(dict(found.nodes(data="name")).values()))

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article.sources import Source
from onrecord.cluster.frontier import Frontier
from onrecord.cluster.items import Item
from onrecord.cluster.taking import Numbered


@settings(deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=30), st.randoms(use_true_random=False), st.integers(1, 9))
def test_a_place_is_never_behind_what_is_not_done(sizes: list[int], chance: random.Random, every: int) -> None:
    """Items come in groups that share a place, and are done in any order."""
    items: list[Item] = []
    for place, size in enumerate(sizes):
        first = len(items)
        items += [Item(0, first + nth, "article", place=place, first=first) for nth in range(size)]
    items.append(Item(0, len(items), "end"))
    frontier = Frontier()
    frontier.begin(Numbered(0, Source("x")))
    order = list(items)
    chance.shuffle(order)
    done: set[int] = set()
    for count, item in enumerate(order, 1):
        frontier.add(item)
        done |= {item.number} if item.kind != "end" else set()
        if count % every == 0:
            for _, place, first in frontier.places():
                assert set(range(first)) <= done
                assert first == min(one.number for one in items if one.place == place and one.kind != "end")
            assert frontier.finish() == ([0] if count == len(items) else [])
    frontier.finish()
    assert frontier.left() == []

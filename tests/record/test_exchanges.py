from __future__ import annotations

from dataclasses import replace

from onrecord.record.exchanges import Exchange, gathered
from onrecord.record.moves import Clause, Move, Opening, Verdict, telling

SPANS = ((0, 4),)


def move(
    power: str,
    words: str,
    day: str,
    *,
    opens: Opening | None = None,
    verdict: Verdict = "answered",
    to: str | None = None,
    items: tuple[str, ...] = (),
    act: str = "assert",
    article: str = "a",
    takes_back: bool = False,
) -> Move:
    clauses = (Clause(telling(words), verdict),)
    return Move(
        article, "s1", f"Outlet {article}", None, day, "Somebody", power, to, (), act, opens, takes_back, words,
        SPANS, (), items, clauses, article,
    )  # fmt: skip


DEMAND = move("ISL", "publish the herring catch figures every month", "2031-05-01", opens="demand", to="NOR")


def only(*moves: Move) -> Exchange:
    (one,) = gathered(moves)
    return one


def test_nothing_said_leaves_it_open() -> None:
    assert only(DEMAND).state == "open"


def test_a_yes_a_no_and_words_about_it() -> None:
    for verdict, state in (("accepted", "accepted"), ("rejected", "rejected"), ("answered", "answered")):
        reply = move("NOR", "publish herring catch figures from September", "2031-05-02", verdict=verdict)  # type: ignore[arg-type]
        assert only(DEMAND, reply).state == state


def test_the_last_word_counts() -> None:
    no = move("NOR", "not publish herring catch figures", "2031-05-02", verdict="rejected")
    yes = move("NOR", "publish herring catch figures", "2031-05-09", verdict="accepted", article="b")
    assert only(DEMAND, no, yes).state == "accepted"


def test_one_item_of_two_is_partly() -> None:
    words = "end boat inspections at sea and restore the winter ferry timetable"
    both = move(
        "ISL",
        words,
        "2031-05-01",
        opens="demand",
        to="NOR",
        items=("end boat inspections at sea", "restore the winter ferry timetable"),
    )
    yes = move("NOR", "restore the winter ferry timetable", "2031-05-02", verdict="accepted")
    one = only(both, yes)
    assert (one.state, one.outcomes) == ("partly", [None, "accepted"])


def test_other_powers_and_other_things_answer_nothing() -> None:
    third = move("DNK", "publish herring catch figures", "2031-05-02", verdict="accepted")
    other = move("NOR", "a museum of trains opens", "2031-05-02", verdict="accepted")
    before = move("NOR", "publish herring catch figures", "2031-04-02", verdict="accepted")
    late = move("NOR", "publish herring catch figures", "2031-09-02", verdict="accepted")
    assert only(before, DEMAND, third, other, late).state == "open"


def test_two_outlets_one_demand() -> None:
    again = replace(DEMAND, article_id="b", publisher="Outlet b", original="b")
    one = only(DEMAND, again)
    assert one.steps[0].outlets == ("Outlet a", "Outlet b")


def test_a_copy_is_no_second_report() -> None:
    copy = replace(DEMAND, article_id="b", publisher="Outlet b", original="a")
    step = only(DEMAND, copy).steps[0]
    assert step.outlets == ("Outlet a",)
    assert [one.article_id for one in step.copies] == ["b"]


def test_what_is_taken_back_is_withdrawn() -> None:
    back = move("ISL", "no longer insists on herring catch figures", "2031-05-05", takes_back=True)
    assert only(DEMAND, back).state == "withdrawn"


def test_an_answer_in_the_same_article_needs_no_order() -> None:
    reply = move("NOR", "publish herring catch figures", "2031-05-01", verdict="accepted", article="0")
    assert only(reply, DEMAND).state == "accepted"

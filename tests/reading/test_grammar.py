from __future__ import annotations

import pytest

from onrecord.model import Article
from onrecord.reading.grammar import Grammar
from onrecord.reading.language import Language
from onrecord.reading.quotations import find_quotations
from onrecord.reading.statements import Attribution, kind_of

Row = tuple[str | None, str | None, list[str], str]


def find(language: Language, text: str, title: bool = False) -> tuple[list[Attribution], list[Row]]:
    body, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            body.append((at, at + len(line)))
        at += len(line) + 1
    heading = body.pop(0) if title else None
    article = Article(
        id="x",
        origin="x",
        text=text,
        title=text[slice(*heading)] if heading else None,
        title_span=heading,
        body=tuple(body),
    )
    passages = language.analyse(article)
    quotations = find_quotations(text, [(one.start, one.end) for one in passages])
    found = Grammar().find(article, passages, quotations)

    def words(spans: tuple[tuple[int, int], ...]) -> str | None:
        return " … ".join(text[start:end] for start, end in spans) or None

    rows: list[Row] = [
        (words(one.source), words(one.cue), [text[s:e] for s, e in one.content], kind_of(text, one, quotations))
        for one in found
    ]
    return found, rows


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ('"The bridge is safe," Mayor Ann Lee said.', "Mayor Ann Lee", "said", ['"The bridge is safe,"'], "direct"),
        (
            '"The bridge is safe," said Ann Lee, who chairs the board.',
            "Ann Lee",
            "said",
            ['"The bridge is safe,"'],
            "direct",
        ),
        (
            '"The bridge," Lee said, "is safe and sound."',
            "Lee",
            "said",
            ['"The bridge,"', '"is safe and sound."'],
            "direct",
        ),
        (
            "The Danish prime minister said the talks had been hard.",
            "The Danish prime minister",
            "said",
            ["the talks had been hard"],
            "indirect",
        ),
        ("Lee urged Norway to open the strait.", "Lee", "urged", ["Norway to open the strait"], "indirect"),
        (
            "She told Lee of Norway's readiness to go on with the talks.",
            "She",
            "told",
            ["of Norway's readiness to go on with the talks"],
            "indirect",
        ),
        ("She called on both fleets to stay clear.", "She", "called", ["on both fleets to stay clear"], "indirect"),
        ("Lee called the plan “absurd”.", "Lee", "called", ["the plan “absurd”"], "mixed"),
        ("The minister rejected the offer.", "The minister", "rejected", ["the offer"], "indirect"),
        (
            "Lee opposed the plan: “It will cost us dearly and help nobody.”",
            "Lee",
            "opposed",
            ["“It will cost us dearly and help nobody.”"],
            "direct",
        ),
    ],
)
def test_one_statement(language: Language, text: str, source: str, cue: str, content: list[str], kind: str) -> None:
    _, rows = find(language, text)
    assert rows == [(source, cue, content, kind)]


def test_according_to_leaves_its_phrase_out_of_the_content(language: Language) -> None:
    _, rows = find(language, "The strait, according to the ministry, is open again.")
    assert rows == [("the ministry", "according to", ["The strait", "is open again"], "indirect")]


def test_two_cues_of_one_subject_are_two_statements(language: Language) -> None:
    _, rows = find(language, "Lee acknowledged the “grave” situation, but said a deal was “possible.”")
    assert [(source, cue) for source, cue, _, _ in rows] == [("Lee", "acknowledged"), ("Lee", "said")]


def test_participle_shares_the_subject(language: Language) -> None:
    _, rows = find(language, "Lee urged Norway to open the strait, adding that the fleet was ready.")
    assert [(source, cue) for source, cue, _, _ in rows] == [("Lee", "urged"), ("Lee", "adding")]
    assert "adding" not in rows[0][2][0]


def test_bare_quotation_carries_on_the_speaker_before_it(language: Language) -> None:
    found, rows = find(language, '"The bridge is safe," Lee told reporters.\n"Nobody has to worry. We looked twice."')
    assert rows[1] == (None, None, ['"Nobody has to worry. We looked twice."'], "direct")
    assert found[1].continues == 0


def test_narration_ends_the_carrying_on(language: Language) -> None:
    text = '"The bridge is safe," Lee told reporters.\nThe bridge was built in 1931.\n"Old but gold"'
    found, _ = find(language, text)
    assert all(one.continues is None for one in found)


def test_headline_with_a_colon(language: Language) -> None:
    _, rows = find(language, "Lee: The bridge is safe\nAnn Lee spoke at the town hall.", title=True)
    assert rows[0] == ("Lee", ":", ["The bridge is safe"], "indirect")


def test_cue_that_opens_a_quotation(language: Language) -> None:
    _, rows = find(language, 'The envoy "reiterated the offer of a truce," the statement said.')
    assert ("The envoy", "reiterated") in [(source, cue) for source, cue, _, _ in rows]


@pytest.mark.parametrize(
    "text",
    [
        "He is known as “Lucky” in his village.",
        "Those objections go unanswered in Oslo.",
        "The ferry goes wherever its owners want it.",
        "The race began when Lee entered the hall.",
        "The “Silk Bridge” opened in 1931.",
        "She refused to say where the money was.",
        "The bridge crosses the river.",
    ],
)
def test_names_scare_quotes_and_narration_are_no_statements(language: Language, text: str) -> None:
    assert find(language, text)[1] == []

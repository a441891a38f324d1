"""Which statement takes up which: echoes, agrees, rejects, answers, corrects, repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.model import Link, LinkKind, Span, Statement
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.people import People
from onrecord.reading.phrases import noun_phrase

SAME = 0.6
"""Share of the shorter content's words that two statements of one speaker share when one repeats the other."""

REACH = 200
"""How many statements back one is taken up, which keeps a long text from taking the square of its length."""

_DATED = 0.25
"""What a date is worth beside shared words: the dated statement of the story is meant, not its headline."""

_VERBS: dict[str, LinkKind] = {
    "echo": "echoes", "second": "agrees", "endorse": "agrees", "back": "agrees", "support": "agrees",
    "join": "agrees", "reject": "rejects", "dismiss": "rejects", "oppose": "rejects", "rebuff": "rejects",
    "deny": "rejects", "decline": "rejects", "dispute": "rejects", "contradict": "rejects",
    "respond": "answers", "reply": "answers", "answer": "answers", "retort": "answers", "correct": "corrects",
}  # fmt: skip


def find_links(passages: Sequence[Passage], people: People, statements: Sequence[Statement]) -> list[Link]:
    """Return the links of an article, each from a later statement to an earlier one.

    A verb such as *echoed* or *dismissed*, beside the statement and outside its content, names whose words are taken
    up; of that person's (or power's) earlier statements the one with most words in common is meant.
    """
    words = [_words(passages, statement) for statement in statements]
    links: dict[tuple[str, str, str], Link] = {}
    for index, statement in enumerate(statements):
        for kind, whom, evidence in _taken_up(passages, people, statement):
            target = _earlier(people, statements, words, index, whom)
            if target is not None:
                links.setdefault((kind, statement.id, target.id), _link(kind, statement, target, evidence, 0.7))
        again = _repeated(statements, words, index)
        if again is not None:
            links.setdefault(("repeats", statement.id, again.id), _link("repeats", statement, again, (), 0.6))
    return list(links.values())


def _link(kind: LinkKind, statement: Statement, target: Statement, evidence: tuple[Span, ...], sure: float) -> Link:
    return Link.model_validate(
        {"kind": kind, "from": statement.id, "to": target.id, "evidence": evidence, "confidence": sure}
    )


def _words(passages: Sequence[Passage], statement: Statement) -> frozenset[str]:
    found: set[str] = set()
    for span in statement.content:
        passage = passage_at(passages, span[0])
        for token in passage.words_in(span) if passage else ():
            if token.is_alpha and not token.is_stop:
                found.add(token.lemma_.lower())
    return frozenset(found)


def _taken_up(
    passages: Sequence[Passage], people: People, statement: Statement
) -> Iterator[tuple[LinkKind, str, tuple[Span, ...]]]:
    """Yield the kind of link, whose words are taken up, and the words that say so."""
    anchor = (statement.cue or statement.source)[:1]
    passage = passage_at(passages, anchor[0][0]) if anchor else None
    tokens = passage.tokens_in(anchor[0]) if passage and anchor else None
    if passage is None or tokens is None:
        return
    sentence = tokens[0].sent
    for token in passage.tokens[sentence.start : sentence.end]:
        kind = _VERBS.get(token.lemma_.lower())
        if kind is None or token.pos_ != "VERB":
            continue
        at = passage.span(token)
        if any(s <= at[0] < e for s, e in statement.content):
            continue
        for head in _objects(token):
            phrase = noun_phrase(passage, head)
            whom = people.at((passage.span(head),)) or people.at((phrase,))
            if whom is not None:
                yield kind, whom, (at, phrase) if at[1] <= phrase[0] else (phrase, at)
                break


def _objects(verb: Token) -> Iterator[Token]:
    """Yield whom the verb takes up: its object's owner, its object, or what follows ``to``."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass") and verb.pos_ == "VERB":
            yield from (one for one in child.children if one.dep_ == "poss")
            yield child
        if child.dep_ == "prep" and child.lower_ in ("to", "with"):
            for noun in (one for one in child.children if one.dep_ == "pobj"):
                yield from (one for one in noun.children if one.dep_ == "poss")
                yield noun


def _earlier(
    people: People, statements: Sequence[Statement], words: Sequence[frozenset[str]], index: int, whom: str
) -> Statement | None:
    """Return the earlier statement of ``whom`` that shares most words, dated ones preferred."""
    own = statements[index].speaker
    before = range(max(0, index - REACH), index)
    same = [i for i in before if statements[i].speaker == whom and whom != own]
    if not same:
        power = people.power_of(whom)
        powers = {one: people.power_of(one) for one in (statements[i].speaker for i in before) if one}
        same = [i for i in before if power and powers.get(statements[i].speaker or "") == power]
        same = [i for i in same if statements[i].speaker != own]
    best = max(same, key=lambda i: _shared(words[i], words[index]) + _DATED * bool(statements[i].date), default=None)
    return statements[best] if best is not None else None


def _shared(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))


def _repeated(statements: Sequence[Statement], words: Sequence[frozenset[str]], index: int) -> Statement | None:
    own = statements[index]
    for i in range(max(0, index - REACH), index):
        other = statements[i]
        if own.speaker is None or other.speaker != own.speaker or min(len(words[i]), len(words[index])) < 3:
            continue
        if _shared(words[i], words[index]) >= SAME and own.nested_in != other.id:
            return other
    return None

"""To whom a statement is made, by the words at its cue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.hints import Hinted
from onrecord.reading.language import Passage, passage_at
from onrecord.reading.statements import Attribution

_TELLERS = frozenset(
    "tell inform assure remind notify brief reassure warn advise promise convince address thank caution".split()
)
_ASKERS = frozenset(
    "urge ask order instruct press invite encourage persuade request beg implore call advise warn command tell "
    "direct challenge summon require exhort appeal petition lobby remind".split()
)
_TO_VERBS = frozenset(
    "write say speak talk appeal explain suggest complain apologise apologize respond reply report confess admit "
    "confirm signal indicate announce propose remark declare reveal disclose address joke read".split()
)
_SPOKEN_TO = Hinted(
    r"\b(?:remarks|comments|letter|letters|speech|address|message|e-?mail|statement|interview|conversation|speaking|"
    r"talking|phone call|telephone call|meeting|briefing|testimony|tweet|memo|note|presentation|report)\s"
    r"(?:(?:sent|addressed|written|delivered|submitted|released|circulated)\s)?"
    r"(?:(?:by phone|on Wednesday|on \w{6,9})\s)?(?:to|with)\s"
)
_BEFORE_NEXT = re.compile(r"\b(?:speaking|spoke|talking|talked)\s(?:by phone\s)?to\s")
_PARTICLES = {"call": {"on", "upon"}, "appeal": {"to"}}
_TOWARDS = {"speak": {"to", "with"}, "talk": {"to", "with"}}
_PRONOUNS = frozenset({"he", "she", "they", "i", "we"})
_NOT_PEOPLE = frozenset({"it", "this", "that", "which", "what", "whom", "who", "whether", "how", "why", "there"})
_TALES = frozenset("story tale truth lie joke difference time secret".split())
_WORD_CLASSES = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"})
_TIMES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "CARDINAL"})


def find_addressees(passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[Span | None]:
    """Return the noun phrase that each attribution is addressed to, ``None`` where nobody is named.

    "told reporters", "urged Russia to withdraw", "wrote to the embassy", "in remarks to the BBC", "reporters were
    told"; the clause that follows the noun phrase is left out.
    """
    return [_addressee(passages, attribution) for attribution in attributions]


def _addressee(passages: Sequence[Passage], attribution: Attribution) -> Span | None:
    if not attribution.cue:
        return None
    passage = passage_at(passages, attribution.cue[0][0])
    tokens = passage.tokens_in(attribution.cue[0]) if passage else None
    if passage is None or tokens is None:
        return None
    for find in (_passive, _object, _prepositional, _at_occasion, _sentence_before):
        found = find(passage, tokens, attribution)
        if found is not None and not _inside(found, attribution.source):
            return found
    return None


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _passive(passage: Passage, cue: TokenSpan, attribution: Attribution) -> Span | None:
    verb = cue.root
    if verb.lemma_.lower() not in _TELLERS | _ASKERS | {"question"} or verb.tag_ != "VBN":
        return None
    for child in verb.children:
        if child.dep_ == "nsubjpass" and child.lower_ not in _NOT_PEOPLE:
            return _phrase(passage, child.left_edge.i, attribution)
    return None


def _object(passage: Passage, cue: TokenSpan, attribution: Attribution) -> Span | None:
    verb = next((token for token in cue if token.lemma_.lower() in _TELLERS | _ASKERS), None)
    if verb is None:
        return None
    lemma, start = verb.lemma_.lower(), verb.i + 1
    if lemma in _PARTICLES:
        if start >= len(passage.doc) or passage.doc[start].lower_ not in _PARTICLES[lemma]:
            return None
        start += 1
    found = _phrase(passage, start, attribution)
    if found is None:
        return None
    follows = passage.text[found[1] - passage.start : found[1] - passage.start + 24].lstrip().lower()
    if lemma in _ASKERS and re.match(
        r"(?:not |never |immediately |again )?to\b|for\b|about\b|whether\b|if\b", follows
    ):
        return found
    starts_content = any(start <= found[0] < end for start, end in attribution.content)
    return found if lemma in _TELLERS and not starts_content else None


def _prepositional(passage: Passage, cue: TokenSpan, attribution: Attribution) -> Span | None:
    for verb in (cue.root, *_writing(passage, cue.root)):
        if verb.lemma_.lower() not in _TO_VERBS:
            continue
        following = verb.i + 1
        if following < len(passage.doc) and passage.doc[following].lower_ in _TOWARDS.get(verb.lemma_, {"to"}):
            found = _phrase(passage, following + 1, attribution)
            if found is not None and not _inside(found, attribution.content):
                return found
    return None


def _writing(passage: Passage, verb: Token) -> Iterator[Token]:
    """Yield the verb that a bare participle hangs on: "wrote to the embassy asking for …"."""
    if verb.tag_ == "VBG" and verb.dep_ in {"advcl", "xcomp", "conj", "acl", "prep"}:
        yield verb.head
    if verb.i >= 2:
        yield from (token for token in passage.tokens[verb.sent.start : verb.i] if token.lemma_ == "write")


def _at_occasion(passage: Passage, cue: TokenSpan, attribution: Attribution) -> Span | None:
    if not _SPOKEN_TO.may_match(passage.text.lower()):
        return None
    sentence = cue.root.sent
    for match in _SPOKEN_TO.pattern.finditer(passage.text, sentence.start_char, sentence.end_char):
        index = _token_at(passage, match.end())
        found = _phrase(passage, index, attribution) if index is not None else None
        if found and not _inside(found, attribution.content) and not _inside(found, attribution.cue):
            return found
    return None


def _sentence_before(passage: Passage, cue: TokenSpan, attribution: Attribution) -> Span | None:
    """ "The minister spoke to reporters in Oslo. He said …"."""
    if not attribution.source:
        return None
    start, end = attribution.source[0]
    if passage.text[start - passage.start : end - passage.start].lower() not in _PRONOUNS:
        return None
    sentence = cue.root.sent
    if sentence.start == 0:
        return None
    before = passage.doc[sentence.start - 1].sent
    matches = [*_BEFORE_NEXT.finditer(passage.text, before.start_char, before.end_char)]
    index = _token_at(passage, matches[-1].end()) if matches else None
    return _phrase(passage, index, attribution) if index is not None else None


def _token_at(passage: Passage, offset: int) -> int | None:
    token = passage.tokens_in((passage.start + offset, passage.start + offset + 1))
    return token.start if token is not None else None


def _phrase(passage: Passage, index: int, attribution: Attribution) -> Span | None:
    """Return the noun phrase that begins at token ``index``, ended where the content begins.

    Word classes mark its end, not the parse: a parse that errs on a long quotation often ties its object to it.
    """
    doc = passage.doc
    end = _run(passage, index, attribution)
    if end == index or doc[index].lower_ in _NOT_PEOPLE:
        return None
    starts = {start for start, _ in attribution.content}
    while end + 1 < len(doc) and doc[end].lower_ in {"of", "in", "for"}:
        if passage.start + doc[end].idx in starts:
            break
        further = _run(passage, end + 1, attribution)
        if further == end + 1 or doc[further - 1].pos_ != "PROPN":
            break
        end = further
    return None if doc[end - 1].lemma_ in _TALES else passage.span(doc[index:end])


def _run(passage: Passage, index: int, attribution: Attribution) -> int:
    """Return where the run of words that a noun phrase is made of, begun at ``index``, ends."""
    doc, end = passage.doc, index
    first = passage.start + doc[index].idx if index < len(doc) else 0
    stops = {start for start, _ in attribution.content if start > first}
    while (
        end < len(doc)
        and (doc[end].pos_ in _WORD_CLASSES or _is_hyphen(doc[end]))
        and doc[end].ent_type_ not in _TIMES
    ):
        token = doc[end]
        if token.pos_ == "PART" and token.tag_ != "POS":
            break
        if passage.start + token.idx in stops or (token.pos_ == "PRON" and token.tag_ != "PRP$" and end > index):
            break
        end += 1
        if token.pos_ == "PRON" and token.tag_ != "PRP$":
            break
    return end if end > index and doc[end - 1].pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} else index


def _is_hyphen(token: Token) -> bool:
    """Tell whether a token joins two words of a compound: "African-American"."""
    return token.text == "-" and token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_

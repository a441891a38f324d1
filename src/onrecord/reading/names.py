"""Which words are a person's name, and the title before it or the apposition behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from spacy.tokens import Token

from onrecord.model import Span
from onrecord.reading.affiliations import is_body
from onrecord.reading.given_names import gender_of_given
from onrecord.reading.language import Passage
from onrecord.reading.powers import find_power, powers_in
from onrecord.reading.roles import TITLES, Role, gender_of, is_person_noun, parse_role
from onrecord.reading.spellings import Spellings, name_parts
from onrecord.reading.vouching import acts, in_office, is_no_body, is_vouched, takes_pronoun

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽŸ"
_PARTICLE = r"(?:de|da|del|della|di|van|von|der|den|bin|bint|ibn|al|el|la|le|du|dos|das|ten|ter|zu)"
_NAME_WORD = (
    rf"(?:(?:al|el|an|as|ash|ad|ar|ul)-[{_UPPER}]\w+|(?:[{_UPPER}]\.)+|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov"
    rf"|Gen|Col|Adm|Capt|Lt|Sgt"
    rf"|Maj|Rev|St|Jr|Sr)\.|[{_UPPER}][^\W\d_]*(?:[-’'](?!s\b)[^\W\d_]+)*)"
)
_RUN = re.compile(rf"(?<![\w-]){_NAME_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_NAME_WORD})*")
_WORD = re.compile(r"[^\s\u00a0]+")
_NO_NAME = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday God Earth Hispanic Black White African Asian Latino Candidate Poll Polls "
    "Video Obamacare Brexit Internet Twitter Facebook Google YouTube Islam Christianity Muslim Christian "
    "Jewish Islamic Catholic Republican Democrat Democratic Republicans Democrats Christmas Easter Ramadan "
    "English Act "
    "North South East West Northern Southern Eastern Western Central Mr Mrs Ms".split()
)
_OPENERS = frozenset({"The", "A", "An", "I"})
_FUNCTION_WORDS = frozenset(
    "With On For And In At To Of From By Over After Before As Is Are Be Was His Her The".split()
)
_BODIES = frozenset(
    "Institute Party University Ministry Department Street City River County House Council Committee Commission "
    "Court Bank "
    "Agency Association Union Group Company Corp Inc Ltd Office Center Centre School College Hospital Church "
    "Airport Park "
    "Island Islands Sea Ocean Gulf Bay Lake Mount Road Avenue Square Times Post News Herald Journal Tribune "
    "Magazine Army Navy "
    "Force Forces Police Embassy Service Authority Board Congress Senate Parliament Assembly Foundation "
    "Federation League "
    "Organization Organisation Movement Front Treaty Agreement Accord Act Conference Summit Forum Games Cup War "
    "Day Week "
    "Week Award Prize Stadium Hall Tower Bridge Building Palace Airlines Air State States Republic Kingdom "
    "Province District "
    "Region Valley Beach Hill Hills Rights Amendment Constitution Project Network Fund Society Club "
    "Media Today Daily".split()
)
_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr"})
_POST_NOMINAL = re.compile(r"[A-Z]{2,4}|Ph\.?D\.?|Esq\.?")
_OF_TITLES = re.compile(
    r"(?:Secretary|Minister|Secretaries|Department|Chief|Director)s?[ \u00a0](?:of|for)(?:[ \u00a0]the)?[ \u00a0]$"
)
_PORTFOLIOS = frozenset(
    "State Foreign Affairs Defense Defence Interior Finance Treasury Health Justice Energy Commerce Labor "
    "Education Homeland "
    "Security Transportation Agriculture Trade Home External European Staff Intelligence National Internal".split()
)
_APPOSITION = re.compile(
    r"['’]?,[ \u00a0]((?:(?![,;:.!?“”\"—()](?:\s|$))[^\n]){3,140}?)(?=[,;:.!?“”\"—()](?:\s|$)|$)"
)
_ROLE_BEFORE = re.compile(
    r"(?:^|[,;:.!?“”\"—()]\s|\s(?=(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir)\s))([^,;:.!?“”\"—()\n]{3,100}),[ \u00a0]$"
)
_OF_POWER = re.compile(rf"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?[{_UPPER}]\w+(?:[ \u00a0][{_UPPER}]\w+)*|")
_CUT = re.compile(
    r"[ \u00a0](?:who|whose|which|that|at|in|with|from|and|told|said|says|has|was|is|on|where|when)[ \u00a0].*$"
)
_SERVANTS = frozenset(
    "spokesman spokeswoman spokesperson aide adviser advisor assistant lawyer attorney counsel deputy envoy friend "
    "representative agent biographer successor predecessor critic ally opponent supporter son daughter wife "
    "husband".split()
)
"""Nouns whose *for* or *of* names somebody else: a spokesman for the president is not the president."""
_STARTS = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PRON", "ADV", "VERB", "AUX", "INTJ", "PART"})


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: ``head`` is the name alone, ``span`` has the title before it."""

    span: Span
    head: Span
    words: tuple[str, ...]
    role: Role | None = None
    gender: str | None = None
    sure: bool = True


def find_names(passages: Sequence[Passage], day: str | None) -> list[list[Name]]:
    """Return the names of persons in each passage, in the order of the text.

    A capitalised run is a name when its title, the noun before it, the apposition behind it, the table of offices
    or the tagger says so, or when it repeats a part of a name that one of these has vouched for elsewhere.
    """
    candidates = [_candidates(passage, day) for passage in passages]
    known: set[str] = set()
    acting = {
        name.head: name.words[0]
        for passage, names in zip(passages, candidates, strict=True)
        for name in names
        if len(name.words) == 1 and acts(passage, name.head)
    }
    alone = set(acting.values())
    candidates = [_actors(passage, names, alone) for passage, names in zip(passages, candidates, strict=True)]
    known |= _personal(passages, candidates, acting)
    for passage, names in zip(passages, candidates, strict=True):
        if not _is_heading(passage):
            known |= {part for name in names if name.sure for part in (name.words[0], name.words[-1])}
    spellings = Spellings(sorted(known))
    return [[one for one in names if one.sure or spelling_known(one, known, spellings)] for names in candidates]


def _personal(
    passages: Sequence[Passage], candidates: Sequence[Sequence[Name]], acting: Mapping[Span, str]
) -> set[str]:
    """Return the single words that act at least three times, at least once with a *he* or *her* behind them.

    A text may call somebody by one name only: Byron received his education, Byron said so, Byron left. ``acting`` are
    the places of single words that act.
    """
    times: Counter[str] = Counter()
    gendered: set[str] = set()
    for passage, names in zip(passages, candidates, strict=True):
        for name, after in zip_longest(names, names[1:]):
            if name.head in acting and is_no_body(passage, name.head):
                times[name.words[0]] += 1
                if takes_pronoun(passage, name.head, after.span[0] if after is not None else passage.end):
                    gendered.add(name.words[0])
    return {word for word in gendered if times[word] > 2}


def _is_heading(passage: Passage) -> bool:
    """Tell whether the passage is a title, or the first line of a text that has its headline there."""
    if passage.part == "title" or passage.start > 200:
        return passage.part == "title"
    long = [word for word in re.findall(r"[^\W\d_]+", passage.text) if len(word) > 3]
    return len(passage.text) < 160 and len(long) > 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _actors(passage: Passage, names: Sequence[Name], everywhere: set[str]) -> list[Name]:
    """Vouch for who is called by a full name here and by its last word alone, as somebody who acts, elsewhere."""
    return [
        replace(name, sure=True)
        if not name.sure
        and 1 < len(name.words) < 5
        and name.words[-1] in everywhere
        and is_no_body(passage, name.head)
        else name
        for name in names
    ]


def spelling_known(name: Name, known: set[str], spellings: Spellings) -> bool:
    """Tell whether an unsupported name repeats the last word of a supported one, maybe with a letter wrong."""
    if len(name.words) == 1 and len(name.words[0]) > 5 and spellings.like(name.words[0]):
        return True
    return name.words[-1] in known and (len(name.words) == 1 or name.words[0] in known)


def _candidates(passage: Passage, day: str | None) -> list[Name]:
    found, text = [], passage.text
    for run in _RUN.finditer(text):
        name = _name(passage, text, run, day)
        if name is not None:
            found.append(name)
    return found


def _name(passage: Passage, text: str, run: re.Match[str], day: str | None) -> Name | None:
    if run.group() in _NO_NAME or run.group() in _OPENERS:
        return None
    words = [match.span() for match in _WORD.finditer(text, *run.span())]
    if text[slice(*words[0])] in _PORTFOLIOS and _OF_TITLES.search(text, max(run.start() - 40, 0), run.start()):
        while words and text[slice(*words[0])] in _PORTFOLIOS:
            words = words[1:]
    words = [word for word in words if text[slice(*word)] not in ("Jr.", "Sr.", "Jr", "Sr")]
    while (
        len(words) > 2 and _POST_NOMINAL.fullmatch(text[slice(*words[-1])]) and not text[slice(*words[0])].isupper()
    ):
        words = words[:-1]
    words, title = _after_title(text, words)
    words = _strip(passage, text, words, bool(title))
    if not words:
        return None
    head = (words[0][0], words[-1][1])
    tokens = [text[a:b] for a, b in words]
    parts = name_parts(" ".join(tokens))
    if len(words) > 3 and any((token := _token(passage, word)) and token.pos_ == "VERB" for word in words[1:]):
        return None
    if not parts or not _may_be_name(tokens, text[slice(*head)]):
        return None
    span = _with_title(passage, head)
    before = text[span[0] : head[0]]
    apposition = _role_before(text, span[0], len(words) == 1) or _apposition(text, head[1])
    role_words = (before or apposition) + _of_power(text, head[1])
    role = parse_role(role_words) if role_words else None
    gender = gender_of(f"{before} {apposition}") or (gender_of_given(tokens[0]) if len(tokens) > 1 else None)
    shouted = len(tokens) == 1 and tokens[0].isupper()
    sure = bool(before) or (not shouted and (bool(apposition) or is_vouched(passage, head, tokens, day)))
    base = passage.start
    name = Name((base + span[0], base + span[1]), (base + head[0], base + head[1]), parts, role, gender, sure)
    return name if before or not _is_heading(passage) else replace(name, sure=in_office(tokens, day))


def _of_power(text: str, end: int) -> str:
    match = _OF_POWER.match(text, end)
    phrase = match.group() if match else ""
    return phrase if find_power(phrase.removeprefix(" of ")) is not None else ""


def _after_title(text: str, words: list[Span]) -> tuple[list[Span], str]:
    last = -1
    for index, (start, end) in enumerate(words):
        word = text[start:end]
        if (word in TITLES or is_person_noun(word.lower())) and index + 1 < len(words):
            last = index
    if last < 0:
        return words, ""
    if len(words) - last == 2 and is_person_noun(text[slice(*words[-1])].lower()):
        honorific = text[slice(*words[last])].rstrip(".") in _HONORIFICS
        return (words[-1:] if honorific else []), "title"
    return words[last + 1 :], text[words[0][0] : words[last][1]]


def _strip(passage: Passage, text: str, words: list[Span], titled: bool) -> list[Span]:
    if words and find_power(text[words[0][0] : words[-1][1]]) is not None:
        return []
    power = next(powers_in(text, words[0][0], words[-1][1]), None) if words and not titled else None
    if power is not None and find_power(text[words[0][0] : power[0][1]]) is not None:
        words = [word for word in words if word[0] >= power[0][1]]
    while words and not titled:
        token = _token(passage, words[0])
        word = text[slice(*words[0])]
        lone = len(words) > 1 and find_power(word) is not None and gender_of_given(word) is None
        starts = token is not None and token.pos_ in _STARTS and token.is_sent_start
        function_word = token is not None and token.is_stop and (token.is_sent_start or len(words) == 1)
        if not (lone or starts or function_word or word in _NO_NAME or word in _OPENERS):
            break
        words = words[1:]
    while words and text[slice(*words[-1])] in _NO_NAME and len(words) > 1:
        words = words[:-1]
    return words


def _may_be_name(tokens: Sequence[str], whole: str) -> bool:
    if any(token in _BODIES or token in _NO_NAME or token in _FUNCTION_WORDS for token in tokens) or len(tokens) > 5:
        return False
    if find_power(whole) is not None or is_body(whole) or (len(tokens) == 1 and len(whole) < 2):
        return False
    return not is_person_noun(tokens[-1].lower()) or len(tokens) == 1 or gender_of_given(tokens[0]) is not None


def _with_title(passage: Passage, head: Span) -> Span:
    """Return the name with the title and the noun phrase before it: "their energy minister Ada Vale"."""
    token = _token(passage, head)
    if token is None or token.i == 0:
        return head
    doc, before = passage.doc, token.nbor(-1)
    if before.idx + len(before) + 1 != head[0] and not before.whitespace_:
        return head
    if not (before.text in TITLES or is_person_noun(before.lower_)) and not _of_phrase(before):
        return head
    index = before.i
    while index > token.sent.start and _belongs(doc[index - 1], doc[index]):
        index -= 1
    return doc[index].idx, head[1]


def _of_phrase(before: Token) -> bool:
    """Tell whether the words before a name are "Secretary of State" or "President of the United States"."""
    doc, index = before.doc, before.i
    while index > 0 and before.i - index < 6 and doc[index].text[:1].isupper():
        index -= 1
    if doc[index].lower_ == "the":
        index -= 1
    return index > 0 and doc[index].lower_ in ("of", "for") and _is_title(doc[index - 1])


def _is_title(token: Token) -> bool:
    return (token.text in TITLES or is_person_noun(token.lower_)) and token.lower_ not in _SERVANTS


def _belongs(before: Token, after: Token) -> bool:
    if before.tag_ in ("DT", "PRP$"):
        return after.tag_ not in ("DT", "PRP$")
    if after.tag_ in ("DT", "PRP$"):
        return (
            after.lower_ == "the" and before.lower_ in ("of", "for") and before.i > 0 and _is_title(before.nbor(-1))
        )
    if before.lower_ in ("of", "for"):
        return before.i > 0 and _is_title(before.nbor(-1))
    if before.lower_ in ("and", "&"):
        return (
            before.i > 0
            and _plain(before.nbor(-1))
            and (_plain(after) or after.text in TITLES)
            and not _name_like(before)
        )
    if before.ent_type_ in ("DATE", "TIME") or (
        before.pos_ == "PROPN" and before.ent_type_ == "PERSON" and after.tag_ != "POS"
    ):
        return before.text in TITLES or find_power(before.text) is not None
    return _plain(before) or before.tag_ == "POS" or before.text in ("-", "–")


def _name_like(conjunction: Token) -> bool:
    return conjunction.nbor(-1).ent_type_ == "PERSON"


def _plain(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or (
        token.tag_ in ("VBG", "VBN", "CD") and token.dep_ in ("amod", "nummod")
    )


def _apposition(text: str, end: int) -> str:
    """Return the words behind a name that say what the person is, up to their head noun's own complements."""
    match = _APPOSITION.match(text, end)
    if match is None:
        return ""
    phrase = _CUT.sub("", match.group(1))
    head = re.split(r"[ \u00a0](?:of|for|to)[ \u00a0]", phrase)[0].split()
    if (
        not head
        or len(head) > 9
        or not is_person_noun(head[-1].lower())
        or head[0].lower() in ("said", "told", "and", "but", "met")
        or head[0].endswith("ed")
    ):
        return ""
    return phrase


def _role_before(text: str, start: int, lone: bool) -> str:
    """Return the words that say what the named person is, before a comma: "Norway's prime minister, Ada Vale".

    A ``lone`` word behind "a boy from Irving," is a place's name.
    """
    match = _ROLE_BEFORE.search(text, max(start - 120, 0), start)
    if match is None:
        return ""
    phrase = _CUT.sub("", match.group(1) + " ").strip()
    if lone and phrase != match.group(1).strip():
        return ""
    head = re.split(r"[ \u00a0](?:of|for|to)[ \u00a0]", phrase)[0].split()
    return phrase if head and len(head) <= 9 and is_person_noun(head[-1].lower()) else ""


def _token(passage: Passage, span: Span) -> Token | None:
    tokens = passage.words_in((passage.start + span[0], passage.start + span[1]))
    return tokens[0] if tokens else None

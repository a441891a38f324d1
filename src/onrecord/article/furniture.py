"""What a block of a page is, judged by its own shape: furniture, a credit, a caption, or perhaps the story.

Every rule wants the whole block to be of one shape (nothing but a time, nothing but names of sharing services), so
that a sentence of the story that mentions such a thing stays in the story. The word lists are the general
vocabulary of news sites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.article.prompts import is_prompt
from onrecord.article.timestamps import read_stamps
from onrecord.model import FurnitureKind

Label = FurnitureKind | Literal["credit", "caption"]

LONGEST_FURNITURE, LONGEST_NOTE = 320, 900
"""Characters: a longer block is no furniture; a longer one is no credit or caption either."""

_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*", re.UNICODE)
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_QUOTES = re.compile(r"[\"“”«»]")
_DURATION = re.compile(
    r"(?:(?:duration|length|video|audio|listen|watch|play)[\s:·|-]*)?\d{1,2}:\d{2}(?::\d{2})?", re.I
)
_READING_TIME = re.compile(r"\d{1,3}[\s-]*min(?:ute)?s?\.?(?: read| listen| watch)?", re.IGNORECASE)

_SERVICES = frozenset(
    """facebook twitter x whatsapp linkedin reddit telegram pinterest messenger email e-mail mail flipboard
    weibo wechat threads bluesky mastodon instagram tumblr line vk viber sms snapchat tiktok youtube""".split()
)
_SHARE = _SERVICES | frozenset(
    """share shares sharing tweet print copy link url copied save bookmark comment comments like likes post pin send
    this article story page via on to by with clipboard gift""".split()
)
_NAVIGATION = frozenset(
    """home homepage menu search skip to main content navigation download downloads subscribe login log logout sign
    in up out register next previous prev back top close open listen watch play pause mute fullscreen video videos
    audio podcast podcasts live tv radio more less show hide view all see trends trending trend most read popular
    viewed latest news breaking newsletter newsletters
    account my about us contact help faq terms privacy policy cookies cookie settings
    careers advertise sitemap rss feed feeds app apps text size zoom a the of and for your our the topics tags related
    stories articles recommended gallery photos pictures headlines edition international donate settings preferences
    accessibility feedback weather games crosswords shop editor's picks editors choice top page site map go reply
    replies follow following load loading read continue reading full story expand collapse""".split()
)
_NAVIGATION_ANCHORS = _NAVIGATION - frozenset(
    """a the of and for your our to in up out see more my us top all about open story page read go
    international""".split()
)
_SECTIONS = frozenset(
    """world politics europe asia africa america americas business economy opinion analysis culture sport sports
    science technology tech health climate environment society national international middle east north south
    latin pacific oceania diplomacy defence defense security law justice markets finance travel lifestyle arts
    entertainment education energy media military conflict uk us eu china russia global nordic nordics arctic
    fisheries region regional local domestic foreign affairs policy""".split()
)

_BYLINE = re.compile(r"(?:(?:written|story|report|text|words|analysis|reported) )?by:? (.{2,120})", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:News|Agency|Agencies|Press|Correspondents?|Editors?|Reporters?|Times|Post|Staff|Writers?|Desk|Service|Media|TV|"
    r"Bureau|Online|Team|Radio|Wire|Today|Daily|Herald|in)\b"
)
_NAME = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w.'’\-]*(?: (?:[^\W\d_][\w.'’\-]*)){1,4}")
_CREDIT_OPENING = re.compile(
    r"\W{0,3}(?:with (?:\w+ ){0,2}(?:inputs?|reporting|reports|files|contributions?) (?:from|by)"
    r"|(?:additional |\w+ )?(?:reporting|writing|editing|translation|research) (?:by|in \w+ by)"
    r"|(?:reported|edited|written|compiled|translated|produced) by"
    r"|(?:this|the) (?:article|story|report) (?:was|is) (?:\w+ )?"
    r"(?:first |originally )?(?:published|produced|written)"
    r"|source: ?\w|agencies contributed)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:\w+ )?(?:to (?:this|the) (?:story|report|article)|reporting)\b", re.IGNORECASE
)
_CAPTION_OPENING = re.compile(
    r"[(\[]?(?:(?:cover|file|cover image|lead|main|top|handout|archive) ?(?:photo|image|picture)?|photo|"
    r"image|picture|photograph|caption|screenshot|illustration|graphic|map)s?"
    r"(?: (?:by|credit|source|caption))? ?: ?\S",
    re.IGNORECASE,
)
_PICTURE_CREDIT = re.compile(
    r"(?:/ ?(?:pool|handout|file)\b[^/]{0,40}"
    r"|\b(?:reuters|afp|ap|epa|ntb|tt|getty images|xinhua|dpa|ansa)/[\w .\-]{2,50}"
    r"|\((?:[A-Z]{2,6}|[\w .]{2,30}) (?:photo|file photo|image)(?:[/ ][^()]{0,50})?\)|\bgetty images"
    r"|\bvia (?:reuters|afp|ap|getty images|epa)"
    r"|\b(?:photo|photograph|picture|image)(?: (?:by|credit|source|courtesy of))?: ?[^.!?]{2,60}"
    r"|\[[^\[\]/]{2,40}/[^\[\]]{2,50}\])[)\].]{0,3}$",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\W{0,3}(?:(?:also )?(?:read|watch|see|listen|explore|view)(?: more| also| next| here| the full story| on)?"
    r"(?: on [^:]{1,30})? ?[:：»>→|]"
    r"|(?:read|see) (?:more|also)\b|also read\b|more on this(?: story)?$|more (?:from|about|on) (?:\S+ ?){1,5}$"
    r"|(?:related|recommended|don['’]t miss|in case you missed it|editor['’]s picks?)\b[^.]{0,20}(?::|$)"
    r"|you (?:may|might) (?:also )?(?:like|be interested)"
    r"|(?:sign up|subscribe|register)\b.{0,60}"
    r"\b(?:newsletters?|inbox|updates|alerts|briefing|channel|free|today|now|here)"
    r"|(?:follow|join|like|find) us (?:on|at)\b|(?:download|get) (?:the|our) (?:\S+ ){0,3}app\b"
    r"|click here\b|(?:support|become a) (?:our|us|independent|member|supporter)\b"
    r"|get the (?:\S+ ){0,3}(?:newsletter|headlines|briefing)\b|our newsletter\b|advertis(?:e)?ments?\b[^.]{0,20}$"
    r"|(?:sponsored|promoted|paid)(?: content| post| by \S+| links?)?$"
    r"|(?:story|article) continues (?:below|after)\b)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\W{0,3}(?:©|\(c\) ?\d{4}|copyright\b.{0,80}(?:\d{4}|reserved)|.{0,80}\ball rights reserved"
    r"|(?:this (?:web)?site|we) uses? cookies|by (?:continuing|using)\b.{0,60}\b(?:site|cookies|terms)"
    r"|(?:this material|this content|.{0,60}content)\b.{0,40}\b(?:may|must) not be "
    r"(?:published|reproduced|republished)"
    r"|our standards:|terms (?:of (?:use|service)|and conditions)\b[^.]{0,60}$"
    r"|.{0,40}\bnot responsible for (?:the )?content)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?:tags?|topics?|filed under|keywords?|categor(?:y|ies)|in this story)\s*:", re.IGNORECASE)
_BREADCRUMB = re.compile(r"[^>›»/|]{1,30}(?:\s*[>›»/|]\s*[^>›»/|]{1,30}){1,5}")


@dataclass(frozen=True, slots=True)
class Byline:
    """The names on a byline; none when it names only an agency."""

    authors: tuple[str, ...]


def label_block(text: str) -> Label | None:
    """Return what the block ``text`` is when its own shape says so, ``None`` for what may be the story."""
    return _label(text) if len(text) <= LONGEST_NOTE else None


@lru_cache(maxsize=1_024)
def _label(text: str) -> Label | None:
    """Return a short block's label; it is asked for of the lines, and then of the blocks, which are lines mostly."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_FURNITURE and (kind := _furniture(flat)):
        return kind
    if is_credit(flat):
        return "credit"
    return "caption" if is_caption(flat) else None


def is_credit(text: str) -> bool:
    """Return whether ``text`` says who else worked on the report."""
    if _QUOTES.search(text) or len(text) > LONGEST_NOTE:
        return False
    bracketed = text[0] in "([" and text[-1] in ")]"
    if _CREDIT_OPENING.match(text):
        return bracketed or len(text) <= LONGEST_FURNITURE
    return bool(_CONTRIBUTED.search(text)) and (bracketed or len(words(text)) <= 25)


def is_caption(text: str) -> bool:
    """Return whether ``text`` describes a picture: it opens as a caption, or ends in a picture credit."""
    return bool(_CAPTION_OPENING.match(text) or _PICTURE_CREDIT.search(text[-120:]))


def read_byline(text: str) -> Byline | None:
    """Return the byline that the line ``text`` is, or ``None`` when it is none."""
    match = _BYLINE.fullmatch(text)
    if match is None or len(words(text)) > 16 or is_sentence(text):
        return None
    rest = re.split(r"\s[|•·–—-]\s", match.group(1))[0]
    pieces = [piece.strip(" .;") for piece in re.split(r",|\band\b|&|;", rest) if piece.strip(" .;")]
    if not pieces or not all(piece[0].isupper() for piece in pieces[:1]):
        return None
    names = [piece for piece in pieces if _NAME.fullmatch(piece) and not _ORGANISATION.search(piece)]
    if not names and not _ORGANISATION.search(match.group(1)) and len(pieces[0].split()) > 3:
        return None
    return Byline(tuple(names))


def words(text: str) -> list[str]:
    """Return the words of ``text`` without its punctuation."""
    return _WORD.findall(text)


def is_sentence(text: str) -> bool:
    """Return whether ``text`` reads like prose: it ends as a sentence does and is longer than a label."""
    count = len(words(text[:2_000]))
    return (bool(_FINAL.search(text[-8:])) and count >= 4) or count >= 40


def is_section(text: str) -> bool:
    """Return whether ``text`` is the label of a section: ``Europe;``, ``World``, ``Home > World > Europe``."""
    if len(text) > 90 or _FINAL.search(text[-8:]):
        return False
    found = [word.lower() for word in words(text)]
    if not found or len(found) > 8:
        return False
    if all(word in _SECTIONS or word == "and" for word in found):
        return True
    if _BREADCRUMB.fullmatch(text) and found[0] in _SECTIONS | {"home", "news"}:
        return True
    return text[-1] in ";›>|" and len(found) <= 4 and text[0].isupper()


def is_name(text: str) -> bool:
    """Return whether ``text`` is a short proper name, such as that of a publisher."""
    found = words(text)
    if (
        not 1 <= len(found) <= (8 if text.isupper() else 5)
        or len(text) > 60
        or _FINAL.search(text[-8:])
        or text[-1] in ":,;"
    ):
        return False
    return all(word[0].isupper() or word.lower() in {"of", "the", "and", "for", "de", "la"} for word in found)


def _furniture(text: str) -> FurnitureKind | None:
    if _DURATION.fullmatch(text) or _READING_TIME.fullmatch(text):
        return "duration"
    if read_stamps(text):
        return "timestamp"
    if _QUOTES.search(text):
        return None
    if not words(text):
        return "other"
    if read_byline(text) is not None:
        return "byline"
    if is_prompt(text):
        return "promotion"
    if kind := _bar(text):
        return kind
    if _PROMOTION.match(text):
        return "promotion"
    if _BOILERPLATE.match(text):
        return "boilerplate"
    return "navigation" if _TAGS.match(text) and not is_sentence(text) else None


def _bar(text: str) -> FurnitureKind | None:
    if is_sentence(text):
        return None
    found = [word.lower() for word in words(text) if not word.isdigit()]
    shares = sum(word in _SERVICES or word in ("share", "tweet", "print", "shares", "comments") for word in found)
    if shares and all(word in _SHARE for word in found):
        return "share"
    anchored = any(word in _NAVIGATION_ANCHORS for word in found)
    if anchored and all(word in _NAVIGATION or word in _SECTIONS for word in found):
        return "navigation"
    return None

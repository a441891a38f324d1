"""Words of blame: what makes an assertion an accusation, as PLOVER codes criticism and condemnation."""

from __future__ import annotations

import re

from onrecord.reading.hints import Hinted

STRONG = re.compile(
    r"(?<![-\w])(?:disgrac\w+|shame(?:ful|less)\w*|outrag\w+|hypocri\w+|cowardly|cowardice|lying|liars?|bull(?:y|ies|ying)"
    r"|tyrant|betray\w*|blackmail\w*|colonialist|imperialist|fascist|genocid\w+|barbari\w+|inhuman\w*|farce|sham|mockery"
    r"|scandalous|irresponsible|reckless\w*|despicable|abhorrent|appalling|deplorable|heinous|deceit\w*|treacher\w+"
    r"|incompeten\w+|unforgivable|inexcusable|indefensible|warmonger\w*|thugs?|cynical\w*|vile|slander\w*|smear\w*"
    r"|witch[- ]hunt|cover-up|double standards?|scapegoat\w*)\b",
    re.IGNORECASE,
)
"""Words that blame wherever they stand."""
_PREDICATED = (
    r"(?:illegal|unlawful|unacceptable|criminal|crimes?|war crimes?|aggression|cruel|brutal|immoral|primitive|corrupt"
    r"|dishonest|absurd|ridiculous|unjust\w*|unfair|terroris[mt]s?|a lie|lies|insult\w*|calamity"
    r"|provocation|propaganda|catastroph\w+|disaster|failure|threat to|attack on|violation|breach|abuse|out of place"
    r"|not right|a trap|a fraud)"
)
_OTHERS = r"(?<!\bI\s)(?<!\bwe\s)(?<!\bWe\s)"
BLAME = Hinted(
    STRONG.pattern
    + r"|\b(?:is|are|was|were|be|been|(?:it|that|this|he|she|what|there)['’]s|amounts? to|constitut\w+|evokes?"
    + r"|represents?)\s(?:(?!no\b|not\b|any\b|as\b|being\b)\w{1,12}\s){0,3}?"
    + _PREDICATED
    + r"\b"
    + rf"|{_OTHERS}\b(?:has|have|had)\s(?:\w{{2,15}}\s){{0,2}}?(?:violated|breached|broken (?:its|his|her|their|the)"
    r"|lied|cheated|deceived|misled|sabotaged|undermined|ignored|disregarded|failed to"
    r"|provoked|humiliated|torn up|trampled|done nothing)\b"
    r"|\b(?:ignored|violated|breached|disregarded|undermined|sabotaged|abandoned|misled)\b[\"”]? by\b"
    r"|\b(?:is|are|was|were) (?:to blame|guilty of|responsible for the|behind the (?:\w{1,12}\s)?attack)\b"
    r"|\b(?:has|have|had) no right to\b|\bcannot be right\b"
    r"|\b(?:do|does|did) not think (?:that )?it (?:can|could) be right\b"
    r"|\bhow (?:dare|can) (?:you|they|he|she)\b"
    r"|\b(?:very |so |such an? )(?:\w{2,12} )?(?:primitive|cruel|unjust|ignorant|naive|arrogant|stupid)\b",
    re.IGNORECASE,
)
"""What blames somebody other than the speaker: a strong word, a bad predicate, a wrong that was done."""

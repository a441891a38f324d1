"""Which words report speech, and what each takes as its content.

The verbs are the common reporting verbs of English news; the frames follow Quirk et al., *A Comprehensive Grammar
of the English Language* (1985), 16.30-16.63.
"""

from __future__ import annotations

CLAUSE_VERBS = frozenset(
    """accept acknowledge add admit affirm agree allege announce answer argue assert assure aver believe boast
    caution claim clarify comment complain concede conclude confess confirm contend counter declare deny determine
    disclose emphasise emphasize estimate expect explain express fear find forecast hint hope indicate inform
    insist joke lament maintain mention note notify object observe opine point post predict proclaim promise
    pronounce propose protest quip recall reckon recommend recount reiterate relate remark remind repeat reply
    report request respond retort reveal say signal speculate state stipulate stress submit suggest suspect swear
    tell testify think threaten told tweet underline underscore urge vow warn wonder write""".split()
)
"""Verbs that take a that-clause or a clause without ``that``."""

MENTAL_VERBS = frozenset(
    "accept believe determine estimate expect fear find forecast hope indicate reckon suspect think".split()
)
"""Verbs of the first list whose clause is thought or found, and that introduce no quotation."""

QUOTE_VERBS = (CLAUSE_VERBS - MENTAL_VERBS) | frozenset(
    """ask begin call chant continue cry demand describe exclaim go interject mock mutter plead pray press query read
    recite scoff shout sigh sing snap sum tease urge wonder yell""".split()
)
"""Verbs that introduce a direct quotation."""

CARRYING_VERBS = frozenset({"begin", "continue", "go"})
"""Verbs of the list before that carry speech on, and take no clause: what follows them otherwise is no speech."""

OBJECT_VERBS = frozenset(
    """acknowledge admit allege announce concede condemn confirm criticise criticize decry demand denounce deny
    deplore deride dismiss emphasise emphasize express forecast hail lament oppose pledge praise predict proclaim
    promise propose protest question recommend reiterate reject second slam stress suggest threaten underline
    underscore voice vow welcome""".split()
)
"""Verbs whose object is what was said: ``rejected the offer``, ``expressed concern``."""

REQUEST_VERBS = frozenset(
    """advise ask beg challenge command direct encourage exhort implore instruct invite order press remind request
    tell urge warn""".split()
)
"""Verbs with an addressee and an infinitive: ``urged Russia to withdraw``."""

COMMISSIVE_VERBS = frozenset(
    "agree commit consent demand offer pledge promise propose refuse swear threaten vow".split()
)
"""Verbs with an infinitive of the speaker's own act: ``vowed to return``."""

JUDGING_VERBS = frozenset(
    "accuse attribute blame call describe dub label brand characterise characterize denounce".split()
)
"""Verbs with an object and a judgement: ``accused Iran of …``, ``called it "absurd"``."""

FOR_VERBS = frozenset("appeal apologise apologize argue ask call campaign lobby plead press push".split())
"""Verbs with a preposition before their content: ``called for action``, ``apologised for the delay``."""

OBJECT_PARTICLE_VERBS = {"rule": "out", "lay": "out", "spell": "out", "set": "out", "play": "down", "hit": "out"}
"""Verbs that report speech with their particle alone: ``ruled out a truce``."""

OBJECT_IF_SPEECH_VERBS = frozenset(
    "attack challenge decline defend dispute endorse ignore join oppose refuse renew repeat support".split()
)
"""Verbs that report speech only when their object is speech: ``declined the request``."""

PASSIVE_VERBS = OBJECT_VERBS | {"claim", "call"}
"""Verbs whose passive subject is what was said: ``the attack was claimed by the group``."""

NOUNS = frozenset(
    """accusation admission allegation announcement appeal argument assertion assessment assurance belief call claim
    comment complaint conclusion declaration demand denial insistence offer pledge prediction proclamation promise
    proposal recommendation remark report request statement suggestion threat view vow warning""".split()
)
"""Nouns that report speech when a clause follows: ``the minister's claim that …``."""

ALL_VERBS = CLAUSE_VERBS | QUOTE_VERBS | OBJECT_VERBS | REQUEST_VERBS | COMMISSIVE_VERBS | JUDGING_VERBS | FOR_VERBS

DOCUMENTS = frozenset(
    """announcement communique communiqué complaint declaration document email filing letter memo message note paper
    post readout release report resolution statement study testimony text transcript tweet""".split()
)
"""Things that are written, and that speak for whoever issued them."""

IMPERSONAL = frozenset({"it", "that", "this", "there", "which", "what"})

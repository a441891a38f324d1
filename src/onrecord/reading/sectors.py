"""In which sector of its power somebody acts: government, military, police, rebels, …, by the words for its role.

Codes: Open Event Data Alliance, *PLOVER*, 2021 manual, table of sectors.
"""

from __future__ import annotations

import re

_ROLES: dict[str, str] = {
    "MIL": "army navy air-force military troop soldier force general admiral commander colonel marine warship "
    "fighter-jet jet aircraft warplane helicopter gunship artillery battalion brigade garrison regiment",
    "COP": "police policeman officer constable gendarme sheriff",
    "REB": "rebel insurgent guerrilla militant militia fighter separatist mutineer",
    "OPP": "opposition dissident",
    "PTY": "party",
    "LEG": "parliament senate congress assembly lawmaker legislator senator congressman deputy legislature mp "
    "bundestag duma knesset",
    "JUD": "court judge prosecutor tribunal attorney magistrate",
    "SPY": "intelligence spy",
    "MED": "newspaper journalist reporter broadcaster television radio media",
    "BUS": "company firm bank business businessman manufacturer airline executive trader",
    "LAB": "worker union farmer miner fisherman trucker",
    "EDU": "student university teacher school professor",
    "REF": "refugee asylum-seeker migrant",
    "CRM": "gang cartel smuggler criminal pirate",
    "CVL": "civilian citizen people resident villager protester demonstrator crowd national sailor crew trawler",
    "GOV": "government president minister ministry premier chancellor king queen prince official spokesman "
    "spokeswoman spokesperson diplomat ambassador envoy consul delegation cabinet secretary administration authority "
    "leader governor mayor embassy regime department chief negotiator emir sultan foreign-ministry",
}
_SECTOR_OF = {word: code for code, words in _ROLES.items() for word in words.split()}
_PAST = re.compile(r"\b(?:former|ex-\w+|ousted|deposed|ex)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def sector_in(phrase: str) -> str | None:
    """Return the sector that a phrase's last word for a role says, or ``None``.

    Somebody who held a post and no longer does ("former president") is of the elite, ``ELI``.
    """
    found = None
    for match in _WORD.finditer(phrase):
        word = match.group().lower()
        code = _SECTOR_OF.get(word) or _SECTOR_OF.get(word.removesuffix("s")) or _SECTOR_OF.get(_singular(word))
        found = code or found
    return "ELI" if found == "GOV" and _PAST.search(phrase) else found


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-3] + "man" if word.endswith("men") else word

"""Asking Wikidata's query service who held which office."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from onrecord.reading.office_table import Term, role_of_office

ENDPOINT = "https://query.wikidata.org/sparql"
ORGANISATIONS = {
    "NATO": "Q7184", "EU": "Q458", "UN": "Q1065", "OSCE": "Q81299", "IAEA": "Q41984", "WHO": "Q7817", "IMF": "Q7804",
    "WB": "Q7164", "AU": "Q7159", "ASEAN": "Q7768", "ARAB-LEAGUE": "Q7172", "ICC": "Q47488",
}  # fmt: skip
"""Wikidata's items of the organisations whose heads can be asked for, by our codes."""
LARGEST = 50_000_000
"""Bytes of an answer, at most."""
_TERMS = """
  ?person p:P39 ?held. ?held ps:P39 ?position; pq:P580 ?start.
  OPTIONAL {{ ?held pq:P582 ?end }}
  FILTER (YEAR(?start) >= {since})
  ?person rdfs:label ?holder. FILTER (LANG(?holder) = "en")
  ?position rdfs:label ?office. FILTER (LANG(?office) = "en")
"""
_STATE = (
    """SELECT DISTINCT ?person ?holder ?office ?role ?start ?end WHERE {{
  ?state wdt:P298 "{code}".
  {{ ?state wdt:P1906 ?position. BIND("state" AS ?role) }}
  UNION {{ ?state wdt:P1313 ?position. BIND("government" AS ?role) }}
  UNION {{ ?position wdt:P1001 ?state; wdt:P279* wd:Q83307. BIND("" AS ?role) }}"""
    + _TERMS
    + "}}"
)
_ORGANISATION = (
    """SELECT DISTINCT ?person ?holder ?office ?role ?start ?end WHERE {{
  wd:{item} wdt:P2388 ?position. BIND("head" AS ?role)"""
    + _TERMS
    + "}}"
)


class WikidataError(Exception):
    """The query service could not be asked, or its answer could not be read; the message says what to do."""


def ask_terms(code: str, since: int, endpoint: str = ENDPOINT, timeout: float = 60.0) -> list[Term]:
    """Return the terms since a year in a state (ISO 3166 alpha-3) or organisation, as Wikidata has them now.

    Heads of state and of government are those that the state's own item names (P1906, P1313); ministers are holders
    of a position in its jurisdiction (P1001) that is a kind of minister (Q83307), their function told by its name.

    Raises:
        WikidataError: No connection, an error of the service, or an answer that is not what was asked for.
    """
    item = ORGANISATIONS.get(code)
    query = _ORGANISATION.format(item=item, since=since) if item else _STATE.format(code=code, since=since)
    rows = _answer(query, endpoint, timeout)
    evidence = f"Wikidata {time.strftime('%Y-%m-%d')}"
    terms = [term for row in rows if (term := _term(code, row, evidence)) is not None]
    return sorted(set(terms), key=lambda term: (term.role, term.office, term.start, term.holder))


def _answer(query: str, endpoint: str, timeout: float) -> Iterator[dict[str, str]]:
    address = f"{endpoint}?{urllib.parse.urlencode({'query': query, 'format': 'json'})}"
    if not address.startswith(("https://", "http://")):
        raise WikidataError(f"{endpoint}: write an address that begins with https:// or http://.")
    agent = f"onrecord/{version('onrecord')} (refresh of a table of offices)"
    request = urllib.request.Request(address, headers={"User-Agent": agent, "Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            raw = reply.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        wait = error.headers.get("Retry-After")
        hint = f"Wait {wait} seconds and ask again." if wait else "Ask again later, or for fewer countries."
        raise WikidataError(f"{endpoint} answered {error.code} {error.reason}. {hint}") from error
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise WikidataError(f"{endpoint} cannot be reached ({reason}). Is there a connection?") from error
    if len(raw) > LARGEST:
        raise WikidataError(f"{endpoint} answered with more than {LARGEST:,} bytes. Ask for a later --since.")
    return _rows(raw, endpoint)


def _rows(raw: bytes, endpoint: str) -> Iterator[dict[str, str]]:
    try:
        bindings: list[dict[str, dict[str, Any]]] = json.loads(raw)["results"]["bindings"]
        return iter([{name: str(cell["value"]) for name, cell in row.items()} for row in bindings])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WikidataError(f"{endpoint} answered with something that is no result of SPARQL.") from error


def _term(code: str, row: dict[str, str], evidence: str) -> Term | None:
    office, holder = row.get("office", "").strip(), row.get("holder", "").strip()
    role = row.get("role") or role_of_office(office)
    person = row.get("person", "").rsplit("/", 1)[-1]
    start, end = row.get("start", "")[:10], row.get("end", "")[:10]
    if not (office and holder and role and person.startswith("Q") and start[:4].isdigit()):
        return None
    return Term(code, role, office[:1].upper() + office[1:], holder, person, start, end, evidence, own=True)

"""Build src/onrecord/data/offices.csv.gz: who held which office, from when to when.

Usage::

    python training/offices/build.py ../shared/corpora/offices/office_holders.csv

The input holds facts from Wikidata (CC0) by way of EveryPolitician's scrapers; ``supplement.csv`` beside this file
is written by hand, with a note of what each row rests on, and wins over the input.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from onrecord.reading.spellings import name_parts

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/onrecord/data/offices.csv.gz"
COLUMNS = ("country", "role", "office", "holder", "wikidata", "start", "end", "evidence", "keys")
LEFT_OUT = frozenset(
    {
        ("IND", "Minister of Foreign Affairs"),
        ("YEM", "Mahdi al-Mashat"),
        ("CHE", "Walter Thurnherr"),
        ("AUS", "Jack Snelling"),
        ("AUS", "Martin Hamilton-Smith"),
    }
)
"""Holders and offices of the input that are another office: India's foreign secretaries, states' ministers."""
SINGLE = frozenset("state government foreign defence interior finance justice head".split())

DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
Row = dict[str, str]

SAYS = ("person", "position")
BETTER_KNOWN = {
    ("ZAF", "Matamela Cyril Ramaphosa"): "Cyril Ramaphosa",
    ("JOR", "Ayman al-Ṣafadī"): "Ayman Safadi",
    ("MNG", "Oyunerdene Luvsannamsrai"): "Luvsannamsrain Oyun-Erdene",
    ("PRK", "Kim Jong-il"): "Kim Jong Il",
    ("PRK", "Kim Jong-un"): "Kim Jong Un",
    ("SAU", "Mohammad bin Salman"): "Mohammed bin Salman",
}
"""Names that reports use of holders whom the input calls otherwise."""

ROLES: tuple[tuple[str, str], ...] = (
    (r"^(Federal )?President$|^(King|Queen|Emperor|Emir|Sultan|Pope|Monarch|Grand Duke|Prince|Amir)$", "state"),
    (r"^President of (Russia|the United States|Ukraine|the Republic)$", "state"),
    (r"^(Prime Minister|Premier|Chancellor|Federal Chancellor|Taoiseach|State Counsellor)$", "government"),
    (r"^Prime Minister of (Montenegro)$|^Premier of the State Council$|^President of the Government$", "government"),
    (r"^Supreme Leader$", "leader"),
    (r"^Vice[ -]President$", "vice-state"),
    (r"^(Deputy Prime Minister|Vice Chancellor)$", "vice-government"),
    (
        r"^((Federal )?Minister (of|for) (Foreign|External)( and European)? (Affairs|Relations)"
        r"( and (Worship|Trade|Cooperation|Expatriates))?"
        r"|Minister (of|for) Europe and Foreign Affairs|Minister of Foreign Affairs, European Union.*"
        r"|Minister of Foreign Affairs and .*|Minister of International Relations and Cooperation"
        r"|Secretary (of|for) Foreign Affairs|Foreign Secretary|Secretary of State for Foreign.*)$",
        "foreign",
    ),
    (
        r"^((Federal )?(Minister|Secretary) (of|for) (National )?Defen[cs]e( and .*)?|Secretary of State for Defence"
        r"|Minister of the Armed Forces)$",
        "defence",
    ),
    (
        r"^((Federal )?(Minister|Secretary) (of|for) (the )?(Interior|Internal Affairs|Home Affairs|Interior Affairs)"
        r"( and .*)?|Home Secretary|Secretary of State for the Home Department)$",
        "interior",
    ),
    (
        r"^((Federal )?Minister (of|for) (the )?(Finance|Economy, Finances?.*|Finances)( and .*)?"
        r"|Secretary of the Treasury|Chancellor of the Exchequer|Treasurer)$",
        "finance",
    ),
    (r"^((Federal )?Minister (of|for) Justice( and .*)?|Secretary of State for Justice)$", "justice"),
    (r"^((Federal )?Minister (of|for) (Public )?Health(care)?( and .*)?|Secretary of State for Health.*)$", "health"),
    (r"^((Federal )?Minister (of|for) Energy( and .*)?|Secretary of Energy)$", "energy"),
    (r"^((Federal )?Minister (of|for) (Foreign |International )?Trade( and .*)?|Secretary of Commerce)$", "trade"),
    (
        r"^White House Press Secretary$|^Presidential Spokesperson$|^Spokesperson of the President$",
        "spokesperson-state",
    ),
    (r"^(Foreign Ministry Spokep?e?r?s?person|State Department Spokesperson)$", "spokesperson-foreign"),
    (r"^(Government Spokesperson|Spokesperson of the Government)$", "spokesperson-government"),
    (r"^Spokesperson$", "spokesperson"),
    (r"^National Security Advis[eo]r$", "security-adviser"),
    (
        r"^(Secretary General|Director General|Managing Director|Chairperson of the Commission|High Representative)$",
        "head",
    ),
)
COMPILED = [(re.compile(pattern), role) for pattern, role in ROLES]


def main(path: str) -> None:
    """Write the table."""
    rows = [clean(row) for row in read(Path(path)) if not LEFT_OUT & {(row["country"], row[c]) for c in SAYS}]
    by_hand = [clean(row) for row in read(HERE / "supplement.csv")]
    rows = list(close_open_ends(unique(filter(dated, supplemented(rows, by_hand)))))
    for row in rows:
        parts = name_parts(row["holder"])
        row["keys"] = " ".join(dict.fromkeys((parts[0], parts[-1]))) if parts else ""
    rows.sort(key=lambda row: tuple(row[column] for column in COLUMNS))
    raw = io.StringIO(newline="")
    writer = csv.DictWriter(raw, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    OUT.write_bytes(gzip.compress(raw.getvalue().encode("utf-8"), 9, mtime=0))


def read(path: Path) -> list[Row]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(row: Row) -> Row:
    """Return the row in the columns of the table, with the role that its office plays."""
    office = (row.get("position") or row.get("office") or "").strip()
    holder = re.sub(r"\s*\(.*?\)", "", row.get("person") or row.get("holder") or "").strip()
    holder = BETTER_KNOWN.get((row["country"], holder), holder)
    role = role_of(row["country"], office)
    evidence = f"Wikidata {row['snapshot']}" if row.get("snapshot") else row.get("note", "")
    fields = {"wikidata": row["wikidata"], "start": row["start"], "end": row["end"], "evidence": evidence}
    return {"country": row["country"], "role": role, "office": office, "holder": holder} | fields


def role_of(country: str, office: str) -> str:
    """Return what the office is by its function, or nothing."""
    if office == "Chairman of the Presidential Leadership Council":
        return "state"
    if office == "Foreign Secretary" and country == "IND":
        return ""
    if office == "Secretary of State":
        return {"USA": "foreign", "VAT": "government"}.get(country, "")
    if len(country) != 3 and office == "President":
        return "head"
    if country == "UN" and office.startswith("President"):
        return ""
    if office == "Chief Cabinet Secretary":
        return "spokesperson-government"
    if office.startswith(("Chairman of the Council of Ministers", "Chairwoman of the Council of Ministers")):
        return "government"
    if office.startswith("High Commissioner for") or (country == "ICC" and office == "President"):
        return "head"
    if office in ("Chief Spokesperson", "Military Spokesperson"):
        return "spokesperson"
    if country == "ECB" or (country in ("WHO", "IMF", "WTO") and office != "Spokesperson"):
        return "head"
    return next((role for pattern, role in COMPILED if pattern.match(office)), "")


def dated(row: Row) -> bool:
    """Tell whether the dates are dates, and the end not before the start."""
    right = all(DATE.fullmatch(row[name]) for name in ("start", "end") if row[name])
    return right and bool(row["start"]) and not (row["end"] and row["end"] < row["start"][: len(row["end"])])


def supplemented(rows: Iterable[Row], by_hand: list[Row]) -> list[Row]:
    """Return both tables; a hand-written term replaces the same person's term that starts in the same year."""
    mine = {_key(row) for row in by_hand}
    known = {_person(row): row["wikidata"] for row in rows if row["wikidata"]}
    for row in by_hand:
        row["wikidata"] = row["wikidata"] or known.get(_person(row), "")
    return [row for row in rows if _key(row) not in mine] + by_hand


def _key(row: Row) -> tuple[str, ...]:
    return (row["country"], row["role"] or row["office"], *_person(row), row["start"][:4])


def _person(row: Row) -> tuple[str, ...]:
    parts = name_parts(row["holder"])
    return (row["country"], parts[0], parts[-1])


def unique(rows: Iterable[Row]) -> list[Row]:
    """Return one row a term: of several ends for one start, the latest that is known."""
    terms: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row["country"], row["office"], row["wikidata"] or row["holder"], row["start"])
        if key not in terms or row["end"] > terms[key]["end"]:
            terms[key] = row
    return list(terms.values())


def close_open_ends(rows: list[Row]) -> Iterable[Row]:
    """End an open term where a successor in an office of one began; an end nobody wrote down is no fact."""
    by_office: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["role"] in SINGLE:
            by_office[row["country"], row["role"]].append(row)
    for terms in by_office.values():
        terms.sort(key=lambda row: row["start"])
        for row in terms:
            later = [one for one in terms if one["start"] > row["start"] and one["holder"] != row["holder"]]
            if not row["end"] and later:
                row["end"] = later[0]["start"]
    return rows


if __name__ == "__main__":
    main(sys.argv[1])

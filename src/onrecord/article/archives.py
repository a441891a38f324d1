"""Text exports of press archives, many articles in a file, become rows: LexisNexis, Nexis Uni and Factiva.

The shapes are those of the files that the services hand out; neither publishes a specification. In a row, ``text`` is
the story in the file's own words and line breaks, without the archive's fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COUNTED = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t\r]*$", re.MULTILINE)
_END = re.compile(r"^[ \t]*End of Document[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(
    r"^(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|GRAPHIC|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|URL|JOURNAL-CODE|SUBJECT|"
    r"GEOGRAPHIC|PERSON|COMPANY|ORGANIZATION|COUNTRY|STATE|CITY|TICKER|INDUSTRY|CORRECTION-DATE|TYPE|CLASSIFICATION)"
    r"[ \t]*:[ \t]*(.*)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4})"
)
_TRAILING = frozenset({"load-date", "language", "publication-type", "journal-code", "subject", "graphic", "url",
                       "correction-date", "classification", "person", "company", "organization", "country", "state",
                       "city", "ticker", "industry", "geographic", "type"})  # fmt: skip
_RIGHTS = re.compile(r"^\s*(?:Copyright\b|\(c\)|©|All Rights Reserved)", re.IGNORECASE)
_AFTER = re.compile(r"^\s*(?:Classification|Graphic|Notes)\s*$")
_BODY = re.compile(r"^\s*Body\s*$", re.IGNORECASE)
_CODE = re.compile(
    r"^(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM)(?:\s+(.*))?$"
)


def split_lexisnexis(text: str) -> Iterator[dict[str, str]]:
    """Yield the articles of an export: each counted (``1 of 9 DOCUMENTS``), or ended by ``End of Document``."""
    parts = _COUNTED.split(text)[1:] if _COUNTED.search(text) else _END.split(text)
    for part in parts:
        if lines := part.strip("\n\r \t\f"):
            yield _lexisnexis(lines.splitlines())


def _lexisnexis(lines: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    head: list[str] = []
    body: list[str] = []
    place = "head"
    for line in lines:
        match = _FIELD.match(line.strip()) if place != "body" or not line.startswith((" ", "\t")) else None
        name = match[1].lower() if match else None
        if name in _TRAILING or name in ("byline", "section", "length", "dateline", "highlight"):
            row.setdefault(name, match[2].strip() if match else "")
            place = "end" if name in _TRAILING and body else place if body else "fields"
        elif _BODY.match(line) and not body:
            place = "body"
        elif _AFTER.match(line) and body:
            place = "end"
        elif _RIGHTS.match(line):
            place = "end" if body else place
        elif place == "head":
            head.append(line.strip())
        elif place in ("fields", "body") and (line.strip() or body):
            place = "body"
            body.append(line)
    return _filed(row, [line for line in head if line], "\n".join(body).strip())


def _filed(row: dict[str, str], head: list[str], body: str) -> dict[str, str]:
    """Tell title, publisher and date apart among the lines over the fields: the date first, the rest by its place."""
    dates = [number for number, line in enumerate(head) if _DATE.search(line)]
    dated = dates[0] if dates else len(head)
    before, after = head[:dated], [line for line in head[dated + 1 :] if not line.lower().endswith("edition")]
    # The older exports put the publisher over the date and the title below it, Nexis Uni both over it.
    title = before[0] if len(before) > 1 else " ".join(after)
    found = {
        "title": title,
        "publisher": before[-1] if before else "",
        "published": _DATE.search(head[dated])[1] if dates else "",  # type: ignore[index]
        "section": row.get("section", ""),
        "authors": re.sub(r"^by\s+", "", row.get("byline", ""), flags=re.IGNORECASE),
        "language": row.get("language", "").split(";")[0],
        "text": body,
    }
    return {name: value for name, value in found.items() if value}


def split_factiva(text: str) -> Iterator[dict[str, str]]:
    """Yield the articles of an export with field codes; each begins with ``SE`` or ``HD``."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in text.splitlines():
        match = _CODE.match(line.strip()) if line[:1] not in (" ", "\t") or code == "" else None
        if match and match[1] in ("HD", "SE") and "HD" in fields:
            yield from _factiva(fields)
            fields = {}
        if match:
            code = match[1]
            fields.setdefault(code, []).extend([match[2]] if match[2] else [])
        elif code:
            fields[code].append(line.strip())
    yield from _factiva(fields)


def _factiva(fields: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    def one(code: str) -> str:
        return " ".join(" ".join(fields.get(code, [])).split())

    story = ["\n".join(fields[code]).strip() for code in ("LP", "TD") if code in fields]
    found = {
        "title": one("HD"),
        "publisher": one("SN"),
        "published": one("PD"),
        "section": one("SE"),
        "authors": re.sub(r"^by\s+", "", one("BY"), flags=re.IGNORECASE),
        "language": one("LA"),
        "id": one("AN").removeprefix("Document "),
        "text": "\n\n".join(part for part in story if part),
    }
    if found["title"] or found["text"]:
        yield {name: value for name, value in found.items() if value}

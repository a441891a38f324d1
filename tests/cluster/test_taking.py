import tarfile
import zipfile
from pathlib import Path

import pytest

from onrecord.article.sources import Source
from onrecord.cluster.taking import Numbered, take
from tests.cluster import corpora


def _sources(folder: Path) -> list[Path]:
    stories = corpora.texts(12)
    stories[3] = corpora.GERMAN
    table = folder / "t.csv"
    table.write_text("text\n" + "".join(f'"{one}"\n' for one in stories), encoding="utf-8")
    lines = corpora.write_lines(folder / "l.jsonl", stories)
    with lines.open("a", encoding="utf-8") as stream:
        stream.write('\n{"no": "text"}\nbroken\n')
    listed = folder / "j.json"
    listed.write_text("\n".join(lines.read_text(encoding="utf-8").splitlines()[:5]), encoding="utf-8")
    page = folder / "p.txt"
    page.write_text(stories[0], encoding="utf-8")
    pages = corpora.write_pages(folder / "w.warc.gz", stories)
    packed = [_tar(folder / "b.tar.gz", [page, lines, pages]), _zip(folder / "b.zip", [lines, page, listed])]
    return [table, lines, listed, page, pages, folder / "missing", *packed]


def _tar(path: Path, files: list[Path]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for number, file in enumerate(files):
            archive.add(file, f"{number}/{file.name}")
            link = tarfile.TarInfo(f"{number}/link.txt")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
    return path


def _zip(path: Path, files: list[Path]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.write(file, f"in/{file.name}")
    return path


@pytest.mark.parametrize("number", range(8))
def test_from_every_place_the_same_items_come_with_the_same_numbers(tmp_path: Path, number: int) -> None:
    path = _sources(tmp_path)[number]
    source = Source(str(path))
    whole = list(take(Numbered(7, source), corpora.QUICK))
    assert [item.number for item in whole] == list(range(len(whole)))
    assert whole[-1].kind == "end"
    assert {item.source for item in whole} == {7}
    for item in whole:
        again = list(take(Numbered(7, source, place=item.place, first=item.first), corpora.QUICK))
        told = [(one.number, one.kind, one.key, one.origin) for one in again]
        assert told == [(one.number, one.kind, one.key, one.origin) for one in whole[item.first :]]


def test_what_cannot_be_taken_in_is_an_item_with_its_reason(tmp_path: Path) -> None:
    lines = _sources(tmp_path)[1]
    items = list(take(Numbered(0, Source(str(lines))), corpora.QUICK))
    assert [item.kind for item in items].count("failure") == 2
    assert [(item.kind, item.detail) for item in items][3] == ("language", "de")
    assert all(item.detail for item in items if item.kind == "failure")
    assert max(item.reached for item in items) <= lines.stat().st_size


def test_an_article_beyond_the_bound_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The quay was safe, she said. " * 80_000, encoding="utf-8")
    items = list(take(Numbered(0, Source(str(path))), corpora.QUICK))
    assert [item.kind for item in items] == ["failure", "end"]

"""Tars and ZIPs of articles are read as folders are, and lead nowhere."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.article import unpacking, zips
from onrecord.article.bookmark import Bookmark
from onrecord.article.intake import Intake, Unreadable
from onrecord.article.notices import Notice
from onrecord.article.presets import PRESETS
from onrecord.article.sources import find_sources, read_sources
from onrecord.model import Article
from tests.article.archives import Archive, hard, story, wacz
from tests.article.test_hostile import read_within

GOOD = b"The minister said on Tuesday that the ferry would sail in June, and nobody asked when. " * 3
LINES = b"".join(json.dumps({"text": GOOD.decode() + str(number)}).encode() + b"\n" for number in range(3))
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress, ".tgz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress,
}  # fmt: skip
SHAPES = ("a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz", "a.zip")


def tar(files: dict[str, bytes], *others: tarfile.TarInfo) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for other in others:
            archive.addfile(other)
    return stream.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def bundle(path: Path, files: dict[str, bytes]) -> Path:
    pack = PACKERS.get(path.suffix, bytes)
    path.write_bytes(zipped(files) if path.suffix == ".zip" else pack(tar(files)))
    return path


def read(path: Path, **options: object) -> tuple[list[str], list[str], list[str]]:
    """Return what was read, what could not be, and what was passed over."""
    notices: list[Notice] = []
    found = list(read_sources([str(path)], intake=Intake(notify=notices.append, **options)))  # type: ignore[arg-type]
    names = [one.origin.rpartition("/")[2] for one in found if isinstance(one, Article)]
    return names, [one.reason for one in found if isinstance(one, Unreadable)], [one.detail for one in notices]


@pytest.mark.parametrize("name", SHAPES)
def test_its_files_are_read_in_their_order_as_those_of_a_folder(tmp_path: Path, name: str) -> None:
    files = {
        "in/b.txt": GOOD, "in/a.html": story("Ferry sails again in June"), "in/l.jsonl": LINES,
        "in/p.txt.gz": gzip.compress(GOOD), "in/w.warc.gz": hard(), "in/README.md": GOOD, "in/.hidden.txt": GOOD,
        "__MACOSX/in/b.txt": GOOD, "in/.git/b.txt": GOOD, "in/picture.png": b"\x89PNG", "in/table.csv": b"a,b\n1,2\n",
        "in/broken.txt": b"\0\1\2" * 50, "in/last.txt": GOOD,
    }  # fmt: skip
    names, problems, notices = read(bundle(tmp_path / name, files))
    assert names[:6] == ["b.txt", "a.html", "l.jsonl:1", "l.jsonl:2", "l.jsonl:3", "p.txt.gz"]
    assert names[-1] == "last.txt"
    assert sum(one.startswith("w.warc.gz:") for one in names) == len(names) - 7 >= 6
    assert sum("binary" in one for one in problems) == 2
    assert any("a table of something else" in one for one in notices)


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_names_lead_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    outside = (
        "../../outside.txt",
        "/tmp/onrecord-outside.txt",
        "..\\..\\outside.txt",
        "C:\\outside.txt",
        "a/../b.txt",
    )
    names, problems, _ = read(bundle(folder / name, dict.fromkeys(outside, GOOD)))
    assert (len(names), problems) == (5, [])
    assert sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*")) == [
        "in", "in/deep", f"in/deep/{name}",
    ]  # fmt: skip
    assert not Path("/tmp/onrecord-outside.txt").exists()


def test_links_devices_and_pipes_in_a_tar_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(GOOD)
    others = []
    for number, kind in enumerate(
        (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    ):
        entry = tarfile.TarInfo(f"{number}.txt")
        entry.type, entry.linkname = kind, str(tmp_path / "secret.txt")
        others.append(entry)
    (tmp_path / "a.tar").write_bytes(tar({"good.txt": GOOD}, *others))
    names, problems, notices = read(tmp_path / "a.tar")
    assert (names, problems) == (["a.tar!good.txt"], [])
    assert notices == ["a link in an archive"] * 2 + ["a device or pipe in an archive"] * 3


def test_a_link_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", GOOD)
    assert read(tmp_path / "a.zip") == (["a.zip!good.txt"], [], ["a link in an archive"])


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_bundles_in_bundles_are_told_and_cost_nothing_else(tmp_path: Path, name: str) -> None:
    inner = {
        "x.tar": tar({"a.txt": GOOD}),
        "x.tar.gz": b"",
        "x.zip": zipped({}),
        "x.wacz": wacz(),
        "x.parquet": b"PAR1",
    }
    names, problems, _ = read(bundle(tmp_path / name, {**inner, "good.txt": GOOD}))
    assert names == [f"{name}!good.txt"]
    assert ["inside an archive is not opened" in one for one in problems] == [True] * 5


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.zip"])
def test_reading_goes_on_where_it_was_interrupted(tmp_path: Path, name: str) -> None:
    path = bundle(tmp_path / name, {**{f"{n}.txt": GOOD + b"%d" % n for n in range(4)}, "l.jsonl": LINES})
    whole, _, _ = read(path)
    for stop in range(1, len(whole)):
        with Bookmark(tmp_path / "place") as bookmark:
            articles = read_sources([str(path)], intake=Intake(bookmark=bookmark))
            seen = [next(articles).origin.rpartition("/")[2] for _ in range(stop)]
        with Bookmark(tmp_path / "place") as bookmark:
            rest, _, _ = read(path, bookmark=bookmark)
            bookmark.remove()
        assert list(dict.fromkeys(seen + rest)) == whole
        assert len(rest) <= len(whole) - stop + 1 or "l.jsonl" in rest[0]


def test_ten_thousand_files_are_streamed(tmp_path: Path) -> None:
    path = bundle(tmp_path / "a.tar.gz", {f"{number}.txt": b"" for number in range(10_000)} | {"last.txt": GOOD})
    names, problems, _ = read(path)
    assert (names, len(problems)) == (["a.tar.gz!last.txt"], 10_000)


def test_a_bundle_in_a_folder_is_read_with_it(tmp_path: Path) -> None:
    bundle(tmp_path / "a.tgz", {"b.txt": GOOD})
    bundle(tmp_path / "b.zip", {"c.txt": GOOD})
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(story("Ferry sails again in June")))
    assert [Path(one.path).name for one in find_sources([str(tmp_path)])] == ["a.tgz", "b.zip", "d.html.gz"]
    assert read(tmp_path) == (["a.tgz!b.txt", "b.zip!c.txt", "d.html.gz"], [], [])


def test_exports_of_press_archives_in_a_bundle(tmp_path: Path) -> None:
    export = b"HD   A safe quay\nSN   Quay Post\nLP   " + GOOD + b"\n"
    (tmp_path / "a.tar").write_bytes(tar({"one.txt": export, "two.txt": export}))
    found = list(read_sources([str(tmp_path / "a.tar")], intake=Intake().shaped(PRESETS["factiva"], None)))
    assert [one.publisher for one in found if isinstance(one, Article)] == ["Quay Post"] * 2


def test_what_is_no_bundle_or_has_no_articles_is_told(tmp_path: Path) -> None:
    for name, data, words in (
        ("a.tar", b"no tar", "it is no tar; get a whole copy"), ("b.tar", b"", "it is no tar"),
        ("c.tar.gz", b"no gzip", "damaged"), ("d.zip", b"no zip", "not a ZIP"),
        ("e.tar", tar({}), "no articles in it"),
        ("f.tgz", gzip.compress(tar({"a.txt": GOOD}))[:90], "breaks off"), ("g.tar.gz.gz", b"", "packed twice"),
        ("h.zip.gz", gzip.compress(zipped({})), "cannot be streamed"), ("i.zip", zipped({}), "no articles in it"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        _, problems, _ = read(tmp_path / name)
        assert words in problems[-1], name


def test_a_tar_that_breaks_off_has_been_read_up_to_there(tmp_path: Path) -> None:
    whole = tar({"a.txt": GOOD, "b.txt": GOOD * 40})
    (tmp_path / "a.tar").write_bytes(whole[: len(whole) // 3])
    names, problems, _ = read(tmp_path / "a.tar")
    assert names == ["a.tar!a.txt"]
    assert any("breaks off" in one for one in problems)


def test_files_of_a_zip_that_cannot_be_unpacked_cost_nothing_else(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": GOOD, "b.txt": GOOD, "c.txt": GOOD}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = archive.infolist()[:2]
    data[first.header_offset + 40] ^= 0xFF
    data[second.header_offset] = 0
    (tmp_path / "a.zip").write_bytes(data)
    names, problems, _ = read(tmp_path / "a.zip")
    assert (names, len(problems)) == (["a.zip!c.txt"], 2)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", GOOD)
    assert "rare way" in read(tmp_path / "b.zip")[1][0]
    secret = bytearray(zipped({"a.txt": GOOD}))
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        secret[secret.index(mark) + place] |= 1
    (tmp_path / "c.zip").write_bytes(secret)
    assert "encrypted" in read(tmp_path / "c.zip")[1][0]


def test_a_zip_whose_files_lie_over_each_other_is_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", GOOD)
        archive.filelist += [archive.filelist[0]] * 30  # all with the place of the first
    assert "lie over each other" in read(tmp_path / "a.zip")[1][0]


def test_a_zip_that_lists_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "LARGEST_DIRECTORY", 1_000)
    path = bundle(tmp_path / "a.zip", {f"{number}.txt": GOOD for number in range(50)})
    assert "more files than can be held" in read(path)[1][0]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.xz"])
def test_a_bomb_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (unpacking, zips):
        monkeypatch.setattr(module, "FREE", 1 << 20)
        monkeypatch.setattr(module, "MOST_TIMES", 20)
    path = bundle(tmp_path / name, {"a.txt": bytes(9 << 20)})
    assert any("20 times its size" in one for one in read(path)[1])


def test_a_huge_file_in_a_tar_takes_no_memory(tmp_path: Path) -> None:
    bundle(tmp_path / "a.tar.xz", {"a.txt": bytes(120 << 20), "b.jsonl": b"a" * (120 << 20), "c.txt": GOOD})
    printed = read_within(tmp_path / "a.tar.xz", 900)
    assert [line.split()[0] for line in printed.splitlines()] == ["Unreadable", "Unreadable", "Article"]


def test_a_tar_of_a_packed_web_archive(tmp_path: Path) -> None:
    made = Archive()
    made.add("https://a.example/", story("Ferry sails again in June"))
    zstd = pytest.importorskip("backports.zstd")
    plain = Archive(packed=False)
    plain.add("https://a.example/", story("Ferry sails again in July"))
    names, problems, _ = read(
        bundle(tmp_path / "a.tar", {"a.warc.gz": made.data, "b.warc.zst": zstd.compress(plain.data)})
    )
    assert (names, problems) == (["a.tar!a.warc.gz:0", "a.tar!b.warc.zst:0"], [])

import io
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.article import files
from onrecord.article.given import Given
from onrecord.article.jsonl import read_object
from onrecord.article.sources import MAX_BYTES, Unreadable, count_sources, read_sources
from onrecord.model import Article

SAMPLES = Path(__file__).parents[2] / "samples"
TEXT = "The ministers met on Tuesday and spoke for two hours."


def read(*paths: Path | str, stdin: bytes | None = None) -> list[Article | Unreadable]:
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(read_sources([str(path) for path in paths], Given(), stdin=stream))


def reason(result: Article | Unreadable) -> str:
    assert isinstance(result, Unreadable)
    return result.reason


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.html").write_text(f"<html><p>{TEXT}</p></html>")
    results = read(tmp_path)
    assert [type(result).__name__ for result in results] == ["Article", "Unreadable", "Article"]
    assert results[1] == Unreadable(str(tmp_path / "b.txt"), reason(results[1]))
    assert "binary" in reason(results[1])


def test_a_directory_is_read_in_order_by_its_suffixes(tmp_path: Path) -> None:
    (tmp_path / "z").mkdir()
    for name in ("z/a.txt", "b.md", "a.TXT", ".hidden.txt", "picture.png", "README.md"):
        (tmp_path / name).write_text(TEXT)
    assert [Path(result.origin).name for result in read(tmp_path)] == ["a.TXT", "b.md", "a.txt"]
    assert count_sources([str(tmp_path), "-", "x.txt"]) == 5


def test_links_do_not_lead_out_of_a_directory(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(TEXT)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    (inside / "loop").symlink_to(inside)
    assert "no articles" in reason(read(inside)[0])


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "empty"), (b"\n \n", "empty"), (b"a\x00b", "NUL"),
     (b"a" * 10_000_000, "2,000,000"), (b" " * (MAX_BYTES + 1), "bytes")],
)  # fmt: skip
def test_bad_files_are_told(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert words in reason(read(tmp_path / "a.txt")[0])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "no such file" in reason(read(tmp_path / "none.txt")[0])
    assert "cannot be read" in reason(read("a\x00b")[0])


def test_lines_of_jsonl_are_read_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        b'\xef\xbb\xbf{"text": "He said no."}',
        b"{",
        b"",
        b'{"text": "a\\ud800"}',
        b"\xff",
        b'{"id": "x", "text": "Yes."}',
    ]
    file.write_bytes(b"\n".join(lines))
    assert [result.origin for result in read(file)] == [f"{file}:1", f"{file}:2", f"{file}:4", f"{file}:5", "x"]
    assert [isinstance(result, Article) for result in read(file)] == [True, False, False, False, True]


def test_a_fault_of_ours_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(source: str, **known: Any) -> Article:
        if "torn" in source:
            raise KeyError("a library's fault")
        return read_object(source, **known)

    monkeypatch.setattr(files, "read_object", faulty)
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"text": f"{TEXT} {word}"}) + "\n" for word in ("whole", "torn"))
    )
    first, second = read(tmp_path / "a.jsonl")
    assert isinstance(first, Article)
    assert second.origin == f"{tmp_path}/a.jsonl:2"
    assert 'KeyError: "a library\'s fault"' in reason(second)


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "' + b"a" * (MAX_BYTES * 2) + b'"}\n{"text": "He said no."}\n')
    first, second = read(file)
    assert "longer than" in reason(first)
    assert isinstance(second, Article)
    assert second.origin == f"{file}:2"


def test_a_json_file_holds_one_object_or_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": TEXT}, indent=2))
    assert isinstance(read(file)[0], Article)
    file.write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert [result.origin for result in read(file)] == [f"{file}:1", f"{file}:2"]


def test_a_page_without_a_suffix_is_known_by_its_markup(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_text(f"\n<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>")
    (article,) = read(file)
    assert isinstance(article, Article)
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (TEXT.encode(), [TEXT]),
        (b"<html><p>" + TEXT.encode() + b"</p></html>", [TEXT]),
        (b'{"text": "One."}\n{"text": "Two."}\n' * 4, ["One.", "Two."] * 4),
        (json.dumps({"text": TEXT}, indent=1).encode(), [TEXT]),
        (b'{"text": "One."}\nand words', ['{"text": "One."}\nand words']),
    ],
)
def test_the_standard_input_is_known_by_its_content(data: bytes, texts: list[str]) -> None:
    assert [result.text for result in read("-", stdin=data) if isinstance(result, Article)] == texts


def test_no_standard_input() -> None:
    assert "no standard input" in reason(read("-")[0])
    assert "empty" in reason(read("-", stdin=b"")[0])


def test_the_samples_are_read() -> None:
    results = read(SAMPLES)
    assert len(results) == 8
    articles = [result for result in results if isinstance(result, Article)]
    assert len(articles) == 8
    assert {article.publisher for article in articles} > {"Atlantic Morning", "Nordic Dispatch", "Fjord Wire"}
    assert all((article.published or article.updated or "").startswith("2031-05") for article in articles)

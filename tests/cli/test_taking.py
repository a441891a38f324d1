"""The input options of ``read`` and ``add``, and ``watch``, as people use them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.record import Record
from tests.article.archives import hard, story
from tests.article.feeds import LONG, opml, rss
from tests.article.website import Site, serving

STORY = "“The bridge is safe,” Mayor Ann Lee told reporters on Tuesday. She said that the ferry would sail in June."
GERMAN = (
    "Die Brücke ist sicher, sagte die Bürgermeisterin am Dienstag vor der Presse. Die Fähre werde im Juni fahren."
)
runner = CliRunner()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def run(*arguments: str) -> Result:
    return runner.invoke(app, list(arguments))


def origins(result: Result) -> list[str]:
    return [json.loads(line)["article"]["origin"] for line in result.stdout.splitlines()]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_mapped_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'key,body,day\nk1,"{STORY}",2031-05-14\n')
    result = run("read", str(tmp_path / "a.csv"), "--map", "text=body,date=day,id=key", "-f", "jsonl")
    assert (result.exit_code, origins(result)) == (0, ["k1"])
    assert json.loads(result.stdout)["statements"][0]["date"]["start"] == "2031-05-13"


def test_a_shape_is_read(tmp_path: Path) -> None:
    item = {"maintext": STORY, "url": "https://a.example/1", "date_publish": "2031-05-14 08:00:00", "title": "T"}
    (tmp_path / "a.jsonl").write_text(json.dumps(item) + "\n")
    result = run("read", str(tmp_path / "a.jsonl"), "--from", "news-please", "-f", "jsonl")
    assert json.loads(result.stdout)["article"]["url"] == "https://a.example/1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--map", "text"), "text=body"),
        (("--map", "colour=red"), "colour"),
        (("--from", "tape"), "lexisnexis"),
        (("--bookmark", "/nowhere/at/all"), "cannot be used"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(
    tmp_path: Path, arguments: tuple[str, str], words: str
) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    result = run("read", str(tmp_path / "a.txt"), *arguments)
    assert result.exit_code == 2
    assert words in flat(result.stderr.replace("│", " "))


def test_other_languages_are_set_aside_and_counted(tmp_path: Path) -> None:
    lines = [{"text": STORY, "id": "e"}, {"text": GERMAN, "id": "d1"}, {"text": GERMAN, "id": "d2"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    result = run("read", str(tmp_path / "a.jsonl"), "-f", "jsonl")
    assert (result.exit_code, origins(result)) == (0, ["e"])
    assert "2 set aside: not in English (2 de)" in flat(result.stderr)
    assert origins(run("read", str(tmp_path / "a.jsonl"), "-f", "jsonl", "--any-language")) == ["e", "d1", "d2"]


def test_an_archive_is_added_and_failed_pages_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(hard())
    result = run("add", str(tmp_path / "a.warc.gz"), "-r", str(tmp_path / "r.onrecord"))
    assert result.exit_code == 1
    assert "2 passed over: no pages of articles" in flat(result.stderr)
    with Record(tmp_path / "r.onrecord", read_only=True) as record:
        assert {row.title for row in record.articles()} >= {
            "A plain page of the archive",
            "A packed page of the archive",
        }


def test_an_interrupted_command_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{"text": f"{STORY} It was day {number} of the talks.", "id": f"r{number}"} for number in range(6)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    command = ["read", str(tmp_path / "a.jsonl"), "-f", "jsonl", "--bookmark", str(tmp_path / "place")]
    with monkeypatch.context() as patched:
        from onrecord.reading.reader import Reader

        whole = Reader.read

        def interrupted(self: Reader, article):  # type: ignore[no-untyped-def]
            if article.origin == "r3":
                raise KeyboardInterrupt
            return whole(self, article)

        patched.setattr(Reader, "read", interrupted)
        first = run(*command)
    assert first.exit_code != 0
    assert origins(first) == ["r0", "r1", "r2"]
    second = run(*command)
    assert origins(second) == ["r3", "r4", "r5"]
    assert "going on from the place" in flat(second.stderr)
    assert not (tmp_path / "place").exists()


def test_what_is_printed_does_not_go_where_the_bar_goes(tmp_path: Path) -> None:
    """On a terminal with standard output in a file: the bar is on the one, the readings in the other."""
    (tmp_path / "a.txt").write_text(STORY)
    command = f"{sys.executable} -m onrecord read {tmp_path}/a.txt > {tmp_path}/out.txt"
    main, side = pty.openpty()
    subprocess.run(command, shell=True, check=True, stderr=side, env=os.environ | {"TERM": "xterm"})
    os.close(side)
    assert "Ann Lee" in (tmp_path / "out.txt").read_text()
    assert b"Ann Lee" not in os.read(main, 100_000)
    os.close(main)


def test_an_address_is_opened_when_it_is_named(site: Site) -> None:
    site.page("/1", story("A page of the web"))
    refused = run("read", f"{site.url}/1")
    assert refused.exit_code == 1
    assert "--allow-private" in flat(refused.stderr)
    assert site.asked == []
    result = run("read", f"{site.url}/1", "--allow-private", "-f", "jsonl")
    assert origins(result) == [f"{site.url}/1"]


def test_addresses_inside_files_are_opened_only_with_fetch(site: Site, tmp_path: Path) -> None:
    site.page("/1", story("A page of the web"))
    (tmp_path / "a.csv").write_text(f"url\n{site.url}/1\n")
    assert "--fetch" in flat(run("read", str(tmp_path / "a.csv"), "--allow-private").stderr)
    assert site.asked == []
    result = run("read", str(tmp_path / "a.csv"), "--allow-private", "--fetch", "-f", "jsonl")
    assert origins(result) == [f"{site.url}/1"]


def test_watch_keeps_a_record_up_to_date(site: Site, tmp_path: Path) -> None:
    record = tmp_path / "r.onrecord"
    (tmp_path / "feeds.opml").write_bytes(opml(f"{site.url}/feed", f"{site.url}/none"))
    site.page("/feed", rss((f"{site.url}/1", "The first report", LONG), (f"{site.url}/2", "Two", None)))
    site.page("/2", story("The page of the second report"))
    command = ("watch", str(tmp_path / "feeds.opml"), "-r", str(record), "--once", "--allow-private", "--every", "1")
    first = run(*command)
    assert first.exit_code == 1
    assert "404" in flat(first.stderr)
    assert "2 added" in flat(first.stderr)
    with Record(record, read_only=True) as opened:
        assert {row.url for row in opened.articles()} == {f"{site.url}/1", f"{site.url}/2"}
    asked = len(site.asked)
    assert run(*command).exit_code == 0
    assert len(site.asked) == asked


@pytest.mark.parametrize(("name", "data"), [("none.opml", None), ("a.opml", b"no xml"), ("b.opml", opml())])
def test_a_list_without_feeds_is_told(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert run("watch", str(tmp_path / name), "--once", "-r", str(tmp_path / "r")).exit_code == 2

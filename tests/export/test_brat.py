from pathlib import Path

import pytest
from hypothesis import given, settings

from onrecord.export import whole, write
from onrecord.export.brat import by_lines, load, to_standoff
from onrecord.model import Reading
from tests.export.readings import hostile, readings, with_events
from tests.shared import shared


def check(text: str, ann: str, reading: Reading) -> None:
    loaded = load(ann)
    assert len(loaded) == len(reading.statements)
    for one, statement in zip(loaded, reading.statements, strict=True):
        assert one.source == by_lines(text, statement.source)
        assert one.cue == by_lines(text, statement.cue)
        assert one.content == by_lines(text, statement.content)


@pytest.mark.parametrize("reading", [with_events(), hostile()])
def test_files_load_back_to_the_same_spans(tmp_path: Path, reading: Reading) -> None:
    write([whole(reading)], "brat", tmp_path / "out")
    (ann,), (txt,) = (tmp_path / "out").glob("*.ann"), (tmp_path / "out").glob("*.txt")
    assert ann.stem == txt.stem
    text = txt.read_bytes().decode()
    assert text == reading.article.text
    check(text, ann.read_bytes().decode(), reading)


@settings(max_examples=100, deadline=None)
@given(readings())
def test_any_reading_loads_back(reading: Reading) -> None:
    check(reading.article.text, to_standoff(reading), reading)


def test_words_beside_offsets_are_the_words_at_them() -> None:
    reading = hostile()
    for line in to_standoff(reading).split("\n"):
        if line.startswith("T"):
            _, where, words = line.split("\t")
            spans = [tuple(map(int, one.split())) for one in where.split(" ", 1)[1].split(";")]
            assert words == " ".join(reading.article.text[start:end].replace("\t", " ") for start, end in spans)


def test_a_span_over_a_line_break_is_cut_there() -> None:
    assert by_lines("a b\r\n c", ((0, 7),)) == ((0, 3), (5, 7))


@pytest.mark.parametrize("split", ["dev", "train"])
def test_polnear_s_own_files_load(split: str) -> None:
    folder = shared("corpora", "polnear", "data", split)
    loaded = 0
    texts = {file.stem: file for file in sorted(folder.glob("text/*.txt"))[:60]}
    for name, file in texts.items():
        text = file.read_bytes().decode()
        anns = list(folder.glob(f"attributions/{name}_????.ann"))
        if len(anns) != 1:  # names are cut short in PolNeAR, so that one may belong to several texts
            continue
        source = anns[0].read_bytes().decode()
        found = load(source)
        assert len(found) == sum(line.startswith("E") for line in source.split("\n"))
        assert all(0 <= a < b <= len(text) for one in found for a, b in (*one.source, *one.cue, *one.content))
        loaded += sum(bool(one.cue and one.content) for one in found)
    assert loaded > 500

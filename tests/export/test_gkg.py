from onrecord.export.gkg import COLUMNS
from tests.export.readings import HOSTILE, hostile, with_events


def test_a_line_has_27_cells_whose_quotations_stand_where_it_says() -> None:
    reading = with_events()
    cells = reading._text("gkg").rstrip("\n").split("\t")
    assert len(cells) == len(COLUMNS) == 27
    quotations = dict(zip(COLUMNS, cells, strict=True))["V2.1QUOTATIONS"].split("#")
    assert len(quotations) == 4
    for quotation in quotations:
        offset, length, _, words = quotation.split("|")
        assert reading.article.text[int(offset) : int(offset) + int(length)] == words
    assert reading.to_gkg()["V2.1DATE"] == "20310303142000"
    assert reading.to_gkg()["V2SOURCECOMMONNAME"] == "meridian.example"


def test_times_are_utc() -> None:
    assert with_events(published="2031-03-03T01:30:00+02:00").to_gkg()["V2.1DATE"] == "20310302233000"


def test_words_cannot_break_the_format() -> None:
    reading = hostile()
    text = reading._text("gkg")
    assert (text.count("\n"), text.count("\t"), text.count("\r")) == (1, 26, 0)
    quotations = reading.to_gkg()["V2.1QUOTATIONS"].split("#")
    assert [quotation.count("|") for quotation in quotations] == [3, 3, 3]
    assert int(quotations[2].split("|")[1]) == len(HOSTILE)

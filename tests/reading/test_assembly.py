from __future__ import annotations

from onrecord.article.plain import read_plain
from onrecord.reading.reader import Reader

OPENED_BY_A_QUOTATION = """Harbour talks: what was said
Updated 10:15, 14-May-2031

"Nobody wants a closed port. We keep it open," Mayor Ann Lee told reporters on Tuesday. "If they block it, we answer."
"""


def test_what_carries_on_a_statement_has_its_speaker(reader: Reader) -> None:
    reading = reader.read(read_plain(OPENED_BY_A_QUOTATION, origin="x"))
    carried = [one for one in reading.statements if one.continues]
    assert carried
    by_id = {one.id: one for one in reading.statements}
    assert all(one.speaker == by_id[one.continues].speaker is not None for one in carried if one.continues)


def test_evidence_names_the_words_of_each_field(reader: Reader) -> None:
    reading = reader.read(read_plain(OPENED_BY_A_QUOTATION, origin="x"))
    told = next(one for one in reading.statements if one.addressee)
    assert reading.article.quote(told.evidence["addressee"]) == "reporters"
    assert reading.article.quote(told.evidence["speaker"]) == "Mayor Ann Lee"

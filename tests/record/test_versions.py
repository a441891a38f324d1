from onrecord.model import Article, Entity, ReaderInfo, Reading, Statement
from onrecord.record.versions import diff
from tests.invented import span


def version(text: str, *said: tuple[str, str]) -> Reading:
    speakers = list(dict.fromkeys(who for who, _ in said))
    return Reading(
        reader=ReaderInfo(version="test"),
        article=Article(id=Article.identify(text), origin="x", text=text),
        entities=tuple(Entity(id=f"e{at}", name=who, kind="person") for at, who in enumerate(speakers)),
        statements=tuple(
            Statement(
                id=f"s{number}", kind="indirect", content=(span(text, words),), speaker=f"e{speakers.index(who)}"
            )
            for number, (who, words) in enumerate(said, 1)
        ),
    )


def test_what_changed_came_and_went() -> None:
    before = version(
        "Lee said the bridge was safe for 40 years. Roe said no money was left. Fox asked for a vote.",
        ("Lee", "the bridge was safe for 40 years"), ("Roe", "no money was left"), ("Fox", "for a vote"),
    )  # fmt: skip
    after = version(
        "New. Lee said the bridge was safe for 4 years. Roe said no money was left. Ash denied that a report was "
        "hidden.",
        ("Lee", "the bridge was safe for 4 years"), ("Roe", "no money was left"), ("Ash", "that a report was hidden"),
    )  # fmt: skip
    found = diff(before, after)
    assert [one.what for one in found] == ["changed", "same", "came", "went"]
    assert found[0].fields == ("content",)
    assert found[0].wording is not None
    assert found[0].wording.meaning == ("number",)
    assert found[3].before is not None
    assert before.article.quote(found[3].before.content) == "for a vote"


def test_another_speaker_is_a_change() -> None:
    before = version("Lee said the bridge was safe.", ("Lee", "the bridge was safe"))
    after = version("Roe said the bridge was safe.", ("Roe", "the bridge was safe"))
    assert [(one.what, one.fields) for one in diff(before, after)] == [("changed", ("speaker",))]


def test_a_version_and_itself() -> None:
    one = version("Lee said the bridge was safe.", ("Lee", "the bridge was safe"))
    assert [change.what for change in diff(one, one)] == ["same"]

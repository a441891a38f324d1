import pytest

from onrecord.article.furniture import is_section, label_block, read_byline


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("04:11", "duration"),
        ("Video 1:02:33", "duration"),
        ("5 min read", "duration"),
        ("Updated 09:15, 14-May-2031", "timestamp"),
        ("By Marit Kvale and Jon Dal", "byline"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp Copy link", "share"),
        ("Most Read", "navigation"),
        ("Sign in | Subscribe", "navigation"),
        ("Tags: herring, ferries", "navigation"),
        ("Read more: What the ferries carry", "promotion"),
        ("Also read: Ports in winter", "promotion"),
        ("Sign up for our daily newsletter and get it in your inbox", "promotion"),
        ("Advertisement", "promotion"),
        ("Story continues below", "promotion"),
        ("© 2031 Fjord Wire. All rights reserved.", "boilerplate"),
        ("This site uses cookies to improve your visit.", "boilerplate"),
        ("* * *", "other"),
        ("(Reporting by Ann Lee in Oslo; editing by Bo Berg)", "credit"),
        ("Additional reporting by Ann Lee", "credit"),
        ("(With input from agencies)", "credit"),
        ("FILE PHOTO: The harbour in March. REUTERS/Ann Lee", "caption"),
        ("The minister arrives for the talks. [Bo Berg/Fjord Wire]", "caption"),
        ("Ministers shake hands. Photograph: Bo Berg/Fjord Wire", "caption"),
        ("(Cover: Ministers shake hands. /Pool via Fjord Wire)", "caption"),
    ],
)
def test_a_block_that_is_not_the_story(text: str, label: str) -> None:
    assert label_block(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "He said it.",
        '"Share it," she said.',
        "By Monday the talks had ended without a deal, the minister said.",
        "Read it again, he told reporters.",
        "The minister contributed to this report on shipping, which the parliament had asked for in the spring of "
        "2030, and she defended it at length before the committee on Tuesday afternoon.",
        "GENEVA, March 3 (Fjord Wire) - Ministers met on Tuesday.",
        "On 5 May 2031 the ferry stopped.",
        "Home secretary resigns",
        "Video shows the minister at the harbour.",
        "Subscribe to nothing, he warned them.",
    ],
)
def test_a_block_that_may_be_the_story(text: str) -> None:
    assert label_block(text) is None


@pytest.mark.parametrize("text", ["Europe;", "World", "Home > World > Europe", "Middle East", "UK politics"])
def test_sections(text: str) -> None:
    assert is_section(text)


@pytest.mark.parametrize("text", ["Oslo", "He left;but", "Ministers meet in Europe again", "Europe."])
def test_no_sections(text: str) -> None:
    assert not is_section(text)


def test_a_byline_gives_its_people_and_not_its_agency() -> None:
    byline = read_byline("By Marit Kvale, Jon Dal and Fjord News Agency")
    assert byline is not None
    assert byline.authors == ("Marit Kvale", "Jon Dal")

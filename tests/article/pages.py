"""A generator of news pages as the web has them: whole, odd, broken, hostile; one seed, one page."""

from __future__ import annotations

import json
import random

SENTENCES = (
    "The harbour board met on Tuesday and put off its decision on the northern quay.",
    "“We were never asked,” said Ann Lee, who speaks for the boat owners.",
    "A spokesman for the ministry told reporters that talks would go on next week.",
    "According to the board, the work costs four million & takes two years.",
    'She added: "If they close the quay, we go to court."',
    "Naïve façades, 3 < 4, a\u00a0no-break space, e\u0301 in two, \U0001f6a2 and \u202eturned\u202c text stand here.",
    "Nobody at the ferry company could be reached, the paper wrote.",
)
_HEADLINES = ("Board puts off decision on northern quay", "Quay: owners go to court?", "‘Never asked’ & angry", "")
_WRAPPERS = ("<p>{}</p>", "<div>{}</div>", "<p>{}", "<blockquote><p>{}</p></blockquote>", "<li>{}</li>", "{}<br><br>",
             "<p><b>{}</p></b>", "<td>{}</td>", "<p>{}</div>", "<section><p>{}</p>",
             "<p class='>'>{}</p>")  # fmt: skip
_NOISE = (
    "<script>document.write('<p>no</p>')</script>", "<script>unclosed", "<style>p{}</style>", "<!-- <p>no</p> -->",
    "<!-- unclosed", "<![CDATA[ x ]]>", "<?php echo 1 ?>", "<svg><title>s</title></svg>", "<math><mi>x</mi></math>",
    "<figure><img src=x onerror=alert(1)><figcaption>The quay. Photo: A. Lee</figcaption></figure>",
    "<amp-img src=x></amp-img><amp-ad>Buy</amp-ad>", "<nav><a href=/>Home</a><a href=javascript:x>World</a></nav>",
    "<div class=paywall>Subscribe to continue reading</div>",
    "<iframe src=file:///etc/passwd>", "<template><p>no</p>",
    "<table><tr><td>a<td>b", "<p>\x00\x01\x02 control \x7f", "&#0; &#xD800; &#x110000; &bogus; &amp",
    "</p></p></div>",
    "<p " + "a" * 5000 + ">long</p>", "<a href='" + "x" * 9000 + "'>x</a>", "<plaintext>", "<textarea><p>in</p>",
    "<noscript><p>no script</p></noscript>", "<form><input value='<p>'></form>", "\ufeff", "<\x00p>", "<p\n\n>", "<>",
)  # fmt: skip
_KINDS = ("NewsArticle", ["Article", "Thing"], 7, None, {"a": 1}, "Product")
_DATES = (
    "2031-05-05T10:00:00Z",
    "yesterday",
    "05/06/2031",
    5,
    None,
    ["2031"],
    {"@value": "2031-05-05"},
    "9999-99-99",
)


def make_page(seed: int, *, whole: bool = False) -> str:
    """Return the page of this seed; a ``whole`` one is not cut short, nor swapped about, nor ``<plaintext>``."""
    rng = random.Random(seed)
    body = "".join(_block(rng) for _ in range(rng.randint(0, 14)))
    headline = rng.choice(_HEADLINES)
    heading = rng.choice(("<h1>{}</h1>", "<h1>{}", "<h1><a href=/>{}</a></h1><h1>Other</h1>", "")).format(headline)
    page = f"{rng.choice(_OPENINGS)}<head>{_head(rng, headline)}</head><body>{heading}{body}{rng.choice(_ENDS)}"
    return page.replace("<plaintext>", "") if whole else _break(rng, page)


_OPENINGS = ("<!doctype html><html lang=en>", "<html amp lang='en-GB'>", "<html ⚡>",
             "<?xml version='1.0'?><html>", "",
             "<HTML LANG=xx-" + "y" * 300 + ">",
             "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><html>")  # fmt: skip
_ENDS = (
    "</body></html>",
    "",
    "</html></body>",
    "</body></html><p>after the end of it all, a line.</p>",
    "<p>&b;</p>",
)


def _head(rng: random.Random, headline: str) -> str:
    data: dict[str, object] = {
        "@type": rng.choice(_KINDS),
        "headline": rng.choice((headline, 5, None, ["x"], "<b>" + headline + "</b>")),
        "datePublished": rng.choice(_DATES),
        "dateModified": rng.choice(_DATES),
        "author": rng.choice(({"name": "Ann Lee"}, [{"name": None}, "Bo", 3], "x" * 3000, None)),
        "publisher": rng.choice(({"name": "Quay Post"}, "Quay Post", [], 1)),
        "isAccessibleForFree": rng.choice((True, False, "False", None)),
        "url": rng.choice(("https://quay.example/1", "javascript:alert(1)", 3)),
    }
    linked = json.dumps([data] if rng.random() < 0.5 else {"@graph": [data, data]})
    if rng.random() < 0.2:
        linked = linked[: rng.randint(0, len(linked))] or "[" * 5000
    pieces = [
        f"<title>{headline} | Quay Post</title>",
        f'<script type="application/ld+json">{linked}</script>',
        '<meta property="og:title" content="' + headline.replace('"', "") + '">',
        f"<meta name=date content='{rng.choice(_DATES)}'>",
        "<link rel=canonical href='https://quay.example/c'>",
        rng.choice(_NOISE),
    ]
    rng.shuffle(pieces)
    return "".join(pieces[: rng.randint(0, len(pieces))])


def _block(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return rng.choice(_NOISE)
    text = " ".join(rng.choices(SENTENCES, k=rng.randint(1, 4)))
    return rng.choice(_WRAPPERS).format(text) + ("<div>" * rng.choice((0, 0, 0, 1, 200)))


def _break(rng: random.Random, page: str) -> str:
    """Return the page cut short, with bits swapped, or as it is."""
    chance = rng.random()
    if chance < 0.1:
        return page[: rng.randint(0, len(page))]
    if chance < 0.2:
        for _ in range(10):
            place = rng.randint(0, max(0, len(page) - 1))
            page = page[:place] + rng.choice("<>&\"'/=\x00\ufffd é") + page[place + 1 :]
    return page

"""Feeds for tests."""

from __future__ import annotations

from xml.sax.saxutils import escape

LONG = "".join(
    f"<p>The ministers met for the {number}. time in the harbour and spoke about the "
    "herring & the ferry at length.</p>"
    for number in range(1, 9)
) + "<blockquote><p>“We shall meet again,” one of them said.</p></blockquote>"  # fmt: skip


def rss(*entries: tuple[str, str, str | None], title: str = "Fjord Wire") -> bytes:
    """Return RSS with entries of a link, a title, and a text or ``None`` for a teaser."""
    items = "".join(
        f"<item><guid>{escape(link)}</guid><link>{escape(link)}</link><title>{escape(name)}</title>"
        f"<pubDate>Mon, 05 May 2031 10:00:00 +0200</pubDate><description>{escape('<p>A teaser.</p>')}</description>"
        + (f"<content:encoded>{escape(text)}</content:encoded>" if text else "")
        + "</item>"
        for link, name, text in entries
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><language>en-gb</language><link>https://fjord.example/</link>{items}</channel></rss>"
    ).encode()


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quay Post</title><id>urn:q</id>
<updated>2031-05-06T00:00:00Z</updated><entry><id>urn:q:1</id><title>Ministers &amp; herring meet</title>
<link href="https://quay.example/1"/><author><name>Ann Lee</name></author><published>2031-05-05T08:00:00Z</published>
<updated>2031-05-06T00:00:00Z</updated><content type="html">{escape(LONG)}</content></entry></feed>""".encode()


def opml(*urls: str) -> bytes:
    """Return OPML that lists feeds."""
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{escape(url)}"/>' for url in urls)
    body = f'<body><outline text="f">{outlines}</outline></body>'
    return f'<?xml version="1.0"?><opml version="2.0">{body}</opml>'.encode()

"""Pages that arrive whole and are dangerous all the same: encodings, traps, heavy markup, titles, lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.web import html
from tests.web.answers import Answer, Question, page
from tests.web.stories import story

TOLD = replace(story("fientlig", 0, "iop"), title="Läxhjälp på Åsö – ”tre år” kostar 40 € enligt Märta")
"""The article in all encodings: letters, dash, quotation marks and the euro sign."""
ENCODED_TITLE = TOLD.title
PLAIN = html.document(TOLD.title, html.frame(html.article(TOLD))).encode()


def _encoded(encoding: str, declared: str, said: str = "") -> Answer:
    """Return the article in an encoding, with what the header and the page itself claim."""
    text = PLAIN.decode().replace('<meta charset="utf-8">', f'<meta charset="{said}">' if said else "")
    media = f"text/html; charset={declared}" if declared else "text/html"
    return Answer(text.encode(encoding, "replace"), media)


CHARSETS: dict[str, Answer] = {
    "/teckenkod/utf8-utan": _encoded("utf-8", ""),
    "/teckenkod/cp1252-som-latin1": _encoded("cp1252", "iso-8859-1"),
    "/teckenkod/cp1252-som-utf8": _encoded("cp1252", "utf-8", "utf-8"),
    "/teckenkod/cp1252-utan": _encoded("cp1252", ""),
    "/teckenkod/utf16": _encoded("utf-16", "utf-16"),
    "/teckenkod/utf8-som-latin1": _encoded("utf-8", "utf-8", "iso-8859-1"),
    "/teckenkod/utf8-meta-ljuger": _encoded("utf-8", "", "iso-8859-1"),
    "/teckenkod/okand": _encoded("utf-8", "x-finns-inte"),
}
"""The same article; in each the title must come out as ``ENCODED_TITLE``."""


def mojibake() -> Answer:
    """Return the article in UTF-8 that was taken for Windows-1252 and encoded again."""
    broken = PLAIN.replace("\N{RIGHT DOUBLE QUOTATION MARK}".encode(), b'"')  # its third byte has no letter there
    return Answer(broken.decode("cp1252", "replace").encode())


def _titled(title: str) -> Answer:
    told = replace(story("fientlig", 1, "iop"), title=title)
    return page(html.document(told.title, html.frame(html.article(told))))


def _said(name: str, value: str) -> Answer:
    """Return the article with a meta element more."""
    return Answer(PLAIN.replace(b"</head>", html.meta(name, value).encode() + b"</head>"))


def _attributes() -> Answer:
    many = " ".join(f'a{number}="{number % 7}"' for number in range(100_000))
    return page(html.document("Tungt", f"<h1>Tungt</h1><p {many}>idéburet offentligt partnerskap</p>"))


HEAVY: dict[str, Callable[[], Answer]] = {
    "/tungt/attribut": _attributes,
    "/tungt/span": lambda: page(html.document("Tungt", f"<h1>Tungt</h1>{'<span>ord ' * 50_000}")),
    "/tungt/tabeller": lambda: page(html.document("Tungt", "<table><tr><td>ett<table><tr><td>två" * 10_000)),
    "/tungt/djupt": lambda: page(html.document("Tungt", "<div>" * 10_000 + "<p>djupt</p>" + "</div>" * 10_000)),
    "/tungt/stycke": lambda: page(html.document("Tungt", f"<p>{'idéburet offentligt partnerskap ' * 65_000}</p>")),
}
"""Markup that costs an extractor minutes."""
ODD: dict[str, Answer] = {
    "/slut": Answer(PLAIN),
    "/tom/helt": page(""),
    "/tom/luft": page(" \n\t\n"),
    "/tom/skript": page(html.document("Laddar", '<div id="app"></div><script>var text = "idéburet"</script>')),
    "/tom/kaka": page(
        html.document("Kakor", f"<p>{html.COOKIES}</p><p>Om partnerskap, IOP, kan du läsa när du godkänt.</p>")
    ),
    "/tecken/styr": _titled("Läxhjälp\x1b[2J\x07 i\x00 Ekdala\x9b31m"),
    "/tecken/riktning": _titled("Avtal \u202eladke i\u202c Ekdala \u200f\u2066x\u2069"),
    "/tecken/formel": _titled('=HYPERLINK("http://127.0.0.9/";"IOP")'),
    "/tecken/skript": _titled("</title><script>alert(1)</script><img src=x onerror=alert(1)>"),
    "/tecken/lang": _titled("Läxhjälp " * 2_000),
    "/datum/framtid": _said("article:published_time", "2031-01-01"),
    "/datum/noll": _said("article:published_time", "1970-01-01"),
}
RESERVED: dict[str, Answer] = {
    "/forbehall/noarchive": Answer(PLAIN, headers=(("X-Robots-Tag", "noarchive"),)),
    "/forbehall/none": Answer(PLAIN, headers=(("X-Robots-Tag", "none"),)),
    "/forbehall/namn": Answer(PLAIN, headers=(("X-Robots-Tag", "annanrobot: noarchive, iopmine: noarchive"),)),
    "/forbehall/tdm": Answer(PLAIN, headers=(("tdm-reservation", "1"), ("tdm-policy", "/tdm.json"))),
    "/forbehall/inget": Answer(PLAIN, headers=(("X-Robots-Tag", "max-snippet:20"), ("tdm-reservation", "0"))),
    "/forbehall/meta": _said("robots", "noarchive"),
}


def trap(question: Question) -> Answer | None:
    """Answer below the paths that have no end: each page links to pages that nobody has seen."""
    match question.path.strip("/").split("/"):
        case ["kalender", year, month] if (year + month).isdecimal():
            number = int(year) * 12 + int(month)
            onward = [f"/kalender/{(number + step) // 12}/{(number + step) % 12 or 12}" for step in (-1, 1)]
        case ["kalender"]:
            onward = ["/kalender/2026/11"]
        case ["a", *rest]:
            onward = [f"{question.path.rstrip('/')}/{'a' if len(rest) % 2 else 'b'}"]
        case ["lista"]:
            query = question.target.partition("?")[2]
            onward = [f"/lista?{query}{'&' if query else ''}{key}={len(query)}" for key in ("sort", "filter", "sida")]
        case ["session", last]:
            number = int("0" + last.partition("=")[2], 16) + 1
            onward = [f"/session/x;jsessionid={number:016x}"]
        case _:
            return None
    links = html.links((target, f"Vidare till {target[-30:]}") for target in onward)
    following = f'<a rel="next" class="nasta" href="{escape(onward[-1])}">Nästa</a>'
    return page(html.document("Lista", html.frame(f"<h1>Lista</h1>{links}{following}")))


def _laughs(base: str) -> Answer:
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{steps}]><rss><channel><title>&l9;</title></channel></rss>'
    )
    return Answer(text.encode(), "application/rss+xml")


def _entity(base: str) -> Answer:
    text = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f'<rss version="2.0"><channel><item>'
        f"<title>&x;</title><link>{base}/slut</link></item></channel></rss>"
    )
    return Answer(text.encode(), "application/rss+xml")


def _links(base: str) -> Answer:
    port = base.rsplit(":", 1)[1]
    targets = [
        "javascript:alert(1)",
        "data:text/html,x",
        f"http://nagon@127.0.0.9:{port}/",
        f"http://127.0.0.9:{port}/x",
    ]
    targets += ["file:///etc/hostname", "http:\\\\127.0.0.9\\x", f"{base}/slut", "/kalender/2026/11", ""]
    items = "".join(f"<item><title>Länk</title><link>{escape(target)}</link></item>" for target in targets)
    return Answer(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "application/rss+xml")


def _self_index(base: str) -> Answer:
    deeper = "".join(f"<sitemap><loc>{base}/floden/{name}.xml</loc></sitemap>" for name in ("karta", "karta2"))
    text = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{deeper}</sitemapindex>'
    return Answer(text.encode(), "application/xml")


def _same_token(base: str) -> Answer:
    text = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header><identifier>oai:x:1'
        "</identifier><datestamp>2020-01-01</datestamp></header></record><resumptionToken>samma</resumptionToken>"
        "</ListRecords></OAI-PMH>"
    )
    return Answer(text.encode(), "text/xml")


LISTS: dict[str, Callable[[str], Answer]] = {
    "/floden/skratt.xml": _laughs,
    "/floden/fil.xml": _entity,
    "/floden/lankar.xml": _links,
    "/floden/sida.xml": lambda base: Answer(PLAIN, "application/rss+xml"),
    "/floden/avbruten.xml": lambda base: Answer(b'<rss version="2.0"><channel><item><title>Av', "application/rss+xml"),
    "/floden/karta.xml": _self_index,
    "/floden/karta2.xml": _self_index,
    "/floden/oai": _same_token,
    "/floden/form.json": lambda base: Answer(b'{"version": 1, "items": {"a": [null]}}', "application/feed+json"),
}
"""Lists of leads that attack their reader; given the base address."""

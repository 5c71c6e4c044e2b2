"""A host that does everything wrong, and hosts whose robots.txt is out of order; each fault has its own path.

``FAULTS`` says for each what an asker should make of it: a ``page``, or the outcome of ``FetchError``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tests.web import html
from tests.web.answers import Answer, Question, page, redirect
from tests.web.sites.base import Build, Item, Knobs, Site
from tests.web.sites.faults import BROKEN, HEAD, PAGE, silent, whole
from tests.web.sites.hazards import CHARSETS, HEAVY, LISTS, ODD, PLAIN, RESERVED, mojibake, trap

NEIGHBOUR = "127.0.0.9"
"""Address of ``grannen``, which must never be asked: no test may allow it. It has the port of ``fientlig``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One path of the hostile site."""

    path: str
    outcome: str
    """``page``, ``failed``, ``refused``, ``later``, ``gone`` or ``disallowed``."""
    about: str


def _private(port: int) -> dict[str, str]:
    """Return the ways to name the neighbour, and targets that are no web addresses."""
    return {
        "ipv4": f"http://{NEIGHBOUR}:{port}/",
        "relativ": f"//{NEIGHBOUR}:{port}/",
        "ipv6": f"http://[::1]:{port}/",
        "inbaddad": f"http://[::ffff:{NEIGHBOUR}]:{port}/",
        "hex": f"http://0x7f000009:{port}/",
        "decimal": f"http://2130706441:{port}/",
        "kort": f"http://127.9:{port}/",
        "anvandare": f"http://nagon@{NEIGHBOUR}:{port}/",
        "omvant": f"http:\\\\{NEIGHBOUR}:{port}\\",
        "fil": "file:///etc/hostname",
        "gopher": f"gopher://{NEIGHBOUR}:{port}/",
        "skript": "javascript:alert(1)",
        "data": "data:text/html,hej",
    }


LATER = {
    "sekunder": "120",
    "datum": "Fri, 01 Jan 2100 12:00:00 GMT",
    "forr": "Fri, 01 Jan 2010 12:00:00 GMT",
    "negativ": "-5",
    "orimlig": "9" * 400,
    "siffror": "٣",
    "skrap": "snart",
    "inget": "",
}
"""Forms of Retry-After."""
UNDERSTOOD = frozenset({"sekunder", "datum", "forr", "orimlig"})
"""Those that say something; a 503 with another is a failure as any of the host's."""
STATUSES = {401: "failed", 403: "failed", 404: "gone", 410: "gone", 418: "failed", 500: "failed", 502: "failed"}


def _faults() -> Iterator[Fault]:
    yield from (Fault(path, "failed", about) for path, (_, about) in BROKEN.items())
    yield Fault("/omdirigering/slinga", "failed", "redirects to itself")
    yield Fault("/omdirigering/hopp/5", "page", "five hops")
    yield Fault("/omdirigering/hopp/6", "failed", "six hops")
    yield Fault("/omdirigering/tom", "failed", "302 without Location")
    yield Fault("/omdirigering/intern", "disallowed", "redirects to a path that robots.txt forbids")
    yield from (Fault(f"/omdirigering/privat/{name}", "refused", to) for name, to in _private(80).items())
    for status in (429, 503):
        for name, value in LATER.items():
            outcome = "later" if status == 429 or name in UNDERSTOOD else "failed"
            yield Fault(f"/sedan/{status}/{name}", outcome, f"Retry-After: {value[:20]}")
    yield from (Fault(f"/fel/{status}", outcome, f"status {status}") for status, outcome in STATUSES.items())
    yield Fault("/intern/hemligt", "disallowed", "robots.txt forbids it")
    for path in (*CHARSETS, *HEAVY, *ODD, *RESERVED):
        yield Fault(path, "page", "answers; what is in it is the matter")
    yield Fault("/teckenkod/dubbel", "page", "UTF-8 taken for Windows-1252 and encoded again")


class Hostile(Site):
    """The faults, traps without end below /kalender/, /a/ and /lista, and lists that attack their readers."""

    name = "fientlig"

    def make(self) -> Iterator[Item]:
        """Nothing here is an article."""
        return iter(())

    def elsewhere(self, question: Question) -> Answer | None:
        path = question.path
        if path in BROKEN:
            return Answer(raw=BROKEN[path][0])
        for table in (CHARSETS, ODD, RESERVED):
            if path in table:
                return table[path]
        if path in HEAVY:
            return HEAVY[path]()
        if path == "/teckenkod/dubbel":
            return mojibake()
        if path in LISTS:
            return LISTS[path](self.base)
        match path.strip("/").split("/"):
            case ["omdirigering", *rest]:
                return self._redirect(rest)
            case ["sedan", status, form] if form in LATER:
                field = b"Retry-After: " + LATER[form].encode()
                head = HEAD.replace(b"200 OK", status.encode() + b" Later")
                return Answer(raw=whole(b"", b"Content-Length: 0", *([field] if LATER[form] else []), head=head))
            case ["fel", status] if status.isdecimal():
                return page("<h1>Fel</h1>", status=int(status))
        return trap(question)

    def _redirect(self, rest: list[str]) -> Answer | None:
        match rest:
            case ["slinga"]:
                return redirect("/omdirigering/slinga")
            case ["tom"]:
                return page("", status=302)
            case ["intern"]:
                return redirect("/intern/hemligt")
            case ["hopp", count]:
                left = int(count) - 1
                return redirect(f"/omdirigering/hopp/{left}" if left else "/slut")
            case ["privat", name]:
                target = _private(int(self.base.rsplit(":", 1)[1])).get(name)
                return redirect(target) if target else None
        return None


FAULTS: tuple[Fault, ...] = tuple(_faults())


@dataclass(frozen=True, slots=True)
class RobotsCase:
    """A host whose robots.txt is out of order; both its pages, /sida and /stangd, are well."""

    name: str
    page: str
    """What becomes of /sida: ``page``, ``disallowed``, or ``later``: nothing may be asked while the file cannot be had.

    ``either``: RFC 9309 leaves it open.
    """
    closed: str
    """What becomes of /stangd."""
    about: str


_RULES = b"User-agent: *\nDisallow: /stangd\n"
_LARGE = _RULES + b"# fyllnad\n" * 200_000 + b"Disallow: /sida\n"
_TEXT = "text/plain; charset=utf-8"
_CASES: dict[RobotsCase, Answer] = {
    RobotsCase("robots-503", "later", "later", "503"): page("", status=503),
    RobotsCase("robots-500", "later", "later", "500"): page("", status=500),
    RobotsCase("robots-429", "later", "later", "429, treated as unreachable"): Answer(
        b"", _TEXT, 429, (("Retry-After", "120"),)
    ),
    RobotsCase("robots-tyst", "later", "later", "no answer"): Answer(raw=silent),
    RobotsCase("robots-404", "page", "page", "404"): page("", status=404),
    RobotsCase("robots-403", "page", "page", "403"): page("", status=403),
    RobotsCase("robots-html", "page", "page", "a page where the file should be"): Answer(PAGE),
    RobotsCase("robots-stor", "page", "disallowed", "2 MB, more rules after the limit"): Answer(_LARGE, _TEXT),
    RobotsCase("robots-bom", "page", "disallowed", "byte order mark"): Answer(b"\xef\xbb\xbf" + _RULES, _TEXT),
    RobotsCase("robots-crlf", "page", "disallowed", "CRLF"): Answer(_RULES.replace(b"\n", b"\r\n"), _TEXT),
    RobotsCase("robots-namn", "page", "disallowed", "a group of our own besides the general one"): Answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: IOPmine\nDisallow: /stangd\n", _TEXT
    ),
    RobotsCase("robots-hopp", "page", "disallowed", "five redirects"): redirect("/hopp/5"),
    RobotsCase("robots-hopp6", "either", "either", "six redirects"): redirect("/hopp/6"),
    RobotsCase("robots-stangd", "disallowed", "disallowed", "Disallow: /"): Answer(
        b"User-agent: *\nDisallow: /\n", _TEXT
    ),
}
ROBOTS: tuple[RobotsCase, ...] = tuple(_CASES)


class Robots(Site):
    """One such host."""

    def __init__(self, base: str, case: RobotsCase) -> None:
        self.name, self.case = case.name, case
        super().__init__(base, Knobs())

    def make(self) -> Iterator[Item]:
        """Its two pages are not for the gathering's truth."""
        return iter(())

    def answer(self, question: Question) -> Answer | None:
        """Answer four paths."""
        match question.path.strip("/").split("/"):
            case ["robots.txt"]:
                return _CASES[self.case]
            case ["hopp", count]:
                return redirect(f"/hopp/{int(count) - 1}") if int(count) > 1 else Answer(_RULES, _TEXT)
            case ["sida"] | ["stangd"]:
                return Answer(PLAIN)
        return None


class Neighbour(Site):
    """A host on another private address: every request it gets is a fault of the asker."""

    name = "grannen"

    def make(self) -> Iterator[Item]:
        """It has nothing to tell."""
        return iter(())

    def elsewhere(self, question: Question) -> Answer:
        """Answer with a page, so that a fault is seen."""
        return page(html.document("Hemligt", "<h1>Hemligt</h1>"))


def robots_sites() -> dict[str, Build]:
    """Return the hosts with a robots.txt out of order, and the neighbour."""
    return {case.name: partial(Robots, case=case) for case in ROBOTS} | {"grannen": Neighbour}

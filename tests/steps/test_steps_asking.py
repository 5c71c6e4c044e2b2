"""One address on its way: no odd answer or page ends a run, and what is left out has its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from iopmine.errors import FetchError, StoreFullError
from iopmine.reading import Worker
from iopmine.records import Address, Page, Source
from iopmine.steps import asking
from iopmine.steps.asking import Desk, ask, open_desk
from iopmine.steps.interest import Interest

TODAY = date(2026, 11, 22)
URL = "https://www.ekdala.example/nyheter/hamnen"
SOURCE = Source("ekdala", "Ekdala", "municipality", "https://www.ekdala.example/", (), floor_characters=100)
ADDRESS = Address(URL, "ekdala", "rss", published="2024")
DULL = "<p>Kommunen bygger om hamnen och bjuder in alla som bor i Ekdala till ett möte om färjan.</p>" * 4
STATED = '<meta property="article:published_time" content="2024-03-21T07:15:00+01:00">'


def page(body: str, head: str = "", url: str = URL) -> Page:
    markup = f"<html><head>{head}</head><body><main><h1>Ett möte</h1>{body}</main></body></html>"
    return Page(url, url, "ekdala", "2026-11-22T07:00:00Z", 200, "text/html", "utf-8", markup.encode())


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with open_desk(1, Interest(["Lisa Ek"]), today=TODAY) as opened:
        yield opened


@pytest.mark.parametrize(
    ("head", "url", "published"),
    [
        (STATED, URL, "2024-03-21"),
        ("", "https://www.ekdala.example/2024/03/hamnen", "2024-03"),
        ("", URL, "2024"),
    ],
)
def test_what_a_quick_look_leaves_out_has_its_day(desk, monkeypatch, head, url, published):
    monkeypatch.setattr(Worker, "read", lambda *a: pytest.fail("the page was parsed"))
    read = desk.read(SOURCE, Address(url, "ekdala", "rss", published="2024"), page(DULL, head, url))
    assert read.judgement is not None
    assert not read.judgement.kept
    assert read.excerpt.startswith("Ett möte Kommunen bygger")
    assert read.published == published


def test_what_the_judge_leaves_out_has_its_day(desk):
    # The letters alone make the page one to be read; pressure in eyes makes it one of no interest.
    read = desk.read(SOURCE, ADDRESS, page(f"<p>IOP mäts i mmHg av en optiker, vid glaukom ofta.</p>{DULL}", STATED))
    assert read.judgement is not None
    assert not read.judgement.kept
    assert (read.document, read.published) == (None, "2024-03-21")


@pytest.mark.parametrize(
    "phrase",
    [
        "idéburet offentligt part<wbr>nerskap",
        "<span>I</span>déburet\n            offentligt\n            partnerskap",
        "ide\u0301buret offent&shy;ligt partnerskap",
        "Styrelsens ordförande är <b>L</b>isa\n            Ek,",
    ],
)
def test_what_a_browser_shows_is_not_left_out(desk, phrase):
    read = desk.read(SOURCE, ADDRESS, page(f"<p>{phrase} i Ekdala.</p>{DULL}"))
    assert read.judgement is not None
    assert read.judgement.kept


@pytest.mark.parametrize("step", ["markup_of", "read_page", "without"])
def test_an_unexpected_fault_in_reading_is_one_pages_fault(desk, monkeypatch, step):
    dull = page(f"<p>Ett idéburet offentligt partnerskap.</p>{DULL}")

    def faulty(*_: object, **__: object) -> None:
        raise RecursionError("deep\nvery deep")

    with monkeypatch.context() as patched:
        patched.setattr(asking, step, faulty)
        read = desk.read(SOURCE, ADDRESS, dull)
    assert read.judgement is None
    assert "RecursionError" in str(read.error)
    assert "\n" not in str(read.error)
    after = desk.read(SOURCE, ADDRESS, dull)
    assert after.error is None
    assert after.document is not None


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_program_is_heard(desk, monkeypatch, stop):
    def stopped(*_: object) -> None:
        raise stop

    monkeypatch.setattr(asking, "markup_of", stopped)
    with pytest.raises(stop):
        desk.read(SOURCE, ADDRESS, page(DULL))


class Answers:
    """A fetcher of which only the answer matters."""

    def __init__(self, answer: Page | BaseException) -> None:
        self._answer = answer

    def get(self, *_: object, **__: object) -> Page:
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer


def test_an_unexpected_fault_in_asking_is_one_addresss_fault():
    asked = ask(Answers(UnicodeDecodeError("utf-8", b"x", 0, 1, "odd\nbyte")), SOURCE, ADDRESS)
    assert asked.page is None
    assert asked.error.outcome == "failed"
    assert "UnicodeDecodeError" in str(asked.error)
    assert "\n" not in str(asked.error)


@pytest.mark.parametrize("error", [StoreFullError("No room."), KeyboardInterrupt()])
def test_what_concerns_the_whole_run_ends_it(error):
    with pytest.raises(type(error)):
        ask(Answers(error), SOURCE, ADDRESS)


def test_pages_and_their_hosts_answers_are_passed_on():
    told = FetchError("Not now.", outcome="later")
    assert ask(Answers(told), SOURCE, ADDRESS).error is told
    whole = page(DULL)
    assert ask(Answers(whole), SOURCE, ADDRESS).page is whole
    front = Page(URL, "https://www.ekdala.example/", "ekdala", "2026-11-22T07:00:00Z", 200, "text/html", "", b"x")
    assert ask(Answers(front), SOURCE, ADDRESS).error.outcome == "gone"

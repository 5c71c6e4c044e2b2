from dataclasses import replace
from datetime import UTC, datetime

import pytest

from iopmine.errors import FetchError, ReadingError
from iopmine.records import Address, Document, Page, Source
from iopmine.steps import outcomes
from iopmine.steps.asking import Read
from iopmine.steps.interest import Interest, Judgement

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NEW = Address("https://exempel.se/a", "exempel", "rss", title="I listan", published="2026-02")
KEPT = replace(NEW, state="kept", document_id="p1", sha256="a" * 64, etag='"1"', reason="iop", fetched_at="2026-02-01")
PAGE = Page(NEW.url, NEW.url, "exempel", "2026-03-01T09:00:00Z", 200, "text/html", "utf-8", b"x", "b" * 64, '"2"')


def error(outcome, **others):
    return FetchError("Nothing came.", outcome=outcome, **others)


def test_failures_are_tried_again_later_and_later_but_within_a_month():
    waits, address = [], NEW
    for _ in range(14):
        address, word, _ = outcomes.refused(address, error("failed", status=500), NOW)
        waits.append(datetime.fromisoformat(address.not_before) - NOW)
    assert (address.state, word, address.attempts, address.status) == ("failed", "failed", 14, 500)
    assert waits[0].total_seconds() == 3600
    assert waits == sorted(waits)
    assert waits[-1].days == 30


@pytest.mark.parametrize("outcome", ["failed", "later", "disallowed"])
def test_what_was_kept_stays_kept_when_its_host_does_not_answer(outcome):
    address, *_ = outcomes.refused(KEPT, error(outcome, not_before="2026-03-01T10:00:00Z"), NOW)
    assert (address.state, address.document_id) == ("kept", "p1")
    assert address.not_before > "2026-03-01T09:00:00Z"


def test_a_page_that_has_died_is_gone_with_the_day_and_keeps_its_document():
    address, word, _ = outcomes.refused(KEPT, error("gone", status=410), NOW)
    assert (address.state, word, address.document_id) == ("gone", "gone", "p1")
    assert "2026-03-01" in address.reason


def test_robots_are_asked_again_the_next_day():
    address, word, _ = outcomes.refused(NEW, error("disallowed"), NOW)
    assert (address.state, word, address.not_before) == ("disallowed", "disallowed", "2026-03-02T09:00:00Z")


def test_a_network_that_leads_every_name_astray_cuts_nothing_off():
    """Behind a captive portal all names resolve to a private address: refused today, well tomorrow."""
    address, word, said = outcomes.refused(NEW, error("refused"), NOW)
    assert (address.state, word, said) == ("failed", "failed", "Nothing came.")
    assert outcomes.refused(KEPT, error("refused"), NOW).address.state == "kept"


def test_a_page_that_has_gone_is_looked_for_less_and_less_often():
    waits, address = [], NEW
    for _ in range(4):
        address = outcomes.refused(address, error("gone", status=404), NOW).address
        waits.append((datetime.fromisoformat(address.not_before) - NOW).days)
    assert waits == [1, 7, 30, 30]
    assert outcomes.refused(replace(NEW, excerpt="x"), error("gone"), NOW).address.excerpt == ""


def test_a_kept_page_that_answers_with_something_else_stays_kept():
    read = Read(SOURCE, KEPT, PAGE, judgement=Judgement(False, "Not about IOP.", 0.02), excerpt="Logga in")
    address, word, said = outcomes.judged(read)
    assert (address.state, address.document_id, word, address.excerpt) == ("kept", "p1", "unchanged", "")
    assert "no longer holds" in said


def test_a_reservation_outlives_an_answer_that_says_nothing_new():
    reserved = replace(KEPT, reservation="tdm")
    assert outcomes.unchanged(reserved, replace(PAGE, status=304)).address.reservation == "tdm"
    assert outcomes.unchanged(reserved, replace(PAGE, sha256="a" * 64)).address.reservation == ""


def test_unchanged_by_the_hosts_word_or_by_the_bytes():
    not_modified = replace(PAGE, status=304, body=b"", sha256="", etag="")
    address, word, _ = outcomes.unchanged(KEPT, not_modified)
    assert (word, address.sha256, address.etag, address.fetched_at) == ("unchanged", "a" * 64, '"1"', PAGE.fetched_at)
    same = outcomes.unchanged(KEPT, replace(PAGE, sha256="a" * 64))
    assert (same.word, same.address.etag) == ("unchanged", '"2"')
    assert outcomes.unchanged(KEPT, PAGE) is None


def document(**others):
    values = {
        "id": "p1", "url": NEW.url, "source": "exempel.se", "kind": "news", "title": "På sidan",
        "text": "På sidan\n\nText", "published": "2026-02-27", "published_precision": "day", "date_source": "meta",
        "modified": None, "language": "sv",
    }  # fmt: skip
    return Document(**(values | others))


SOURCE = Source("exempel", "Exempel", "news", "https://exempel.se/", ())


def test_a_kept_page_takes_title_and_day_from_the_page():
    read = Read(SOURCE, replace(NEW, attempts=3), PAGE, document(), Judgement(True, "iop", 0.99))
    address, word, _ = outcomes.judged(read)
    assert (word, address.state, address.document_id, address.relevance) == ("kept", "kept", "p1", 0.99)
    assert (address.title, address.published, address.attempts) == ("På sidan", "2026-02-27", 0)
    undated = replace(read, document=document(published=None, published_precision=None, date_source=None))
    assert outcomes.judged(undated).address.published == "2026-02"


def test_a_page_left_out_keeps_what_a_person_needs_to_judge_it():
    read = Read(SOURCE, NEW, PAGE, judgement=Judgement(False, "Not about IOP.", 0.02), excerpt="Början")
    address, word, _ = outcomes.judged(read)
    assert (word, address.state, address.excerpt, address.document_id) == ("left_out", "left_out", "Början", "")
    assert (address.relevance, address.reason) == (0.02, "Not about IOP.")


def test_a_page_that_cannot_be_read_has_failed_with_the_reason():
    address, word, _ = outcomes.unread(NEW, PAGE, ReadingError("No text.", hint="Look at it."), NOW)
    assert (word, address.state, address.reason) == ("failed", "failed", "No text. Look at it.")


@pytest.mark.parametrize(
    ("text", "kept", "reason"),
    [
        ("Staden har tecknat ett idéburet offentligt partnerskap med Stadsmissionen.", True, "iop"),
        ("Vinster i välfärden debatteras. Ett vinsttak för skolkoncerner föreslås.", True, "valfardsdebatt"),
        ("BRÄCKE DIAKONIS trädgård får pris.", True, "names Bräcke diakoni"),
        ("Bräcke kommun bygger en simhall.", False, ""),
        ("Bräcke diakonihus brann.", False, ""),
        ("Mätning av IOP vid glaukom: ögontryck i mmHg.", False, ""),
    ],
)
def test_what_is_kept(text, kept, reason):
    judge = Interest(["Bräcke diakoni", " "])
    found = judge.judge(text)
    assert (found.kept, found.reason if kept else "") == (kept, reason)
    assert judge.may_hold(text) or not kept


def test_nobody_watched_is_no_name_found():
    assert Interest([]).watched("Bräcke diakoni") == []
    assert Interest(["Mind", "Forum"]).watched("forums möte hos MIND") == ["Mind", "Forum"]

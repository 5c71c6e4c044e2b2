import subprocess
import sys
from dataclasses import replace

import pytest

from iopmine.errors import StoreBusyError
from iopmine.records import Address, HostState, Lead, SourceRun
from iopmine.store import Coverage, Store
from iopmine.store.lock import only_one

NOW, LATER, MUCH_LATER = "2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z", "2026-06-01T09:00:00Z"


def lead(url="https://exempel.se/nyheter/iop", source="exempel", **others):
    return Lead(url=url, source=source, entry="rss", **others)


def kept(address: Address, **others) -> Address:
    values = {"state": "kept", "fetched_at": NOW, "sha256": "a" * 64, "document_id": "p1", "reason": "iop"} | others
    return replace(address, **values)


def test_a_lead_is_entered_once_whatever_form_its_address_has(store):
    assert store.note_leads([lead(), lead("http://www.exempel.se/nyheter/iop/?utm_source=x")], now=NOW) == 1
    assert store.note_leads([lead(title="Nytt avtal", published="2026-02-27")], now=LATER) == 0
    address = store.address("https://exempel.se/nyheter/iop")
    assert (address.title, address.published) == ("Nytt avtal", "2026-02-27")
    assert (address.first_seen, address.last_seen, address.state) == (NOW, LATER, "new")
    assert store.verify() == []


def test_a_new_page_that_two_sources_name_belongs_to_the_same_one_in_either_order(tmp_path):
    owners = set()
    for name, order in (("a", ("forum", "almega")), ("b", ("almega", "forum"))):
        with Store.create(tmp_path / name) as store:
            for source in order:
                store.note_leads([lead(source=source)], now=NOW)
            owners.add(store.address("https://exempel.se/nyheter/iop").source)
    assert owners == {"almega"}


def test_what_is_due(store):
    urls = [f"https://exempel.se/{n}" for n in range(7)]
    published = {urls[0]: "2026-01-01", urls[1]: "2026-02-01"}
    store.note_leads([lead(url, published=published.get(url)) for url in urls], now=NOW)
    new_old, new_late, undated, failed, read, changed, gone = (store.address(url) for url in urls)
    store.settle(replace(failed, state="failed", not_before=LATER), now=NOW)
    store.settle(kept(read), now=NOW)
    store.settle(kept(changed, modified="2026-03-02", state="left_out"), now=NOW)
    store.settle(replace(gone, state="gone"), now=NOW)

    def due(now, **others):
        return [address.url[-1] for address in store.due("exempel", now=now, **others)]

    assert due(NOW) == ["1", "0", "2", "5"]
    assert due(LATER) == ["1", "0", "2", "3", "5"]
    assert due(LATER, recheck_before=LATER) == ["1", "0", "2", "3", "4", "5"]
    assert store.due("another", now=LATER) == []
    assert undated.published is None
    assert (new_old.published, new_late.published) == ("2026-01-01", "2026-02-01")


def test_a_record_that_its_source_deleted_is_gone_with_the_day(store):
    store.note_leads([lead()], now=NOW)
    store.note_leads([lead(gone=True)], now=LATER)
    address = store.address(lead().url)
    assert address.state == "gone"
    assert "2026-03-02" in address.reason
    assert store.due("exempel", now=MUCH_LATER) == []


def test_a_page_its_address_and_its_bytes_are_kept_together(store, make_document):
    store.note_leads([lead()], now=NOW)
    address = kept(store.address(lead().url), etag='"x"')
    assert store.settle(address, document=make_document("p1", "text om IOP"), body=b"<p>text om IOP", now=NOW)
    assert store.address(lead().url) == address
    assert store.raw_page("a" * 64) == b"<p>text om IOP"
    assert store.document("p1").text == "text om IOP"
    assert not store.settle(address, document=make_document("p1", "text om IOP"), body=b"<p>text om IOP", now=LATER)


def test_nothing_of_a_page_is_kept_when_its_document_is_refused(store, make_document):
    store.note_leads([lead()], now=NOW)
    broken = make_document("p1", "x\ud800")
    with pytest.raises(Exception, match="cannot be stored"):
        store.settle(kept(store.address(lead().url)), document=broken, body=b"x", now=NOW)
    assert store.address(lead().url).state == "new"
    assert store.raw_page("a" * 64) is None


def test_damage_to_the_address_book_is_found(tmp_path):
    import sqlite3

    with Store.create(tmp_path / "s") as store:
        store.note_leads([lead()], now=NOW)
        store.settle(kept(store.address(lead().url)), body=b"", now=NOW)
        assert store.verify() == []
    raw = sqlite3.connect(tmp_path / "s")
    raw.execute("UPDATE addresses SET state = 'gone'")
    raw.execute("INSERT INTO raw_pages VALUES (?, ?)", ("b" * 64, b"no zlib"))
    raw.commit()
    raw.close()
    with Store.open(tmp_path / "s") as store:
        messages = " ".join(issue.message for issue in store.verify())
    assert "exempel.se/nyheter/iop was changed" in messages
    assert "b" * 64 in messages


def test_hosts_are_remembered(store):
    state = HostState("exempel.se", b"User-agent: *\xff", "rules", NOW, NOW, LATER, 2)
    store.remember([state, HostState("annan.se")])
    store.remember([replace(state, failures=0)])
    assert store.host("exempel.se") == replace(state, failures=0)
    assert [host.host for host in store.hosts()] == ["annan.se", "exempel.se"]
    assert store.host("ingen.se") is None


def test_a_run_that_was_killed_is_known_to_the_next(store):
    run = SourceRun("exempel", NOW, NOW, leads=3, kept=1, complete=True)
    assert store.begin_gathering(now=NOW)
    store.add_source_runs([run])
    store.end_gathering(now=NOW)
    assert store.begin_gathering(now=LATER)
    assert not store.begin_gathering(now=MUCH_LATER)
    assert store.source_runs("exempel") == [run]
    assert store.source_runs() == [run]
    assert store.source_runs("annan") == []


def test_the_denominator_counts_what_was_read(store):
    urls = [f"https://exempel.se/{n}" for n in range(5)]
    dates = ["2026-02-27", "2026-02", "2025", None, "2026-02-01"]
    store.note_leads([lead(url, published=day) for url, day in zip(urls, dates, strict=True)], now=NOW)
    for number, url in enumerate(urls[:4]):
        state = ("gone", "kept", "left_out", "left_out")[number]
        document_id = f"p{number}" * (number < 2)
        store.settle(kept(store.address(url), state=state, excerpt=f"Text {number}", document_id=document_id), now=NOW)
    assert store.coverage() == [Coverage("exempel", "2026-02", 2, 2), Coverage("exempel", "2026-03", 2, 0)]
    assert store.address_counts() == {"exempel": {"gone": 1, "kept": 1, "left_out": 2, "new": 1}}
    left_out = store.addresses(states=("left_out",))
    assert [(page.url[-1], page.excerpt) for page in left_out] == [("2", "Text 2"), ("3", "Text 3")]


def test_only_one_gathering_at_a_time_and_a_killed_one_leaves_no_lock(tmp_path):
    lock = tmp_path / "gather.lock"
    hold = (
        "import sys, time, pathlib\nfrom iopmine.store.lock import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", hold, str(lock)], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusyError, match="at work"), only_one(lock):
            pytest.fail("two at once")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    with only_one(lock):
        pass


def test_marks_belong_to_a_text_and_a_form(store, make_document):
    def add(text):
        store.add(make_document("a", text), raw_sha256="r", added_at=NOW)

    add("en text")
    assert list(store.marks(1)) == [("a", "2018-06-07", None)]
    store.save_marks([("a", store.document("a").sha256, b"marks"), ("a", "of another text", b"x")], form=1)
    assert list(store.marks(1)) == [("a", "2018-06-07", b"marks")]
    assert list(store.marks(2)) == [("a", "2018-06-07", None)]
    add("en annan text")
    assert list(store.marks(1)) == [("a", "2018-06-07", None)]


def test_a_page_that_is_listed_again_after_it_had_gone_is_looked_for_when_its_wait_is_over(store):
    store.note_leads([lead()], now=NOW)
    store.settle(replace(store.address(lead().url), state="gone", not_before=LATER), now=NOW)
    store.note_leads([lead()], now=NOW)
    assert store.due("exempel", now=NOW) == []
    store.note_leads([lead()], now=LATER)
    assert [address.state for address in store.due("exempel", now=LATER)] == ["failed"]


def test_a_page_that_waits_goes_to_the_source_that_names_it_when_its_own_is_not_asked(store):
    store.note_leads([lead(source="gammal")], now=NOW)
    store.note_leads([lead(source="ny")], now=LATER, asked=["ny"])
    assert [address.source for address in store.due("ny", now=LATER)] == ["ny"]


def test_a_change_on_the_day_of_reading_is_looked_at_once_the_day_after(store):
    store.note_leads([lead(modified="2026-03-01")], now=NOW)
    store.settle(kept(store.address(lead().url)), now=NOW)
    assert store.due("exempel", now="2026-03-01T23:00:00Z") == []
    assert len(store.due("exempel", now=LATER)) == 1
    store.settle(kept(store.address(lead().url), fetched_at=LATER), now=LATER)
    assert store.due("exempel", now=MUCH_LATER) == []


def test_left_out_pages_are_reread_the_longest_unseen_first_and_lose_nothing_before(store):
    urls = [f"https://exempel.se/{n}" for n in range(3)]
    store.note_leads([lead(url) for url in urls], now=NOW)
    for url, day in zip(urls, ("03", "01", "02"), strict=True):
        read = kept(store.address(url), state="left_out", document_id="", fetched_at=f"2026-02-{day}T09:00:00Z")
        store.settle(replace(read, excerpt="Början"), now=NOW)
    assert store.due("exempel", now=NOW) == []
    again = store.due("exempel", now=NOW, reread=True)
    assert [address.url[-1] for address in again] == ["1", "2", "0"]
    assert store.coverage()[0].seen == 3


def test_an_entry_is_complete_only_if_it_was_when_it_was_last_read(store):
    store.note_leads([lead()], now=NOW, entries={("exempel", "rss"): True, ("exempel", "lista"): True})
    assert store.complete_entries("exempel") == {"rss", "lista"}
    store.note_leads([], now=LATER, entries={("exempel", "lista"): False})
    assert store.complete_entries("exempel") == {"rss"}


def test_two_addresses_of_one_document_are_one_in_the_denominator(store):
    urls = ["https://exempel.se/a", "https://exempel.se/b"]
    store.note_leads([lead(url, published="2026-02-01") for url in urls], now=NOW)
    for url in urls:
        store.settle(kept(store.address(url)), now=NOW)
    assert store.coverage() == [Coverage("exempel", "2026-02", 2, 1)]


def test_other_bytes_around_the_same_text_are_not_kept(store, make_document):
    store.note_leads([lead()], now=NOW)
    for number in range(3):
        address = kept(store.address(lead().url), sha256=f"{number}" * 64)
        store.settle(address, document=make_document("p1", "samma text"), body=b"x%d" % number, now=NOW)
    assert store.status().counts["raw_pages"] == 1

"""WARC files: every whole page is read once, everything else is counted or reported with its place in the file."""

import contextlib
import gzip
import io
import time
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from iopmine.errors import ReadingError
from iopmine.reading import Limits, byte_filter
from iopmine.reading.drafts import Member
from iopmine.reading.http_body import body_of
from iopmine.reading.warc import read as read_warc
from iopmine.urls import url_id

HOST = "http://ekdala.example"
PARAGRAPH = "<p>Kommunen och föreningen Måsen går in i ett idéburet offentligt partnerskap om unga i Ekdala.</p>"


def page(title, body=PARAGRAPH * 5):
    return f"<html><body><main><h1>{title}</h1>{body}</main></body></html>".encode()


class Crawl:
    """A WARC file written by warcio, a program that is not ours."""

    def __init__(self, *, packed=True):
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed)
        self.starts = []

    def add(
        self, path, body, *, status="200 OK", media="text/html; charset=utf-8", kind="response", http=(), warc=None
    ):
        self.starts.append(self.out.tell())
        headers = StatusAndHeaders(status, [("Content-Type", media), *http], protocol="HTTP/1.1")
        url = path if ":" in path else f"{HOST}{path}"
        # The same bytes on every run.
        fixed = {"WARC-Record-ID": f"<urn:uuid:{len(self.starts):08d}>", "WARC-Date": "2026-11-20T10:00:00Z"}
        self.writer.write_record(
            self.writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=fixed | dict(warc or {})
            )
        )
        return self

    def save(self, folder, name="crawl.warc.gz"):
        path = folder / name
        path.write_bytes(self.out.getvalue())
        return path


def pages(count, **kwargs):
    crawl = Crawl(**kwargs)
    for number in range(count):
        crawl.add(f"/n/{number}", page(f"Avtal {number}"))
    return crawl


def summary(issues):
    [found] = [issue.message for issue in issues if issue.level == "info"]
    return found


def faults(issues):
    return [issue for issue in issues if issue.level != "info"]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_read_under_the_id_of_their_address(packed, tmp_path, read):
    crawl = Crawl(packed=packed)
    crawl.add("/nytt/?utm_source=brev", page("Nytt avtal"), warc={"WARC-Date": "2018-06-09T05:12:33Z"})
    crawl.add("/anteckning", "Måsen och staden\n\nEtt avtal om unga i Ekdala är klart.".encode(), media="text/plain")
    documents, issues = read(crawl.save(tmp_path, "crawl.warc.gz" if packed else "crawl.warc"))
    assert [(d.id, d.url, d.title, d.source) for d in documents] == [
        (url_id(f"{HOST}/nytt/"), f"{HOST}/nytt/", "Nytt avtal", "ekdala.example"),
        (url_id(f"{HOST}/anteckning"), f"{HOST}/anteckning", "Måsen och staden", "ekdala.example"),
    ]
    assert documents[0].text.startswith("Nytt avtal\n\nKommunen")
    assert [issue.message for issue in issues] == ["2 members: 2 read, 0 left out, 0 could not be read."]


def test_a_pdf_in_an_archive_is_read(tmp_path, read, make_pdf):
    lines = [(18, 60, 780, "Rapport om partnerskap"), (11, 60, 740, "Kommunen och föreningen Måsen har ett avtal.")]
    crawl = Crawl().add("/r.pdf", make_pdf(lines), media="application/octet-stream")
    [document], issues = read(crawl.save(tmp_path))
    assert document.title == "Rapport om partnerskap"
    assert document.id == url_id(f"{HOST}/r.pdf")
    assert faults(issues) == []


def test_what_is_no_page_is_counted_with_its_reason(tmp_path, read):
    crawl = pages(1)
    crawl.add("/borta", page("Borta"), status="404 Not Found")
    crawl.add("/flytt", b"", status="301 Moved Permanently", http=[("Location", f"{HOST}/n/0")])
    crawl.add("/bild.png", b"\x89PNG....", media="image/png")
    crawl.add("/stil.css", b"p { color: red } /* <div */", media="text/css")
    crawl.add("/robots.txt", b"User-agent: *\nDisallow: /intern", media="text/plain")
    crawl.add("/n/0", page("Avtal 0"), kind="revisit", warc={"WARC-Refers-To-Target-URI": f"{HOST}/n/0"})
    crawl.add("/n/0", page("Fråga"), kind="request")
    crawl.add("/tom", b"")
    crawl.add("dns:ekdala.example", b"127.0.0.1", kind="resource")
    documents, issues = read(crawl.save(tmp_path))
    assert [document.title for document in documents] == ["Avtal 0"]
    assert faults(issues) == []
    assert summary(issues) == (
        "9 members: 1 read, 8 left out (2 of a type that is not read, 1 that are robots.txt, 1 whose page is stored "
        "elsewhere (revisit), 2 with another status than 200, 1 without a web address, 1 without content), "
        "0 could not be read."
    )


def test_a_page_met_again_is_not_read_twice_and_a_changed_one_is_kept_beside_it(tmp_path, read):
    first = (
        pages(1)
        .add("/n/0#top", page("Avtal 0"))
        .add("/n/0", page("Avtal 0", f"{PARAGRAPH * 5}<p>Avtalet gäller till 2029.</p>"))
    )
    second = Crawl().add("/n/0", page("Avtal 0")).add("/n/0", page("Avtal 0") + b"<!-- 17:04 -->")
    paths = [first.save(tmp_path, "a.warc.gz"), second.save(tmp_path, "b.warc.gz")]
    documents, issues = read(*paths)
    known = url_id(f"{HOST}/n/0")
    assert [document.id for document in documents] == [known, f"{known}-2"]
    assert [issue.message.partition(" left out")[0] for issue in issues] == [
        "3 members: 2 read, 1",
        "2 members: 0 read, 2",
    ]


def test_the_prefilter_drops_pages_before_any_parser(tmp_path, read, monkeypatch):
    import iopmine.reading.worker as module

    crawl = pages(3)
    crawl.add("/vanlig", page("Vanlig nyhet", "<p>Simhallen har nya öppettider hela sommaren.</p>" * 6))
    path = crawl.save(tmp_path)
    asked = []
    real = module.Worker.read_all
    monkeypatch.setattr(
        module.Worker, "read_all", lambda self, *args, **known: asked.append(1) or real(self, *args, **known)
    )
    from iopmine.reading import read_paths

    items = list(read_paths([path], today=date(2026, 11, 22), wanted=byte_filter(["idéburet offentligt partnerskap"])))
    assert len(asked) == 3
    assert items[-1].message == "4 members: 3 read, 1 left out (1 without a wanted phrase), 0 could not be read."


@pytest.mark.parametrize("hosted", ["gzip", "deflate", "chunked", "chunked gzip"])
def test_transfer_and_content_encodings_are_undone(hosted, tmp_path, read):
    body, http = page("Nytt avtal"), []
    if "gzip" in hosted:
        body, http = gzip.compress(body), [("Content-Encoding", "gzip")]
    if hosted == "deflate":
        body, http = zlib.compress(body), [("Content-Encoding", "deflate")]
    if "chunked" in hosted:
        parts = [body[at : at + 100] for at in range(0, len(body), 100)]
        body = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        http.append(("Transfer-Encoding", "chunked"))
    [document], issues = read(Crawl().add("/x", body, http=http).save(tmp_path))
    assert document.title == "Nytt avtal"
    assert "idéburet" in document.text
    assert faults(issues) == []


def test_answers_that_were_cut_off_are_reported_not_read(tmp_path, read):
    body = page("Nytt avtal")
    packed = gzip.compress(body)
    crawl = Crawl()
    crawl.add("/kort", body[:-100], http=[("Content-Length", str(len(body)))])
    crawl.add("/packad", packed[:-30], http=[("Content-Encoding", "gzip")])
    crawl.add("/bitar", b"ff\r\n" + body[:100], http=[("Transfer-Encoding", "chunked")])
    crawl.add("/mellan", b"5\r\nabcde\r\n", http=[("Transfer-Encoding", "chunked")])
    crawl.add("/avbruten", body, warc={"WARC-Truncated": "length"})
    crawl.add("/hel", body, http=[("Content-Length", str(len(body))), ("Transfer-Encoding", "chunked")])
    documents, issues = read(crawl.save(tmp_path))
    assert [document.url for document in documents] == [f"{HOST}/hel"]
    reported = faults(issues)
    assert [issue.url.removeprefix(HOST) for issue in reported] == [
        "/kort",
        "/packad",
        "/bitar",
        "/mellan",
        "/avbruten",
    ]
    for issue, start in zip(reported, crawl.starts, strict=False):
        assert f"At byte {start} of crawl.warc.gz" in issue.message
        assert "cut off" in issue.message
    assert f"({len(body) - 100} of {len(body)} bytes)" in reported[0].message
    assert summary(issues).endswith("5 could not be read.")


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_ends_early_gives_its_whole_pages(packed, tmp_path, read):
    crawl = pages(5, packed=packed)
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(crawl.out.getvalue()[:-90])
    documents, issues = read(path)
    assert [document.title for document in documents] == [f"Avtal {number}" for number in range(4)]
    [issue] = faults(issues)
    assert issue.url == f"{HOST}/n/4"
    assert f"At byte {crawl.starts[4]} " in issue.message


@pytest.mark.parametrize("damage", ["zeros", "flipped", "checksum", "lost"])
def test_a_damaged_member_costs_its_own_page_only(damage, tmp_path, read):
    crawl = pages(5)
    content = bytearray(crawl.out.getvalue())
    start, end = crawl.starts[2], crawl.starts[3]
    middle = (start + end) // 2
    if damage == "zeros":
        content[middle : middle + 60] = bytes(60)
    elif damage == "flipped":
        content[middle] ^= 0xFF
    elif damage == "checksum":
        content[end - 6] ^= 0xFF
    else:
        del content[middle : middle + 40]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    documents, issues = read(path)
    assert [document.title for document in documents] == ["Avtal 0", "Avtal 1", "Avtal 3", "Avtal 4"]
    [issue] = faults(issues)
    assert f"At byte {start} " in issue.message
    assert issue.level == "error"


def test_wrong_lengths_and_stray_bytes_in_a_plain_file_cost_one_page(tmp_path, read):
    parts = [pages(1, packed=False).out.getvalue().replace(b"/n/0", b"/n/%d" % n) for n in range(3)]
    parts[1] = parts[1].replace(b"Content-Length: ", b"Content-Length: x", 1)
    path = tmp_path / "crawl.warc"
    path.write_bytes(parts[0] + b"slask\r\n" + parts[1] + parts[2])
    documents, issues = read(path)
    assert [document.url[-1] for document in documents] == ["0", "2"]
    assert any(f"At byte {len(parts[0])} " in issue.message for issue in faults(issues))
    assert any("has no length" in issue.message for issue in faults(issues))


def test_a_file_packed_as_one_member_is_read(tmp_path, read):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(pages(3, packed=False).out.getvalue()))
    documents, issues = read(path)
    assert len(documents) == 3
    assert faults(issues) == []


@pytest.mark.parametrize(
    "content",
    [b"ingen arkivfil\n" * 9, gzip.compress(b"hej", mtime=0), b"\x1f\x8b", b"\x1f\x8bxxxxxxxxxx", b"WARC/1.0"],
)
def test_other_files_are_refused(content, tmp_path, read):
    path = tmp_path / "x.warc"
    path.write_bytes(content)
    documents, issues = read(path)
    assert documents == []
    assert issues
    assert all(issue.message for issue in issues)


def test_bombs_are_not_unpacked(tmp_path, read, monkeypatch):
    import iopmine.reading.gzip_members as module

    monkeypatch.setattr(module, "_MAX_UNPACKED", 10_000_000)
    crawl = pages(1)
    crawl.add("/bomb", gzip.compress(bytes(30_000_000)), http=[("Content-Encoding", "gzip")])
    crawl.add("/bomb2", bytes(60_000_000))
    crawl.add("/n/9", page("Avtal 9"))
    documents, issues = read(crawl.save(tmp_path))
    assert [document.title for document in documents] == ["Avtal 0", "Avtal 9"]
    [issue] = faults(issues)
    assert "unpacks to more than" in issue.message
    assert "1 whose answer is larger than 20000000 bytes" in summary(issues)


def test_the_day_of_fetching_bounds_the_date(tmp_path, read):
    body = page("Nytt avtal", f"<p>Publicerad 2024-05-02</p>{PARAGRAPH * 5}")
    late = Crawl().add("/x", body, warc={"WARC-Date": "2024-05-03T00:00:00Z"}).save(tmp_path, "a.warc.gz")
    early = Crawl().add("/y", body, warc={"WARC-Date": "2018-06-09T00:00:00Z"}).save(tmp_path, "b.warc.gz")
    assert [document.published for document in read(late, early)[0]] == ["2024-05-02", None]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_raises_or_invents_a_page(data):
    """Whatever bytes are changed, cut or put in, each page that comes out is one that went in."""
    import tempfile
    from pathlib import Path

    packed = data.draw(st.booleans())
    content = bytearray(pages(4, packed=packed).out.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(max_size=30))
        length = data.draw(st.integers(0, 60))
        content[at : at + length] = piece
    whole = {page(f"Avtal {number}") for number in range(4)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.warc"
        path.write_bytes(content or b"x")
        found = []
        # "The file holds no WARC record": then nothing came out of it either.
        with contextlib.suppress(ReadingError):
            found += [item.content for item in read_warc(path, Limits()) if isinstance(item, Member)]
    # A plain file has no checksums: there a changed byte may stay unnoticed.
    assert not packed or set(found) <= whole


@settings(deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=8))
def test_chunks_are_joined_to_what_they_were(body, sizes):
    parts, rest = [], body
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    parts = [part for part in [*parts, rest] if part]
    sent = b"".join(b"%X\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    read = body_of(sent, length="", transfer="chunked", coding="", limit=1000)
    assert (read.content, read.trouble) == (body, "")
    if parts:
        cut = body_of(sent[:-6], length="", transfer="chunked", coding="", limit=1000)
        assert cut.trouble


def test_a_file_packed_as_one_member_gives_what_comes_before_the_damage(tmp_path, read):
    content = bytearray(gzip.compress(pages(40, packed=False).out.getvalue() + bytes(range(256)) * 40, compresslevel=1))
    content[len(content) // 2 :] = b""
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    documents, issues = read(path)
    assert [document.title for document in documents] == [f"Avtal {number}" for number in range(len(documents))]
    assert len(documents) > 5
    [issue] = faults(issues)
    assert "the file ends in the middle of a record" in issue.message


@pytest.mark.parametrize("kind", ["whole", "damaged", "lines"])
def test_time_grows_with_the_file_and_no_faster(kind, tmp_path):
    one = pages(1).add("/x", b"x" * 4000).out.getvalue()
    unit = {"whole": one, "damaged": one[:-30] + one[-20:], "lines": b"WARC/1.0\r\nContent-Length: 3\r\n\r\nab\r\n"}[
        kind
    ]
    path = tmp_path / "x.warc"

    def seconds(count):
        path.write_bytes(unit * count)
        started = time.process_time()
        assert list(read_warc(path, Limits())) or kind == "lines"
        return time.process_time() - started

    once, twice = (min(seconds(count) for _ in range(3)) for count in (300, 600))
    assert twice < 3 * max(once, 0.01)

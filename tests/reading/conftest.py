"""Files in the forms that the reading room meets, made on the spot."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from iopmine.reading import Limits, read_paths
from iopmine.records import Document, Issue

TODAY = date(2026, 11, 22)
Read = Callable[..., tuple[list[Document], list[Issue]]]


@pytest.fixture
def read() -> Read:
    """Read paths and return (documents, issues)."""

    def run(*paths: Path, limits: Limits | None = None) -> tuple[list[Document], list[Issue]]:
        items = list(read_paths(list(paths), today=TODAY, limits=limits))
        return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Issue)]

    return run


def _content(lines: list[tuple[float, float, float, str]]) -> bytes:
    shown = []
    for size, left, bottom, text in lines:
        escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (size, left, bottom, escaped))
    return b"\n".join(shown)


def _objects(pages: list[bytes], title: str) -> Iterator[bytes]:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages)))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    yield b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    yield b"<< /Title (%s) >>" % title.encode("cp1252")
    for number, content in enumerate(pages):
        yield (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * number)
        )
        yield b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Return the bytes of a PDF: for each page lines of (type size, left, bottom, text)."""

    def make(*pages: list[tuple[float, float, float, str]], title: str = "", encrypt: bool = False) -> bytes:
        out, offsets = bytearray(b"%PDF-1.4\n"), []
        objects = list(_objects([_content(page) for page in pages], title))
        if encrypt:
            objects.append(b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32))
        for number, body in enumerate(objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        locked = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if encrypt else b""
        out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R%s >>\n" % (len(offsets) + 1, locked)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)

    return make

"""A PDF with a text layer, as small as it gets: one font, lines of text, several pages."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def make_pdf(title: str, paragraphs: Sequence[str], *, lines_per_page: int = 44) -> bytes:
    """Return the bytes of an A4 document; letters outside Windows-1252 become question marks."""
    lines = [title, ""]
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, 84), ""]
    pages = [lines[start : start + lines_per_page] for start in range(0, len(lines), lines_per_page)]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(_objects(title, pages), start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
    return bytes(out)


def _objects(title: str, pages: Sequence[Sequence[str]]) -> Iterator[bytes]:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(pages)))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    yield _FONT
    yield b"<< /Title (%s) >>" % _escaped(title)
    for number, lines in enumerate(pages):
        yield (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * number)
        )
        content = b"\n".join(
            b"BT /F1 %d Tf 56 %d Td (%s) Tj ET" % (16 if number + row == 0 else 11, 780 - 16 * row, _escaped(line))
            for row, line in enumerate(lines)
        )
        yield b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

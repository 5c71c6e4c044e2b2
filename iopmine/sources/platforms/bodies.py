"""The bodies of answers, opened with bounds: JSON, XML, HTML, gzip. Nothing here trusts the media type.

Parsers written in C cannot be interrupted, so what would take them long is refused before: libxml2 needs quadratic time
for tags with very many attributes (measured: 15 s for 100,000).
"""

from __future__ import annotations

import json
import re
import zlib
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from iopmine.errors import SourceError
from iopmine.sources.platforms.wording import decoded, plain

MAX_XML_BYTES = 20_000_000
MAX_PAGE_BYTES = 4_000_000
MAX_JSON_BYTES = 20_000_000
MAX_LINKS = 5_000
"""Links of one web page; no list shows more at a time."""
_LONG_TAG = 20_000
_MAX_PARTS = 8_000
_NOT_CONTENT = (
    re.compile(rb"<script\b.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL),
    re.compile(rb"<style\b.*?(?:</style|\Z)", re.IGNORECASE | re.DOTALL),
    re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL),
)
# Common in addresses; a parser that recovers would drop it, and the address would be another.
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{1,8});)")
_HTML = re.compile(r"\s*(?:<!doctype\s+html|<html|<head|<body)\b", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Tell whether a text begins as web pages do."""
    return _HTML.match(text[:2000].lstrip("\ufeff \t\r\n")) is not None


def json_value(body: bytes) -> Any:  # noqa: ANN401 - whatever a host sends; its shape is checked where it is read
    """Return the value that the body holds.

    Raises:
        SourceError: the body is no JSON, nested too deep or too large.
    """
    _within(body, MAX_JSON_BYTES)
    text = decoded(body)
    if looks_like_html(text):
        raise SourceError("The address answered with a web page instead of JSON.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"The answer is no JSON: {plain(str(error), 120)}.") from error


def json_rows(value: object) -> list[dict[str, Any]]:
    """Return the objects of a JSON list; a single object counts as a list of one, anything else as none."""
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def json_text(row: dict[str, Any], *names: str) -> str:
    """Return the first of the named values that is a text or a whole number, or an empty string."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            return str(value)
    return ""


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; some damaged names are none to lxml."""
    return str(element.tag).rpartition("}")[2]


def xml_root(body: bytes) -> tuple[etree._Element, str]:
    """Return the root of an XML document, and what is damaged in it (an empty string if nothing is).

    A damaged document is read as far as it can be; an ampersand that stands for itself is no damage. Entities are not
    resolved, nothing is fetched.

    Raises:
        SourceError: the body is no XML, declares a document type, or is too large.
    """
    _within(body, MAX_XML_BYTES)
    if looks_like_html(body[:2000].decode("latin-1")):
        raise SourceError("The address answered with a web page instead of XML.")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise SourceError("The answer declares a document type or entities, which no list needs: it was not read.")
    root, damage = _read_xml(_BARE_AMPERSAND.sub(b"&amp;", body))
    if root is None:
        raise SourceError(f"The answer is no XML. {damage}".strip())
    if root.getroottree().docinfo.doctype:
        raise SourceError("The answer declares a document type, which no list needs: it was not read.")
    return root, damage


def is_well_formed(body: bytes) -> bool:
    """Tell whether a document is proper XML in UTF-8, whatever encoding it declares."""
    try:
        etree.fromstring(body, _xml_parser(recover=False, encoding="utf-8"))
    except etree.XMLSyntaxError:
        return False
    return True


def _read_xml(body: bytes) -> tuple[etree._Element | None, str]:
    try:
        return etree.fromstring(body, _xml_parser(recover=False)), ""
    except etree.XMLSyntaxError as error:
        damage = f"The XML is damaged, a part may be missing: {plain(str(error), 120)}."
    try:
        return etree.fromstring(body, _xml_parser(recover=True)), damage
    except etree.XMLSyntaxError:
        return None, damage


def _xml_parser(*, recover: bool, encoding: str | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def html_root(body: bytes) -> lxml.html.HtmlElement:
    """Return the root of a web page, without scripts, styles and comments.

    Raises:
        SourceError: the page is empty, too large, or built so that reading it would take very long.
    """
    _within(body, MAX_PAGE_BYTES)
    content = decoded(body).replace("\x00", "").encode("utf-8", "replace")
    for pattern in _NOT_CONTENT:
        content = pattern.sub(b" ", content)
    for stretch in content.split(b"<"):
        if len(stretch) > _LONG_TAG and len(re.findall(rb"[\s/=]+", stretch)) > _MAX_PARTS:
            raise SourceError("The page holds a tag with thousands of attributes: it was not read.")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(content, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"The answer is no web page: {plain(str(error), 120)}.") from error
    return root


def base_of(root: lxml.html.HtmlElement, address: str) -> str:
    """Return what relative links of a page are relative to: its own address, or its ``base`` element."""
    for element in root.iter("base"):
        try:
            return urljoin(address, str(element.get("href") or "").strip())
        except ValueError:
            return address
    return address


def unpacked(body: bytes, most: int) -> bytes:
    """Return the content of a gzip file, or the body itself if it is none.

    Raises:
        SourceError: the content is larger than ``most`` bytes, or the file is damaged or cut off.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    inflating = zlib.decompressobj(wbits=31)
    try:
        content = inflating.decompress(body, most + 1)
    except zlib.error as error:
        raise SourceError(f"The gzip file is damaged: {error}.") from error
    if len(content) > most:
        raise SourceError(f"The gzip file unpacks to more than {most:,} bytes: it was not read.")
    if not inflating.eof:
        raise SourceError("The gzip file is cut off.")
    return content


def _within(body: bytes, most: int) -> None:
    if len(body) > most:
        raise SourceError(f"The answer has {len(body):,} bytes; a list of this kind may have {most:,}.")
    if not body.strip():
        raise SourceError("The answer is empty.")

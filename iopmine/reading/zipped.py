"""Zip archives: their files, none of which is trusted for its name, its size or its honesty."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from iopmine.errors import ReadingError
from iopmine.reading.drafts import MEGABYTE, Limits, Member, PassedOver, RowProblem
from iopmine.reading.registry import reader_of
from iopmine.text.normal import nfc

_ENCRYPTED = 0x1
_NAMED_IN_UTF8 = 0x800
# Markup shrinks to a tenth, repeated tables to a hundredth; what shrinks more was made to be a bomb.
_MAX_RATIO = 200
_MAX_MEMBERS = 200_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DRIVE = re.compile(r"[A-Za-z]:")
_NESTED = frozenset(".zip .gz .bz2 .xz .7z .rar .tar .tgz .wacz .warc .zst".split())


def read(path: Path, limits: Limits) -> Iterator[Member | PassedOver | RowProblem]:
    """Yield the files of a zip archive, and a problem for each that is refused.

    Raises:
        ReadingError: the file is no zip archive, or was cut off.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ReadingError(
            f"The file is no zip archive, or it was cut off ({error}).", hint="Copy or download it again."
        ) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > _MAX_MEMBERS:
            message = f"The archive holds {len(infos)} files; at most {_MAX_MEMBERS} are read."
            raise ReadingError(message, hint="Split it, or unpack it and add the folder.")
        left = limits.unpacked_bytes
        for info in infos:
            found = _member(archive, info, limits, left)
            left -= len(found.content) if isinstance(found, Member) else 0
            yield found


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, left: int
) -> Member | PassedOver | RowProblem:
    name = _name(info)
    where = f"{archive.filename}#{_CONTROL.sub('?', name)}"
    reason = _refused_name(name)
    if reason:
        return RowProblem(f"{reason} and was not read. Pack the archive again with plain names.", "error", where)
    if _is_hidden(name):
        return PassedOver("hidden files")
    ending = PurePosixPath(name).suffix.casefold()
    reader = reader_of(PurePosixPath(name).name)
    if ending in _NESTED or (reader is not None and reader.shape == "archive"):
        message = "An archive inside an archive is not opened. Unpack the outer one and add its files."
        return RowProblem(message, "error", where)
    if reader is None:
        return PassedOver(f"with the ending {_CONTROL.sub('?', ending)[:12] or '(none)'}")
    allowed = min(getattr(limits, reader.size), limits.member_bytes)
    reason = _refused_size(info, allowed, left)
    if reason:
        return RowProblem(f"{reason}. Unpack the archive and add the files you trust.", "error", where)
    return _unpacked(archive, info, name, ending, where)


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, ending: str, where: str
) -> Member | RowProblem:
    try:
        # A file that holds more than it declares is cut at what it declares, and its checksum then differs.
        with archive.open(info) as file:
            return Member(name, ending, file.read(info.file_size))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        message = f"The file is damaged inside the archive ({error}). Copy or download the archive again."
    except NotImplementedError:
        message = "The file is packed by a method that is not read. Pack the archive again as an ordinary zip."
    except RuntimeError as error:
        message = f"The file cannot be unpacked ({error}). Unpack the archive and add its files."
    return RowProblem(message, "error", where)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name in NFC; programs that write UTF-8 without saying so are understood."""
    if info.flag_bits & _NAMED_IN_UTF8:
        return nfc(info.filename)
    try:
        return nfc(info.filename.encode("cp437").decode("utf-8"))
    except UnicodeError:
        return nfc(info.filename)


def _refused_name(name: str) -> str:
    if _CONTROL.search(name):
        return "The name holds control characters"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "The name is an absolute path"
    if ".." in name.replace("\\", "/").split("/"):
        return "The name leads out of the archive (..)"
    return ""


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith((".", "~$")) for part in parts)


def _refused_size(info: zipfile.ZipInfo, allowed: int, left: int) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "The file is encrypted"
    if info.file_size > MEGABYTE and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
        return f"The file unpacks from {info.compress_size} to {info.file_size} bytes, more than {_MAX_RATIO} times"
    if info.file_size > allowed:
        return f"The file is too large: {info.file_size} bytes, at most {allowed} are read"
    if info.file_size > left:
        return "The archive unpacks to more than is read of one"
    if info.file_size == 0:
        return "The file is empty"
    return ""

"""Folders where a database in use is not safe: synchronised clouds and network drives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# A synchroniser copies the file without its -wal; a network drive has no shared memory and unreliable locks.
_CLOUDS: Final = (
    (re.compile(r"onedrive(?:$|[ -])"), "OneDrive"),
    (re.compile(r"(?:team )?dropbox(?:$|[ -])"), "Dropbox"),
    (re.compile(r"(?:google ?drive(?:$|[ -])|(?:my drive|min enhet)$)"), "Google Drive"),
    (re.compile(r"(?:icloud ?drive$|icloud~|mobile documents$|com~apple~clouddocs$)"), "iCloud Drive"),
    (re.compile(r"(?:nextcloud|owncloud|pcloud ?drive|sunet ?drive)$"), "Nextcloud or a similar service"),
    (re.compile(r"cloudstorage$"), "a synchronised cloud folder"),
)
_NETWORK: Final = frozenset(
    "9p afpfs afs beegfs ceph cifs davfs drvfs fuse.davfs2 fuse.glusterfs fuse.google-drive-ocamlfuse fuse.onedriver "
    "fuse.rclone fuse.s3fs fuse.sshfs glusterfs gpfs lustre ncpfs nfs nfs4 smb2 smb3 smbfs".split()
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def unsafe_location(path: Path, *, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Return what makes the folder of a store unsafe (``OneDrive``, ``a network drive (nfs4)``), or None.

    Judged by the names of the folders on the way and, on Linux, by the file system they lie on. ``mounts`` is the
    kernel's list of mounted file systems; it may be absent.
    """
    if str(path).startswith((r"\\", "//")):
        return "a network drive"
    places = {path.absolute(), path.resolve()}
    for part in sorted({part.casefold() for place in places for part in place.parts}):
        for pattern, name in _CLOUDS:
            if pattern.match(part):
                return name
    system = _file_system(path.resolve(), mounts)
    return f"a network drive ({system})" if system in _NETWORK else None


def _file_system(path: Path, mounts: Path) -> str:
    """Return the type of the innermost file system that holds the path, as the kernel names it; empty if unknown."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    depth, system = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_OCTAL.sub(lambda found: chr(int(found.group(1), 8)), fields[1]))
        # Of two mounts on one point the later one is seen.
        if path.is_relative_to(point) and len(point.parts) >= depth:
            depth, system = len(point.parts), fields[2]
    return system

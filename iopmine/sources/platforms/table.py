"""The one table of platforms: which name in a source's file is found by what.

Another platform is one file and one line here, or, in another package, an entry point of the group
``iopmine.platforms`` whose object is a ``Platform``.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import cast

from iopmine.sources.platforms.contract import Find

ENTRY_POINTS = "iopmine.platforms"


@dataclass(frozen=True, slots=True)
class Platform:
    """A way of finding leads.

    ``target`` names the function (``package.module:function``), imported when first needed. ``options`` are the keys
    that an entry of this platform may have besides its address.
    """

    name: str
    target: str
    options: tuple[str, ...] = ()

    def load(self) -> Find:
        """Import and return the function."""
        return cast(Find, pkgutil.resolve_name(self.target))


_HERE = "iopmine.sources.platforms"
_ROOM = ("first", "key")
BUILT_IN = (
    Platform("addresses", f"{_HERE}.addresses:find"),
    Platform("cision", f"{_HERE}.cision:find", _ROOM),
    Platform("feed", f"{_HERE}.feed:find", _ROOM),
    Platform("listing", f"{_HERE}.listing:find", (*_ROOM, "selector", "date_selector", "next", "newest_first")),
    Platform("mynewsdesk", f"{_HERE}.mynewsdesk:find", _ROOM),
    Platform("notified", f"{_HERE}.notified:find", _ROOM),
    Platform("oai", f"{_HERE}.oai:find", ("set", "terms")),
    Platform("regeringen", f"{_HERE}.regeringen:find", _ROOM),
    Platform("riksdagen", f"{_HERE}.riksdagen:find"),
    Platform("sitemap", f"{_HERE}.sitemap:find"),
    Platform("viatt", f"{_HERE}.viatt:find", _ROOM),
    Platform("wordpress", f"{_HERE}.wordpress:find"),
)


@cache
def platforms() -> dict[str, Platform]:
    """Return the platforms by name, plug-ins last and so decisive."""
    plugged = [point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)]
    return {platform.name: platform for platform in (*BUILT_IN, *plugged)}

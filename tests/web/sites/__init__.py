"""The sites of our web by name, ready to be built once their addresses are known."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from tests.web.sites.academia import Diva
from tests.web.sites.base import Build, Knobs, Site
from tests.web.sites.government import Regeringen, Riksdagen
from tests.web.sites.hostile import NEIGHBOUR, Hostile, robots_sites
from tests.web.sites.municipal import DateForms, Municipality, Reports
from tests.web.sites.news import Broadcast, News, Reprints
from tests.web.sites.pressrooms import Cision, Mynewsdesk, Notified, ViaTT
from tests.web.sites.sitemaps import Archive
from tests.web.sites.wordpress import WordPress

FRIENDLY: dict[str, type[Site]] = {
    kind.name: kind
    for kind in (
        News, WordPress, Archive, Mynewsdesk, Cision, ViaTT, Notified, Riksdagen, Regeringen, Diva, Municipality,
        DateForms, Reports, Broadcast, Reprints,
    )
}  # fmt: skip

BESIDE = {"grannen": (NEIGHBOUR, "fientlig")}
"""Sites on an address of their own with the port of another site; an asker is never allowed to ask them."""


def friendly(knobs: Knobs | None = None, *, only: Iterable[str] | None = None) -> dict[str, Build]:
    """Return the friendly sites, or some of them by name."""
    return {name: partial(FRIENDLY[name], knobs=knobs) for name in (FRIENDLY if only is None else only)}


def nasty() -> dict[str, Build]:
    """Return the site of faults (``fientlig``), its neighbour (``grannen``), and one for each bad robots.txt."""
    return {"fientlig": Hostile, **robots_sites()}

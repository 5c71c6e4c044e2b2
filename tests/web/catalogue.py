"""The sources that the friendly sites are: one TOML file each, in the form of the packaged catalogue."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Option = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class Way:
    """One entry point: a platform, and a path on the site."""

    id: str
    platform: str
    path: str
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One source: the site that serves it, and the ways in."""

    id: str
    site: str
    name: str
    kind: str
    ways: tuple[Way, ...]
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    floor_leads: int = 1


_LIST = {"selector": "li.nyhet h2 a", "date_selector": "span.nyhet-datum"}
SOURCES: tuple[SourceFile, ...] = (
    SourceFile(
        "nyheter",
        "nyheter",
        "Nyheterna i Ekdala",
        "media",
        (Way("rss", "feed", "/rss.xml"), Way("atom", "feed", "/atom.xml"), Way("json", "feed", "/feed.json")),
    ),
    SourceFile(
        "foreningsbladet",
        "wordpress",
        "Föreningsbladet",
        "civil society",
        (Way("api", "wordpress", "/wp-json/wp/v2/posts?per_page=5&page={page}"), Way("feed", "feed", "/feed/")),
    ),
    SourceFile(
        "arkivet",
        "arkivet",
        "Arkivet",
        "media",
        (Way("karta", "sitemap", "/sitemap.xml"), Way("nytt", "sitemap", "/sitemap-news.xml")),
        keep=("/artiklar/",),
    ),
    SourceFile(
        "ekdala-pressrum",
        "mynewsdesk",
        "Ekdala kommun, pressrum",
        "municipality",
        (
            Way("rum", "mynewsdesk", "/se/rss/current_news/51204"),
            Way("lista", "mynewsdesk", "/se/ekdala/pressreleases?page={page}"),
        ),
        keep=("/pressreleases/",),
    ),
    SourceFile(
        "norrviken-pressrum",
        "cision",
        "Norrvikens kommun, pressrum",
        "municipality",
        (
            Way("flode", "cision", "/se/norrvikens-kommun/rss/all-information/"),
            Way("lista", "cision", "/se/norrvikens-kommun/?page={page}"),
        ),
        keep=("/r/",),
    ),
    SourceFile(
        "forbundet-pressrum",
        "viatt",
        "Förbundet, pressrum",
        "civil society",
        (Way("flode", "viatt", "/rss/releases/latest?publisherId=142377"),),
    ),
    SourceFile(
        "alunda-pressrum",
        "notified",
        "Ålunda kommun, pressrum",
        "municipality",
        (Way("rum", "notified", "/alunda-kommun/posts/pressreleases?page={page}"),),
        keep=("/posts/pressreleases/",),
    ),
    SourceFile(
        "riksdagen-prov",
        "riksdagen",
        "Riksdagens öppna data, prov",
        "parliament",
        (Way("sok", "riksdagen", "/dokumentlista/?sok={query}&sort=datum&sortorder=desc&utformat=json&p={page}"),),
    ),
    SourceFile(
        "regeringen-prov",
        "regeringen",
        "Regeringen, prov",
        "government",
        (
            Way("flode", "regeringen", "/Filter/RssFeed?filterType=Taxonomy&filterByType=FilterablePageBase"),
            Way("lista", "regeringen", "/pressmeddelanden/?page={page}"),
        ),
    ),
    SourceFile(
        "diva-prov",
        "diva",
        "DiVA, prov",
        "academia",
        (Way("oai", "oai", "/dice/oai", {"hosts": ["urn.kb.se"]}),),
    ),
    SourceFile(
        "ekdala",
        "kommun",
        "Ekdala kommun",
        "municipality",
        (Way("nyheter", "listing", "/nyheter?sida={page}", _LIST),),
        floor_leads=5,
    ),
    SourceFile(
        "datumformer",
        "datum",
        "Datumformer",
        "municipality",
        (Way("nyheter", "listing", "/nyheter", {"selector": "ul.nyhetslista a"}),),
    ),
    SourceFile(
        "rapporter",
        "rapporter",
        "Rapporter",
        "municipality",
        (
            Way("lista", "listing", "/rapporter/", {"selector": "ul.rapporter a"}),
            Way("adresser", "addresses", "/adresser.csv"),
        ),
    ),
    SourceFile(
        "lokaltv", "etermedia", "Lokal-tv Sörmland", "media", (Way("rss", "feed", "/nyheter/lokalt/sormland/rss.xml"),)
    ),
    SourceFile("ekot", "etermedia", "Ekot, prov", "media", (Way("rss", "feed", "/api/rss/program/83"),)),
    SourceFile("eftertryck", "eftertryck", "Eftertryck", "media", (Way("json", "feed", "/feed.json"),)),
)


def toml(source: SourceFile, base: str, *, pause: float = 0.0, pages_per_run: int | None = None) -> str:
    """Return the file of a source whose site has this base address."""
    return "\n".join(_lines(source, base, pause, pages_per_run)) + "\n"


def write(
    folder: Path,
    bases: Mapping[str, str],
    *,
    only: Collection[str] | None = None,
    pause: float = 0.0,
    pages_per_run: int | None = None,
) -> list[Path]:
    """Write the files of the sources whose sites are served (of these ids, if given); return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in SOURCES:
        if source.site in bases and (only is None or source.id in only):
            path = folder / f"{source.id}.toml"
            path.write_text(
                toml(source, bases[source.site], pause=pause, pages_per_run=pages_per_run), encoding="utf-8"
            )
            written.append(path)
    return written


def _lines(source: SourceFile, base: str, pause: float, pages_per_run: int | None) -> Iterator[str]:
    yield f"id = {_text(source.id)}"
    yield f"name = {_text(source.name)}"
    yield f"kind = {_text(source.kind)}"
    yield f"home = {_text(base + '/')}"
    yield 'language = "sv"'
    yield 'paywall = "no"'
    if pause:
        yield f"pause = {pause!r}"
    if pages_per_run is not None:
        yield f"pages_per_run = {pages_per_run}"
    for key, patterns in (("keep", source.keep), ("drop", source.drop)):
        if patterns:
            yield f"{key} = {_text(list(patterns))}"
    yield ""
    yield "[floors]"
    yield f"leads = {source.floor_leads}"
    for way in source.ways:
        yield ""
        yield "[[entries]]"
        yield f"id = {_text(way.id)}"
        yield f"platform = {_text(way.platform)}"
        yield f"url = {_text(base + way.path)}"
        yield 'status = "seen"'
        if way.options:
            yield "[entries.options]"
            yield from (f"{key} = {_text(value)}" for key, value in way.options.items())
    yield ""
    yield "[[history]]"
    yield 'date = "2026-11-22"'
    yield 'event = "Written for the loopback web."'


def _text(value: Option) -> str:
    """Return a TOML value: JSON's texts, numbers, booleans and lists are TOML's too."""
    return json.dumps(value, ensure_ascii=False)

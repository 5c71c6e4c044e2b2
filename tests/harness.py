"""The command line in a process of its own, and texts to give it. All bodies in the texts are invented."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
ENVIRONMENT.pop("IOPMINE_DEBUG", None)
TODAY = date(2026, 11, 1)
NOW = "2026-11-01T12:00:00Z"
Finished = subprocess.CompletedProcess[str]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "iopmine", *map(str, arguments)]


def run_iopmine(*arguments: object, cwd: Path, **variables: str) -> Finished:
    """Run a command to its end; whatever it was given, no traceback and no admitted fault may come out."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=ENVIRONMENT | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=240,
        check=False,
    )
    for said in (done.stdout, done.stderr):
        assert "Traceback" not in said, said
        assert "A fault inside iopmine" not in said, said
        assert "Exception ignored" not in said, said
    return done


ARTICLE = """\
Läxhjälpen i Ekdala blir kvar

12 mars 2018

Ekdala kommun och Föreningen Åsen förlänger sitt idéburet offentliga partnerskap om läxhjälp till sommaren 2020.
Kommunen bidrar med 400 000 kronor per år.
"""
PAGE = """\
<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2019-05-02"></head><body><article><h1>{title}</h1>
<p>Ekdala kommun och Stiftelsen Fyrbåken skriver ett idéburet offentligt partnerskap om ett härbärge för vintern.
Platserna räcker till tjugo personer och avtalet gäller i tre år.</p>
<p>Stiftelsen svarar för personalen och kommunen för lokalen, som ligger vid torget och öppnar i november.</p>
</article></body></html>
"""
SHELTER = """\
Nytt härbärge i Ekdala

12 mars 2018

Ekdala kommun och Stiftelsen Fyrbåken tecknar ett idéburet offentligt partnerskap (IOP) om ett natthärbärge för hemlösa.
Avtalet gäller från april 2018 till mars 2021.

– Göteborgs Stads väg är vår, säger Majken Thelander, ordförande i Stiftelsen Fyrbåken. Enligt Thelander är vinster i
välfärden fel väg.

Bräcke diakoni har hjälpt till. Thelander nås på 070-174 06 11 eller linden@example.org.
"""
PROFIT = """\
Debatt: Vinsten hör inte hemma i välfärden

4 juni 2017

Vinster i välfärden ska stoppas med ett vinsttak, skriver företrädare för Föreningen Åsen i Norrviken. Ett idéburet
offentligt partnerskap är ett bättre sätt för Uppsala kommun att ordna läxhjälp.
"""
UNRELATED = """\
Badhuset stängs för städning

Badhuset i Norrviken stängs i två veckor. Det gäller både den stora och den lilla bassängen, och gymmet.
"""
ARTICLES = {"harbarge": SHELTER, "vinster": PROFIT, "badhus": UNRELATED}

"""How a source is doing, judged by its runs: when it last answered, and whether it brings what it usually does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from iopmine.records import Source, SourceRun

RUNS_NEEDED = 3
"""Complete runs before there is a usual number."""
RUNS_LOOKED_AT = 10
RUNS_WITHOUT_TEXT = 3
"""So many runs in a row in which pages were asked for and none could be read: the site has changed."""
# The median absolute deviation times this estimates the standard deviation of a normal distribution.
_MAD_SCALE = 1.4826
_DEVIATIONS = 3.0
# A list of ten may well have five or twenty the next time; nothing is said within this factor of the median.
_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one source. ``warnings`` are sentences for the user; a source without any is well."""

    source: str
    last_run: str
    """Time of the last run (ISO), empty before the first."""
    last_success: str
    """End of the last run in which all its entries answered, empty if there was none."""
    leads: int
    """Articles named in the last run."""
    usual: tuple[int, int] | None
    """Band in which the number of named articles usually lies."""
    kept: int
    """Texts kept over all runs."""
    warnings: tuple[str, ...]


def health(source: Source, runs: Sequence[SourceRun]) -> Health:
    """Return the health of a source from its runs, oldest first."""
    complete = [run for run in runs if run.complete]
    last = runs[-1] if runs else None
    band = usual_band([run.leads for run in complete if run is not last])
    return Health(
        source=source.id,
        last_run=last.started_at if last else "",
        last_success=complete[-1].ended_at if complete else "",
        leads=last.leads if last else 0,
        usual=band,
        kept=sum(run.kept for run in runs),
        warnings=tuple(_warnings(source, runs, band)),
    )


def usual_band(counts: Sequence[int]) -> tuple[int, int] | None:
    """Return the band (low, high) in which counts usually lie, from the last ``RUNS_LOOKED_AT`` of them.

    Three robust deviations around the median (Leys et al. 2013, Journal of Experimental Social Psychology 49), and
    never narrower than half to twice the median. None for fewer than ``RUNS_NEEDED`` counts.
    """
    if len(counts) < RUNS_NEEDED:
        return None
    recent = counts[-RUNS_LOOKED_AT:]
    middle = median(recent)
    spread = _DEVIATIONS * _MAD_SCALE * median(abs(count - middle) for count in recent)
    low, high = min(middle - spread, middle / _FACTOR), max(middle + spread, middle * _FACTOR)
    return max(0, int(low)), int(high + 0.999)


def _warnings(source: Source, runs: Sequence[SourceRun], band: tuple[int, int] | None) -> list[str]:
    if not runs:
        return []
    last, said = runs[-1], []
    if not last.complete:
        failed = next((number for number, run in enumerate(reversed(runs)) if run.complete), len(runs))
        runs_told = f"{failed} runs" if failed > 1 else "run"
        said.append(f"An entry point has not answered in the last {runs_told}.")
    elif last.leads < source.floor_leads:
        said.append(f"It named {last.leads} articles, fewer than its floor of {source.floor_leads}.")
    elif band and not band[0] <= last.leads <= band[1]:
        said.append(f"It named {last.leads} articles, usually {band[0]} to {band[1]}.")
    recent = [run for run in runs if run.asked][-RUNS_WITHOUT_TEXT:]
    if len(recent) == RUNS_WITHOUT_TEXT and all(run.failed == run.asked for run in recent):
        said.append(f"No page could be read in {RUNS_WITHOUT_TEXT} runs: the site may have changed.")
    return said

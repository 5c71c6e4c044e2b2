"""``iopmine topics --calibrate``: what the tests of shifts are worth on the stored corpus."""

from __future__ import annotations

from collections.abc import Callable

from iopmine.config import Workspace
from iopmine.records import CalibrationRow
from iopmine.steps.observing import observed, tested
from iopmine.steps.opening import open_store
from iopmine.trends import calibration
from iopmine.trends.calibration import SIMULATIONS, Calibration


def calibrate(
    workspace: Workspace,
    *,
    simulations: int = SIMULATIONS,
    seed: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Calibration:
    """Simulate corpora like the stored one, with the topics of the latest run; save how often the tests err and find.

    As in the tests themselves, names of bodies take no part. ``seed``: None for that of the workspace's settings;
    ``progress`` is told each figure as it comes.

    Raises:
        StoreError: there is no store yet.
    """
    seed = workspace.settings.topics.seed if seed is None else seed
    with open_store(workspace) as store:
        run = store.latest_run()
        shares = store.shares(run) if run is not None else []
        seen = tested(observed(store, list(store.documents()), shares))
        found = calibration.calibrate(seen, simulations=simulations, seed=seed, progress=progress)
        if run is not None:
            store.replace_in_run(run, CalibrationRow, found.rows)
    return found


def calibration_lines(found: Calibration) -> list[str]:
    """Say what came of it, a sentence a line, to stand beside the shifts."""
    if not found.rows:
        return [f"Nothing to calibrate: of {found.stories} dated stories no series has enough to be tested."]
    head = f"Simulated: {found.stories} dated stories from {found.sources} sources, {found.series} series."
    return [head, *(row.sentence for row in found.rows if row.measure != "power")]

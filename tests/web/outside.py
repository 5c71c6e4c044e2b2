"""The web in a process of its own, so that it lives on while the gathering process is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.web import log
from tests.web.answers import Truth
from tests.web.server import LIFETIME, State, read_state, write_state
from tests.web.sites import BESIDE, FRIENDLY, friendly, nasty
from tests.web.sites.base import Knobs, Site

ROOT = Path(__file__).parents[2]
START = 20.0


class Outside:
    """As ``Web``, from outside: addresses, state, truths and hits; a context manager."""

    def __init__(
        self,
        folder: Path,
        *,
        knobs: Knobs | None = None,
        only: Iterable[str] | None = None,
        hostile: bool = False,
        spread: bool = False,
        lifetime: float = LIFETIME,
    ) -> None:
        self._knobs, self._hostile = knobs or Knobs(), hostile
        self._only = list(FRIENDLY if only is None else only)
        self._log, self._state_file = folder / "webb.jsonl", folder / "webb-state.json"
        self._ports, self._said = folder / "webb-portar.json", folder / "webb-sade.txt"
        self._command = [
            sys.executable, "-m", "tests.web", "--port-file", str(self._ports), "--log", str(self._log),
            "--state", str(self._state_file), "--only", ",".join(self._only), "--lifetime", str(lifetime),
            "--knobs", json.dumps(asdict(self._knobs)), "--parent", str(os.getpid()),
            *(["--hostile"] if hostile else []), *(["--spread"] if spread else []),
        ]  # fmt: skip
        self.bases: dict[str, str] = {}
        self.sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
            )
        until = time.monotonic() + START
        while not self._ports.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                self._end()
                raise RuntimeError(f"the web did not start: {self._said.read_text(encoding='utf-8')}")
            time.sleep(0.02)
        self.bases = json.loads(self._ports.read_text(encoding="utf-8"))
        builds = friendly(self._knobs, only=self._only) | (nasty() if self._hostile else {})
        self.sites = {name: build(self.bases[name]) for name, build in builds.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def state(self) -> State:
        """The state now."""
        return read_state(self._state_file)

    def change(self, **changes: Any) -> None:
        """Change fields of the state."""
        write_state(self._state_file, replace(self.state, **changes))

    @property
    def addresses(self) -> frozenset[tuple[str, int]]:
        """Address and port of each site that may be asked."""
        parts = (base.removeprefix("http://").rsplit(":", 1) for name, base in self.bases.items() if name not in BESIDE)
        return frozenset((host, int(port)) for host, port in parts)

    def truths(self) -> list[Truth]:
        """What is known of every page in the present revision."""
        revision = self.state.revision
        return [truth for site in self.sites.values() for truth in site.truth(revision)]

    def hits(self, site: str | None = None, *, path: str | None = None) -> list[log.Hit]:
        """Return the hits so far, by their beginning."""
        return log.chosen(log.read(self._log), site, path)

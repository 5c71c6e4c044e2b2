"""Serve the web from a process of its own: ``python -m tests.web --port-file X --log X.jsonl``.

Writes the base address of each site as JSON to the port file once it listens, and ends after ``--lifetime`` seconds,
on SIGTERM, or when the process that started it is gone (``--parent``).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from pathlib import Path

from tests.web.log import Log
from tests.web.server import LIFETIME, Web
from tests.web.sites import FRIENDLY, friendly, nasty
from tests.web.sites.base import Knobs


def main(arguments: list[str] | None = None) -> int:
    """Serve until it is time to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.web", description=__doc__.splitlines()[0])
    parser.add_argument("--port-file", type=Path, required=True, help="where the addresses are written, as JSON")
    parser.add_argument("--log", type=Path, help="JSON lines, one for each request")
    parser.add_argument("--state", type=Path, help="JSON that says revision, hosts that are down, and delay")
    parser.add_argument("--only", default=",".join(FRIENDLY), help="friendly sites, by commas")
    parser.add_argument("--hostile", action="store_true", help="serve the hostile ones too")
    parser.add_argument("--knobs", default="{}", help="fields of Knobs, as JSON")
    parser.add_argument("--spread", action="store_true", help="an address of its own for each site")
    parser.add_argument("--lifetime", type=float, default=LIFETIME, help="seconds")
    parser.add_argument("--parent", type=int, default=0, help="end when this process, which started it, is gone")
    given = parser.parse_args(arguments)
    builds = friendly(Knobs(**json.loads(given.knobs)), only=[name for name in given.only.split(",") if name])
    if given.hostile:
        builds |= nasty()
    web = Web(builds, log=Log(given.log), state_file=given.state, spread=given.spread, lifetime=given.lifetime)
    with web:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        part = given.port_file.with_suffix(".part")
        part.write_text(json.dumps(web.bases), encoding="utf-8")
        part.replace(given.port_file)
        while not stopped.wait(0.2) and not web.closed.is_set():
            if given.parent not in {0, os.getppid()}:
                break
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""``python -m tests.proofs NAME …``: run proofs as a whole and write their figures."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.proofs.record import write

NAMES = ("kills",)


def run(names: list[str]) -> None:
    """Run the named proofs."""
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        sys.exit(f"Proofs: {', '.join(NAMES)}; asked for: {', '.join(names) or 'none'}.")
    for name in names:
        figures, depends_on = import_module(f"tests.proofs.{name}").main()
        path = write(name, figures, depends_on)
        print(f"{path.name}: " + ", ".join(f"{figure} {value}" for figure, value in figures.items()))


if __name__ == "__main__":
    run(sys.argv[1:])

"""Where the packaged lexicon, demo corpus and models are: one resolver for every kind of install.

In a wheel the top-level folders ``corpus/`` and ``models/`` lie under ``iopmine/_data`` (hatch
``force-include``). In an editable install or a checkout they lie beside the package; force-included folders
do not exist there, which is why ``importlib.resources`` alone is not enough.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from iopmine.errors import ConfigError

PACKAGE = Path(__file__).resolve().parent


@cache
def data_root() -> Path:
    """Return the folder that holds ``corpus`` and ``models``.

    Raises:
        ConfigError: neither the wheel's nor the checkout's copy is there.
    """
    for root in (PACKAGE / "_data", PACKAGE.parent):
        if (root / "corpus" / "lexicon").is_dir():
            return root
    raise ConfigError(
        f"The packaged data (corpus/lexicon) is missing beside {PACKAGE}.",
        hint="Install iopmine again: pip install --force-reinstall iopmine.",
    )


def lexicon_folder() -> Path:
    """Return the packaged lexicon folder."""
    return data_root() / "corpus" / "lexicon"


def sources_folder() -> Path:
    """Return the packaged catalogue of sources."""
    return data_root() / "corpus" / "sources"


def demo_folder() -> Path:
    """Return the embedded corpus: articles written for iopmine, labelled as such."""
    return data_root() / "corpus" / "demo"


def models_folder() -> Path:
    """Return the folder of packaged spaCy pipelines."""
    return data_root() / "models"

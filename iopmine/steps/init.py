"""``iopmine init DIR``: a workspace of the user's own."""

from __future__ import annotations

import shlex
from pathlib import Path

from iopmine.config import MARK
from iopmine.errors import UsageError
from iopmine.report.files import write_bytes
from iopmine.steps.opening import make_folder

STAGE = "init"
_SETTINGS = """\
# A workspace of iopmine. Everything here may be left out; the values shown are the defaults.

# Heading of the explorer.
title = ""

[topics]
# number = 12          # number of topics; chosen by the size of the corpus if left out
seed = 0               # random seed: the same seed gives the same topics
by = ["year"]          # periods of the series: month, quarter, year
primary = ["frame:vinster", "frame:vinstbegransning"]   # curves asked about before the data were seen
anchors = []           # topics to begin from, for example ["Hemlöshet=hemlös,härbärge", "area:aldre"]

[gather]
contact = ""           # your e-mail or web address: told to every host that is asked, gathering needs it
pause = 3.0            # seconds between two requests to one host, at least
# sources = ["forum", "famna"]    # ids from: iopmine sources list; all of them if left out
pages_per_source = 500 # most pages asked of one source in one run
recheck_days = 30      # days after which a kept page is looked at again; 0: never

[watch]
names = []             # names you follow, for example ["Bräcke diakoni"]: pages that name them are kept too

[outputs]
formats = ["csv", "xlsx"]   # also "parquet", with: pip install "iopmine[parquet]"
"""
_LEXICON = """\
CSV files in this folder extend the packaged lexicon: the same file names and columns, rows with the same id take the
place of the packaged row. For example organisations.csv and organisation_names.csv for bodies that the lexicon lacks.
"""
_SOURCES = """\
TOML files in this folder are sources of your own, one file each; a file with the name of a packaged source takes its
place. "iopmine sources new https://www.example.se/" writes one; "iopmine sources list" shows them all. The form is
described in corpus/README.md of iopmine. For example, a folder of press-archive exports:

    id = "pressarkiv"                # the name of the file without .toml
    name = "Pressarkivet"
    kind = "news"
    home = "https://www.example.se/"

    [[entries]]
    id = "files"
    platform = "files"
    url = "../../exports"            # a folder or file, seen from this one
    status = "seen"
"""
_IGNORE = "corpus/iop.sqlite*\ncorpus/gather.lock\noutputs/\n"


def init(folder: Path) -> list[Path]:
    """Make a workspace in a new or existing folder and return its files; those that exist are left as they are.

    Raises:
        UsageError: the folder is a workspace already, or a file.
        OutputError: a file or folder cannot be made.
    """
    if (folder / MARK).exists():
        raise UsageError(
            f"{folder} is a workspace already.",
            hint=f"Use it with: iopmine status --workspace {shlex.quote(str(folder))}",
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, a workspace is a folder.", hint="Name another folder.")
    files = {
        folder / MARK: _SETTINGS,
        folder / "corpus" / "lexicon" / "README.txt": _LEXICON,
        folder / "corpus" / "sources" / "README.txt": _SOURCES,
        folder / ".gitignore": _IGNORE,
    }
    for path, text in files.items():
        if not path.exists():
            write_bytes(path, text.encode())
    make_folder(folder / "outputs")
    return sorted(files)

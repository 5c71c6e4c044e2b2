"""The command line: parse, call one step, show progress and results.

Everything heavy is imported inside the commands, so ``iopmine --help`` answers at once.
"""

from __future__ import annotations

import os
import sys

from iopmine.cli.app import app
from iopmine.cli.terminal import fail
from iopmine.errors import IopmineError

INTERRUPTED = 130


def main() -> None:
    """Run the command line; known errors become one line and an exit code, never a traceback."""
    try:
        app()
    except IopmineError as error:
        fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        fail("Stopped. What was reported as done is stored; the same command goes on from there.", INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe has left (``iopmine search … | head``): nothing more to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("IOPMINE_DEBUG"):
            raise
        fail(
            f"A fault inside iopmine: {type(error).__name__}: {error}. "
            "Set IOPMINE_DEBUG=1 and run the command again for the details to report.",
            1,
        )

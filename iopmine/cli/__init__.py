"""The command line: parse, call one step, show progress and results.

Everything heavy is imported inside the commands, so ``iopmine --help`` answers at once.
"""

from __future__ import annotations

import os

from iopmine.cli.terminal import fail, finish, speak_anywhere
from iopmine.errors import IopmineError

INTERRUPTED = 130
_STOPPED = "Stopped. What was reported as done is stored; the same command goes on from there."


def main() -> None:
    """Run the command line; known errors become one line and an exit code, never a traceback."""
    try:
        speak_anywhere()
        # Imported here, so that Ctrl-C while modules are loaded is answered like any other.
        from iopmine.cli.app import app

        try:
            app()
        finally:
            finish()
    except SystemExit as stop:
        # Typer turns Ctrl-C inside a command into this code, without a word.
        if stop.code == INTERRUPTED:
            fail(_STOPPED, INTERRUPTED)
        raise
    except KeyboardInterrupt:
        fail(_STOPPED, INTERRUPTED)
    except Exception as error:
        if os.environ.get("IOPMINE_DEBUG"):
            raise
        fail(*_explained(error))


def _explained(error: Exception) -> tuple[str, int]:
    """Return what to say about an error, and the exit code."""
    if isinstance(error, IopmineError):
        return str(error), error.exit_code
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"The system refused: {error.strerror or error}{where}. Check room and permissions, and try again.", 1
    details = "Set IOPMINE_DEBUG=1 and run the command again for the details to report."
    return f"A fault inside iopmine: {type(error).__name__}: {error}. {details}", 1

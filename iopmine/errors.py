"""The error tree: every failure that iopmine raises on purpose.

::

    IopmineError
    ├── UsageError            the call was wrong: exit code 2
    ├── ConfigError           settings or workspace: exit code 2
    ├── LexiconError          a row of human knowledge is broken
    ├── SourceError           a source's file is wrong, or its listing is not what its platform expects
    ├── FetchError            one address did not answer with a page (the run goes on)
    ├── ReadingError          one file or page could not be read (the batch goes on)
    ├── StoreError            the database
    │   ├── StoreBusyError    another process is writing
    │   ├── StoreDamagedError bytes do not match what was written
    │   ├── StoreFullError    no room left on the disk
    │   └── StoreVersionError made by another program or a newer version
    ├── ModelError            a pipeline is missing, damaged or of another spaCy version
    ├── TopicError            too little text for a topic model
    └── OutputError           results could not be written

Each message says what happened and with which input; ``hint`` says what to do next. The command line prints
both on one line and never a traceback.
"""

from __future__ import annotations

from typing import Literal


class IopmineError(Exception):
    """The base of the tree: a fact, and a hint on what to do next.

    ``message`` names what happened, the input it happened with and what was allowed; ``hint`` is the next
    step, as an imperative sentence. A class that always has the same next step sets ``default_hint``.
    """

    exit_code = 1
    default_hint = "Run the command again with --help to see what it takes."

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(IopmineError):
    """The call itself was wrong: an unknown option value, a path that does not exist."""

    exit_code = 2


class ConfigError(IopmineError):
    """Settings or a workspace that cannot be used."""

    exit_code = 2
    default_hint = "Correct iopmine.toml, or make a fresh workspace with: iopmine init DIR."


class LexiconError(IopmineError):
    """A row of the lexicon is broken: unknown column, duplicate id, code that does not exist."""

    default_hint = "Correct the named line of the CSV file; the columns are described in corpus/README.md."


class SourceError(IopmineError):
    """A source's TOML file is wrong, or what its entry point answered is not what its platform expects."""

    default_hint = "Correct the source's file in corpus/sources, or run: iopmine sources check."


class FetchError(IopmineError):
    """One address did not answer with a page; the run goes on.

    ``outcome`` says what follows: ``disallowed`` (robots.txt), ``refused`` (an address never to be asked), ``gone``
    (404 or 410), ``later`` (the host wants to be left alone until ``not_before``, an ISO time in UTC) or ``failed``
    (worth another attempt). ``status`` is the HTTP status, where there was an answer.
    """

    default_hint = "Run iopmine gather again later; what has been gathered is kept."

    def __init__(
        self,
        message: str,
        *,
        outcome: Literal["disallowed", "refused", "gone", "later", "failed"] = "failed",
        status: int | None = None,
        not_before: str = "",
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.outcome = outcome
        self.status = status
        self.not_before = not_before


class ReadingError(IopmineError):
    """One file could not be turned into a document; the rest of the batch goes on."""

    default_hint = "Convert the file to UTF-8 text, HTML or a PDF with a text layer, and add it again."


class StoreError(IopmineError):
    """The database refused."""

    default_hint = "Run: iopmine verify."


class StoreBusyError(StoreError):
    """Another process holds the write lock."""

    default_hint = "Wait until the other iopmine command has ended, and run this one again."


class StoreDamagedError(StoreError):
    """The bytes in the database are not those that were written."""

    default_hint = "Run: iopmine verify, and restore the file from a backup, or add the documents to a new workspace."


class StoreFullError(StoreError):
    """No room left on the disk; what was reported as stored is stored."""

    default_hint = "Free some space and run the same command again: it goes on where it stopped."


class StoreVersionError(StoreError):
    """The database belongs to another program, or to a newer iopmine."""

    default_hint = "Upgrade iopmine (pip install -U iopmine), or use another workspace."


class ModelError(IopmineError):
    """A language pipeline is missing, damaged, or made for another version of spaCy."""

    default_hint = "Leave --model out to use the packaged pipeline, or install the named one with pip."


class TopicError(IopmineError):
    """Too few documents or words for what was asked."""

    default_hint = "Add more documents, or ask for fewer topics with --topics N."


class OutputError(IopmineError):
    """Results could not be written."""

    default_hint = (
        "Check that the folder exists, is writable and has room, and that no spreadsheet holds the file open."
    )

"""The vocabulary that all rooms share: small frozen records, named by what they are.

Offsets count characters (Unicode code points) and are half-open, into ``Document.text``. Dates are truncated
ISO strings (``2018``, ``2018-06``, ``2018-06-07``) or None: never a guess dressed as a fact. The order of the
fields is the order of the columns in the tables; the data dictionary in ``outputs/README.md`` is generated
from the ``doc`` texts.
"""

from iopmine.records.agreements import (
    Account,
    Conflict,
    CountClaim,
    Evidence,
    Partnership,
    PartnershipReading,
    Party,
)
from iopmine.records.debate import Receipt, Series, Share, Shift, Topic, WordDrift
from iopmine.records.extraction import Extraction
from iopmine.records.fields import (
    DateSource,
    DemoKind,
    Label,
    Precision,
    TopicName,
    column_names,
    doc,
    precision_of,
)
from iopmine.records.issues import Issue
from iopmine.records.texts import AreaHit, Document, Entity, FrameHit, Mention, Revision, Token, page_of
from iopmine.records.topics import EmergingTopic, TopicEvent, TopicExample, TopicMatter, TopicNumber
from iopmine.records.trust import CalibrationRow, Held, TooFew
from iopmine.records.web import (
    Address,
    Entry,
    EntryStatus,
    HistoryNote,
    HostState,
    Lead,
    Option,
    Page,
    Reservation,
    Source,
    SourceRun,
    State,
    Validators,
)

__all__ = [
    "Account",
    "Address",
    "AreaHit",
    "CalibrationRow",
    "Conflict",
    "CountClaim",
    "DateSource",
    "DemoKind",
    "Document",
    "EmergingTopic",
    "Entity",
    "Entry",
    "EntryStatus",
    "Evidence",
    "Extraction",
    "FrameHit",
    "Held",
    "HistoryNote",
    "HostState",
    "Issue",
    "Label",
    "Lead",
    "Mention",
    "Option",
    "Page",
    "Partnership",
    "PartnershipReading",
    "Party",
    "Precision",
    "Receipt",
    "Reservation",
    "Revision",
    "Series",
    "Share",
    "Shift",
    "Source",
    "SourceRun",
    "State",
    "Token",
    "TooFew",
    "Topic",
    "TopicEvent",
    "TopicExample",
    "TopicMatter",
    "TopicName",
    "TopicNumber",
    "Validators",
    "WordDrift",
    "column_names",
    "doc",
    "page_of",
    "precision_of",
]

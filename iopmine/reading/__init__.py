"""Files and pages → Documents: decoding, main text, title, date and its origin, language, kind.

The door is ``read_paths``; ``Worker`` and ``document_of`` serve pages that come from elsewhere than the disk.
"""

from iopmine.reading.dates import publication_date
from iopmine.reading.documents import document_of, read_paths
from iopmine.reading.drafts import Draft, Limits, RowProblem
from iopmine.reading.prefilter import byte_filter
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.registry import ENTRY_POINTS, Reader, readers
from iopmine.reading.url_dates import date_from_url
from iopmine.reading.worker import Worker

__all__ = [
    "ENTRY_POINTS",
    "DateReading",
    "Draft",
    "Limits",
    "Reader",
    "RowProblem",
    "Worker",
    "best_reading",
    "byte_filter",
    "date_from_url",
    "document_of",
    "publication_date",
    "read_paths",
    "readers",
]

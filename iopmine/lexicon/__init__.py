"""Human knowledge as data: municipalities, organisations, places, challenge areas, frames and a timeline.

The tables are CSV files in ``corpus/lexicon`` (described in ``corpus/README.md``). ``load`` reads and checks them
all; what is broken raises ``LexiconError`` with file, line, column and what was allowed. A workspace may extend or
override rows with files of the same names.
"""

from iopmine.lexicon.decisions import Decided
from iopmine.lexicon.facts import (
    Area,
    Country,
    Decision,
    Frame,
    GivenName,
    Landscape,
    Locality,
    Match,
    Municipality,
    Organisation,
    OrganisationName,
    PostalLocality,
    Region,
    ShortName,
    Surname,
    TimelineEvent,
)
from iopmine.lexicon.lexicon import Lexicon, load
from iopmine.lexicon.names import Name

__all__ = [
    "Area",
    "Country",
    "Decided",
    "Decision",
    "Frame",
    "GivenName",
    "Landscape",
    "Lexicon",
    "Locality",
    "Match",
    "Municipality",
    "Name",
    "Organisation",
    "OrganisationName",
    "PostalLocality",
    "Region",
    "ShortName",
    "Surname",
    "TimelineEvent",
    "load",
]

"""A web of our own on loopback: friendly sites in the shape of each platform, and hostile ones, for proofs.

``with Web(friendly()) as web:`` serves them from threads of this process, ``with Outside(folder) as web:`` from a
process of its own. Every page is made from a number, the same bytes each time; what a gathering should make of it is
known (``Site.truth``). All articles, bodies and persons are invented.
"""

from tests.web.answers import Answer, Question, Truth
from tests.web.log import Hit, Log, gaps
from tests.web.outside import Outside
from tests.web.server import State, Web
from tests.web.sites import friendly, nasty
from tests.web.sites.base import Knobs, Site

__all__ = [
    "Answer",
    "Hit",
    "Knobs",
    "Log",
    "Outside",
    "Question",
    "Site",
    "State",
    "Truth",
    "Web",
    "friendly",
    "gaps",
    "nasty",
]

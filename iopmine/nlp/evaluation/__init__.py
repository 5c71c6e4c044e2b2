"""Scores against gold, the agreement of two annotators, and how much selection missed.

Counts are kept by document, so that every figure gets a bootstrap interval over documents; nothing here reads the
clock, and the seed of the resampling is a parameter.
"""

from iopmine.nlp.evaluation.gold import GoldSpan, gold_spans, normal_label, read_gold, scored_labels
from iopmine.nlp.evaluation.matching import Matching, party_key
from iopmine.nlp.evaluation.scoring import Evaluation, evaluate
from iopmine.nlp.evaluation.tally import Fault, Interval, Tally

__all__ = [
    "Evaluation",
    "Fault",
    "GoldSpan",
    "Interval",
    "Matching",
    "Tally",
    "evaluate",
    "gold_spans",
    "normal_label",
    "party_key",
    "read_gold",
    "scored_labels",
]

"""What is known of the error rates, in the words that the explorer and the README show.

The figures on the demo gold are held by ``tests/steps/test_steps_quality.py``, which measures them again.
"""

from __future__ import annotations

# F1 on corpus/demo/gold.jsonl: iopmine evaluate corpus/demo/gold.jsonl --texts corpus/demo
DEMO_F1 = {
    "ORG": 0.98,
    "LOC": 0.97,
    "PER": 0.99,
    "areas": 0.85,
    "frames": 0.79,
    "pairs": 0.96,
}
# F1 of names on five real articles that do not ship with iopmine: with the whole list of names, and with the
# organisations of those articles taken out of it.
REAL_F1 = (1.00, 0.95)


def _comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def quality() -> tuple[tuple[str, str], ...]:
    """Return sentences on how well the reading works, in Swedish and in English."""
    return ((_names_sv(), _names_en()), (_real_sv(), _real_en()), (_matters_sv(), _matters_en()))


def _names_sv() -> str:
    org, loc, per = (_comma(DEMO_F1[label]) for label in ("ORG", "LOC", "PER"))
    return (
        f"På 145 demotexter med facit är träffsäkerheten (F1, exakt avgränsade namn) {org} för organisationer, {loc} "
        f"för platser och {per} för personer. Facit är vårt eget och gjort i ett svep av en annoterare: det visar att "
        "inget försämras, inte hur väl okända texter läses."
    )


def _names_en() -> str:
    org, loc, per = (f"{DEMO_F1[label]:.2f}" for label in ("ORG", "LOC", "PER"))
    return (
        f"On 145 demo texts with gold annotations, F1 (exact spans) is {org} for organisations, {loc} for places and "
        f"{per} for persons. The gold is our own, one annotator in one pass: it shows that nothing got worse, not how "
        "well unseen texts are read."
    )


def _real_sv() -> str:
    whole, removed = map(_comma, REAL_F1)
    return (
        f"På fem riktiga artiklar är F1 för namn {whole}, och {removed} när artiklarnas egna organisationer stryks ur "
        "namnlistan. Okända texter väntas hamna däremellan."
    )


def _real_en() -> str:
    whole, removed = REAL_F1
    return (
        f"On five real articles F1 of names is {whole:.2f}, and {removed:.2f} with the organisations of those articles "
        "taken out of the list of names. Unseen texts are expected to lie in between."
    )


def _matters_sv() -> str:
    areas, frames, pairs = (_comma(DEMO_F1[name]) for name in ("areas", "frames", "pairs"))
    return (
        f"Samhällsutmaningar hittas med F1 {areas}, debattramar med {frames} och par av parter i partnerskap med "
        f"{pairs} på samma demotexter. Läs meningarna bakom en siffra innan du bygger på den."
    )


def _matters_en() -> str:
    areas, frames, pairs = (f"{DEMO_F1[name]:.2f}" for name in ("areas", "frames", "pairs"))
    return (
        f"Challenge areas are found with F1 {areas}, debate frames with {frames} and pairs of parties of partnerships "
        f"with {pairs} on the same demo texts. Read the sentences behind a figure before you build on it."
    )

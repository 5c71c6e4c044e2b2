"""Invented articles from a number: the same number, the same article, on every machine and in every run."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.web import phrases

FIRST_DAY, LAST_DAY = date(2011, 1, 3), date(2026, 10, 28)
MIX = ("iop", "unrelated", "unrelated", "vinst", "unrelated", "iop", "other-iop", "watched", "unrelated", "short")
KEPT = frozenset({"iop", "vinst", "watched"})
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Story:
    """One invented article, before any site gives it a form."""

    key: str
    kind: str
    """``iop``, ``vinst``, ``watched``, ``unrelated``, ``other-iop`` or ``short``."""
    title: str
    paragraphs: tuple[str, ...]
    published: date
    author: str
    boxed: bool = False
    """Whether the definition box stands beside it."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def kind_of(number: int, relevant: float | None = None) -> str:
    """Return the kind of the n-th article: the mix of the friendly sites, or so large a share about IOP."""
    if relevant is None:
        return MIX[number % len(MIX)]
    return "iop" if int((number + 1) * relevant) > int(number * relevant) else "unrelated"


def story(site: str, number: int, kind: str, newest: date = LAST_DAY) -> Story:
    """Return an article; a lower number is a newer one."""
    chance = random.Random(f"{site}/{number}")  # seeded by text: the same in every process
    slots = _slots(chance)
    about = kind if kind in phrases.SENTENCES else chance.choice(phrases.TOPICS)
    first, *others = sentences = phrases.SENTENCES[about]
    say = [_expand(line, chance, slots) for line in (first, *chance.sample(others, len(others)))]
    if kind in {"unrelated", "other-iop", "watched"}:  # few patterns: something of another place besides
        more = phrases.SENTENCES[chance.choice(phrases.TOPICS)] if kind == "watched" else sentences
        say += [_expand(line, chance, _slots(chance)) for line in chance.sample(more, len(more))]
    if kind == "short":
        say = ["Vi återkommer."]
    say = list(dict.fromkeys(say))[:14]
    span = max((newest - FIRST_DAY).days, 1)
    published = newest - timedelta(days=min(number * 9 + chance.randrange(9), span))
    return Story(
        key=f"{site}-{number}",
        kind=kind,
        title=_expand(chance.choice(phrases.TITLES[about]), chance, slots),
        paragraphs=tuple(_paragraphs(say, chance)),
        published=published,
        author=slots["person"],
        boxed=kind == "iop" and number % 3 == 0,
    )


def shortened(told: Story) -> Story:
    """Return the story as a paper that prints only its beginning: about 700 characters, broken off."""
    kept, length = [], 0
    for paragraph in told.paragraphs:
        kept.append(paragraph[: 700 - length])
        length += len(paragraph)
        if length >= 700:
            break
    kept[-1] = kept[-1].rsplit(" ", 1)[0] + " …"
    return replace(told, paragraphs=tuple(kept), boxed=False)


def edited(told: Story) -> Story:
    """Return the story as another desk prints it: own headline and first line, a paragraph less, a word changed."""
    paragraphs = [part.replace(" och ", " samt ", 1) for part in told.paragraphs]
    if len(paragraphs) > 3:
        del paragraphs[-2]
    title = f"{told.title} – {told.author.split()[-1]} förklarar"
    return replace(told, title=title, paragraphs=("Det skriver tidningen i dag.", *paragraphs))


def corrected(told: Story) -> Story:
    """Return the story after a correction: one paragraph more."""
    more = (
        f"Rättelse: I en tidigare version fick {told.author} fel titel. Uppgiften har ändrats i samråd med redaktionen."
    )
    return replace(told, paragraphs=(*told.paragraphs, more))


def slug(text: str, letters: Mapping[str, str] | None = None) -> str:
    """Return a title as in addresses; å, ä and ö as a and o, or as ``letters`` says."""
    table = str.maketrans(dict(letters) if letters else {"å": "a", "ä": "a", "ö": "o", "é": "e"})
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(table)).strip("-")


def _slots(chance: random.Random) -> dict[str, str]:
    area = chance.choice(phrases.AREAS)
    return {
        "kommun": chance.choice(phrases.MUNICIPALITIES),
        "part": chance.choice(phrases.BODIES),
        "insats": area,
        "Insats": area[0].upper() + area[1:],
        "person": _person(chance),
        "bevakad": phrases.WATCHED,
    }


def _expand(pattern: str, chance: random.Random, slots: Mapping[str, str]) -> str:
    def fill(name: str) -> str:
        match name:
            case "tal":
                return f"{chance.randrange(12, 990)} 000"
            case "antal":
                return str(chance.randrange(31, 990))
            case "plats":
                return chance.choice(phrases.PLACES)
            case "person":
                return chance.choice((slots["person"], _person(chance)))
        return slots[name]

    while _CHOICE.search(pattern):
        pattern = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), pattern)
    return _SLOT.sub(lambda found: fill(found[1]), pattern)


def _person(chance: random.Random) -> str:
    return f"{chance.choice(phrases.FIRST)} {chance.choice(phrases.LAST)}"


def _paragraphs(sentences: list[str], chance: random.Random) -> list[str]:
    made: list[str] = []
    while sentences:
        size = 1 if sentences[0].startswith("–") else chance.choice((2, 2, 3))
        taken = [sentences.pop(0)]
        while sentences and len(taken) < size and not sentences[0].startswith("–"):
            taken.append(sentences.pop(0))
        made.append(" ".join(taken))
    return made

"""The part of CSS that says which elements of a listing page are meant.

``tag``, ``*``, ``#id``, ``.class``, ``[name]``, ``[name=value]`` (also ``^=``, ``$=``, ``*=``, ``~=``), joined by a
space (somewhere inside) or ``>`` (directly inside); alternatives with a comma. The page is walked once and each
element looked at once per part of the selector, so hostile nesting costs nothing: the usual way, through XPath, is
quadratic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import lxml.html

from iopmine.errors import SourceError

_NAME = r"(?:[^\W\d]|-|_)[\w-]*"
_SIMPLE = re.compile(
    rf"""(?P<tag>{_NAME}|\*)|\#(?P<id>[\w-]+)|\.(?P<class>{_NAME})
    |\[\s*(?P<name>{_NAME})\s*(?:(?P<relation>[\^$*~]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+))\s*)?\]""",
    re.VERBOSE,
)
_JOINT = re.compile(r"\s*(>|,)\s*|\s+")
_LONGEST = 300


class _Test(NamedTuple):
    name: str
    relation: str
    value: str

    def holds(self, element: lxml.html.HtmlElement) -> bool:
        if not self.name:
            return self.value in {"*", element.tag}
        value = element.get(self.name)
        if value is None:
            return False
        found = str(value)
        return {
            "": True,
            "=": found == self.value,
            "^=": bool(self.value) and found.startswith(self.value),
            "$=": bool(self.value) and found.endswith(self.value),
            "*=": bool(self.value) and self.value in found,
            "~=": self.value in found.split(),
        }[self.relation]


@dataclass(frozen=True, slots=True)
class _Part:
    tests: tuple[_Test, ...]
    direct: bool
    """Whether it must lie directly inside what the part before it matches."""


class Selector:
    """A compiled selector. Raises SourceError where the text is not one that is understood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._chains = tuple(_chains(text))

    def elements(self, root: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
        """Return the elements under ``root`` that match, in the order of the page."""
        depth = [len(chain) for chain in self._chains]
        # For each chain, which of its parts hold at an element, and at any element around it.
        held: dict[lxml.html.HtmlElement | None, tuple[list[int], list[int]]] = {}
        found = []
        for element in root.iter(lxml.etree.Element):
            at, around = held.get(element.getparent(), ([0] * len(depth), [0] * len(depth)))
            here = [self._holding(chain, element, at[i], around[i]) for i, chain in enumerate(self._chains)]
            held[element] = (here, [around[i] | mask for i, mask in enumerate(here)])
            if any(mask >> (depth[i] - 1) & 1 for i, mask in enumerate(here)):
                found.append(element)
        return found

    @staticmethod
    def _holding(chain: tuple[_Part, ...], element: lxml.html.HtmlElement, parent: int, around: int) -> int:
        """Return the parts of a chain that end at this element, as bits."""
        mask = 0
        for index, part in enumerate(chain):
            outer = parent if part.direct else around
            if (index == 0 or outer >> (index - 1) & 1) and all(test.holds(element) for test in part.tests):
                mask |= 1 << index
        return mask


def _chains(text: str) -> Iterator[tuple[_Part, ...]]:
    position, direct = 0, False
    parts: list[_Part] = []
    tests: list[_Test] = []
    source = text.strip()
    if len(source) > _LONGEST:
        raise _wrong(text)
    while position < len(source):
        if simple := _SIMPLE.match(source, position):
            if simple["tag"] and tests:
                raise _wrong(text)
            tests.append(_test(simple))
            position = simple.end()
            continue
        joint = _JOINT.match(source, position)
        if joint is None or not tests:
            raise _wrong(text)
        parts.append(_Part(tuple(tests), direct))
        tests, direct, position = [], joint[1] == ">", joint.end()
        if joint[1] == ",":
            yield tuple(parts)
            parts = []
    if not tests:
        raise _wrong(text)
    yield (*parts, _Part(tuple(tests), direct))


def _test(simple: re.Match[str]) -> _Test:
    if simple["tag"]:
        return _Test("", "", simple["tag"].lower())
    if simple["id"]:
        return _Test("id", "=", simple["id"])
    if simple["class"]:
        return _Test("class", "~=", simple["class"])
    value = simple["double"] or simple["single"] or simple["bare"] or ""
    return _Test(simple["name"].lower(), simple["relation"] or "", value)


def _wrong(text: str) -> SourceError:
    return SourceError(
        f"The selector {text!r} is not understood.",
        hint="Use tags, .class, #id, [name=value], a space, > and a comma, for example: main li > a[href*=nyheter].",
    )

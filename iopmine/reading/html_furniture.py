"""What surrounds an article in its markup: taken out before the main text is looked for.

A page with one sentence has more words in its menu than in its article, and an extractor that looks for the densest
part takes the menu. So what says of itself that it is furniture goes first, and what stands before the part of the
page that the heading opens.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from iopmine.text.furniture import is_furniture
from iopmine.text.normal import fold, squeeze

_TAGS = frozenset("nav button dialog svg template".split())
_ROLES = frozenset("navigation search dialog alertdialog alert contentinfo button menu menubar toolbar".split())
_CONSENT = re.compile(r"(?:^|[\s_-])(?:cookies?|kakor|consent|gdpr)(?:$|[\s_-])", re.IGNORECASE)
_COOKIES = re.compile(r"(?:vi använder (?:oss av )?)?(?:kakor|cookies)\b", re.IGNORECASE)
_BOX_WORDS = 150
_PARTS = frozenset("article main section body html".split())
_LEAVES = frozenset("p div span li h2 h3 h4 h5 h6 strong figcaption td dt dd".split())
_INLINE = frozenset("a b br em i img small span strong u".split())
_LINKS_HEADING = re.compile(
    r"(?:läs (?:mer|också|även|vidare)|fler (?:nyheter|artiklar|inlägg)|relatera[dt]|liknande"
    r"|senaste (?:nytt|nyheterna)|mest läst|mer (?:om|från|nyheter)|andra har läst)\b.{0,60}",
    re.IGNORECASE,
)
_ABOUT = frozenset({"om oss", "om företaget", "om organisationen"})
_LINKED = 0.8
_SENTENCE = 40


def main_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Return the heading that opens the article: the only h1, or the one that says the title."""
    headings = list(tree.iterfind(".//h1"))
    if len(headings) == 1:
        return headings[0]
    return next((heading for heading in headings if title and fold(heading.text_content()) == fold(title)), None)


def prune(tree: HtmlElement, heading: HtmlElement | None) -> None:
    """Take the furniture out of a tree, in place; what follows an element stays."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    doomed: list[HtmlElement] = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element not in kept:
            if _is_furniture(element):
                doomed.append(element)
            elif _is_leaf(element) and (box := _announced(element, _text(element))) is not None and box not in kept:
                doomed.append(box)
    if heading is not None:
        doomed += _before(heading)
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _is_furniture(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _TAGS or str(element.get("role", "")).casefold() in _ROLES:
        return True
    if tag == "footer":
        return not any(above.tag in {"article", "main"} for above in element.iterancestors())
    named = _CONSENT.search(f"{element.get('id', '')} {element.get('class', '')}")
    return named is not None and tag not in _PARTS and _is_small(element)


def _is_leaf(element: HtmlElement) -> bool:
    """Tell whether an element is one line of a page."""
    return element.tag in _LEAVES and all(child.tag in _INLINE and not len(child) for child in element)


def _text(element: HtmlElement) -> str:
    return squeeze(str(element.text_content()))


def _is_small(element: HtmlElement) -> bool:
    return element.find(".//h1") is None and len(_text(element).split()) <= _BOX_WORDS


def _announced(line: HtmlElement, text: str) -> HtmlElement | None:
    """Return the furniture that a line announces.

    The box around a line that speaks of cookies as only a banner does, the list of links under a heading like
    "Läs mer", the paragraph under "Om oss".
    """
    if _COOKIES.match(text) and is_furniture(text):
        box = line.getparent()
        return box if box is not None and box.tag not in _PARTS and _is_small(box) else line
    following = line.getnext()
    if following is None:
        return None
    if following.tag in {"ul", "ol", "div"} and _LINKS_HEADING.fullmatch(text) and _is_linked(following):
        return following
    return following if following.tag == "p" and text.casefold().rstrip(":") in _ABOUT else None


def _is_linked(element: HtmlElement) -> bool:
    """Tell whether an element holds words, and hardly any that are not links."""
    linked = sum(len(_text(link)) for link in element.iter("a"))
    return linked > 0 and linked >= _LINKED * len(_text(element))


def _before(heading: HtmlElement) -> list[HtmlElement]:
    """What stands before the part of the page that the heading opens: menus and banners that have no name.

    Nothing, where most of the page's paragraphs stand there: then the heading is that of a box below the article.
    """
    parts = (above for above in heading.iterancestors() if above.tag in {"article", "main"})
    part = next(parts, heading.getparent())
    if part is None:
        return []
    before = [
        element
        for above in (part, *part.iterancestors())
        for element in above.itersiblings(preceding=True)
        if isinstance(element.tag, str) and element.tag != "head"
    ]
    return before if 2 * sum(map(_told, before)) <= _told(heading.getroottree().getroot()) else []


def _told(element: HtmlElement) -> int:
    """Count the characters of the paragraphs in an element."""
    return sum(len(_text(paragraph)) for paragraph in element.iter("p"))


def own_part(heading: HtmlElement) -> HtmlElement:
    """Return the smallest part of a page that holds its heading and a sentence, with the lines of links taken out."""
    said = len(_text(heading))
    parts = heading.iterancestors()
    part = next((above for above in parts if len(_text(above)) >= said + _SENTENCE), heading)
    for element in [each for each in part.iter(*_LEAVES) if _is_leaf(each) and _is_linked(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    return part

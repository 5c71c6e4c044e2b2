"""What surrounds an article in its markup: taken out before the main text is looked for.

A page with one sentence has more words in its menu than in its article, and an extractor that looks for the densest
part takes the menu. So what says of itself that it is furniture goes first, and what stands before the part of the
page that the heading opens.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from iopmine.text.furniture import MAX_LINE, is_furniture
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
    r"(?:läs (?:mer|också|även|vidare)|fler (?:nyheter|artiklar|inlägg)|relatera[dt]|liknande|senaste (?:nytt|nyheterna)"
    r"|mest läst|mer (?:om|från|nyheter)|andra har läst)\b.{0,60}",
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
            elif _is_leaf(element):
                hanging = (_linked_list(element), _cookie_box(element), _about_sender(element))
                doomed += [box for box in hanging if box is not None and box not in kept]
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
    return squeeze(str(element.text_content())[: MAX_LINE * 2])


def _is_small(element: HtmlElement) -> bool:
    return element.find(".//h1") is None and len(_text(element).split()) <= _BOX_WORDS


def _cookie_box(element: HtmlElement) -> HtmlElement | None:
    """Return the box around a line that speaks of cookies as only a banner does."""
    if not _COOKIES.match(text := _text(element)) or not is_furniture(text):
        return None
    box = element.getparent()
    return box if box is not None and box.tag not in _PARTS and _is_small(box) else element


def _linked_list(element: HtmlElement) -> HtmlElement | None:
    """Return the list of links under a heading like "Läs mer"."""
    following = element.getnext()
    if following is None or following.tag not in {"ul", "ol", "div"} or not _LINKS_HEADING.fullmatch(_text(element)):
        return None
    return following if _is_linked(following) else None


def _about_sender(element: HtmlElement) -> HtmlElement | None:
    """Return the paragraph under the heading "Om oss"."""
    following = element.getnext()
    if following is None or following.tag != "p" or _text(element).casefold().rstrip(":") not in _ABOUT:
        return None
    return following


def _is_linked(element: HtmlElement) -> bool:
    """Tell whether an element holds words, and hardly any that are not links."""
    linked = sum(len(squeeze(str(link.text_content()))) for link in element.iter("a"))
    return linked > 0 and linked >= _LINKED * len(squeeze(str(element.text_content())))


def _before(heading: HtmlElement) -> list[HtmlElement]:
    """What stands before the part of the page that the heading opens: menus and banners that have no name."""
    part = next((above for above in heading.iterancestors() if above.tag in {"article", "main"}), heading.getparent())
    return [
        element
        for above in (part, *part.iterancestors())
        for element in above.itersiblings(preceding=True)
        if isinstance(element.tag, str) and element.tag != "head"
    ]


def own_part(heading: HtmlElement) -> HtmlElement:
    """Return the smallest part of a page that holds its heading and a sentence, with the lines of links taken out."""
    said = len(_text(heading))
    parts = heading.iterancestors()
    part = next((above for above in parts if len(squeeze(str(above.text_content()))) >= said + _SENTENCE), heading)
    for element in [each for each in part.iter(*_LEAVES) if _is_leaf(each) and _is_linked(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    return part

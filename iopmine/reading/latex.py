"""LaTeX as it occurs in reference files → plain text: accents, letters, dashes; commands dropped, braces too."""

from __future__ import annotations

import re
import unicodedata

# The accent commands of LaTeX and the combining characters they stand for.
_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "r": "\u030a",
    "k": "\u0328",
}  # fmt: skip
_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "ss": "ß", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "S": "§", "P": "¶",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblright": "”",
    "textquotedblleft": "“", "textasciitilde": "~", "textbackslash": "\\", "textunderscore": "_", "dots": "…",
    "ldots": "…", "euro": "€", "texteuro": "€", "pounds": "£", "newline": "\n", "par": "\n\n",
}  # fmt: skip
_SPACE = r"[ \t\n]{0,20}"
_ACCENT = re.compile(
    # A sign may stand right before its letter; an accent named by a letter needs a brace or a space.
    rf"\\(?:([\"'`^~=.]){_SPACE}|([uvHcdbrk])(?={_SPACE}\{{|[ \t\n]){_SPACE})"
    rf"(?:\{{{_SPACE}(\\[ij](?![A-Za-z])|[A-Za-z]){_SPACE}\}}|(\\[ij](?![A-Za-z])|[A-Za-z]))"
)
_WORD = re.compile(r"\\([A-Za-z]{1,40})(?:\{\}|[ \t]{1,20}|)\*?")
_ESCAPED = re.compile(r"\\([&%$#_{}~^ ,;:!/-])")
_DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
# Stand-ins for characters that would be read as markup once more; no text holds them.
_KEPT = {ord(sign): chr(0xE000 + number) for number, sign in enumerate("{}~$\\")}
_BACK = {ord(stand_in): chr(sign) for sign, stand_in in _KEPT.items()}


def plain_text(value: str) -> str:
    """Return the value as a reader sees it, in NFC."""
    text = _ACCENT.sub(_accented, value)
    text = _ESCAPED.sub(_escaped, text.replace("\\\\", "\n"))
    text = _WORD.sub(_word, text)
    for typed, printed in _DASHES:
        text = text.replace(typed, printed)
    text = text.replace("~", " ").replace("{", "").replace("}", "").replace("$", "")
    return unicodedata.normalize("NFC", text.translate(_BACK))


def plain_address(value: str) -> str:
    """Return an address as it is typed in a browser: only escapes undone, tildes and dashes kept."""
    text = _ESCAPED.sub(lambda found: found[1], value.replace("\\textasciitilde", "~"))
    return text.replace("{", "").replace("}", "").strip()


def _accented(found: re.Match[str]) -> str:
    letter = (found[3] or found[4]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _COMBINING[found[1] or found[2]])


def _escaped(found: re.Match[str]) -> str:
    if found[1] in "/!-":
        return ""
    return " " if found[1] in ",;: " else found[1].translate(_KEPT)


def _word(found: re.Match[str]) -> str:
    return _LETTERS.get(found[1], "").translate(_KEPT)

"""Whether a sentence that a person typed says who a child is, by more than a name.

It is judged more strictly than a table: one postcode is enough, and a number in the form of an
identifier need not have its check digit.
"""

from __future__ import annotations

import re
import unicodedata

from lacxl.scan.headings import is_person
from lacxl.scan.identifiers import ANY_DATE, look

_UPN = re.compile(r"\b[A-Z]\d{11}[A-Z\d]\b", re.ASCII | re.IGNORECASE)
_NHS = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", re.ASCII)
_INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]\b", re.ASCII | re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_NO_DAY = rf"(?!{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b)"
_LONG = re.compile(
    rf"(?<![A-Z\d.,£]){_NO_DAY}[A-Z]{{0,2}}\d{{6,13}}[A-Z]?(?!\w|[.,]\d)", re.ASCII | re.IGNORECASE
)
_OF_A_CHILD = re.compile(
    r"\b(?:child|pupil|client|young person|case|person)(?:['’]s)?(?: ?(?:id|no|number|ref)\b\.?)?"
    rf"[ :#-]{{0,3}}(?!{_YEAR}\b)[A-Z]{{0,3}}\d{{4,}}",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(ANY_DATE, re.ASCII)
_DASHES = re.compile("[\u2010-\u2015]")
_APART = " ,;:()-"
_NAMES = (2, 3)
"""How many words a name has that is looked for beside a date."""


def identifier_in(text: str) -> str:
    """Return what a text holds that identifies a child, in words, "" where it holds nothing."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    found = look(text)
    kinds = {
        "a unique pupil number": found.upn or _UPN.search(text),
        "an NHS number": found.checked or found.spaced or _NHS.search(text),
        "a National Insurance number": _INSURANCE.search(text),
        "a date of birth": found.born,
        "a name beside a date": _names_beside_date(text),
        "a postcode": found.postcodes,
        "a number that may be a child's": _LONG.search(text) or _OF_A_CHILD.search(text),
    }
    return next((kind for kind, is_there in kinds.items() if is_there), "")


def _names_beside_date(text: str) -> bool:
    """Say whether a person's name stands right before or behind a date."""
    for date in _DATE.finditer(text):
        before = text[: date.start()].rstrip(_APART).split()
        behind = text[date.end() :].lstrip(_APART).split()
        beside = [*(before[-n:] for n in _NAMES), *(behind[:n] for n in _NAMES)]
        if any(is_person(" ".join(words).strip(".,;:()")) for words in beside):
            return True
    return False

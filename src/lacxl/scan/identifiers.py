"""What in a text or a number is an identifier of a child: NHS number, UPN, postcode, birth."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

_SUM = re.compile(r"(?<![A-Za-z0-9])[0-9a-f]{64}(?![A-Za-z0-9])", re.ASCII)
"""A sum of a file (SHA-256), in which by chance there are ten digits in a row."""
_ANY_DIGIT = re.compile(r"\d", re.ASCII)
_DIGITS = re.compile(
    r"(?<![\d.,])(?<!\d[ -])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d]|[.,]\d|[ -]\d)", re.ASCII
)
_UPN = re.compile(
    r"(?<![A-Za-z0-9])([A-HJ-NP-RT-Z])(\d{11})(\d|[A-HJ-NP-RT-Z])(?![A-Za-z0-9])",
    re.ASCII | re.IGNORECASE,
)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E"
    "|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL"
    "|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM"
    "|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9])({_AREAS})(\d[A-HJKPS-Z]|\d{{1,2}}) ?"
    r"(?!\d(?-i:st|nd|rd|th))(\d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])",
    re.ASCII | re.IGNORECASE,
)
ANY_DATE = (
    r"(?:\d{1,2}[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Za-z]{3,9},? \d{4})"
)
_TEXT_DATE = re.compile(rf"\s*{ANY_DATE}(?:[ T]0?0:00(?::00)?)?\s*", re.ASCII)
_DAY_BEHIND = re.compile(rf"([^\d]+?)[ ,;:(–-]+({ANY_DATE})\)?", re.ASCII)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_BORN = r"(?:d\.? ?o\.? ?b\b\.?|date of birth|birth ?date|born(?: on)?|birthday)"
_SPOKEN_BIRTH = re.compile(
    rf"(?<![a-z]){_BORN}[\s:=(,-]{{0,4}}(?:is |was |on )?{ANY_DATE}", re.I | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What a text gives away. `loose` are ten digits in a row, `checked` those that may be NHS
    numbers, `spaced` such numbers written 3-3-4 as on letters."""

    loose: int = 0
    checked: int = 0
    spaced: int = 0
    upn: int = 0
    born: int = 0
    postcodes: frozenset[str] = frozenset()

    def __add__(self, other: Identifiers) -> Identifiers:
        """Return what both give away."""
        return Identifiers(
            self.loose + other.loose,
            self.checked + other.checked,
            self.spaced + other.spaced,
            self.upn + other.upn,
            self.born + other.born,
            self.postcodes | other.postcodes,
        )


NOTHING = Identifiers()


def look(text: str) -> Identifiers:
    """Return which identifiers are in a text."""
    if not text.isascii():
        text = _as_typed(text)
    if len(text) < 5 or not _ANY_DIGIT.search(text):
        return NOTHING
    text = _SUM.sub(" ", text)
    numbers = [
        (bool(digits[2]), is_nhs_number(digits[1] + digits[3] + digits[4]))
        for digits in _DIGITS.finditer(text)
    ]
    found = Identifiers(
        loose=sum(not apart for apart, _ in numbers),
        checked=sum(valid for apart, valid in numbers if not apart),
        spaced=sum(valid for apart, valid in numbers if apart),
        upn=sum(is_upn(upn[0]) for upn in _UPN.finditer(text)),
        born=len(_SPOKEN_BIRTH.findall(text)),
        postcodes=frozenset("".join(c.groups()).upper() for c in _POSTCODE.finditer(text)),
    )
    return NOTHING if found == NOTHING else found


def _as_typed(text: str) -> str:
    """Return a text as a British keyboard has it: digits of other scripts, wide letters, blanks and
    dashes of any width as the plain ones, and no marks without width."""
    return "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if "！" <= sign <= "～":  # the wide forms of ASCII's own signs
        return chr(ord(sign) - 0xFEE0)
    return {"Zs": " ", "Pd": "-", "Cf": ""}.get(unicodedata.category(sign), sign)


def look_at_number(number: float) -> Identifiers:
    """Return what a number gives away: a whole one of ten digits may be an NHS number."""
    if not (1_000_000_000 <= number <= 9_999_999_999 and number == int(number)):
        return NOTHING
    return Identifiers(loose=1, checked=int(is_nhs_number(str(int(number)))))


def is_nhs_number(digits: str) -> bool:
    """Say whether ten digits are an NHS number of England by their check digit (modulus 11).

    None begins with 0 (that would be a telephone number); ten times one digit is a placeholder.
    """
    if digits[0] == "0" or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def is_upn(text: str) -> bool:
    """Say whether a text is a unique pupil number by its check letter (modulus 23), as the DfE
    defines it: twelve digits, of which the last is a letter in a temporary one, weighed 2 to 13."""
    text = text.upper()
    values = [int(d) for d in text[1:12]]
    last = text[12]
    values.append(int(last) if last.isdigit() else _UPN_LETTERS.index(last))
    weighed = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _UPN_LETTERS[weighed % 23] == text[0]


def day_in(text: str) -> dt.date | None:
    """Return the day that a whole text is, in one of the ways people type one, else None.

    A text in the form of a date that no calendar has is one anyway: the first of its
    year. Two-digit years above 50 are of the last century.
    """
    if len(text) >= 30 or not _TEXT_DATE.fullmatch(text):
        return None
    parts = re.findall(r"\d+|[A-Za-z]{3,}", text.partition(":")[0])[:3]
    if len(parts[0]) == 4:
        parts.reverse()
    number = int(parts[2])
    year = number if number > 99 else number + (1900 if number > 50 else 2000)
    month = _MONTHS.find(parts[1][:3].lower()) // 3 + 1 if parts[1].isalpha() else int(parts[1])
    try:
        return dt.date(year, month, int(parts[0]))
    except ValueError:
        return dt.date(max(year, 1), 1, 1)


def name_and_day(text: str) -> tuple[str, dt.date] | None:
    """Return the two of a text in which a day follows a name: Jane Brown (4/3/2008)."""
    found = _DAY_BEHIND.fullmatch(text.strip())
    day = day_in(found[2]) if found else None
    return (found[1], day) if found and day else None

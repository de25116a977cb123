"""What Excel makes of a text that is written to a cell. MODELLED: an English (UK) Excel, by hand.

`Range.Value = "001"` is as if a person typed it: Excel takes it for a number. LibreOffice is not
asked, because its habits differ. Where Excel's own choice depends on settings of the machine
(which of 1-2 is the month), the United Kingdom's are taken.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
LONGEST = 32_767

Kind = Literal["nothing", "number", "date", "truth", "text", "formula", "error"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell gets: the number format is the one that an unformatted cell takes on."""

    kind: Kind
    value: float | str | dt.datetime | bool = ""
    number_format: str | None = None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = rf"(?P<m>{'|'.join((*_LONG, *_MONTHS, 'sept'))})"
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<money>£)?\s*(?P<sign2>[-+])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<power>[eE][-+]?\d+)?"
    r"\s*(?P<percent>%)?\s*(?P<close>\))?"
)
_FRACTION = re.compile(r"([-+]?\d+) (\d{1,3})/(\d{1,3})")
_DATES = (
    (re.compile(r"(?P<d>\d{1,2})(?P<s>[-/])(?P<n>\d{1,2})(?P=s)(?P<y>\d{4}|\d\d)"), "dd/mm/yyyy"),
    (re.compile(r"(?P<y>\d{4})(?P<s>[-/])(?P<n>\d{1,2})(?P=s)(?P<d>\d{1,2})"), "dd/mm/yyyy"),
    (re.compile(r"(?P<d>\d{1,2})[-/](?P<n>\d{1,2})"), "dd-mmm"),
    (re.compile(r"(?P<n>\d{1,2})[-/](?P<y>\d{4})"), "mmm-yy"),
    (re.compile(rf"(?P<d>\d{{1,2}})[- /]?{_MONTH}[- /](?P<y>\d{{4}}|\d\d)", re.I), "dd-mmm-yy"),
    (re.compile(rf"(?P<d>\d{{1,2}})[- /]?{_MONTH}", re.I), "dd-mmm"),
    (re.compile(rf"{_MONTH}[- /](?P<y>\d{{4}}|\d\d)", re.I), "mmm-yy"),
    (re.compile(rf"{_MONTH} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})", re.I), "dd-mmm-yy"),
)
_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?: ?([ap])m?)?", re.I)
EPOCH = dt.datetime(1899, 12, 30)


def entry(text: str, *, text_format: bool, today: dt.date | None = None) -> Entry:
    """Return what Excel makes of the text; in a cell formatted as text it stays text."""
    if text == "":
        return Entry("nothing")
    if text.startswith("'"):
        return Entry("text", text[1:])
    if text_format:
        return Entry("text", text)
    if text[0] == "=" and len(text.strip()) > 1:
        return Entry("formula", text)
    plain = text.strip(" ")
    if plain.upper() in ("TRUE", "FALSE"):
        return Entry("truth", plain.upper() == "TRUE")
    if plain.upper() in ERRORS:
        return Entry("error", plain.upper())
    year = (today or dt.date.today()).year
    found = _number(plain) or _date_and_time(plain, year)
    if found:
        return found
    if text[0] in "+-@" and len(text) > 1:
        return Entry("formula", "=" + text.lstrip("+@"))
    return Entry("text", text)


def _number(text: str) -> Entry | None:
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction[3]):
        whole, part = int(fraction[1]), int(fraction[2]) / int(fraction[3])
        return Entry("number", whole + (-part if text[0] == "-" else part), "# ?/?")
    match = _NUMBER.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    if match["sign"] and match["sign2"]:
        return None
    digits = match["digits"]
    value = float(digits.replace(",", "") + (match["power"] or ""))
    if "-" in (match["sign"], match["sign2"]) or match["open"]:
        value = -value
    places = ".00" if "." in digits else ""
    number_format = None
    if match["percent"]:
        value, number_format = value / 100, f"0{places}%"
    elif match["money"]:
        number_format = f"£#,##0{places}"
    elif match["power"]:
        number_format = "0.00E+00"
    elif "," in digits:
        number_format = f"#,##0{places}"
    return Entry("number", value, number_format)


def _date_and_time(text: str, this_year: int) -> Entry | None:
    time = _TIME.fullmatch(text)
    if time:
        part = _time(time)
        return Entry("number", part, "hh:mm:ss" if time[3] else "hh:mm") if part >= 0 else None
    day, _, rest = text.partition(" ") if ":" in text else (text, "", "")
    time = _TIME.fullmatch(rest) if rest else None
    if rest and time is None:
        return None
    date = _date(day.strip(), this_year)
    if date is None or time is None:
        return date
    assert isinstance(date.value, dt.datetime)
    moment = date.value + dt.timedelta(days=_time(time))
    return Entry("date", moment, "dd/mm/yyyy hh:mm")


def _time(match: re.Match[str]) -> float:
    """Return the part of a day, below nought where there is no such time."""
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hours <= 12:
            return -1
        hours = hours % 12 + (12 if match[4] in "pP" else 0)
    return (hours * 3600 + minutes * 60 + seconds) / 86_400


def _date(text: str, this_year: int) -> Entry | None:
    for pattern, number_format in _DATES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["n"]) if parts.get("n") else _month(parts["m"])
        try:
            value = dt.datetime(_year(parts.get("y"), this_year), month, int(parts.get("d") or 1))
        except ValueError:
            continue
        if value.year >= 1900:
            return Entry("date", value, number_format)
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _year(text: str | None, this_year: int) -> int:
    if text is None:
        return this_year
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 30 else 1900)

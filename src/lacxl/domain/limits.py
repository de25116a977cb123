"""The words in which a council writes a limit, and the values that they mean: 95%+, under 10."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lacxl.domain.indicator import Unit
from lacxl.domain.numbers import from_float, plain, without_percent

NUMBER = r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})\s?%?"
"""A number as `spelt` leaves it."""
NO_VALUE = frozenset(
    {"", "n/a", "na", "n.a.", "-", "–", "—", ".", "..", "...", "…", "none", "tbc", "tba"}
    | {"no target", "no target set", "not applicable", "not set", "to be confirmed"}
)
"""What a cell says, in small letters, that has no value."""
LONGEST = 120
"""The most letters of a cell that can be a limit; what is longer is a narrative."""

_SIGNS = str.maketrans(
    dict.fromkeys("≥⩾≧", ">=")
    | dict.fromkeys("≤⩽≦", "<=")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"％": "%", "＞": ">", "＜": "<", "＝": "=", "＋": "+"}
)
_SPELT_OTHERWISE = (
    (re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"), ""),
    (re.compile(r"(?<=[0-9]) ?(?:per ?cent|pct)\b"), "%"),
    (re.compile(r"=>|> ="), ">="),
    (re.compile(r"=<|< ="), "<="),
    (re.compile(r"\+ ?%"), "%+"),
    (re.compile(r"\(((?:or|and|&) [a-z ]+)\)$"), r"\1"),
)
_ASIDE = re.compile(
    r"^(?:(?:green|amber|red|target)(?: ?[:=] ?| )|[gar](?: ?: ?| ?(?=[<>])))"
    r"| ?\((?:green|amber|red|target)\)$| target$"
)
"""What a cell may say of itself beside its limit."""
_AROUND_X = re.compile(rf"({NUMBER}) ?<(=?) ?x ?(<=?) ?({NUMBER})")

_UP = r"(?:more|greater|higher)"
_DOWN = r"(?:less|fewer|lower)"
_BEFORE = {
    "at least": (
        rf">=|at least|min(?:imum)?(?: of)?|(?:no|not) {_DOWN} than|not (?:below|under)"
        rf"|{_UP} than or equal to|equal to or (?:{_UP} than|above|over)|(?:above|over) or equal to"
    ),
    "at most": (
        rf"<=|at most|up to(?: and including)?|max(?:imum)?(?: of)?|(?:no|not) {_UP} than"
        rf"|not (?:above|over|exceeding)|{_DOWN} than or equal to"
        rf"|equal to or (?:{_DOWN} than|below|under)|(?:below|under) or equal to"
    ),
    "over": rf">|over|above|{_UP} than|exceeds|exceeding",
    "under": rf"<|under|below|{_DOWN} than",
}
_AFTER = {
    "at least": rf"\+|>=?|plus|(?:or|and|&) (?:{_UP}|above|over|upwards?)|upwards",
    "at most": rf"<=?|(?:or|and|&) (?:{_DOWN}|below|under)",
}


def _any(words: dict[str, str]) -> str:
    return "|".join(words.values())


_CONDITION = rf"(?:(?:{_any(_BEFORE)}) ?)?{NUMBER}(?: ?(?:{_any(_AFTER)})(?! ?[.0-9]))?"
_ONE = re.compile(
    rf"(?:(?P<before>{_any(_BEFORE)}|=) ?)?(?P<number>{NUMBER})(?: ?(?P<after>{_any(_AFTER)}))?"
)
_TWO = re.compile(
    rf"(?P<opening>between |from )?(?P<one>{_CONDITION}) ?(?P<joint>-|to|and|but|&|,)? ?"
    rf"(?P<other>{_CONDITION})"
)
_WORDS = {
    (place, meaning): re.compile(words)
    for place, known in (("before", _BEFORE), ("after", _AFTER))
    for meaning, words in known.items()
}


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to `high`; an end that is None is open. A number alone is both ends."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_included: bool = True
    high_included: bool = True

    @property
    def is_number(self) -> bool:
        """Whether it is a number alone, which does not say on which side of it the values are."""
        return self.low is not None and self.low == self.high

    def words(self, unit: Unit) -> str:
        """Return it in words, which `limits_of` understands: 95% or more, over 90% to 95%."""
        low = None if self.low is None else quantity(self.low, unit)
        high = None if self.high is None else quantity(self.high, unit)
        if low is not None and high is not None:
            if self.low == self.high:
                return low
            return f"{'' if self.low_included else 'over '}{low} to " + (
                high if self.high_included else f"under {high}"
            )
        if low is not None:
            return f"{low} or more" if self.low_included else f"over {low}"
        if high is not None:
            return f"{high} or less" if self.high_included else f"under {high}"
        return "any value"


def limits_of(written: str | float | Decimal, *, unit: Unit, points: bool = False) -> Band | None:
    """Return the values that a cell means; None where it is not understood.

    Of a percentage they are fractions: 95% is 0.95. `points` says that numbers without a percent
    sign are percentage points, 95 for 95%; otherwise such a number over 1 is not understood.
    """
    if not isinstance(written, str):
        number = _finite(written)
        value = None if number is None else in_unit(number, percent=False, unit=unit, points=points)
        return None if value is None else Band(value, value)
    if len(written) > LONGEST:
        return None
    text = _AROUND_X.sub(r">\2\1 \3\4", _ASIDE.sub("", spelt(written)))
    return _one(text, unit, points) or _two(text, unit, points)


def spelt(written: str) -> str:
    """Return a text in small letters, with one spelling of blanks, dashes, signs and numbers."""
    text = " ".join(written.translate(_SIGNS).casefold().split()).rstrip(".;")
    for other, usual in _SPELT_OTHERWISE:
        text = other.sub(usual, text)
    return text


def in_unit(number: Decimal, *, percent: bool, unit: Unit, points: bool) -> Decimal | None:
    """Return a number as it is kept, None where it is none of this unit."""
    if unit is not Unit.PERCENTAGE:
        return None if percent else number
    if percent or points:
        return number / 100
    return number if abs(number) <= 1 else None


def quantity(value: Decimal, unit: Unit) -> str:
    """Return a value as a person writes it: 95%, 487."""
    return f"{plain(value * 100)}%" if unit is Unit.PERCENTAGE else plain(value)


def _finite(written: float | Decimal) -> Decimal | None:
    if isinstance(written, bool):
        return None
    number = written if isinstance(written, Decimal) else from_float(float(written))
    return number if number.is_finite() else None


def _one(text: str, unit: Unit, points: bool, percent: bool = False) -> Band | None:
    """Return what one condition means, or a number alone; `percent` adds a percent sign."""
    found = _ONE.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    digits, has_sign = without_percent(found["number"])
    value = in_unit(Decimal(digits), percent=percent or has_sign, unit=unit, points=points)
    if value is None:
        return None
    match _meaning(found):
        case "at least":
            return Band(low=value)
        case "over":
            return Band(low=value, low_included=False)
        case "at most":
            return Band(high=value)
        case "under":
            return Band(high=value, high_included=False)
    return Band(value, value)


def _meaning(found: re.Match[str]) -> str:
    for (place, meaning), words in _WORDS.items():
        if found[place] and words.fullmatch(found[place]):
            return meaning
    return ""


def _two(text: str, unit: Unit, points: bool) -> Band | None:
    """Return what two conditions or numbers mean together; a percent sign is for both."""
    found = _TWO.fullmatch(text)
    if found is None:
        return None
    percent = "%" in text
    one, other = (_one(found[each], unit, points, percent) for each in ("one", "other"))
    if one is None or other is None:
        return None
    spans = found["joint"] in ("-", "to") or (found["opening"] == "between " and found["joint"])
    if one.is_number and other.is_number:
        low, high = sorted(each.low for each in (one, other) if each.low is not None)
        return Band(low, high) if spans and low < high else None
    if (one.is_number or other.is_number) and not spans:
        return None
    return _between(one, other) or _between(other, one)


def _between(lower: Band, upper: Band) -> Band | None:
    """Return from the one's low end to the other's high end, if that is what they are."""
    if lower.low is None or upper.high is None or lower.low >= upper.high:
        return None
    if not (lower.high is None or lower.is_number) or not (upper.low is None or upper.is_number):
        return None
    return Band(lower.low, upper.high, lower.low_included, upper.high_included)

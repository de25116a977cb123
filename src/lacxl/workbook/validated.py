"""What the validations of cells allow, and the form in which their lists have a word."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lacxl.domain.finding import Finding, error, warning
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Layout
from lacxl.workbook.shown import number_in, told
from lacxl.workbook.snapshot import CellValue, Formula, Validation
from lacxl.workbook.wanted import Wanted

Validations = Mapping[CellRef, Validation]
_NUMBERS = {
    "whole": "whole numbers",
    "decimal": "numbers",
    "date": "dates",
    "time": "times",
}
_COMPARED = {
    "equal": (operator.eq, "{0}"),
    "notEqual": (operator.ne, "other than {0}"),
    "greaterThan": (operator.gt, "over {0}"),
    "greaterThanOrEqual": (operator.ge, "from {0} on"),
    "lessThan": (operator.lt, "under {0}"),
    "lessThanOrEqual": (operator.le, "up to {0}"),
}


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A wanted cell with a value that its validation does not allow, and what that says."""

    want: Wanted
    value: str
    allows: str

    @property
    def finding(self) -> Finding:
        """What to say where the cell is left as it is."""
        return warning("P117", f"{self._what}: it is not filled.", str(self.want.place), _TODO)

    @property
    def fault(self) -> Finding:
        """What to say where nothing can be done without the cell."""
        return error("P117", f"{self._what}.", str(self.want.place), _TODO)

    @property
    def _what(self) -> str:
        return f"{self.want.why} would be {self.value}, and the cell's {self.allows}"


_TODO = "Correct the validation (Data, Data validation), the reading or the words in the layout."


def in_list_form(want: Wanted, validations: Validations) -> Wanted:
    """Return a wanted word in the form that the cell's list has: Green for GREEN."""
    rule = validations.get(want.place)
    if rule is None or not rule.allowed or not isinstance(want.value, str):
        return want
    entries = [each for each in rule.allowed if isinstance(each, str)]
    if want.value in entries:
        return want
    like = [each for each in entries if _plain(each) == _plain(want.value)]
    return replace(want, value=like[0]) if like else want


def forbidden(
    wanted: Iterable[Wanted],
    validations: Validations,
    there: Mapping[CellRef, CellValue],
    *,
    keeps_formulas: bool,
    words: Collection[str] = (),
) -> Iterator[Forbidden]:
    """Yield the wanted cells whose validations do not allow what would be written.

    Nothing is written into a cell that is emptied or has its value already, nor into a formula
    that is kept. What a validation allows is not always known: a formula, or a list that grows.
    `words` are those of lights and arrows, which may be told.
    """
    for want in wanted:
        rule, held = validations.get(want.place), there.get(want.place)
        if rule is None or want.value is None or want.value == held:
            continue
        if keeps_formulas and isinstance(held, Formula):
            continue
        if not _allows(rule, want.value):
            is_word = isinstance(want.value, str) and want.value in words
            value = (
                str(want.value) if is_word else told(want.value, want.number_format or "General")
            )
            yield Forbidden(want, value, _in_words(rule))


def without_forbidden(
    wanted: Iterable[Wanted], found: Iterable[Forbidden], layout: Layout
) -> tuple[Wanted, ...]:
    """Return what is wanted without the forbidden cells.

    Nor has a figure that is not filled a light or an arrow.
    """
    left = {each.want.place for each in found}
    for line in layout.lines:
        if left.intersection(line.at.values()):
            left |= {
                line.judged[e] for e in (JudgedCells.LIGHT, JudgedCells.ARROW) if e in line.judged
            }
    return tuple(want for want in wanted if want.place not in left)


def _allows(rule: Validation, value: CellValue) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if rule.kind == "list":
        return not rule.allowed or any(_same(each, value) for each in rule.allowed)
    if rule.kind == "textLength":
        return not isinstance(value, str) or _within(rule, len(value))
    if rule.kind not in _NUMBERS or not (is_number or isinstance(value, str)):
        return True
    if not isinstance(value, int | float):
        return False
    return (rule.kind != "whole" or float(value).is_integer()) and _within(rule, value)


def _within(rule: Validation, value: float) -> bool:
    """Say whether a number is within the limits, as far as they are known."""
    first, second = (*rule.limits, None, None)[:2]
    if rule.operator in _COMPARED:
        return first is None or bool(_COMPARED[rule.operator][0](value, first))
    if first is None or second is None:
        return True
    return (first <= value <= second) is (rule.operator != "notBetween")


def _same(entry: CellValue, value: CellValue) -> bool:
    if isinstance(value, str):
        return isinstance(entry, str) and entry == value
    return number_in(entry) is not None and number_in(entry) == number_in(value)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _in_words(rule: Validation) -> str:
    """Return what a validation allows; not the entries of a list, which may be names."""
    if rule.kind == "list":
        return "list does not have it"
    limits = (*rule.limits, None, None)[:2]
    first, second = ("a limit" if each is None else f"{each:g}" for each in limits)
    what = f"validation allows {_NUMBERS.get(rule.kind, 'texts of a length')}"
    if rule.operator in _COMPARED:
        return f"{what} {_COMPARED[rule.operator][1].format(first)}"
    return f"{what} {'not ' if rule.operator == 'notBetween' else ''}from {first} to {second}"

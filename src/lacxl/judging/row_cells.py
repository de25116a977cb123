"""What an indicator's rows say about its target and which way is good, each for its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.indicator import Figure, Indicator, Polarity, Target, Unit
from lacxl.domain.limits import NO_VALUE
from lacxl.domain.numbers import is_whole, without_percent
from lacxl.domain.polarity import polarity_of
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Line, figure_of
from lacxl.workbook.shown import number, number_in
from lacxl.workbook.snapshot import CellError, CellLook, CellValue, Formula

_NO_RESULT = CellError("#N/A")


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of the summary, and how they are formatted."""

    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]

    def at(self, place: CellRef | None) -> CellValue:
        """Return what the cell holds; None where it is blank, an error without a result."""
        value = self.there.get(place) if place else None
        if isinstance(value, Formula):
            value = _NO_RESULT if value.cached is None else value.cached
        return None if isinstance(value, str) and not value.strip() else value

    def is_percentage(self, place: CellRef) -> bool:
        """Say whether the cell shows a percent sign."""
        value = self.at(place)
        if isinstance(value, str):
            return without_percent(value)[1]
        return place in self.looks and "%" in self.looks[place].number_format


def as_set(indicator: Indicator, figure: Figure) -> Indicator:
    """Return an indicator as it is for a figure of which no cell says the target.

    The number of a pair has one only if lacxl.toml sets it for the number.
    """
    said = figure.said
    if indicator.judges(figure) or (said.target is None and said.dead_band is None):
        return indicator
    return indicator.for_figure(figure, None if said.target is None else Target(said.target))


def targets_of(
    indicator: Indicator, rows: Sequence[Line], cells: RowCells, says: str
) -> tuple[dict[str, Indicator], list[Finding]]:
    """Return the indicator with each figure's target by its name: K104, K105 and K113 are found.

    A target is of the kind of the figure that it rates. Of a pair the percentage's own row's cell
    counts, and where that is blank the first row's, if it holds a percentage. The number is rated
    by a whole number in its own row, where that of the percentage says something, or by lacxl.toml.
    `says` names who else knows the target.
    """
    judged = [row for row in rows if indicator.judges(figure_of(indicator, row.figure))]
    others = [row for row in rows if row not in judged]
    found: dict[str, Indicator] = {}
    findings: list[Finding] = []
    read: list[CellRef] = []
    for row in judged:
        place = row.judged[JudgedCells.TARGET]
        if cells.at(place) is None:
            fitting = (_fitting(indicator, each, cells) for each in others)
            place = next((each for each in fitting if each is not None), place)
        read.append(place)
        target, fault = _target(indicator, figure_of(indicator, row.figure), place, cells, says)
        found[row.figure] = replace(indicator, target=target)
        findings += [fault] if fault else []
    for row in others:
        figure, place = figure_of(indicator, row.figure), row.judged[JudgedCells.TARGET]
        found[row.figure] = as_set(found[judged[-1].figure], figure)
        written, said = None if place in read else cells.at(place), figure.said.target
        value = number_in(written)
        if written is None or (value is None and said is None):
            continue
        is_whole = value is not None and not value % 1 and not cells.is_percentage(place)
        is_clear = all(cells.at(each.judged[JudgedCells.TARGET]) is not None for each in judged)
        if value is not None and not (is_whole and is_clear):
            findings.append(
                note(
                    "K113",
                    f"The {row.figure} of {indicator.number} has a target, but is not rated.",
                    str(place),
                    f"Write the target of the {judged[-1].figure} in its own row.",
                )
            )
            continue
        target = None if value is None else Target(value)
        found[row.figure] = indicator.for_figure(figure, target)
        if said is not None and said != value:
            findings.append(
                _otherwise(indicator.label(figure), value, said, False, place, figure.said.file)
            )
    return found, findings


def polarities_of(
    indicator: Indicator, rows: Sequence[Line], cells: RowCells, says: str
) -> tuple[dict[str, Polarity], list[Finding]]:
    """Return each figure's polarity by its name; a blank cell of a pair says what the other does.

    K104 and K105 are found on the way, once where the rows of a pair agree.
    """
    found: dict[str, Polarity] = {}
    findings: list[Finding] = []
    for row in rows:
        places = [each.judged[JudgedCells.POLARITY] for each in (row, *rows)]
        place = next((each for each in places if cells.at(each) is not None), places[0])
        polarity, fault = _polarity(indicator, place, cells, says)
        found[row.figure] = polarity
        findings += [fault] if fault else []
    return found, findings if len(set(found.values())) > 1 else findings[-1:]


def quantity(value: Decimal, percentage: bool) -> str:
    """Return a target or a limit as a person writes it: 98%, 487."""
    return f"{number(value * 100, 'General')}%" if percentage else number(value, "General")


def _fitting(indicator: Indicator, row: Line, cells: RowCells) -> CellRef | None:
    """Return the target beside another figure if it is of the kind of the rated one."""
    place = row.judged[JudgedCells.TARGET]
    written = cells.at(place)
    if written is None:
        return None
    value = number_in(written)
    if value is None or indicator.figures[-1].unit is not Unit.PERCENTAGE:
        return place
    return place if cells.is_percentage(place) or value <= 1 else None


def _target(
    indicator: Indicator, figure: Figure, place: CellRef, cells: RowCells, says: str
) -> tuple[Target | None, Finding | None]:
    named, percentage, written = (
        indicator.number, figure.unit is Unit.PERCENTAGE, cells.at(place)
    )  # fmt: skip
    value = number_in(written)
    none = written is None or str(written).strip().casefold() in NO_VALUE
    fault, todo = "", ""
    if value is None and not none:
        fault, todo = "cannot be read", "Write a number, a percentage or n/a."
    elif value is not None and percentage and value > 1:
        fault, todo = "is over 100%", "Write it as a percentage: 98%."
    elif value is not None and not percentage and cells.is_percentage(place):
        fault, todo = "is a percentage and its figure is not", "Write it in the figure's own unit."
    elif value is not None and figure.unit is Unit.COUNT and not is_whole(value):
        fault = "is not a whole number and its figure is a count"
        todo = "Write a whole number, or n/a."
    if fault:
        what = f"The target of {named} {fault}, so it is not rated."
        return None, warning("K105", what, str(place), todo)
    known = indicator.target
    target = None if value is None else Target(value, known.amber if known else None)
    green = known.green if known else None
    if green == value:
        return target, None
    return target, _otherwise(named, value, green, percentage, place, says)


def _otherwise(
    named: str,
    value: Decimal | None,
    known: Decimal | None,
    percentage: bool,
    place: CellRef,
    says: str,
) -> Finding:
    """Return that the workbook's target is another one than the council's files have."""
    names = ["none" if each is None else quantity(each, percentage) for each in (value, known)]
    return warning(
        "K104",
        f"The workbook's target of {named} is {names[0]}, {says}'s {names[1]}.",
        str(place),
        f"The workbook's is used. Bring {says} into line.",
    )


def _polarity(
    indicator: Indicator, place: CellRef, cells: RowCells, says: str
) -> tuple[Polarity, Finding | None]:
    written = str(cells.at(place) or "").strip().casefold()
    polarity = polarity_of(written)
    if polarity is None:
        return Polarity.NONE, warning(
            "K105",
            f"Which way is good for {indicator.number} cannot be read, so it is not rated.",
            str(place),
            "Write High, Low or Info.",
        )
    if polarity is indicator.polarity:
        return polarity, None
    return polarity, warning(
        "K104",
        f"The workbook says {written or 'nothing'} of which way is good for {indicator.number}, "
        f"{says} {indicator.polarity.value}.",
        str(place),
        f"The workbook's is used. Bring {says} into line.",
    )

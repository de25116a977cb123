"""What is visible in the workbook is true there: its targets and polarities, read and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Indicator, Polarity, Target, Unit
from lacxl.domain.numbers import from_float
from lacxl.workbook.layout import Places, SummaryRow
from lacxl.workbook.layout.places import Place
from lacxl.workbook.shown import number
from lacxl.workbook.snapshot import CellValue, Formula

_POLARITIES = {"high": Polarity.HIGH, "low": Polarity.LOW, "info": Polarity.NONE, "": Polarity.NONE}
_NO_TARGET = {"", "n/a", "na", "-", "–", "none"}


def as_visible(
    indicators: Mapping[str, Indicator],
    places: Places,
    there: Mapping[Place, CellValue],
    amber: Mapping[str, Decimal],
) -> tuple[Mapping[str, Indicator], list[Finding]]:
    """Return the indicators with the workbook's own targets and polarities.

    `amber` are the council's own tolerances, which go with whatever target the workbook shows.

    Findings: K104 where they differ from the catalogue's, K105 where a cell cannot be read (such
    an indicator is not rated), K110 where an amber limit can never show.
    """
    seen = dict(indicators)
    findings: list[Finding] = []
    for row in places.summary:
        indicator = seen[row.indicator]
        if row.figure != indicator.figures[0].name:
            continue
        target, fault = _target(indicator, row, there)
        if target is not None and row.indicator in amber:
            target = replace(target, amber=amber[row.indicator])
        findings += [fault] if fault else []
        polarity, fault = _polarity(indicator, row, there)
        findings += [fault] if fault else []
        seen[row.indicator] = replace(indicator, target=target, polarity=polarity)
        fault = _amber(seen[row.indicator], row, amber)
        findings += [fault] if fault else []
    return seen, findings


def _target(
    indicator: Indicator, row: SummaryRow, there: Mapping[Place, CellValue]
) -> tuple[Target | None, Finding | None]:
    if row.target is None:
        return indicator.target, None
    written = _plain(there.get(row.target))
    try:
        value = _quantity(written)
    except InvalidOperation:
        return None, warning(
            "K105",
            f"The target of {indicator.number} cannot be read, so it is not rated.",
            str(row.target),
            "Write a number, a percentage or n/a.",
        )
    percentage = indicator.figures[-1].unit is Unit.PERCENTAGE
    if value is not None and percentage and value > 1:
        return None, warning(
            "K105",
            f"The target of {indicator.number} is over 100%, so it is not rated.",
            str(row.target),
            "Write it as a percentage: 98%.",
        )
    known = indicator.target
    amber = known.amber if known else None
    target = None if value is None else Target(value, amber)
    if (known.green if known else None) == value:
        return target, None
    names = [
        "none" if each is None else _shown(each, percentage)
        for each in (value, known.green if known else None)
    ]
    return target, warning(
        "K104",
        f"The workbook's target of {indicator.number} is {names[0]}, the catalogue's {names[1]}.",
        str(row.target),
        "The workbook's is used. Bring the catalogue into line.",
    )


def _polarity(
    indicator: Indicator, row: SummaryRow, there: Mapping[Place, CellValue]
) -> tuple[Polarity, Finding | None]:
    if row.polarity is None:
        return indicator.polarity, None
    written = str(_plain(there.get(row.polarity)) or "").strip().casefold()
    if written not in _POLARITIES:
        return Polarity.NONE, warning(
            "K105",
            f"Which way is good for {indicator.number} cannot be read, so it is not rated.",
            str(row.polarity),
            "Write High, Low or Info.",
        )
    polarity = _POLARITIES[written]
    if polarity is indicator.polarity:
        return polarity, None
    return polarity, warning(
        "K104",
        f"The workbook says {written or 'nothing'} of which way is good for {indicator.number}, "
        f"the catalogue {indicator.polarity.value}.",
        str(row.polarity),
        "The workbook's is used. Bring the catalogue into line.",
    )


def _amber(indicator: Indicator, row: SummaryRow, own: Mapping[str, Decimal]) -> Finding | None:
    """Return a finding where an amber limit can never show."""
    target, number_ = indicator.target, indicator.number
    if target is None or indicator.polarity is Polarity.NONE:
        if number_ not in own:
            return None
        what = f"{number_} has an amber limit but is not rated, so the limit does nothing."
    elif target.amber is None or (
        target.amber < target.green
        if indicator.polarity is Polarity.HIGH
        else target.amber > target.green
    ):
        return None
    else:
        percentage = indicator.figures[-1].unit is Unit.PERCENTAGE
        amber, green = _shown(target.amber, percentage), _shown(target.green, percentage)
        side = "below" if indicator.polarity is Polarity.HIGH else "above"
        what = f"The amber limit of {number_}, {amber}, is not {side} its target {green}: no amber."
    where = "" if row.target is None else str(row.target)
    return warning("K110", what, where, "Correct the amber limit in lacxl.toml, or the target.")


def _plain(value: CellValue) -> CellValue:
    return value.cached if isinstance(value, Formula) else value


def _quantity(value: CellValue) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_float(float(value))
    text = str(value).strip() if isinstance(value, str) else "?"
    if text.casefold() in _NO_TARGET:
        return None
    quantity = Decimal(text.removesuffix("%").strip())
    if not quantity.is_finite():
        raise InvalidOperation
    return quantity / 100 if text.endswith("%") else quantity


def _shown(value: Decimal, percentage: bool) -> str:
    return f"{number(value * 100, 'General')}%" if percentage else number(value, "General")

"""Which source's count is used where several give an indicator, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lacxl.catalogue.indicators import shipped
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Measured, amount
from lacxl.records.counting.counted import Counted

_LONGEST = 240
"""A note in a cell of the report has 250 characters at most."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The counts used, one for each indicator and month, and the differences between sources."""

    chosen: tuple[Counted, ...]
    differences: tuple[Finding, ...]


def choose(
    counted: Iterable[Counted],
    order: Sequence[str],
    indicators: Mapping[str, Indicator] | None = None,
) -> Choice:
    """Choose for each indicator and month the first source of `order` that could count it.

    Sources that `order` does not name come last, by name; one whose cases were all left out gives
    way to one that has some. Another source's figure that differs as shown is a finding (M110).
    """
    known = shipped() if indicators is None else indicators
    rank = {source: number for number, source in enumerate(order)}
    by_reading: dict[tuple[str, Month], list[Counted]] = {}
    for each in counted:
        by_reading.setdefault((each.indicator, each.month), []).append(each)
    chosen: list[Counted] = []
    differences: list[Finding] = []
    for several in by_reading.values():
        several.sort(key=lambda each: (rank.get(each.source, len(rank)), each.source))
        able = [each for each in several if each.is_counted]
        able.sort(key=lambda each: each.denominator == 0 and bool(each.left_out))
        chosen.append(able[0] if able else _with_all_reasons(several))
        if indicator := known.get(chosen[-1].indicator):
            found = (_difference(indicator, chosen[-1], other) for other in able[1:])
            differences += filter(None, found)
    return Choice(tuple(chosen), tuple(differences))


def _with_all_reasons(several: Sequence[Counted]) -> Counted:
    if len(several) == 1:
        return several[0]
    reasons = "; ".join(f"{each.source}: {each.reason}" for each in several)
    if len(reasons) > _LONGEST:
        reasons = reasons[: _LONGEST - 3].rstrip() + "..."
    return replace(several[0], reason=reasons)


def _difference(indicator: Indicator, used: Counted, other: Counted) -> Finding | None:
    said = [
        f"{indicator.label(figure)} is {mine} by {used.source} and {theirs} by {other.source}"
        for figure in indicator.figures
        if (mine := _shown(indicator, figure, used)) != (theirs := _shown(indicator, figure, other))
    ]
    if not said:
        return None
    what = f"Two sources differ: {'; '.join(said)}. {used.source} is used."
    todo = "Find out which is right; the order of the sources is a setting."
    return warning("M110", what, f"{used.indicator} {used.month.short}", todo)


def _shown(indicator: Indicator, figure: Figure, counted: Counted) -> str:
    found = amount(indicator, figure, counted.reading())
    if not isinstance(found, Measured):
        return "no figure"
    shown = half_up(found.value, figure.decimals)
    return f"{shown * 100:.1f}%" if figure.unit is Unit.PERCENTAGE else f"{shown:f}"

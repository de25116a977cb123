"""By what a council's own workbook judges: targets, tolerances, polarities, in its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator, Polarity, Target, Unit
from lacxl.domain.limits import Band, limits_of, quantity
from lacxl.domain.polarity import polarity_of
from lacxl.domain.scale import target_of
from lacxl.domain.tolerance import Ambiguity, tolerance_of, within
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Judged, Layout, Line, figure_of
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import CellLook, CellValue, Formula

NO_VALUE = frozenset({"", "n/a", "na", "-", "–", "—", "none", "tbc", "no target", "not applicable"})
"""What a cell says that has no value."""
_COLOURS = {Judged.GREEN: "green", Judged.AMBER: "amber", Judged.RED: "red"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Each figure's indicator with its target and polarity, by number and name of the figure.

    Of the `unsure` ones it cannot be told by what they are judged: they get no light.
    """

    seen: Mapping[tuple[str, str], Indicator]
    unsure: frozenset[tuple[str, str]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Cells:
    there: Mapping[CellRef, CellValue]
    looks: Mapping[CellRef, CellLook]

    def written(self, place: CellRef | None) -> str | float | None:
        """Return what a cell holds as it is to be read: a percentage as it shows."""
        value = self.there.get(place) if place is not None else None
        if isinstance(value, Formula):
            value = value.cached
        if isinstance(value, str):
            text = value.strip()
            return None if text.casefold() in NO_VALUE else text
        if isinstance(value, bool) or not isinstance(value, int | float) or place is None:
            return None
        look = self.looks.get(place, CellLook())
        if "%" in look.number_format:
            return f"{Decimal(f'{value:.15g}') * 100:f}%"
        return value

    def text(self, place: CellRef | None) -> str:
        """Return the text that a cell shows."""
        return shown(self.there.get(place)).strip() if place is not None else ""


def own_judgement(
    indicators: Mapping[str, Indicator],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    looks: Mapping[CellRef, CellLook],
    *,
    amber: Mapping[str, Decimal],
) -> Judgement:
    """Return by what each figure of the workbook is judged.

    Its own cells come first; `amber` are the limits of lacxl.toml, which count more than the
    tolerance of all, and what no cell says is taken from the catalogue. Findings: K105 where cells
    cannot be read, or contradict each other or the settings; such a figure is not rated.
    """
    cells = _Cells(there, looks)
    seen: dict[tuple[str, str], Indicator] = {}
    unsure: set[tuple[str, str]] = set()
    without = frozenset() if layout.signs is None else layout.signs.without_amber
    findings: list[Finding] = []
    for line in layout.summary:
        indicator = indicators[line.indicator]
        own = amber.get(line.indicator)
        found, faults, place = _judged(indicator, line, cells, own, without)
        seen[line.indicator, line.figure] = found
        if faults:
            unsure.add((line.indicator, line.figure))
            findings.append(
                warning(
                    "K105",
                    f"By what {line.indicator} is judged cannot be told: {' '.join(faults)}",
                    str(place or line.title or ""),
                    "Correct the cell. Until then its light stays as it is.",
                )
            )
    return Judgement(seen, frozenset(unsure), tuple(findings))


def _judged(
    indicator: Indicator,
    line: Line,
    cells: _Cells,
    amber: Decimal | None,
    without_amber: frozenset[str],
) -> tuple[Indicator, list[str], CellRef | None]:
    figure = figure_of(indicator, line.figure)
    polarity, faults = _polarity(indicator, line, cells)
    place = line.judged.get(Judged.TARGET) or line.judged.get(Judged.GREEN)
    if faults:
        return replace(indicator, polarity=Polarity.NONE), faults, line.judged[Judged.POLARITY]
    known = None if polarity is Polarity.NONE else polarity
    points = line.in_points(figure)
    wanted, faults = _limit(line, Judged.TARGET, cells, figure, points)
    bands: dict[str, Band | None] = {}
    for which, name in _COLOURS.items():
        bands[name], more = _limit(line, which, cells, figure, points)
        faults += more
    target = None
    if bands["green"] is None and wanted is not None and (bands["amber"] or bands["red"]):
        bands["green"] = _from_target(wanted, polarity)  # the target is where green begins
    if not faults and bands["green"] is not None:
        scale = target_of(
            bands["green"],
            bands["amber"],
            bands["red"],
            known,
            unit=figure.unit,
            edge=line.form.edge,
        )
        if isinstance(scale, Ambiguity):
            faults += scale.reasons
        else:
            target, polarity = _without_amber(scale.target), scale.polarity
            own = None if wanted is None else _end(wanted, polarity)
            if own is not None and own != target.green:
                faults.append(
                    f"The target is {quantity(own, figure.unit)}, and green begins at "
                    f"{quantity(target.green, figure.unit)}."
                )
    elif not faults and wanted is not None:
        green = _end(wanted, polarity)
        target = None if green is None else Target(green)
        if target is not None:
            has_own = amber is not None or line.indicator in without_amber
            for_all = "" if has_own else line.form.within
            target, more = _with_tolerance(target, line, for_all, cells, figure, polarity, points)
            faults += more
    elif not faults and Judged.TARGET not in line.judged and Judged.GREEN not in line.judged:
        target = indicator.target
        if target is None and Judged.LIGHT in line.judged:
            faults.append("no cell and no setting has its target.")
    if target is not None and amber is not None and not faults:
        if target.amber not in (None, target.green, amber):
            assert target.amber is not None  # noqa: S101
            faults.append(
                f"Amber ends at {quantity(target.amber, figure.unit)} in the workbook, and at "
                f"{quantity(amber, figure.unit)} in lacxl.toml."
            )
        target = replace(target, amber=amber)
    return (
        replace(indicator, target=None if faults else target, polarity=polarity),
        faults,
        place,
    )


def _without_amber(target: Target) -> Target:
    """Return a target of which it is known that there is no amber: green and red meet."""
    return target if target.amber is not None else Target(target.green, target.green)


def _polarity(indicator: Indicator, line: Line, cells: _Cells) -> tuple[Polarity, list[str]]:
    place = line.judged.get(Judged.POLARITY)
    text = cells.text(place)
    if place is None or not text:
        return indicator.polarity, []
    said = polarity_of(text)
    if said is None:
        return Polarity.NONE, ["the words for which way is good are not understood."]
    if said is not Polarity.NONE and indicator.polarity not in (Polarity.NONE, said):
        other = indicator.polarity.value
        return Polarity.NONE, [
            f"the workbook says that {said.value} is good, the catalogue {other}."
        ]
    return said, []


def _limit(
    line: Line, which: Judged, cells: _Cells, figure: Figure, points: bool
) -> tuple[Band | None, list[str]]:
    written = cells.written(line.judged.get(which))
    if written is None:
        return None, []
    is_small = isinstance(written, int | float) and abs(written) <= 1
    if points and is_small and figure.unit is Unit.PERCENTAGE and written:
        return None, [f"the {which.value} is written as {written:g} beside figures such as 94.4."]
    band = limits_of(written, unit=figure.unit, points=points)
    if band is None and figure.unit is Unit.PERCENTAGE and not points:
        # a target typed as 95 beside figures of 0.94 is the same as 95%
        number = written if not isinstance(written, str) else None
        band = limits_of(f"{number}%", unit=figure.unit) if number is not None else None
    if band is None:
        return None, [f"what is written for {which.value} is not understood."]
    return band, []


def _from_target(band: Band, polarity: Polarity) -> Band:
    """Return the figures that meet a target."""
    if not band.is_number or polarity is Polarity.NONE:
        return band
    return Band(low=band.low) if polarity is Polarity.HIGH else Band(high=band.high)


def _end(band: Band, polarity: Polarity) -> Decimal | None:
    """Return the limit that a target says, whichever way it is written."""
    if band.is_number:
        return band.low
    if polarity is Polarity.LOW:
        return band.high if band.high is not None else band.low
    return band.low if band.low is not None else band.high


def _with_tolerance(
    target: Target,
    line: Line,
    for_all: str,
    cells: _Cells,
    figure: Figure,
    polarity: Polarity,
    points: bool,
) -> tuple[Target, list[str]]:
    """Return a target with its limit: by its own cell, else by the tolerance `for_all`."""
    own = cells.written(line.judged.get(Judged.TOLERANCE))
    written = own or for_all or None
    has_any = Judged.TOLERANCE in line.judged or for_all
    if not has_any or polarity is Polarity.NONE:
        return target, []
    if written is None:
        return _without_amber(target), []
    tolerance = tolerance_of(written, unit=figure.unit, points=points)
    if tolerance is None and not own and tolerance_of(for_all, unit=Unit.PERCENTAGE) is not None:
        return target, []  # percentage points are said of percentages alone
    if tolerance is None:
        return target, ["its tolerance is not understood."]
    found = within(target.green, tolerance, polarity, unit=figure.unit, relative=line.form.relative)
    if isinstance(found, Ambiguity):
        return target, list(found.reasons)
    return found, []

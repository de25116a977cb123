"""By what a council's own workbook judges: targets, tolerances, polarities, in its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Figure, Indicator, Polarity, Target, Unit
from lacxl.domain.limits import NO_VALUE, Band, limits_of, quantity
from lacxl.domain.polarity import polarity_of
from lacxl.domain.scale import beyond, target_of
from lacxl.domain.tolerance import Ambiguity, tolerance_of, within
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Layout, Line, Signs, figure_of
from lacxl.workbook.shown import decimals_shown, shown
from lacxl.workbook.snapshot import CellLook, CellValue, Formula

_COLOURS = {JudgedCells.GREEN: "green", JudgedCells.AMBER: "amber", JudgedCells.RED: "red"}


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
) -> Judgement:
    """Return by what each figure of the workbook is judged.

    Its own cells say it; what they leave open is taken from the council's files. Findings: K105
    where cells cannot be read, or contradict each other or these files; such a figure is not rated.
    """
    cells = _Cells(there, looks)
    seen: dict[tuple[str, str], Indicator] = {}
    unsure: set[tuple[str, str]] = set()
    signs = layout.signs or Signs()
    findings: list[Finding] = []
    for line in layout.summary:
        indicator = indicators[line.indicator]
        row = _Row(indicator, figure_of(indicator, line.figure), line, cells, signs)
        target, polarity = row.judged()
        seen[line.indicator, line.figure] = replace(
            indicator.for_figure(row.figure, None if row.faults else target), polarity=polarity
        )
        if row.faults:
            unsure.add((line.indicator, line.figure))
        is_left = row.lacks_target and line.indicator in signs.untargeted
        if (row.faults or row.doubts) and not is_left:
            findings.append(row.finding())
    return Judgement(seen, frozenset(unsure), tuple(findings))


@dataclass(slots=True)
class _Row:
    """What the cells beside a figure say of it; `faults` are why that is not certain.

    `place` is the cell to look at, `files` are the council's files that say otherwise. It
    `lacks_target` where none of them says one. Of what is in `doubts` only a figure that misses its
    target has to wait.
    """

    indicator: Indicator
    figure: Figure
    line: Line
    cells: _Cells
    signs: Signs
    faults: list[str] = field(default_factory=list)
    place: CellRef | None = None
    files: set[str] = field(default_factory=set)
    lacks_target: bool = False
    doubts: list[str] = field(default_factory=list)

    def finding(self) -> Finding:
        """Return the warning that names the row, its cell and what contradicts what."""
        todo = f"Correct {' or '.join(('the cell', *sorted(self.files)))}."
        if self.lacks_target:
            todo = f'Set it in lacxl.toml, under [indicators."{self.indicator.number}"].'
        label = self.indicator.label(self.figure)
        what = f"By what {label} is judged cannot be told: {' '.join(self.faults)}"
        has_light = JudgedCells.LIGHT in self.line.judged
        waits = "its light stays as it is" if has_light else "it is not rated"
        if not self.faults:
            what = f"Where amber ends for {label} cannot be told: {' '.join(self.doubts)}"
            waits += " if it misses its target"
        return warning(
            "K105",
            what,
            str(
                self.place
                or self._cell(JudgedCells.TARGET, JudgedCells.GREEN)
                or self.line.title
                or ""
            ),
            f"{todo} Until then {waits}.",
        )

    def judged(self) -> tuple[Target | None, Polarity]:
        """Return target and polarity, which count only if there are no faults."""
        polarity = self._polarity()
        if self.faults:
            return None, Polarity.NONE
        wanted = self._limit(JudgedCells.TARGET)
        bands = {name: self._limit(which) for which, name in _COLOURS.items()}
        if bands["green"] is None and wanted is not None and (bands["amber"] or bands["red"]):
            bands["green"] = _from_target(wanted, polarity)  # the target is where green begins
        if self.faults:
            return None, polarity
        target: Target | None = None
        if bands["green"] is not None:
            target, polarity = self._by_bands(bands["green"], bands, wanted, polarity)
        elif wanted is not None:
            target = self._by_target(wanted, polarity)
        if self.faults:
            return None, polarity
        if target is None:
            target = self._by_files(polarity)
        else:
            self._compare_target(target, wanted or bands["green"])
        if target is not None and not self.faults:
            target = self._with_amber(target, meets=bands["red"] is not None)
        return target, polarity

    def _by_bands(
        self,
        green: Band,
        bands: Mapping[str, Band | None],
        wanted: Band | None,
        polarity: Polarity,
    ) -> tuple[Target | None, Polarity]:
        """Return what the columns of lights say, with which a target has to agree."""
        unit = self.figure.unit
        scale = target_of(
            green,
            bands["amber"],
            bands["red"],
            None if polarity is Polarity.NONE else polarity,
            unit=unit,
            decimals=self._decimals,
            edge=self.line.form.edge,
        )
        if isinstance(scale, Ambiguity):
            self.faults += scale.reasons
            return None, polarity
        target = _without_amber(scale.target)
        own = None if wanted is None else self._end(wanted, scale.polarity)
        if own is not None and own != target.green:
            self.faults.append(
                f"The target is {quantity(own, unit)}, and green begins at "
                f"{quantity(target.green, unit)}."
            )
        return target, scale.polarity

    def _by_target(self, wanted: Band, polarity: Polarity) -> Target | None:
        green = self._end(wanted, polarity)
        return None if green is None else self._with_tolerance(Target(green), polarity)

    def _by_files(self, polarity: Polarity) -> Target | None:
        """Return the target of lacxl.toml or the catalogue, where no cell says one."""
        said = self.figure.said
        place = self._cell(JudgedCells.TARGET, JudgedCells.GREEN)
        written = self.cells.text(place)
        if said.target is None:
            has_none = self.indicator.number in self.signs.without_target
            if place is None and JudgedCells.LIGHT in self.line.judged and not has_none:
                self.faults.append("no cell and no setting has its target.")
                self.lacks_target = True
            return None
        if written:
            self._contradicts(
                f"The target is {written} in the workbook, and "
                f"{quantity(said.target, self.figure.unit)} in {said.file}.",
                place,
            )
            return None
        return self._with_tolerance(Target(said.target), polarity)

    def _compare_target(self, target: Target, written: Band | None) -> None:
        said, unit = self.figure.said, self.figure.unit
        if said.target is not None and said.target != target.green and written is not None:
            self._contradicts(
                f"The target is {written.words(unit)} in the workbook, and "
                f"{quantity(said.target, unit)} in {said.file}.",
                self._cell(JudgedCells.TARGET, JudgedCells.GREEN),
            )

    def _with_amber(self, target: Target, *, meets: bool) -> Target:
        """Return the target with the limit of amber that the files set.

        `meets` says that a cell for red leaves no room for amber, where green and red meet.
        """
        said, unit = self.figure.said, self.figure.unit
        if said.amber is None:
            return target
        is_open = target.amber is None or (target.amber == target.green and not meets)
        if not is_open and target.amber != said.amber:
            ends = (
                "There is no amber"
                if target.amber is None or target.amber == target.green
                else f"Amber ends at {quantity(target.amber, unit)}"
            )
            self._contradicts(
                f"{ends} in the workbook, and it ends at {quantity(said.amber, unit)} in "
                f"{said.file}.",
                self._cell(
                    JudgedCells.AMBER, JudgedCells.RED, JudgedCells.TOLERANCE, JudgedCells.TARGET
                ),
            )
        return replace(target, amber=said.amber)

    def _contradicts(self, fault: str, place: CellRef | None) -> None:
        self.faults.append(fault)
        self.files.add(self.figure.said.file)
        self.place = self.place or place

    def _cell(self, *kinds: JudgedCells) -> CellRef | None:
        """Return the first of some cells that the row has."""
        return next((self.line.judged[each] for each in kinds if each in self.line.judged), None)

    def _polarity(self) -> Polarity:
        """Return which way is good: by the row's cell, or by the files where it has none."""
        known, said = self.indicator.polarity, self.figure.said.polarity
        place = self._cell(JudgedCells.POLARITY)
        text = self.cells.text(place)
        if place is None or not text:
            return known
        written = polarity_of(text)
        if written is None:
            self.faults.append("the words for which way is good are not understood.")
        elif said not in (None, written):
            self._contradicts(
                f"the workbook says that {_good(written)} is good, lacxl.toml {_good(known)}.",
                place,
            )
        elif written is not Polarity.NONE and known not in (Polarity.NONE, written):
            self.faults.append(
                f"the workbook says that {written.value} is good, the catalogue {known.value}."
            )
        self.place = place if self.faults else None
        return written or Polarity.NONE

    def _limit(self, which: JudgedCells) -> Band | None:
        place = self._cell(which)
        written = self.cells.written(place)
        if written is None:
            return None
        unit, points = self.figure.unit, self.line.in_points(self.figure)
        is_small = isinstance(written, int | float) and abs(written) <= 1
        if points and is_small and unit is Unit.PERCENTAGE and written:
            self.faults.append(
                f"the {which.value} is written as {written:g} beside figures such as 94.4."
            )
            return None
        if unit is Unit.COUNT and isinstance(written, float) and 0 < written < 1:
            self.faults.append(f"the {which.value} is written as {written:g} beside a count.")
            return None
        band = limits_of(written, unit=unit, points=points)
        if band is None and unit is Unit.PERCENTAGE and not points:
            # a target typed as 95 beside figures of 0.94 is the same as 95%
            number = written if not isinstance(written, str) else None
            band = limits_of(f"{number}%", unit=unit) if number is not None else None
        if band is None:
            self.faults.append(f"what is written for {which.value} is not understood.")
        return band

    def _end(self, band: Band, polarity: Polarity) -> Decimal | None:
        """Return the worst figure that meets a target, as it is shown."""
        if band.is_number or polarity is Polarity.NONE:
            return band.low if band.low is not None else band.high
        low = polarity is Polarity.LOW
        end, included = (band.high, band.high_included) if low else (band.low, band.low_included)
        if end is None:
            self.faults.append(
                f"the target is {band.words(self.figure.unit)}, and {polarity.value} is good."
            )
            return None
        return end if included else beyond(end, polarity, self._decimals)

    @property
    def _decimals(self) -> int:
        """The decimals of the kept figure that its cells show."""
        looks = self.cells.looks
        formats = (looks[at].number_format for at in self.line.at.values() if at in looks)
        shown = decimals_shown(formats, self.figure.unit)
        return self.figure.decimals if shown is None else shown

    def _with_tolerance(self, target: Target, polarity: Polarity) -> Target:
        """Return a target with the limit of amber that its tolerance means.

        What is said of all figures counts only where nothing is said of this one.
        """
        form, place = self.line.form, self._cell(JudgedCells.TOLERANCE)
        said, number = self.figure.said, self.indicator.number
        has_own = said.amber is not None or number in self.signs.without_amber
        for_all = "" if has_own else form.within
        if (place is None and not for_all) or polarity is Polarity.NONE:
            return target
        own = self.cells.written(place)
        written = own or for_all or None
        if written is None:
            return _without_amber(target)
        unit, points = self.figure.unit, self.line.in_points(self.figure)
        tolerance = tolerance_of(written, unit=unit, points=points)
        if tolerance is None and not own and tolerance_of(for_all, unit=Unit.PERCENTAGE):
            return target  # percentage points are said of percentages alone
        if tolerance is None:
            return self._without_limit(target, ("its tolerance is not understood.",))
        found = within(target.green, tolerance, polarity, unit=unit, relative=form.relative)
        if isinstance(found, Ambiguity):
            return self._without_limit(target, found.reasons)
        return found

    def _without_limit(self, target: Target, why: Sequence[str]) -> Target:
        """Return a target of which it is not known where amber ends.

        A figure that meets it is green all the same. One that misses it gets no light, if the
        layout says that it needs the limit.
        """
        number, said = self.indicator.number, self.figure.said
        waits = self.signs.amber_needed and number not in self.signs.without_amber
        (self.doubts if waits and said.amber is None else self.faults).extend(why)
        return target


def _good(polarity: Polarity) -> str:
    return "neither way" if polarity is Polarity.NONE else polarity.value


def _without_amber(target: Target) -> Target:
    """Return a target of which it is known that there is no amber: green and red meet."""
    return target if target.amber is not None else Target(target.green, target.green)


def _from_target(band: Band, polarity: Polarity) -> Band:
    """Return the figures that meet a target."""
    if not band.is_number or polarity is Polarity.NONE:
        return band
    return Band(low=band.low) if polarity is Polarity.HIGH else Band(high=band.high)

"""Where a figure comes from: numerator, denominator, rule in words, source row and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.compared import explained
from lacxl.app.case.gathering import gather
from lacxl.app.case.rests_on import counted_again, readings_of, together
from lacxl.app.document.document import Document, Progress
from lacxl.app.figures.needed import in_words
from lacxl.app.json_forms import FORMAT
from lacxl.app.signals.signalling import needs_of, signals_of
from lacxl.app.signals.signals import shown as in_limits
from lacxl.app.signals.signals import why
from lacxl.catalogue.indicators import suggestion
from lacxl.domain.errors import UsageFault
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Basis, Kind, Polarity, Unit
from lacxl.domain.month import Month, Quarter
from lacxl.domain.numbers import how_many, plain
from lacxl.domain.rating import Dot, Rag
from lacxl.domain.reading import Amount, Measured, Missing, Reading
from lacxl.domain.reference import bare
from lacxl.settings.settings import Settings
from lacxl.signals.signal import Signal
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import FigurePart, JudgedCells, Layout, Line
from lacxl.workbook.shown import figure_in, number, shown

_KINDS = {
    Kind.SNAPSHOT: "counted on the last day of the month; its outturn is March's figure",
    Kind.FLOW: "counted over the month; adds up over the year from April",
    Kind.ROLLING: "counted over the twelve months to its end; its outturn is March's figure",
    Kind.UNKNOWN: "not known whether it adds up over the year",
}
_SUMS = {
    Unit.COUNT: "the months added up",
    Unit.PERCENTAGE: "the months' numerators over their denominators",
    Unit.RATE: "the months' numerators over their denominators",
    Unit.MEAN: "the months' days over their children",
}
_NO_LIGHT = "n/a: there is no workbook, whose target it would be judged by"
_RAGS = {Rag.RED: "red", Rag.AMBER: "amber", Rag.GREEN: "green"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure explained: pairs of a heading and its text, in reading order."""

    indicator: str
    figure: str
    month: Month
    title: str
    rows: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The indicator's number, with the figure's name where it has several."""
        return f"{self.indicator} ({self.figure})" if self.figure else self.indicator

    def as_dict(self) -> dict[str, object]:
        """The explanation for JSON; docs/json.md documents it."""
        return {
            "indicator": self.indicator,
            "figure": self.figure,
            "month": str(self.month),
            "title": self.title,
            **{heading: text for heading, text in self.rows if heading},
            "funnel": [text.strip() for heading, text in self.rows if not heading],
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of each of an indicator's figures."""

    figures: tuple[Explanation, ...]
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The explanations for --json; docs/json.md documents them."""
        return {
            "format": FORMAT,
            "command": "explain",
            "figures": [each.as_dict() for each in self.figures],
        }


def explain(
    settings: Settings,
    indicator: str,
    month: Month,
    *,
    children: Path | None = None,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
) -> Explained:
    """Explain each of the indicator's figures, also where there is no workbook.

    `children` names a file for the children behind numerator and denominator, and only that file
    ever holds them. `document` is the workbook that is looked at, the file if none is given.

    Raises UsageFault for an unknown indicator, Refused for input that cannot be read.
    """
    case = gather(
        settings,
        month,
        source=document.source if document else None,
        needs_reading=False,
        needs_workbook=False,
        progress=progress,
    )
    if indicator not in case.indicators:  # cla01 is CLA01, and 01 is 1
        alike = (each for each in case.indicators if bare(each) == bare(indicator))
        indicator = next(alike, indicator)
    if indicator not in case.indicators:
        raise UsageFault(
            error(
                "U102",
                f"There is no indicator {indicator}.",
                todo=suggestion(indicator, case.indicators),
            )
        )
    if children is not None:
        _write_children(case, indicator, children)
    return Explained(
        tuple(
            Explanation(
                indicator,
                row.figure.name,
                month,
                row.indicator.title,
                (*_rows(case, row), *explained(case, row), *_over_time(case, row)),
            )
            for row in case.rows()
            if row.indicator.number == indicator
        )
    )


def figure_at(layout: Layout, place: CellRef, month: Month) -> tuple[str, Month] | None:
    """Return the indicator and the month that a cell is about, None where it is no figure's.

    A cell of no month of its own (an outturn, a benchmark, a light) is about `month`.
    """
    for line in layout.lines:
        if place in line.places:
            return line.indicator, next(_months_at(line, place), month)
    return None


def _months_at(line: Line, place: CellRef) -> Iterator[Month]:
    """Yield the month that a cell is about: its own, or the last of its quarter."""
    judged = ((period, at) for (_, period), at in line.judged_at.items())
    for period, at in (*line.at.items(), *judged, *line.so_far_at.items()):
        if at == place and isinstance(period, Month):
            yield period
        elif at == place and isinstance(period, Quarter):
            yield period.last


def _write_children(case: Case, indicator: str, path: Path) -> None:
    from lacxl.app.children.measure import require_children, write_children

    require_children(case.settings)
    if case.counting is not None:
        write_children(case.settings, case.counting, indicator, case.month, path)


def _rows(case: Case, row: FigureRow) -> Iterator[tuple[str, str]]:
    indicator, fmt = row.indicator, row.figure.number_format
    at = case.layout.line(indicator.number, row.figure.name) if case.has_workbook else None
    readings = readings_of(case, row, at)
    reading = together(row, readings)
    yield "Definition", f"{indicator.definition} It is {_KINDS[indicator.kind]}.".strip()
    yield "Figure", _text(row.month, fmt)
    numerator = reading.numerator if reading else None
    denominator = reading.denominator if reading else None
    if numerator is not None:
        yield "Numerator", f"{plain(numerator)} {indicator.numerator_words}".strip()
    if denominator is not None and row.figure.unit is not Unit.COUNT:
        yield "Denominator", f"{plain(denominator)} {indicator.denominator_words}".strip()
    if numerator is None and reading is not None and not reading.is_missing:
        yield "Numerator", "not known: the source gives the figure alone"
    yield from _settings(case, row)
    yield "Source", _source(case, row, readings)
    yield from _funnel(case, row)
    own = [] if at is None else list(at.in_month(row.at))
    if at is None:
        yield "Cell", f"none: there is no workbook {case.settings.workbook_path.name}"
    elif own:
        place = own[0]
        text = shown(case.there.get(place), case.looks[place].number_format)
        state = "issued and kept" if row.at in case.issued else "not issued"
        yield "Cell", f"{place} shows {text or 'nothing yet'}; the month is {state}"
    pages = [str(place) for place in own[1:]] + [
        f"{place}" + ("" if line.part is FigurePart.VALUE else f" ({line.part.value})")
        for line in case.layout.pages
        if line.indicator == indicator.number
        and (line.figure == row.figure.name or line.part is not FigurePart.VALUE)
        for place in line.in_month(row.at)
    ]
    if row.at in case.issued and reading is not None:
        counted = counted_again(case, row, at, reading)
        if _shown(counted, fmt) != _shown(row.month, fmt):
            yield "Differs", f"the reading gives {_text(counted, fmt)}; what was issued is kept"
    if pages:
        yield "Also at", ", ".join(pages)
    if indicator.kind is Kind.FLOW:
        first = row.at.financial_year.first
        how = f"{first.short} to {row.at.short}, {_SUMS[row.figure.unit]}"
        ytd = at.ytd if at is not None else None
        points = at is not None and at.in_points(row.figure)
        in_cell = None if ytd is None else figure_in(case.there.get(ytd), points=points)
        here = isinstance(row.ytd, Measured) and in_cell is not None
        here = here and number(in_cell or Decimal(0), fmt) == _text(row.ytd, fmt).partition(" ")[0]
        where = f"; in {ytd}" if here else ""
        if ytd is not None and case.is_printed and not here:
            text = shown(case.there.get(ytd), case.looks[ytd].number_format)
            if text or isinstance(row.ytd, Measured):
                where = f"; {ytd} was issued as {text or 'blank'} and is kept"
        yield "Year to date", f"{_text(row.ytd, fmt)}; {how}{where}"
    if row.outturn is not None:
        yield "Outturn", f"{_text(row.outturn, fmt)} for {row.at.financial_year}"
    yield "Direction", _direction(case, row, at, fmt)
    yield "RAG", _light(case, row, at, fmt) if at is not None else _NO_LIGHT


def _over_time(case: Case, row: FigureRow) -> Iterator[tuple[str, str]]:
    """Say what the months before say of the figure, and what its year still needs."""
    for signal in signals_of(case, [row]):
        yield "Signal", _signal(case, signal)
    for needed in needs_of(case, [row]):
        yield "Year needs", in_words(needed)


def _settings(case: Case, row: FigureRow) -> Iterator[tuple[str, str]]:
    """Say by which settings children's records were counted, if any bear on the indicator."""
    number_ = row.indicator.number
    counted = case.counting.counted.get((number_, row.at)) if case.counting else None
    if case.counting is None or counted is None or not counted.is_counted:
        return
    from lacxl.app.children.grounds import settings_of  # brings numpy with it

    used = settings_of(number_, row.at, case.counting.options)
    if used:
        yield "Settings", ", ".join(f"{name} = {value}" for name, value in used.items())


def _funnel(case: Case, row: FigureRow) -> Iterator[tuple[str, str]]:
    """Say how the count came about, step by step, where children's records were counted."""
    if case.counting is None:
        return
    counted = case.counting.counted.get((row.indicator.number, row.at))
    if counted is None:
        return
    if not counted.is_counted:
        yield "Not counted", counted.reason
        return
    for step in counted.funnel:
        yield "", f"{step.left:>7,}  {step.words}"
    for out in counted.left_out:
        yield "Left out", f"{out.cases} {out.words}"


def _source(case: Case, row: FigureRow, readings: tuple[Reading, ...]) -> str:
    reading = readings[-1] if readings else None
    if reading is None:
        typed = "; the figure is the cell's own"
        return "no reading" + ("" if isinstance(row.month, Missing) else typed)
    taken = [
        entry.taken
        for entry in case.history.entries
        if (entry.reading.indicator, entry.reading.period) == (reading.indicator, reading.period)
    ]
    text = ", ".join(str(each.source or "the history") for each in readings)
    if taken:
        text += f", taken on {taken[0]:%d/%m/%Y}"
    if len(taken) > 1:
        text += f", restated {how_many(len(taken) - 1, 'time')}, last on {taken[-1]:%d/%m/%Y}"
    return text


def _direction(case: Case, row: FigureRow, at: Line | None, fmt: str) -> str:
    words = row.dot.text.partition(" ")[2]
    if row.dot is Dot.NONE:
        why = row.month if isinstance(row.month, Missing) else row.before
        return f"none: {_why(why) if isinstance(why, Missing) else 'nothing to compare'}"
    good = {
        Polarity.HIGH: "high is good",
        Polarity.LOW: "low is good",
        Polarity.NONE: "no good or bad, so it is the number's direction",
    }[row.indicator.polarity]
    signs = case.layout.signs
    if signs is not None and signs.by_number:
        good = "the workbook's arrows show the number's direction"
    before, now = _text(row.before, fmt), _text(row.month, fmt)
    quarter = row.at.quarter
    names = (row.at - 1).short, row.at.short
    if at is not None and at.is_quarterly:
        names = str(quarter - 1), str(quarter)
    return f"{words}: {before} in {names[0]}, {now} in {names[1]}; {good}"


def _light(case: Case, row: FigureRow, at: Line, fmt: str) -> str:
    target, indicator = row.indicator.target, row.indicator
    signs = case.layout.signs
    nowhere = ": the summary has no column for it" if signs is None else ""
    if row.label in case.unrated:
        return "n/a: it cannot be told by what it is judged (K105)"
    if row.rag is Rag.NOT_RATED:
        if target is None:
            hidden = "" if JudgedCells.TARGET in at.judged else nowhere
            return f"n/a: there is no target{hidden}"
        if not indicator.judges(row.figure):
            return f"n/a: the target is that of the {indicator.figures[-1].name}"
        if indicator.polarity is Polarity.NONE:
            hidden = "" if JudgedCells.POLARITY in at.judged else nowhere
            return f"n/a: there is no good or bad{hidden}"
        return f"n/a: {_why(row.judged) if isinstance(row.judged, Missing) else 'not rated'}"
    assert target is not None  # noqa: S101 - a light needs one
    period = "the quarter" if at.is_quarterly else "the month"
    basis = "the year to date" if row.indicator.basis is Basis.YTD else period
    limit = (
        "no amber limit is set, so it is red or green"
        if target.amber is None
        else f"amber from {number(target.amber, fmt)}"
    )
    if signs is not None and not signs.for_indicator(indicator, row.rag, unsure=False).lights:
        limit = "where amber ends is not known, so no light is shown"
    return (
        f"{row.rag.value} ({_RAGS[row.rag]}): {basis}, {_text(row.judged, fmt)}, "
        f"against the target {number(target.green, fmt)}; {limit}"
    )


def _signal(case: Case, signal: Signal) -> str:
    """Say what the months say, by which limits, and why or why not."""
    reasons = why(signal, case.settings)
    limits = signal.limits
    if limits is None or signal.reason:
        return f"{signal.variation.value}: {reasons}"
    mean, lower, upper = (
        in_limits(value, signal.figure) for value in (limits.mean, limits.lower, limits.upper)
    )
    points = [point.month for point in signal.segments[-1].points if point.value is not None]
    said = f"{signal.variation.value}; {signal.assurance.value}"
    lines = f"mean {mean}, limits {lower} to {upper}, {len(points)} months from {points[0].short}"
    return "; ".join(filter(None, (said, lines, reasons)))


def _why(found: Missing) -> str:
    """Return the text in the cell, else why there is no figure."""
    return found.text or found.reason


def _shown(found: Amount, fmt: str) -> str:
    """Return a figure as its cell shows it; all that is missing is the same."""
    return number(found.value, fmt) if isinstance(found, Measured) else ""


def _text(found: Amount, fmt: str) -> str:
    if isinstance(found, Missing):
        return f"missing: {_why(found)}"
    text = number(found.value, fmt)
    if (
        isinstance(found, Measured)
        and found.denominator is not None
        and found.numerator is not None
    ):
        between = "of" if fmt.endswith("%") else "over"
        return f"{text} ({plain(found.numerator)} {between} {plain(found.denominator)})"
    return text

"""Figures on their cells: what each should hold, in what format, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.figures import FigureRow, figure_row
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.rating import Dot, Rag
from lacxl.domain.reading import Reading
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout import (
    SUMMARY,
    Cover,
    FigurePart,
    JudgedCells,
    Layout,
    Line,
    Period,
    YearToDate,
)
from lacxl.workbook.snapshot import CellValue
from lacxl.workbook.wanted import Closed, Wanted, cover, lay, rules

APR, MAY, MAR = Month(2015, 4), Month(2015, 5), Month(2016, 3)
LAST, NOW = FinancialYear(2014), FinancialYear(2015)
D = Decimal
Numbers = dict[Month, tuple[int | None, int | None]]


def on(sheet: str, column: int, line: int = 6) -> CellRef:
    return CellRef(sheet, Cell(line, column))


def summary_row(number: str, figure: str = "", line: int = 6) -> Line:
    cells = {APR: 3, MAY: 4, MAR: 5, LAST: 6, NOW: 7, YearToDate(): 9}
    return Line(
        SUMMARY,
        "S",
        number,
        figure,
        at={period: on("S", at, line) for period, at in cells.items()},
        judged={JudgedCells.ARROW: on("S", 10, line), JudgedCells.LIGHT: on("S", 11, line)},
        benchmarks={"england_2014": on("S", 8, line)},
        title=on("S", 2, line),
    )


def column(number: str, part: FigurePart, at: int, figure: str = "") -> Line:
    cells: dict[Period, int] = {MAY: 3, MAR: 4, LAST: 5, NOW: 6, YearToDate(NOW): 7}
    return Line(
        "Page",
        "P",
        number,
        figure,
        part,
        {period: on("P", at, line) for period, line in cells.items()},
        benchmarks={"england_2014": on("P", at, 8)} if part is FigurePart.VALUE else {},
    )


def figures(number: str, at: Month, counted: Numbers, *, note: str = "") -> list[FigureRow]:
    """Return the rows of an indicator: counts by month, and a note where there is none."""
    indicator: Indicator = shipped()[number]
    readings = {
        month: Reading(
            number, month, *(None if n is None else D(n) for n in parts),
            note="" if parts[0] is not None else note,
        )
        for month, parts in counted.items()
    }  # fmt: skip
    return [figure_row(indicator, figure, readings, at, page={}) for figure in indicator.figures]


def laid(
    rows: list[FigureRow],
    *columns: Line,
    outturns: Mapping[tuple[str, str, FinancialYear], Closed] | None = None,
    benchmarks: Mapping[tuple[str, str], Closed] | None = None,
    empty: frozenset[CellRef] = frozenset(),
    is_read: bool = True,
    current: bool = True,
    sources: Mapping[str, str] | None = None,
) -> list[Wanted]:
    numbers = {row.indicator.number for row in rows}
    there = tuple(
        summary_row(row.indicator.number, row.figure.name, line) for line, row in enumerate(rows, 6)
    )
    return list(
        lay(
            rows,
            Layout(lines=(*there, *columns)),
            outturns=outturns or {},
            benchmarks=benchmarks or {},
            empty=empty,
            sources={"7.6": SOURCE} if sources is None else sources,
            read=frozenset(numbers if is_read else ()),
            current=current,
        )
    )


REVIEWS: Numbers = {APR: (68, 71), MAY: (34, 35)}
SOURCE = "readings.csv row 19"


def test_the_summary_gets_month_year_to_date_direction_and_light() -> None:
    rows = figures("7.6", MAY, REVIEWS)
    ytd = "7.6 year to date 2015/16: 102 of 106"
    assert laid(rows) == [
        Wanted(on("S", 4), 34 / 35, "0.0%", "7.6 May-15: 34 of 35", SOURCE),
        Wanted(on("S", 9), 102 / 106, "0.0%", ytd, SOURCE),
        Wanted(on("S", 10), "▲ better", None, "7.6 May-15 direction of travel", SOURCE),
        Wanted(on("S", 11), "R", None, "7.6 May-15 RAG", SOURCE),
    ]
    assert {w.source for w in laid(rows, sources={})} == {""}


def test_a_month_without_a_reading_is_left_to_whoever_types_it() -> None:
    rows = figures("7.6", MAY, REVIEWS)
    assert [w.place for w in laid(rows, is_read=False)] == [on("S", at) for at in (9, 10, 11)]
    page = column("7.6", FigurePart.VALUE, 2)
    assert [w.place for w in laid(rows, page, is_read=False)][3:] == [on("P", 2, 7)]


def test_a_month_that_is_not_the_current_one_gets_its_own_cells_alone() -> None:
    rows = figures("7.6", MAY, REVIEWS)
    page = column("7.6", FigurePart.VALUE, 2)
    assert [w.place for w in laid(rows, page, current=False)] == [on("S", 4), on("P", 2, 3)]


def test_a_reading_that_is_missing_shows_its_note_and_says_only_that_there_is_one() -> None:
    rows = figures("7.6", MAY, {APR: (68, 71), MAY: (None, None)}, note="Z. Quill withdrew it")
    month, ytd, *_ = laid(rows)
    assert month == Wanted(
        on("S", 4), "Z. Quill withdrew it", "0.0%", "7.6 May-15: there is a note instead",
        SOURCE,
    )  # fmt: skip
    assert ytd.value is None, "nothing empties the cell"
    assert ytd.why == "7.6 year to date 2015/16: no figures for May-15"


def test_a_page_gets_its_figure_and_its_cases_of_the_month_and_of_the_year_so_far() -> None:
    rows = figures("7.6", MAY, REVIEWS)
    columns = [column("7.6", part, at) for at, part in enumerate(FigurePart, 2)]
    found = {w.place: w for w in laid(rows, *columns)[4:]}
    month, so_far = "7.6 May-15: 34 of 35", "7.6 2015/16 so far: 102 of 106"
    expected: list[tuple[int, float, str, str]] = [
        (2, 34 / 35, "0.0%", ""), (3, 34, "0", ", numerator"),
        (4, 35, "0", ", denominator"), (5, 1, "0", ", failures"),
    ]  # fmt: skip
    for at, value, fmt, what in expected:
        place = on("P", at, 3)
        assert found.pop(place) == Wanted(place, value, fmt, month + what, SOURCE)
    for at, value, fmt, what in [
        (2, 102 / 106, "0.0%", ""), (3, 102, "0", ", numerator"),
        (4, 106, "0", ", denominator"), (5, 4, "0", ", failures"),
    ]:  # fmt: skip
        place = on("P", at, 7)
        assert found.pop(place) == Wanted(place, value, fmt, so_far + what, SOURCE)
    assert not found


def test_cases_that_are_not_known_empty_their_cells() -> None:
    rows = figures("7.6", MAY, {APR: (68, 71), MAY: (None, None)}, note="TBC")
    found = {
        w.place: w for w in laid(rows, *(column("7.6", p, n) for n, p in enumerate(FigurePart, 2)))
    }
    assert [found[on("P", at, 3)].value for at in (2, 3, 4, 5)] == ["TBC", None, None, None]
    assert found[on("P", 3, 3)].why == "7.6 May-15: there is a note instead, numerator"
    count = figures("7.3", MAY, {APR: (4, None), MAY: (5, None)})
    found = {
        w.place: w for w in laid(count, *(column("7.3", p, n) for n, p in enumerate(FigurePart, 2)))
    }
    assert [found[on("P", at, 3)].value for at in (2, 3, 4, 5)] == [5.0, 5.0, None, None]
    assert found[on("P", 2, 3)].why == "7.3 May-15"


def test_a_page_s_column_belongs_to_one_indicator_and_one_figure() -> None:
    rows = figures("7.5", MAY, {APR: (3, 9), MAY: (7, 19)})
    columns = [
        column("7.6", FigurePart.VALUE, 2),
        column("7.5", FigurePart.VALUE, 3, "number"),
        column("7.5", FigurePart.VALUE, 4, "percentage"),
        column("7.5", FigurePart.DENOMINATOR, 5),
        column("7.5", FigurePart.VALUE, 6),  # none is named: the first
    ]
    found = {w.place: w for w in laid(rows, *columns)}
    assert not any(place.sheet == "P" and place.cell.column == 2 for place in found)
    assert [found[on("P", at, 3)].value for at in (3, 4, 5, 6)] == [7.0, 7 / 19, 19.0, 7.0]
    assert found[on("P", 4, 3)].why == "7.5 (percentage) May-15: 7 of 19"


def test_march_brings_the_year_s_outturn() -> None:
    counted: Numbers = dict.fromkeys(NOW.months(), (9, 10))
    page = column("7.6", FigurePart.DENOMINATOR, 2)
    found = {w.place: w for w in laid(figures("7.6", MAR, counted), page)}
    assert found[on("S", 7)] == Wanted(on("S", 7), 0.9, "0.0%", "7.6 2015/16: 108 of 120", SOURCE)
    assert found[on("P", 2, 6)] == Wanted(
        on("P", 2, 6), 120.0, "0", "7.6 2015/16: 108 of 120, denominator", SOURCE
    )
    before = {w.place for w in laid(figures("7.6", MAR - 10, counted), page)}
    assert not before & {on("S", 7), on("P", 2, 6)}
    bare = Line("Page", "P", "7.6", "", FigurePart.VALUE, {MAR: on("P", 2, 4)})
    assert [w.place for w in laid(figures("7.6", MAR, counted), bare) if w.place.sheet == "P"] == [
        on("P", 2, 4)
    ]


def test_what_a_line_does_without_is_not_wanted() -> None:
    (row,) = figures("7.6", MAR, dict.fromkeys(NOW.months(), (9, 10)))
    there = Line(SUMMARY, "S", "7.6", "", at={MAR: on("S", 5)})
    found = lay(
        [row], Layout(lines=(there,)),
        outturns={}, benchmarks={}, empty=frozenset(), sources={}, read=frozenset({"7.6"}),
    )  # fmt: skip
    assert [w.place for w in found] == [on("S", 5)]


def closed(number: str, figure: str, empty: set[CellRef], *columns: Line) -> list[Wanted]:
    outturns = {
        (number, figure, LAST): Closed(D("0.948"), "outturns.csv row 4"),
        (number, figure, NOW): Closed(D("0.5"), "outturns.csv row 5"),
    }
    rows = figures(number, MAY, {APR: (7, 19), MAY: (7, 19)})
    return [
        w
        for w in laid(rows, *columns, outturns=outturns, empty=frozenset(empty))
        if "outturn" in w.why
    ]


def test_a_closed_year_s_outturn_goes_into_an_empty_cell_only() -> None:
    summary, page = on("S", 6), on("P", 2, 5)
    columns = [
        column("7.6", FigurePart.VALUE, 2),
        column("7.6", FigurePart.NUMERATOR, 3),
        column("7.8", FigurePart.VALUE, 4),
    ]
    every = {summary, page, on("P", 3, 5), on("P", 4, 5), on("S", 7), on("P", 2, 6)}
    assert closed("7.6", "", every, *columns) == [
        Wanted(place, 0.948, "0.0%", "7.6 2014/15 outturn", "outturns.csv row 4")
        for place in (summary, page)
    ]
    assert [w.place for w in closed("7.6", "", {page}, *columns)] == [page]
    assert closed("7.6", "", set(), *columns) == []


def test_a_pair_s_outturns_are_of_its_figures() -> None:
    columns = [
        column("7.5", FigurePart.VALUE, 2, "number"),
        column("7.5", FigurePart.VALUE, 3, "percentage"),
    ]
    every = {on("S", 6), on("S", 6, 7), on("P", 2, 5), on("P", 3, 5)}
    places = [w.place for w in closed("7.5", "percentage", every, *columns)]
    assert places == [on("S", 6, 7), on("P", 3, 5)]


@pytest.mark.parametrize("value", [D("0.67"), "x (suppressed)"])
def test_a_benchmark_goes_beside_the_last_figure(value: Decimal | str) -> None:
    columns = [
        column("7.5", FigurePart.VALUE, 2, "number"),
        column("7.5", FigurePart.VALUE, 3, "percentage"),
        column("7.5", FigurePart.DENOMINATOR, 4),
        column("7.6", FigurePart.VALUE, 5),
    ]
    benchmarks = {
        ("7.5", "england_2014"): Closed(value, "benchmarks.csv row 2"),
        ("7.5", "england_2013"): Closed(D(1)),
        ("7.8", "england_2014"): Closed(D(1)),
    }
    rows = figures("7.5", MAY, {APR: (7, 19), MAY: (7, 19)})
    found = [w for w in laid(rows, *columns, benchmarks=benchmarks) if "benchmark" in w.why]
    shown = value if isinstance(value, str) else 0.67
    why = "7.5 (percentage) benchmark england 2014"
    assert found == [
        Wanted(place, shown, "0.0%", why, "benchmarks.csv row 2")
        for place in (on("S", 8, 7), on("P", 3, 8))
    ]


MONTH_END, ISSUE = CellRef("Cover", Cell(4, 2)), CellRef("Cover", Cell(5, 2))


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("April 2015", "May 2015"),
        (dt.datetime(2015, 4, 1), dt.datetime(2015, 5, 1)),
        (None, dt.datetime(2015, 5, 1)),
    ],
)
def test_the_cover_says_the_month_as_it_did_and_that_it_is_a_draft(
    there: CellValue, says: CellValue
) -> None:
    found = cover(Cover(MONTH_END, ISSUE), {MONTH_END: there, ISSUE: "Issue 1"}, MAY)
    assert found == (
        Wanted(MONTH_END, says, why="the cover's month"),
        Wanted(ISSUE, "Draft", why="not issued yet"),
    )
    assert cover(Cover(), {}, MAY) == ()
    assert cover(Cover(issue=ISSUE), {}, MAY) == (found[1],)


def test_rules_cover_each_column_of_lights_and_arrows_from_its_first_row_to_its_last() -> None:
    rows = tuple(summary_row("7.6", line=line) for line in (8, 6, 12))
    found = rules(Layout(lines=rows))
    assert found.keys() == {"S"}
    lights, arrows = found["S"][: len(Rag)], found["S"][len(Rag) :]
    assert {rule.area for rule in lights} == {Area.parse("K6:K12")}
    assert {rule.area for rule in arrows} == {Area.parse("J6:J12")}
    assert all(f'="{light.value}"' in rule.formula for light, rule in zip(Rag, lights, strict=True))
    own = [dot for dot in Dot if "slight" not in dot.value]  # the others are other councils'
    assert all(f'="{dot.text}"' in rule.formula for dot, rule in zip(own, arrows, strict=True))


SAID = {"7.6": {JudgedCells.VARIATION: "improving", JudgedCells.ASSURANCE: "no target"}}


class TestSignals:
    def laid(self, *, headed: bool = True, current: bool = True) -> dict[CellRef, CellValue]:
        line = summary_row("7.6")
        cells = {JudgedCells.VARIATION: on("S", 12)} if headed else {}
        layout = Layout(lines=(replace(line, judged={**line.judged, **cells}),))
        wanted = lay(
            figures("7.6", MAY, {APR: (68, 71), MAY: (54, 60)}),
            layout,
            outturns={},
            benchmarks={},
            empty=frozenset(),
            sources={},
            read=frozenset({"7.6"}),
            current=current,
            said=SAID,
        )
        return {want.place: want.value for want in wanted}

    def test_words_go_where_a_column_is_headed_and_nowhere_else(self) -> None:
        assert self.laid()[on("S", 12)] == "improving"
        assert not {"improving", "no target"} & set(self.laid(headed=False).values())
        assert "no target" not in self.laid().values()

    def test_a_month_before_the_latest_leaves_them_alone(self) -> None:
        assert on("S", 12) not in self.laid(current=False)

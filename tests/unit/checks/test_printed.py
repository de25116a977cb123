"""What the page shows against the readings, issued or not, with a figure or without."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.checks.shown_against_readings import printed_against_readings
from lacxl.domain.finding import Finding, warning
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading, Source
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, FigurePart, Layout, Line
from lacxl.workbook.snapshot import CellValue, Formula

APR, MAY = Month(2015, 4), Month(2015, 5)
D = Decimal
ELSEWHERE = CellRef("S", Cell(6, 9))
KEPT = (
    "It stays, and the arrow compares with it. If the reading is right, fill that month: "
    "lacxl refresh 2015-04."
)
ON_SUMMARY, ON_PAGE = CellRef("S", Cell(6, 3)), CellRef("P", Cell(6, 3))


def april(
    number: str,
    value: CellValue,
    reading: Reading | None,
    *,
    issued: bool,
    part: FigurePart | None = None,
    figure: str = "",
    on_page: bool = True,
    before: Month = MAY,
) -> list[Finding]:
    """Return what is found of April's cell: on a page if `part` is given, else in the summary."""
    table, place = ("Page", ON_PAGE) if part else (SUMMARY, ON_SUMMARY)
    line = Line(table, place.sheet, number, figure, part or FigurePart.VALUE, {APR: place})
    of_april = frozenset({APR})
    return list(
        printed_against_readings(
            Layout(lines=(line,)),
            {ON_PAGE: value, ON_SUMMARY: value},
            {number: {APR: reading} if reading else {}},
            shipped(),
            before=before,
            issued=of_april if issued else frozenset(),
            on_page=of_april if on_page else frozenset(),
        )
    )


def reviews(numerator: int | None = 68, denominator: int | None = 71, note: str = "") -> Reading:
    parts = (None if n is None else D(n) for n in (numerator, denominator))
    return Reading("7.6", APR, *parts, note=note, source=Source("readings.csv", 19))


@pytest.mark.parametrize(("issued", "code"), [(True, "K101"), (False, "K114")])
def test_a_figure_that_disagrees_with_its_reading(issued: bool, code: str) -> None:
    """A month that somebody typed before lacxl came is compared as an issued one is."""
    (finding,) = april("7.6", 0.948, reviews(), issued=issued)
    verb = "was issued as" if issued else "shows"
    said = "the reading is 68 of 71, which is 95.8% (readings.csv row 19)."
    todo = (
        "The issued figure stays. If the reading is right, correct it: "
        'lacxl restate 2015-04 --reason "WHY".'
    )
    assert finding == warning(
        code, f"7.6 {verb} 94.8% for Apr-15; {said}", "S!C6", todo if issued else KEPT
    )
    assert april("7.6", 0.9577, reviews(), issued=issued) == []
    assert april("7.6", "95.8%", reviews(), issued=issued) == [], "a number typed as text"
    assert april("7.6", Formula("A1", 0.948), reviews(), issued=issued) == [finding]


@pytest.mark.parametrize(("issued", "code"), [(True, "K116"), (False, "K114")])
@pytest.mark.parametrize(
    ("value", "held"), [("Z. Quill", "a text"), (None, "empty"), ("", "empty")]
)
def test_no_figure_where_the_reading_gives_one(
    issued: bool, code: str, value: CellValue, held: str
) -> None:
    (finding,) = april("7.6", value, reviews(), issued=issued)
    held = "its cell is empty" if held == "empty" else "its cell holds a text"
    verb = "was issued without a" if issued else "shows no"
    todo = (
        "What was issued stays, and a year to date counts the reading. If it is right: "
        'lacxl restate 2015-04 --reason "WHY".'
    )
    assert finding == warning(
        code,
        f"7.6 {verb} figure for Apr-15 ({held}); the reading is 68 of 71, which is 95.8% "
        "(readings.csv row 19).",
        "S!C6",
        todo if issued else KEPT,
    )


def test_an_issued_figure_of_which_the_reading_has_none_any_more() -> None:
    gone = reviews(None, None, "Z. Quill withdrew it")
    (finding,) = april("7.6", 0.948, gone, issued=True)
    assert finding.code == "K101"
    assert finding.what == "7.6 was issued as 94.8% for Apr-15; the reading has none now."
    assert april("7.6", "TBC", gone, issued=True) == []


def test_an_empty_cell_of_a_month_that_is_not_on_the_page_is_no_difference() -> None:
    assert april("7.6", None, reviews(), issued=False, on_page=False) == []
    assert april("7.6", None, reviews(), issued=False, part=FigurePart.VALUE) == []
    (finding,) = april("7.6", None, reviews(), issued=True, part=FigurePart.VALUE)
    assert finding.code == "K116"


def test_the_month_that_is_filled_and_those_after_it_are_not_compared() -> None:
    for part in (None, FigurePart.VALUE):
        assert april("7.6", 0.948, reviews(), issued=False, part=part, before=APR) == []
        found = april("7.6", 0.948, reviews(), issued=True, part=part, before=APR)
        assert [f.code for f in found] == ["K101"]
    assert april("7.6", 0.948, None, issued=True) == []


@pytest.mark.parametrize(
    ("part", "wrong", "right"),
    [
        (FigurePart.FAILURES, 4.0, 3.0),
        (FigurePart.DENOMINATOR, 70.0, 71.0),
        (FigurePart.NUMERATOR, 67.0, 68.0),
    ],
)
def test_the_cases_of_a_theme_page(part: FigurePart, wrong: float, right: float) -> None:
    assert [f.code for f in april("7.6", wrong, reviews(), issued=False, part=part)] == ["K114"]
    assert april("7.6", right, reviews(), issued=False, part=part) == []
    assert april("7.6", "TBC", reviews(), issued=True, part=part) == [], "the percentage says it"


def test_a_reading_that_has_no_cases_says_nothing_of_them() -> None:
    of_value = Reading("7.6", APR, value=D("0.958"))
    for part in (FigurePart.NUMERATOR, FigurePart.DENOMINATOR, FigurePart.FAILURES):
        assert april("7.6", 68.0, of_value, issued=True, part=part) == []
        gone = reviews(None, None, "TBC")
        assert april("7.6", 68.0, gone, issued=True, part=part) == [], "the percentage says it"
    (finding,) = april("7.6", 0.948, of_value, issued=True)
    assert finding.what == "7.6 was issued as 94.8% for Apr-15; the reading is 95.8%."
    nought = Reading("7.6", APR, D(0), D(0))
    assert april("7.6", 0.948, nought, issued=True) == [], "there were no cases"


def test_a_page_s_figure_is_its_own_of_a_pair() -> None:
    reading = Reading("7.5", APR, D(7), D(19))
    value = FigurePart.VALUE
    assert april("7.5", 7.0, reading, issued=True, part=value, figure="number") == []
    assert april("7.5", 0.3684, reading, issued=True, part=value, figure="percentage") == []
    (finding,) = april("7.5", 0.5, reading, issued=True, part=value, figure="percentage")
    assert finding.what.startswith("7.5 (percentage) was issued as 50.0% for Apr-15")
    assert finding.where == "P!C6"


def test_the_cases_of_a_pair_are_its_percentage_s() -> None:
    reading = Reading("7.5", APR, D(7), D(19))
    assert april("7.5", 18.0, reading, issued=True, part=FigurePart.DENOMINATOR)[0].code == "K101"
    assert april("7.5", 19.0, reading, issued=True, part=FigurePart.DENOMINATOR) == []
    assert april("7.5", 8.0, reading, issued=True, figure="number")[0].code == "K101"
    assert april("7.5", 0.3684, reading, issued=True, figure="percentage") == []

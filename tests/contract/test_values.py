"""Values go in and come out as they are: numbers, texts, truths, dates, errors, nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from bench import Bench, ExcelBench
from edits import both, edit, value

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.snapshot import CellError, CellValue, Formula
from oracles import invariants
from oracles.office import Office
from oracles.reader import read
from oracles.sdk import Validator

NUMBERS = (0, 463, -17, 463.25, 0.1 + 0.2, 2 / 3, 1e-7, 1.5e15, 123456789012345)
TEXTS = (
    "Red",
    "a & b < c > d",
    '"quoted"',
    "é ü 日本 😀",
    " blanks around ",
    "two\nlines",
    "\ttab",
    "]]>",
    "&amp;",
    "x" * 32_767,
)
LOOKALIKES = (
    "001",
    "1-2",
    "Apr-25",
    "31/05/2015",
    "2015-05-31",
    "12%",
    "£5",
    "1e5",
    "TRUE",
    "#N/A",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "=cmd|' /C calc'!A0",
    "'quoted",
    "_x0041_",
    "NaN",
)
ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
WHOLE = "A1048576"
NEW, OLD, STYLED = "B15", "A2", "C3"


@pytest.mark.parametrize("cell", [NEW, OLD, STYLED])
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_written_whole(bench: Bench, number: float, cell: str) -> None:
    result = bench.apply(edit(bench, "Report", {cell: number}))
    assert value(bench, "Report", cell) == number
    assert not isinstance(value(bench, "Report", cell), bool)
    place = Cell.parse(cell)
    assert read(result)["Report"].values[place] == number


@pytest.mark.parametrize("text", TEXTS + LOOKALIKES)
def test_text_stays_text(bench: Bench, text: str) -> None:
    result = bench.apply(edit(bench, "Report", {NEW: text, OLD: text}))
    assert value(bench, "Report", NEW) == text
    assert value(bench, "Report", OLD) == text
    sheet = read(result)["Report"]
    assert not {Cell.parse(NEW), Cell.parse(OLD)} & sheet.formulas.keys()
    if not text.startswith(("#", "_x")):
        assert sheet.values[Cell.parse(NEW)] == text


@pytest.mark.parametrize(
    "text", ["bell\x07", "a\x0bb", "return\r\nline", "\x00", "_x000D_", "\ufffe"]
)
def test_characters_that_xml_cannot_hold_come_back(bench: Bench, text: str) -> None:
    result = bench.apply(edit(bench, "Report", {NEW: text}))
    assert value(bench, "Report", NEW) == text
    assert invariants.breaches(result) == ()


def test_the_empty_text_is_nothing(bench: Bench) -> None:
    result = bench.apply(edit(bench, "Report", {OLD: ""}))
    assert value(bench, "Report", OLD) in (None, "")
    assert Cell.parse(OLD) not in read(result)["Report"].values


def test_a_text_beyond_the_limit_is_refused(bench: Bench) -> None:
    with pytest.raises(Refused):
        bench.apply(edit(bench, "Report", {NEW: "x" * 32_768}))


def test_libreoffice_sees_text_as_text(bench: Bench, libreoffice: Office) -> None:
    texts = dict(enumerate(TEXTS + LOOKALIKES, 30))
    result = bench.apply(edit(bench, "Report", {f"B{row}": text for row, text in texts.items()}))
    [book] = libreoffice.read(result)
    shown = {row: book["Report"][row, 2] for row in texts}
    values = {row: cell.value for row, cell in shown.items()}
    assert values == texts
    assert not any(cell.formula for cell in shown.values())


@pytest.mark.parametrize("truth", [True, False])
def test_truth_values_stay_truth_values(bench: Bench, truth: bool) -> None:
    result = bench.apply(edit(bench, "Report", {NEW: truth, OLD: truth}))
    assert value(bench, "Report", NEW) is truth
    assert read(result)["Report"].values[Cell.parse(OLD)] is truth


@pytest.mark.parametrize("code", ERRORS)
def test_error_values_are_error_values(bench: Bench, code: str) -> None:
    result = bench.apply(edit(bench, "Report", {NEW: CellError(code)}))
    assert value(bench, "Report", NEW) == CellError(code)
    assert read(result)["Report"].values[Cell.parse(NEW)] == code


DATES = (
    dt.datetime(2015, 5, 31),
    dt.datetime(2024, 2, 29, 13, 45, 30),
    dt.datetime(1999, 12, 31),
    dt.datetime(2099, 12, 31),
)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("calendar", ["report", "report_1904"])
def test_dates(
    engine: Bench, request: pytest.FixtureRequest, calendar: str, date: dt.datetime
) -> None:
    engine.open(request.getfixturevalue(calendar))
    form = "yyyy-mm-dd hh:mm:ss"
    result = engine.apply(edit(engine, "Report", {NEW: date}, formats={NEW: form}))
    assert value(engine, "Report", NEW) == date
    assert read(result)["Report"].values[Cell.parse(NEW)] == date


@pytest.mark.parametrize("calendar", ["report", "report_1904"])
def test_dates_that_stand_there_are_read(
    engine: Bench, request: pytest.FixtureRequest, calendar: str
) -> None:
    engine.open(request.getfixturevalue(calendar))
    assert engine.survey().date1904 == (calendar == "report_1904")
    assert value(engine, "Report", "B6") == dt.datetime(2015, 5, 31)


def test_what_stands_there_is_read(bench: Bench) -> None:
    values = bench.survey().sheet("Report").values
    expected: dict[str, CellValue] = {
        "A1": "NO.",
        "C2": 463,
        "D3": 0.127,
        "A6": True,
        "A8": "The narrative of the month",
        "A11": "in bold letters",
    }
    assert {cell: values[Cell.parse(cell)] for cell in expected} == expected
    assert values[Cell.parse("C6")] == Formula("1/0", CellError("#DIV/0!"))
    assert values[Cell.parse("E6")] == Formula("C2*2", 926)
    assert values[Cell.parse("D6")] == Formula('B2&" (all)"', "Children looked after (all)")
    assert Cell.parse("F6") not in values
    assert Cell.parse("B8") not in values


@pytest.mark.parametrize("cell", [OLD, STYLED, "B2"])
def test_nothing_clears_the_value_and_keeps_the_look(bench: Bench, cell: str) -> None:
    place = Cell.parse(cell)
    report, look = bench.saved(), bench.looks("Report", [place])
    result = bench.apply(edit(bench, "Report", {cell: None}))
    assert bench.looks("Report", [place]) == look
    assert value(bench, "Report", cell) is None
    sheet, before = read(result)["Report"], read(report)["Report"]
    assert place not in sheet.values
    if cell != OLD:  # a bare cell need not be kept
        assert sheet.styles[place] == before.styles[place]


def test_nothing_where_nothing_is_changes_no_value(bench: Bench) -> None:
    before = bench.survey().sheet("Report").values
    bench.apply(edit(bench, "Report", {NEW: None}))
    assert bench.survey().sheet("Report").values == before


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(bench: Bench, number: float) -> None:
    with pytest.raises(Refused):
        bench.apply(edit(bench, "Report", {NEW: number}))


def test_a_plain_formula_gives_way(bench: Bench) -> None:
    result = bench.apply(edit(bench, "Report", {"E2": 466.5}))
    assert value(bench, "Report", "E2") == 466.5
    formulas = read(result)["Report"].formulas
    assert Cell.parse("E2") not in formulas
    assert formulas[Cell.parse("E3")] == "=AVERAGE(C3:D3)"


def test_formulas_that_hang_on_a_change_are_calculated(bench: Bench, libreoffice: Office) -> None:
    result = bench.apply(edit(bench, "Report", {"C2": 500}))
    [book] = libreoffice.read(result)
    assert book["Report"][2, 5].value == 485
    assert book["Report"][6, 5].value == 1000


def test_many_cells_at_once_make_a_sound_file(bench: Bench, validator: Validator) -> None:
    report = bench.saved()
    values: dict[str, CellValue] = {
        "A1": "No.",
        "A20": 3,
        "B20": None,
        "J5": True,
        "E3": 0.5,
        "B6": dt.datetime(2015, 6, 30),
        "C6": CellError("#N/A"),
        "A13": "between rows",
    }
    if not isinstance(bench, ExcelBench):  # Calc runs out of memory over a sheet so wide and long
        values |= {"XFD1": 1, WHOLE: 2}
    locks = {"A1": True, "J5": False, "K5": True}
    result = bench.apply(edit(bench, "Report", values, locks=locks))
    assert invariants.new_breaches(report, result) == ()
    assert validator.new_errors(report, result) == ()


@pytest.mark.parametrize("nothing_much", [0, 0.0, False])
def test_a_nought_beyond_the_sheets_extent_widens_it(bench: Bench, nothing_much: CellValue) -> None:
    result = bench.apply(edit(bench, "Lists", {"E9": nothing_much}))
    assert invariants.breaches(result) == ()
    assert read(result)["Lists"].values[9, 5] == nothing_much


def test_several_sheets_at_once(bench: Bench) -> None:
    changes = both(edit(bench, "Report", {NEW: 1}), edit(bench, "Lists", {"B1": "x"}))
    result = bench.apply(changes)
    sheets = read(result)
    assert sheets["Report"].values[Cell.parse(NEW)] == 1
    assert sheets["Lists"].values[Cell.parse("B1")] == "x"
    assert not sheets["Lists"].visible

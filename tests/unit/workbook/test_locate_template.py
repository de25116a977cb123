"""The template, cell by cell, as openpyxl and as the engine read it; its cover; what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import FigurePart, JudgedCells, YearToDate, locate
from lacxl.workbook.snapshot import CellValue, Formula
from unit.workbook.snapshots import BLANK, DEMO, read, sheet
from unit.workbook.tables import (
    APR,
    KNOWN,
    MAR,
    MAY,
    PAGES,
    SUMMARY,
    WORDS,
    Y13,
    Y14,
    Y15,
    found,
    page,
    refusal,
)


@pytest.mark.parametrize("path", [DEMO, BLANK], ids=["demo", "blank"])
def test_the_summary_of_the_template(path: Path) -> None:
    layout = locate(read(path), WORDS, KNOWN)
    assert layout.months == (MAR, APR, MAY)
    assert len(layout.summary) == 23
    for at, row in enumerate(layout.summary):
        line = 6 + at
        assert {m: str(p.cell) for m, p in row.months.items()} == {
            MAR: f"F{line}", APR: f"G{line}", MAY: f"H{line}",
        }  # fmt: skip
        assert {y: str(p.cell) for y, p in row.years.items()} == {Y13: f"M{line}", Y14: f"N{line}"}
        assert {b: str(p.cell) for b, p in row.benchmarks.items()} == {
            "stat_neigh_ave": f"O{line}", "best_stat_neigh": f"P{line}",
            "nat_ave": f"Q{line}", "nat_top_qtile_threshold": f"R{line}",
        }  # fmt: skip
        single = (
            row.judged[JudgedCells.TARGET],
            row.judged[JudgedCells.POLARITY],
            row.judged[JudgedCells.NOTE_MONTHLY],
            row.ytd,
            row.judged[JudgedCells.NOTE_YTD],
            row.judged[JudgedCells.ARROW],
            row.judged[JudgedCells.LIGHT],
        )
        assert [str(p.cell) for p in single if p] == [f"{letter}{line}" for letter in "CDEIJKL"]
        assert str(row.title.cell) == ("B10" if line == 11 else f"B{line}")
    assert layout.line("7.5", "number").ytd.cell == Cell.parse("I10")
    assert layout.line("7.5", "percentage").ytd.cell == Cell.parse("I11")
    assert layout.line("10.3", "").judged[JudgedCells.ARROW].cell == Cell.parse("K28")
    with pytest.raises(KeyError):
        layout.line("7.5", "")


def test_the_pages_of_the_template() -> None:
    layout = locate(read(DEMO), WORDS, KNOWN)
    at = {(c.indicator, c.figure, c.part): c for c in layout.pages}
    assert len(at) == len(layout.pages) == 27
    letters = {
        ("7.11", "", FigurePart.VALUE): "C", ("8.2", "", FigurePart.VALUE): "D",
        ("7.1", "", FigurePart.VALUE): "C", ("7.2", "", FigurePart.VALUE): "D",
        ("7.3", "", FigurePart.VALUE): "E",
        ("7.4", "", FigurePart.VALUE): "F", ("7.5", "", FigurePart.NUMERATOR): "G",
        ("7.5", "", FigurePart.DENOMINATOR): "I", ("7.5", "percentage", FigurePart.VALUE): "J",
        ("9.1", "", FigurePart.NUMERATOR): "C", ("9.1", "", FigurePart.DENOMINATOR): "E",
        ("9.1", "", FigurePart.VALUE): "F", ("9.2", "", FigurePart.NUMERATOR): "G",
        ("9.2", "", FigurePart.DENOMINATOR): "I", ("9.2", "", FigurePart.VALUE): "J",
        ("7.6", "", FigurePart.FAILURES): "C", ("7.6", "", FigurePart.DENOMINATOR): "E",
        ("7.6", "", FigurePart.VALUE): "F", ("7.12", "", FigurePart.VALUE): "G",
        ("7.13", "", FigurePart.VALUE): "H",
        ("7.8", "", FigurePart.VALUE): "C", ("7.9", "", FigurePart.VALUE): "D",
        ("7.10", "", FigurePart.VALUE): "C",
        ("7.7", "", FigurePart.VALUE): "C", ("10.1", "", FigurePart.VALUE): "D",
        ("10.2", "", FigurePart.VALUE): "E",
        ("10.3", "", FigurePart.VALUE): "F",
    }  # fmt: skip
    for key, letter in letters.items():
        column = at[key]
        months = (
            14 if column.table in ("Placements", "Reviews & Visits", "Health", PAGES[5]) else 13
        )
        last = 4 + months
        assert list(column.months) == [min(column.months) + n for n in range(months)]
        benchmarks = 4 if key[2] is FigurePart.VALUE else 0
        assert page(column) == tuple(f"{letter}{row}" for row in range(5, last + 4 + benchmarks)), (
            key
        )
        assert [each for each in column.at if not isinstance(each, Month)] == [
            Y13,
            Y14,
            YearToDate(Y15),
        ]


def test_the_cover_of_the_template() -> None:
    cover = locate(read(BLANK), WORDS, KNOWN).cover
    every = (cover.month_end, cover.issue, cover.date_created, cover.created_by, cover.contact)
    assert [str(p) for p in every] == [f"Cover!C{row}" for row in range(5, 10)]


def test_all_cells_of_a_month() -> None:
    layout = locate(read(DEMO), WORDS, KNOWN)
    cells = list(layout.of_month(MAY))
    assert len(cells) == len(set(cells)) == 23 + 27
    assert not list(layout.of_month(Month(2020, 1)))


def test_a_page_that_the_layout_does_not_have() -> None:
    with pytest.raises(Refused) as caught:
        locate(read(DEMO), WORDS, KNOWN, ["Helth"])
    assert caught.value.codes == ("L114",)
    assert "Health" in caught.value.findings[0].todo


def test_an_indicator_that_the_catalogue_does_not_have() -> None:
    fewer = {number: each for number, each in KNOWN.items() if number != "7.8"}
    with pytest.raises(Refused) as caught:
        locate(read(DEMO), WORDS, fewer)
    assert caught.value.codes == ("L115",)


COVER = [["As at month end", None], ["Status", "Issue 1"], ["Date created", None]]


def test_no_cover_is_no_fault() -> None:
    cover = found(SUMMARY, sheet("Notes", [["Status", "open"]])).cover
    assert (cover.month_end, cover.issue, cover.date_created) == (None, None, None)


def test_the_cover_s_values_beyond_a_blank_column() -> None:
    rows = [[a, None, b, None, "R"] for a, b in COVER]
    assert str(found(SUMMARY, sheet("C", rows)).cover.month_end) == "C!C1"
    for rest in (["R"], ["R", dt.datetime(2015, 4, 1)]):
        rows = [[a, None, None, *rest] for a, _ in COVER]
        assert str(found(SUMMARY, sheet("C", rows)).cover.month_end) == "C!B1"


def test_the_next_column_of_the_cover_whatever_it_holds() -> None:
    rows = [[a, "to be filled in", dt.datetime(2015, 4, 1)] for a, _ in COVER]
    assert str(found(SUMMARY, sheet("C", rows)).cover.month_end) == "C!B1"


def test_a_label_of_the_cover_twice() -> None:
    rows = [*COVER, ["Issue", "2"]]
    assert refusal(SUMMARY, sheet("C", rows)) == {"L116": "C!A2, C!A4"}
    assert refusal(SUMMARY, sheet("C", COVER), sheet("D", COVER)) == {"L116": "C!A1, D!A1"}


@pytest.mark.parametrize("path", [DEMO, BLANK], ids=["demo", "blank"])
def test_the_engine_sees_what_openpyxl_sees(path: Path) -> None:
    with PackageWorkbook(path) as book:
        surveyed = book.survey()
    assert locate(surveyed, WORDS, KNOWN) == locate(read(path), WORDS, KNOWN)
    for ours, theirs in zip(surveyed.sheets, read(path).sheets, strict=True):
        assert (ours.name, set(ours.merges)) == (theirs.name, set(theirs.merges))
        assert {c: plain_formula(v) for c, v in ours.values.items()} == theirs.values


def plain_formula(value: CellValue) -> CellValue:
    return Formula(value.text) if isinstance(value, Formula) else value

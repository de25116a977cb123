"""A sheet with charts is added: it holds what was wanted, and the rest of the file is as it was."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from bench import ExcelBench

import needs
from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, unlike, verify
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.new_sheet import ChartLine, Marker, NewChart, NewSheet, Stroke
from oracles import invariants, parts
from oracles.reader import read
from oracles.sdk import Validator

ABSENT = pytest.param(None, marks=pytest.mark.shared, id="corpus")
FILES = [
    *(
        [pytest.param(p, marks=pytest.mark.shared, id=p.name) for p in needs.corpus_files()]
        or [ABSENT]
    ),
    *(pytest.param(p, id=p.name) for p in needs.template_files()),
]
LISTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
NAME = "It's signals"
MONTHS = [dt.datetime(2015, month, 1) for month in range(1, 13)]
FIGURES = [0.9, 0.95, None, *(0.8 + n / 100 for n in range(9))]


def new_sheet(name: str = NAME) -> NewSheet:
    labels, values = Area(3, 1, 14, 1), Area(3, 2, 14, 2)
    return NewSheet(
        name,
        tuple(
            NewChart(
                f"Chart of {number}",
                f'Figures "of" {number},\nby month < now & then',
                f"{number} & more < title",
                Area(2 + 20 * number, 5, 20 + 20 * number, 14),
                labels,
                (
                    ChartLine(
                        Cell(2, 2), values, Stroke("1F4E79", 2.25), Marker("circle", 5, "1F4E79")
                    ),
                    ChartLine(Cell(2, 3), Area(3, 3, 14, 3), Stroke("7F7F7F", dashed=True)),
                    ChartLine(Cell(2, 4), Area(3, 4, 14, 4), None, Marker("diamond", 9, "C00000")),
                ),
                number_format="0.0%",
                highest=1,
            )
            for number in range(12)
        ),
        {1: 12, 2: 9.5},
        {2: "0.0%"},
        Area(1, 1, 45, 14),
    )


def filling(name: str = NAME) -> ChangeSet:
    """Return what goes into the cells of the new sheet."""
    there: list[CellChange] = []

    def put(row: int, column: int, value: object, number_format: str = "") -> None:
        look = Swap("General", number_format) if number_format else None
        there.append(CellChange(name, Cell(row, column), Swap(None, value), look))  # type: ignore[arg-type]

    for column, heading in enumerate(("Month", "Figure", "Mean", "Special"), 1):
        put(2, column, heading)
    for row, (month, figure) in enumerate(zip(MONTHS, FIGURES, strict=True), 3):
        put(row, 1, month, "mmm\\-yy")
        if figure is not None:
            put(row, 2, figure)
        put(row, 3, 0.85, "0.0%")
    put(14, 4, FIGURES[-1], "0.0%")
    return ChangeSet(tuple(there))


def added(source: Path, folder: Path) -> Path:
    between, after = folder / f"between{source.suffix}", folder / f"after{source.suffix}"
    with PackageWorkbook(source, allow_signed=True) as book:
        book.add_sheet(new_sheet(), between)
    with PackageWorkbook(between, allow_signed=True) as book:
        book.write(filling(), after)
    verify(after, filling())
    return after


def takes_none(source: Path) -> str:
    """Return the code with which a workbook is refused, by its own words."""
    with zipfile.ZipFile(source) as archive:
        content = next(archive.read(n) for n in archive.namelist() if n.endswith("/workbook.xml"))
    if b'lockStructure="1"' in content or b'lockStructure="true"' in content:
        return "W146"
    return "W147" if b"purl.oclc.org/ooxml/spreadsheetml/main" in content else ""


@pytest.mark.parametrize("source", FILES)
def test_every_real_workbook_takes_one(source: Path, tmp_path: Path, validator: Validator) -> None:
    with PackageWorkbook(source, allow_signed=True) as book:
        before, names = read(source), [sheet.name for sheet in book.survey().sheets]
    if reason := takes_none(source):
        with pytest.raises(Refused) as refusal:
            added(source, tmp_path)
        assert refusal.value.codes == (reason,)
        return
    after = added(source, tmp_path)
    assert not invariants.new_breaches(source, after)
    assert not validator.new_errors(source, after)
    changes = parts.compare(source, after)
    styles = {name for name in changes.changed if name.endswith("styles.xml")}
    assert changes.changed - styles <= set(LISTS)
    assert not changes.vanished
    new = {name.rpartition("/")[0] for name in changes.appeared}
    assert {"xl/worksheets", "xl/drawings", "xl/charts"} <= new
    there = read(after)
    assert {name: there[name] for name in before} == before
    with PackageWorkbook(after, allow_signed=True) as book:
        assert [sheet.name for sheet in book.survey().sheets] == [*names, NAME]


def test_it_holds_what_was_wanted(tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("One").write("A1", 1)
    after = added(source, tmp_path)
    with PackageWorkbook(after) as there:
        sheet = there.survey().sheet(NAME)
        charts = [chart for chart in there.charts() if chart.sheet == NAME]
        shape = there.shape_of(NAME)
        looks = there.looks(NAME, [Cell(3, 1), Cell(3, 2), Cell(5, 2)])
    assert [sheet.values.get(Cell(row, 2)) for row in range(3, 15)] == FIGURES
    assert [sheet.values[Cell(row, 1)] for row in range(3, 15)] == MONTHS
    assert [look.number_format for look in looks.values()] == ["mmm\\-yy", "0.0%", "0.0%"]
    assert shape.widths[1] == 12
    wanted = new_sheet().charts
    assert [(chart.name, chart.text) for chart in charts] == [(w.name, w.text) for w in wanted]
    labels, values = "'It''s signals'!$A$3:$A$14", "'It''s signals'!$B$3:$B$14"
    assert charts[0].series[0] == f"=SERIES('It''s signals'!$B$2,{labels},{values},1)"
    with zipfile.ZipFile(after) as archive:
        kept = archive.read("xl/charts/chart.xml").decode()
    figures = kept.partition("<c:val>")[2].partition("</c:val>")[0]
    assert figures.count("<c:pt ") == 11  # the month without a figure has no point
    assert 'idx="2"' not in figures
    special = kept.rpartition("<c:val>")[2]
    assert special.count("<c:pt ") == 1
    assert 'idx="11"' in special


def test_the_open_workbook_takes_one(live: ExcelBench, report: Path) -> None:
    live.open(report)
    before = live.saved()
    live.live.add_sheet(new_sheet(), filling())
    after = live.saved()
    verify(after, filling())
    with PackageWorkbook(before) as old, PackageWorkbook(after) as new:
        assert not unlike(old, new, added=NAME)
        charts = [chart for chart in new.charts() if chart.sheet == NAME]
    wanted = new_sheet().charts
    assert [(chart.name, chart.text) for chart in charts] == [(w.name, w.text) for w in wanted]
    with zipfile.ZipFile(after) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name]
    with pytest.raises(Refused) as refusal:
        live.live.add_sheet(new_sheet(), filling())
    assert refusal.value.codes == ("W145",)


def test_dates_from_1904_stay_the_days_that_they_are(live: ExcelBench, report_1904: Path) -> None:
    live.open(report_1904)
    live.live.add_sheet(new_sheet(), filling())
    verify(live.saved(), filling())


@pytest.mark.parametrize(
    ("code", "name", "damage"),
    [
        ("W145", "it's SIGNALS", lambda text: text),
        (
            "W146",
            "One",
            lambda text: text.replace(
                b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
            ),
        ),
    ],
)
def test_what_takes_no_sheet_is_refused(
    code: str, name: str, damage: object, tmp_path: Path
) -> None:
    plain, source = tmp_path / "plain.xlsx", tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet(name)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(source, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, damage(content) if part == "xl/workbook.xml" else content)  # type: ignore[operator]
    target = tmp_path / "after.xlsx"
    with PackageWorkbook(source) as there, pytest.raises(Refused) as refusal:
        there.add_sheet(new_sheet(), target)
    assert refusal.value.codes == (code,)
    assert not target.exists()

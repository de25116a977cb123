"""The two committed workbooks: what stands in them, what is open, and that build.py makes them."""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from xlsx_templates import build as builder  # noqa: E402
from xlsx_templates import months  # noqa: E402
from xlsx_templates.figures import report_until, value_of  # noqa: E402
from xlsx_templates.pages import PAGES, SHEETS, OfColumns, Page  # noqa: E402

REPORT = ROOT / "tests" / "data" / "report_2015_05"
SUMMARY = "Performance Summary"
THEMES = SHEETS[2:]
APRIL = date(2015, 4, 1)
HEADERS = (
    "NO.", "INDICATOR", "TARGET", "GOOD PERF IS", "DATA NOTE (Monthly)",
    datetime(2015, 3, 1), datetime(2015, 4, 1), "CURRENT May-15", "YTD", "DATA NOTE",
    "(Month on Month)", "RAG", "2013/14", "2014/15",
    "STAT NEIGH AVE", "BEST STAT NEIGH", "NAT AVE", "NAT TOP QTILE THRESHOLD",
)  # fmt: skip
CSV_COLUMNS = {
    3: "target", 4: "good_perf_is", 5: "data_note_monthly", 6: "Mar-15", 7: "Apr-15",
    10: "data_note_ytd", 13: "2013/14", 14: "2014/15", 15: "stat_neigh_ave",
    16: "best_stat_neigh", 17: "nat_ave", 18: "nat_top_qtile_threshold",
}  # fmt: skip
EMPTY_ON_SUMMARY = (8, 9, 11, 12)
CSV_OF_PAGE = {
    "Placements": "placements.csv",
    "Reviews & Visits": "reviews_visits.csv",
    "Health": "health.csv",
    "Personal Education Plans": "pep.csv",
}


@pytest.fixture(scope="module")
def demo() -> Workbook:
    return load_workbook(builder.DEMO)


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return load_workbook(builder.BLANK)


@pytest.fixture(params=[builder.BLANK, builder.DEMO], ids=["blank", "demo"])
def parts(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return builder.parts(request.param)


def report(name: str) -> list[dict[str, str]]:
    with (REPORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_of(page_name: str) -> list[tuple[str, int]]:
    """List where a page's figures stand: the CSV's or summary's name, and the sheet column."""
    found, at = [], 3
    for column in next(page for page in PAGES if page.name == page_name).columns:
        if isinstance(column, OfColumns):
            found += [(column.numerator, at), (column.denominator, at + 2)]
            at += 3
        else:
            found.append((column.key, at))
            at += 1
    return found


def label_of(cell: Cell) -> str:
    """Write a period cell as the CSV does."""
    value = cell.value
    return months.label(value.date()) if isinstance(value, datetime) else str(value)


def period_rows(sheet: Worksheet) -> dict[str, int]:
    """Map the periods of a theme page to their rows."""
    cells = (sheet.cell(row, 2) for row in range(5, sheet.max_row + 1))
    return {label_of(cell): cell.row for cell in cells if cell.value is not None}


def issued_cells(book: Workbook) -> Iterator[Cell]:
    """Walk over the cells of April 2015 and earlier."""
    for row in range(6, 29):
        yield book[SUMMARY].cell(row, 6)
        yield book[SUMMARY].cell(row, 7)
    for name in THEMES:
        for period, row in period_rows(book[name]).items():
            month = months.parse(period)
            if month and month <= APRIL:
                for _, column in columns_of(name):
                    yield book[name].cell(row, column)


@pytest.mark.parametrize("path", [builder.BLANK, builder.DEMO], ids=["blank", "demo"])
def test_committed_workbook_is_what_the_script_builds(path: Path) -> None:
    assert builder.differing(path) == []


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    builder.build_demo(tmp_path / "one.xlsx")
    builder.build_demo(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_sheets_stand_in_order_and_none_is_hidden(demo: Workbook, blank: Workbook) -> None:
    for book in (demo, blank):
        assert tuple(book.sheetnames) == SHEETS
        assert {sheet.sheet_state for sheet in book} == {"visible"}
        assert not book.defined_names


def test_summary_headers(demo: Workbook) -> None:
    sheet = demo[SUMMARY]
    assert tuple(cell.value for cell in sheet[5]) == HEADERS
    assert sheet["F5"].number_format == sheet["G5"].number_format == "mmm-yy"
    groups = [cell.value for cell in sheet[4] if cell.value]
    assert groups == ["2014/15", "2015/16", "Year to Date 15/16", "DOT", "YR ON YR TREND",
                      "LATEST BENCHMARKING - 2013/14"]  # fmt: skip


def test_summary_holds_the_report_as_printed(demo: Workbook) -> None:
    sheet = demo[SUMMARY]
    rows = report("summary.csv")
    assert len(rows) == 23
    for at, row in enumerate(rows, start=6):
        for column, name in CSV_COLUMNS.items():
            assert sheet.cell(at, column).value == value_of(row[name]), (row["no"], name)
        for column in EMPTY_ON_SUMMARY:
            assert sheet.cell(at, column).value is None
            assert sheet.cell(at, column).has_style


def test_summary_numbers_are_text_and_shared_by_two_figures(demo: Workbook) -> None:
    sheet = demo[SUMMARY]
    numbers = [sheet.cell(row, 1).value for row in range(6, 29)]
    expected = [row["no"].split(" ")[0] for row in report("summary.csv")]
    assert [number for number in numbers if number] == list(dict.fromkeys(expected))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A10:A11", "B10:B11"} <= merged


def test_summary_number_formats(demo: Workbook) -> None:
    sheet = demo[SUMMARY]
    formats = {
        "7.1": ("0", "0"), "7.2": ("0.0", "General"), "7.5 (number)": ("0", "0"),
        "7.5 (percentage)": ("0.0%", "0.0%"), "10.2": ("0.0", "General"),
        "10.3": ("0.0", "General"), "9.2": ("0.0%", "0.0%"),
    }  # fmt: skip
    for at, row in enumerate(report("summary.csv"), start=6):
        if row["no"] in formats:
            monthly, yearly = formats[row["no"]]
            assert {sheet.cell(at, c).number_format for c in (6, 7, 8, 9, 15, 18)} == {monthly}
            assert {sheet.cell(at, c).number_format for c in (13, 14)} == {yearly}


@pytest.mark.parametrize("name", CSV_OF_PAGE)
def test_theme_page_holds_the_report_until_april(demo: Workbook, name: str) -> None:
    sheet, columns = demo[name], columns_of(name)
    printed = {row["period"]: row for row in report(CSV_OF_PAGE[name])}
    for period, at in period_rows(sheet).items():
        month = months.parse(period)
        late = period.endswith("YTD") or (month is not None and month > APRIL)
        for key, column in columns:
            expected = None if late else value_of(printed.get(period, {}).get(key, ""))
            assert sheet.cell(at, column).value == expected, (name, period, key)
            assert sheet.cell(at, column).has_style


@pytest.mark.parametrize("name", [name for name in THEMES if name not in CSV_OF_PAGE])
def test_other_theme_pages_agree_with_the_summary(demo: Workbook, name: str) -> None:
    sheet = demo[name]
    rows = {row["no"]: row for row in report("summary.csv")}
    periods = period_rows(sheet)
    places = {"SN AVE": "stat_neigh_ave", "NAT TOP QTILE": "nat_top_qtile_threshold"}
    for key, column in columns_of(name):
        for period in ("Mar-15", "Apr-15", "2013/14", "2014/15"):
            assert sheet.cell(periods[period], column).value == value_of(rows[key][period])
        assert sheet.cell(periods["May-15"], column).value is None
        assert sheet.cell(periods["2015/16 YTD"], column).value is None
        if "number" not in key and key != "7.4":
            for period, heading in places.items():
                assert sheet.cell(periods[period], column).value == value_of(rows[key][heading])


def test_the_education_page_has_nothing_after_april(demo: Workbook) -> None:
    sheet = demo["Personal Education Plans"]
    held = [sheet.cell(row, 3).value for row in range(5, 19)]
    assert held == [0.768, 0.714, 0.64, *[None] * 11]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_theme_headers_and_blocks(demo: Workbook, page: Page) -> None:
    sheet = demo[page.name]
    headers = [cell.value for cell in sheet[4] if cell.value]
    assert headers[: len(page.columns)] == [column.header for column in page.columns]
    blocks = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    assert [block for block in blocks if block] == [
        "IN MONTH PERFORMANCE", "ANNUAL", "LATEST BENCHMARKING",
    ]  # fmt: skip


def test_counts_read_n_of_d(demo: Workbook) -> None:
    sheet = demo["Reviews & Visits"]
    rows = period_rows(sheet)
    words = {period: sheet.cell(row, 4).value for period, row in rows.items()}
    assert {words[period] for period in ("Feb-15", "Apr-15", "May-15", "2014/15")} == {"of"}
    assert words["2013/14"] is None
    assert words["SN AVE"] is None
    assert "C4:E4" in {str(area) for area in sheet.merged_cells.ranges}


def test_blank_workbook_has_words_and_targets_but_no_figures(blank: Workbook) -> None:
    sheet = blank[SUMMARY]
    for row in range(6, 29):
        for column in (6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18):
            assert sheet.cell(row, column).value is None
    for name in THEMES:
        for row in range(5, blank[name].max_row + 1):
            assert all(blank[name].cell(row, c).value is None for _, c in columns_of(name))
    assert {sheet.protection.sheet for sheet in blank} == {False}


def test_just_the_issued_cells_are_locked(demo: Workbook, blank: Workbook) -> None:
    issued = {(cell.parent.title, cell.coordinate) for cell in issued_cells(demo)}
    locked = {
        (sheet.title, cell.coordinate)
        for sheet in demo
        for row in sheet.iter_rows()
        for cell in row
        if cell.has_style and cell.protection.locked
    }
    assert locked == issued
    for sheet in blank:
        assert not any(cell.protection.locked for row in sheet for cell in row if cell.has_style)


def test_columns_without_cells_are_unlocked(parts: dict[str, bytes]) -> None:
    styles = parts["xl/styles.xml"].decode()
    formats = re.findall(
        r"<xf [^>]*/>|<xf .*?</xf>", styles.split("<cellXfs")[1].split("</cellXfs")[0]
    )
    for number in range(1, len(SHEETS) + 1):
        sheet = parts[f"xl/worksheets/sheet{number}.xml"].decode()
        runs = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"', sheet)
        assert [int(runs[0][0]), int(runs[-1][1])] == [1, 16_384]
        for (_, last, _), (first, _, _) in pairwise(runs):
            assert int(first) == int(last) + 1
        assert all('locked="0"' in formats[int(style)] for _, _, style in runs)


def test_protection_hinders_nobody() -> None:
    parts = builder.parts(builder.DEMO)
    assert b"sheetProtection" not in parts["xl/worksheets/sheet1.xml"]
    for number in range(2, len(SHEETS) + 1):
        (found,) = re.findall(
            r"<sheetProtection[^>]*>", parts[f"xl/worksheets/sheet{number}.xml"].decode()
        )
        flags = dict(re.findall(r'(\w+)="(\w+)"', found))
        assert flags.pop("sheet") == "1"
        assert set(flags.values()) == {"0"}
        assert set(flags) == {
            "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows",
            "insertHyperlinks", "deleteColumns", "deleteRows", "sort", "autoFilter",
            "pivotTables",
        }  # fmt: skip


def test_nothing_that_does_not_belong(parts: dict[str, bytes]) -> None:
    names = "\n".join(parts)
    for unwanted in ("vba", "externalLink", "pivot", "comments", "customXml", "customProperty"):
        assert unwanted not in names
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"conditionalFormatting" not in part
    core = parts["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core


def test_every_picture_says_what_it_shows(parts: dict[str, bytes]) -> None:
    drawings = [part.decode() for name, part in parts.items() if "drawings/drawing" in name]
    assert len(drawings) == len(THEMES)
    for drawing in drawings:
        shapes = re.findall(r"<xdr:cNvPr [^>]*>", drawing)
        assert len(re.findall("<xdr:sp ", drawing)) == 2
        assert len(shapes) >= 3
        assert all(re.search(r'descr="[^"]{15,}"', shape) for shape in shapes)


def test_paper_and_screen(demo: Workbook, blank: Workbook) -> None:
    for sheet in (*demo, *blank):
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.page_setup.fitToHeight in {"0", 0}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&F" in sheet.oddFooter.left.text
        assert "Page &P of &N" in str(sheet.oddFooter.right.text)
        assert not sheet.sheet_view.showGridLines
        assert sheet.sheet_properties.tabColor is not None
        assert sheet.print_area
        if sheet.title != "Cover":
            assert sheet.print_title_rows
            assert sheet.freeze_panes == ("C6" if sheet.title == SUMMARY else "C5")


def test_cover(demo: Workbook, blank: Workbook) -> None:
    sheet = demo["Cover"]
    cells = {cell.value: cell for row in sheet for cell in row if cell.value is not None}
    right = {name: cell.offset(0, 1) for name, cell in cells.items()}
    assert right["As at month end"].value == datetime(2015, 4, 1)
    assert right["As at month end"].number_format == "mmmm yyyy"
    assert right["Status"].value == "Issue 1"
    assert right["Date created"].value == datetime(2015, 6, 9)
    assert right["Date created"].number_format == "dd/mm/yyyy"
    assert right["Created by"].value == "Performance Assurance Manager"
    assert right["Contact"].value == "performance team"
    for name in SHEETS[1:]:
        assert cells[name].hyperlink.location == f"'{name}'!A1"
    for sign in ("R", "A", "G", "n/a", "▲ better", "► level", "▼ worse", "▼ worse, within target",
                 "▼ worse, off target", "↑ number up", "↓ number down", "– none"):  # fmt: skip
        assert sign in cells
    empty = [row[2].value for row in blank["Cover"]["A5:C7"]]
    assert empty == [None, None, None]


def test_chart_lines_hold_the_value_that_their_formula_gives(demo: Workbook) -> None:
    cached = load_workbook(builder.DEMO, data_only=True)
    checked = 0
    for name in THEMES:
        for row in demo[name].iter_rows(min_row=5):
            for cell in row:
                if cell.data_type != "f":
                    continue
                source = re.fullmatch(r"=IF\(ISNUMBER\((.+?)\),(.+?),NA\(\)\)", cell.value)
                assert source is not None
                assert source[1] == source[2]
                sheet, _, address = source[1].rpartition("!")
                origin = demo[sheet.strip("'") or name][address.replace("$", "")]
                assert cached[name][cell.coordinate].value == origin.value
                assert isinstance(origin.value, float | int)
                checked += 1
    assert checked > 150


def test_a_chart_line_without_a_value_is_none_and_not_zero() -> None:
    cached = load_workbook(builder.BLANK, data_only=True)
    for name in THEMES:
        heads = [c.column for c in cached[name][4] if str(c.value).startswith("Stat.")]
        assert {cached[name].cell(5, column).value for column in heads} <= {"#N/A"}
    for name, part in builder.parts(builder.BLANK).items():
        if name.startswith("xl/worksheets/sheet") and b"NA()" in part:
            assert part.count(b"evalError") == 1


def test_chart_lines_are_beside_what_is_printed(demo: Workbook, blank: Workbook) -> None:
    for book in (demo, blank):
        for name in THEMES:
            sheet = book[name]
            last = range_boundaries(sheet.print_area.rpartition("!")[2])[2]
            formulas = [c for row in sheet for c in row if c.data_type == "f"]
            heads = [c.column for c in sheet[4] if str(c.value).startswith(("Target:", "Stat."))]
            assert {c.column for c in formulas} == set(heads)
            assert min(heads, default=last + 1) > last
            assert not any(each.hidden for each in sheet.column_dimensions.values())


def test_the_blank_workbook_names_no_council_and_no_picture_names_months() -> None:
    for path in (builder.BLANK, builder.DEMO):
        for name, part in builder.parts(path).items():
            if path == builder.BLANK or name.startswith("xl/charts/"):
                assert b"Rotherham" not in part, name
            for text in re.findall(r'descr="([^"]*)"', part.decode()):
                assert not re.search(r"[A-Z][a-z]{2}-\d\d", text)


def test_charts_leave_missing_months_out_of_their_cache() -> None:
    for name, part in builder.parts(builder.DEMO).items():
        if name.startswith("xl/charts/chart"):
            values = re.findall(r"<c:val>.*?</c:val>", part.decode())
            assert values
            assert not any("<c:v>0</c:v>" in value for value in values)


def test_other_months_and_years(tmp_path: Path) -> None:
    path = tmp_path / "longer.xlsx"
    span = months.span(date(2015, 3, 1), date(2016, 4, 1))
    builder.build(
        path,
        span,
        ["2014/15", "2015/16"],
        span,
        ["2014/15", "2015/16 YTD"],
        figures=report_until(APRIL),
        issued=APRIL,
    )
    book = load_workbook(path)
    header = [cell.value for cell in book[SUMMARY][5]]
    assert header[5:18] == [datetime(m.year, m.month, 1) for m in span[:-1]]
    assert header[18:25] == ["CURRENT Apr-16", "YTD", "DATA NOTE", "(Month on Month)", "RAG",
                             "2014/15", "2015/16"]  # fmt: skip
    assert book[SUMMARY]["F6"].value == 407
    assert book[SUMMARY]["X6"].value == 407
    for name in THEMES:
        assert list(period_rows(book[name]))[:16] == [
            *map(months.label, span), "2014/15", "2015/16 YTD",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "value"),
    [("94.8%", 0.948), ("36.36%", 0.3636), ("407", 407), ("72.5", 72.5), ("70", 70), ("", None),
     ("n/a", "n/a"), ("-", "-"), ("not reported", "not reported"), ("100.0%", 1)],
)  # fmt: skip
def test_a_printed_figure_becomes_its_value(printed: str, value: object) -> None:
    assert value_of(printed) == value


def test_check_tells_a_stale_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "stale.xlsx"
    with zipfile.ZipFile(stale, "w") as package:
        package.writestr("xl/workbook.xml", "old")
    monkeypatch.setattr(builder, "COMMITTED", {stale: builder.build_blank})
    assert builder.main(["--check"]) == 1
    assert "xl/workbook.xml" in capsys.readouterr().out
    assert builder.main([]) == 0
    assert builder.main(["--check"]) == 0

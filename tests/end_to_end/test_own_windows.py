"""Windows of a council's own workbook that roll on: everything of a month moves with it."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import DONE
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from own_windows import (
    HELD,
    LAST,
    MONTHS,
    OF,
    OK,
    STOCK,
    date,
    filled,
    percents,
    share,
    stock,
    table,
    write_readings,
)

from shapes.filling import lost
from shapes.months import NAMES, after

NEXT = after(LAST)
ROLLED = (*MONTHS[1:], NEXT)
SHORT = [f"{NAMES[int(m[5:]) - 1][:3]}-{m[2:4]}" for m in ROLLED]


def test_lights_beside_each_month_move_with_it(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        heads = [each for month in MONTHS for each in (date(month), "RAG")]
        sheet.append(["Ref", "Measure", "Target", *heads])
        sheet.append(["CL1", "Children looked after at month end", None])
        sheet.append(["CL2", "% of reviews held in time", 0.75])
        for at, month in enumerate(MONTHS[:-1]):
            sheet.cell(2, 4 + 2 * at, STOCK[month])
            sheet.cell(3, 4 + 2 * at, HELD[month] / OF)
            sheet.cell(3, 5 + 2 * at, "G" if HELD[month] >= 75 else "R")
        percents(sheet, 3, range(3, 29, 1))

    ours = filled(tmp_path, build)
    assert {HELD[month] >= 75 for month in MONTHS} == {True, False}, "lights of both kinds"
    assert ours.run("next-month").code in OK
    kept = (tmp_path / "lacxl-history-printed.csv").read_text("utf-8-sig")
    light = "G" if HELD[MONTHS[0]] >= 75 else "R"
    assert f",Scorecard,E3,CL2,,rag,2023-06,{light}," in kept
    write_readings(tmp_path, NEXT)
    for light in (None, "G" if HELD[NEXT] >= 75 else "R"):
        head, counts, shares = ours.grid()
        assert head[3::2] == [date(month) for month in ROLLED]
        known = ROLLED[:-1] if light is None else ROLLED
        assert counts[3::2] == [*(STOCK[m] for m in known), *[None] * (light is None)]
        assert shares[3::2] == [*(HELD[m] / OF for m in known), *[None] * (light is None)]
        lights = ["G" if HELD[month] >= 75 else "R" for month in ROLLED[:-1]]
        assert shares[4::2] == [*lights, light]
        if light is None:
            assert ours.run("refresh", NEXT).code in OK


def test_numerators_and_denominators_beside_each_month_move_with_it(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", *(h for m in MONTHS for h in (date(m), None, None))])
        sheet.append([None, None, *["Num", "Den", "%"] * len(MONTHS)])
        sheet.append(["CL2", "% of reviews held in time"])
        for at, month in enumerate(MONTHS):
            left = 3 + 3 * at
            sheet.merge_cells(start_row=1, end_row=1, start_column=left, end_column=left + 2)
            percents(sheet, 3, [left + 2])
            if month != LAST:
                for by, value in enumerate((HELD[month], OF, HELD[month] / OF)):
                    sheet.cell(3, left + by, value)

    ours = filled(tmp_path, build, numbers=("CL2",))
    assert ours.run("next-month").code in OK
    head, below, row = ours.grid()
    assert head[2::3] == [date(month) for month in ROLLED]
    assert below[2:] == ["Num", "Den", "%"] * len(MONTHS)
    assert row[2:] == [
        *(v for m in ROLLED[:-1] for v in (HELD[m], OF, HELD[m] / OF)), None, None, None,
    ]  # fmt: skip
    write_readings(tmp_path, NEXT, ("CL2",))
    assert ours.run("refresh", NEXT).code in OK
    assert ours.grid()[2][-3:] == [HELD[NEXT], OF, HELD[NEXT] / OF]


def test_rows_that_lacxl_does_not_fill_move_with_their_months(tmp_path: Path) -> None:
    """Nobody gave these rows a reference: their figures stay under the months that they are of."""
    seen = [70 + 7 * at % 11 for at in range(len(MONTHS))]

    def build(sheet: Worksheet) -> None:
        table(sheet, [date(month) for month in MONTHS])
        sheet.append([None, "Seen by the panel", *seen])
        sheet.append([None, "When", *(f"on {month}" for month in MONTHS)])
        sheet.append([None, "Lead", *["RB"] * len(MONTHS)])
        sheet.append([])
        sheet.append([None, "Source: case management"])

    ours = filled(tmp_path, build)
    assert ours.run("next-month").code in OK
    rows = ours.grid()
    assert rows[3][2:] == [*seen[1:], None]
    assert rows[4][2:] == [*(f"on {month}" for month in MONTHS[1:]), None]
    assert rows[5][2:] == [*["RB"] * (len(MONTHS) - 1), None]
    assert rows[7][1] == "Source: case management"


def test_rows_of_targets_move_with_their_months_and_the_new_one_is_asked_for(
    tmp_path: Path,
) -> None:
    targets = {month: 0.70 + at / 100 for at, month in enumerate(MONTHS)}

    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", "Type", *map(date, MONTHS)])
        sheet.append(["CL1", "Children looked after at month end", "Actual", *stock(MONTHS)])
        sheet.append([None, None, "Target"])
        sheet.append(["CL2", "% of reviews held in time", "Actual", *share(MONTHS)])
        sheet.append([None, None, "Target", *targets.values()])
        for row in (4, 5):
            percents(sheet, row, range(4, 4 + len(MONTHS)))

    ours = filled(tmp_path, build)
    made = ours.run("next-month")
    assert made.code in OK
    assert "N118" in made.codes()
    assert "Scorecard!P5" in made.said
    rows = ours.grid()
    assert rows[4][3:] == [*list(targets.values())[1:], None]
    assert rows[3][3:] == [*(HELD[month] / OF for month in ROLLED[:-1]), None]


@pytest.mark.parametrize(
    ("heads", "right"),
    [
        ([f"{NAMES[int(m[5:]) - 1][:3]}-{m[2:4]}" for m in MONTHS], SHORT),
        (
            [f"{NAMES[int(m[5:]) - 1].upper()} {m[:4]}" for m in MONTHS],
            [f"{NAMES[int(m[5:]) - 1].upper()} {m[:4]}" for m in ROLLED],
        ),
        (
            [f"Actual {NAMES[int(m[5:]) - 1][:3]} {m[:4]}" for m in MONTHS],
            [f"Actual {NAMES[int(m[5:]) - 1][:3]} {m[:4]}" for m in ROLLED],
        ),
    ],
)
def test_headings_keep_their_spelling(tmp_path: Path, heads: list[str], right: list[str]) -> None:
    ours = filled(tmp_path, lambda sheet: table(sheet, heads))
    assert ours.run("next-month").code in OK
    head, counts, _ = ours.grid()
    assert head[2:] == right
    assert counts[2:] == [*(STOCK[month] for month in ROLLED[:-1]), None]


def test_bands_of_years_follow_months_without_a_year(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        sheet["C1"], sheet["M1"] = "2023/24", "2024/25"
        sheet.merge_cells("C1:L1")
        sheet.merge_cells("M1:O1")
        table(sheet, [NAMES[int(month[5:]) - 1][:3] for month in MONTHS])

    ours = filled(tmp_path, build)
    assert ours.run("next-month").code in OK
    bands, head, counts, _ = ours.grid()
    assert [(at, value) for at, value in enumerate(bands) if value] == [
        (2, "2023/24"), (11, "2024/25"),
    ]  # fmt: skip
    assert {str(area) for area in ours.opened().merged_cells.ranges} == {"C1:K1", "L1:O1"}
    assert head[2:] == [NAMES[int(month[5:]) - 1][:3] for month in ROLLED]
    assert counts[2:] == [*(STOCK[month] for month in ROLLED[:-1]), None]
    write_readings(tmp_path, NEXT)
    assert ours.run("refresh", NEXT).code in OK
    assert ours.grid()[2][14] == STOCK[NEXT]


def test_formulas_that_stand_beside_their_months_stay(tmp_path: Path) -> None:
    letters = "CDEFGHIJKLMNO"

    def build(sheet: Worksheet) -> None:
        table(sheet, [date(month) for month in MONTHS])
        sheet.append([None, "Not in time", *(f"=1-{letter}3" for letter in letters)])
        sheet.append([None, "Against the average",
                      *(f"={letter}2-AVERAGE($C2:$O2)" for letter in letters)])  # fmt: skip
        sheet["P1"], sheet["P2"] = "Average", "=AVERAGE(C2:O2)"

    ours = filled(tmp_path, build)
    before = ours.grid()
    assert ours.run("next-month").code in OK
    rows = ours.grid()
    assert rows[3:] == before[3:]
    assert rows[1][2:] == [*(STOCK[month] for month in ROLLED[:-1]), None, "=AVERAGE(C2:O2)"]


# -- quarters ------------------------------------------------------------------------------------

QUARTERS = [(year, n) for year in (2022, 2023, 2024) for n in (1, 2, 3, 4)][1:9]
"""Eight quarters up to April to June 2024."""
QUARTER_ENDS = [f"{year + (n == 4)}-{(3 * n + 2) % 12 + 1:02d}" for year, n in QUARTERS]


def of_quarters(heads: list[str]) -> Callable[[Worksheet], None]:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", *heads, "DoT"])
        sheet.append(["CL1", "Children looked after", *(STOCK[m] for m in QUARTER_ENDS[:-1])])

    return build


@pytest.mark.parametrize(
    ("style", "new"),
    [
        ("Q{n} {a}/{c}", "Q2 2024/25"),
        ("{b}-{c} Qtr {n}", "24-25 Qtr 2"),
        ("{first} to {last} {of}", "July to September 2024"),
    ],
)
def test_eight_quarters_roll_on(tmp_path: Path, style: str, new: str) -> None:
    heads = [
        style.format(
            n=n, a=year, b=year % 100, c=year % 100 + 1, first=NAMES[int(end[5:]) - 3],
            last=NAMES[int(end[5:]) - 1], of=end[:4],
        )
        for (year, n), end in zip(QUARTERS, QUARTER_ENDS, strict=True)
    ]  # fmt: skip
    ours = filled(tmp_path, of_quarters(heads), numbers=("CL1",))
    made = ours.run("next-month", "--json")
    assert made.code in OK, made.err
    assert made.json()["month"] == "2024-09"
    head, counts = ours.grid()
    assert head[2:10] == [*heads[1:], new]
    assert counts[2:10] == [*(STOCK[end] for end in QUARTER_ENDS[1:]), None]
    write_readings(tmp_path, "2024-09", ("CL1",))
    assert ours.run("refresh", "2024-09").code in OK
    assert ours.grid()[1][9] == STOCK["2024-09"]
    done = ours.run("next-month")
    assert done.code in OK
    assert "dropsitsfirstquarter" in done.said
    assert ours.grid()[1][2:10] == [*(STOCK[m] for m in QUARTER_ENDS[2:]), STOCK["2024-09"], None]


# -- what goes with it ---------------------------------------------------------------------------


def test_a_dry_run_writes_nothing_and_undo_brings_all_back(tmp_path: Path) -> None:
    ours = filled(tmp_path, lambda sheet: table(sheet, [date(month) for month in MONTHS]))
    before = ours.workbook.read_bytes(), ours.grid()
    tried = ours.run("next-month", "--dry-run")
    assert tried.code in OK
    assert ours.workbook.read_bytes() == before[0]
    made = ours.run("next-month")
    assert made.code in OK
    assert ours.grid() != before[1]
    again = ours.run("next-month")
    assert again.codes() == ["N101"]
    assert ours.run("undo").code == DONE
    assert ours.grid() == before[1]


def test_what_leaves_is_kept_as_it_was_printed(tmp_path: Path) -> None:
    ours = filled(tmp_path, lambda sheet: table(sheet, [date(month) for month in MONTHS]))
    assert ours.run("next-month").code in OK
    kept = (tmp_path / "lacxl-history-printed.csv").read_text("utf-8-sig").splitlines()
    assert len(kept) == 3
    assert f",CL1,,value,2023-06,{STOCK['2023-06']}," in kept[1]
    assert f",CL2,,value,2023-06,{HELD['2023-06']}.0%," in kept[2]


def test_the_lock_of_an_issued_month_moves_with_it(tmp_path: Path) -> None:
    ours = filled(tmp_path, lambda sheet: table(sheet, [date(month) for month in MONTHS]))
    assert ours.run("issue", LAST).code in OK
    assert ours.opened()["O2"].protection.locked
    assert ours.run("next-month").code in OK
    sheet = ours.opened()
    assert sheet.protection.sheet
    assert sheet["N2"].protection.locked
    assert not sheet["O2"].protection.locked
    assert not sheet["M2"].protection.locked
    write_readings(tmp_path, NEXT)
    assert ours.run("refresh", NEXT).code in OK
    assert ours.run("refresh", LAST).codes() == ["I103"]
    assert ours.run("verify").code in OK


def test_charts_colours_and_all_else_of_the_file_stay(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        table(sheet, DATES)
        chart = LineChart()
        chart.add_data(Reference(sheet, min_col=3, max_col=15, min_row=2), from_rows=True)
        chart.set_categories(Reference(sheet, min_col=3, max_col=15, min_row=1))
        sheet.add_chart(chart, "B8")
        fill = PatternFill(bgColor="FFC7CE")
        sheet.conditional_formatting.add(
            "O2:O3", CellIsRule(operator="lessThan", formula=["0.5"], fill=fill)
        )
        sheet.column_dimensions["O"].width = 21
        notes = sheet.parent.create_sheet("Notes")
        notes["A1"] = "Kept by the performance team"

    ours = filled(tmp_path, build)
    before = tmp_path / "before.xlsx"
    shutil.copyfile(ours.workbook, before)
    assert ours.run("next-month").code in OK
    assert lost(before, ours.workbook) == ()
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(ours.workbook) as other:
        assert one.read("xl/worksheets/sheet2.xml") == other.read("xl/worksheets/sheet2.xml")
        chart = other.read("xl/charts/chart1.xml").decode()
        texts = [one.read("xl/worksheets/sheet1.xml"), other.read("xl/worksheets/sheet1.xml")]
        rest = [re.sub(rb"<sheetData>.*</sheetData>", b"", text, flags=re.S) for text in texts]
    assert re.findall(r"<(?:c:)?f>([^<]*)<", chart) == [
        "'Scorecard'!$C$1:$O$1", "'Scorecard'!$C$2:$O$2",
    ]  # fmt: skip
    assert rest[0] == rest[1]


def test_a_workbook_that_grows_by_a_group_of_columns_is_left_to_a_person(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", *(h for m in MONTHS[-3:] for h in (date(m), "Target"))])
        counts = [h for value in stock(MONTHS[-3:]) for h in (value, 400)]
        sheet.append(["CL1", "Children looked after", *counts])

    ours = filled(tmp_path, build, numbers=("CL1",))
    settings = tmp_path / "lacxl.toml"
    said = '[workbook]\nnext_month = { "Scorecard" = "grow" }\n'
    settings.write_text(settings.read_text("utf-8").replace("[workbook]\n", said, 1), "utf-8")
    assert "Each of its months has several columns" in ours.refused()


# -- what cannot follow: nothing is changed ------------------------------------------------------

LETTERS = "CDEFGHIJKLMNO"
DATES = [date(month) for month in MONTHS]


def with_an_average_between(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.insert_cols(9)
    sheet["I1"], sheet["I2"], sheet["I3"] = "Half-year average", 330, 0.7


def with_figures_further_down(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.append([])
    sheet.append([None, "Total of the region", *range(900, 900 + len(MONTHS))])


def with_lights_further_down(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.append([])
    sheet.append([None, "Inspection", *"GGRRAAGGRRAAG"])


def with_figures_above(sheet: Worksheet) -> None:
    sheet.append([None, "Children in the area", *range(9000, 9000 + len(MONTHS))])
    sheet.append([])
    table(sheet, DATES)


def with_a_row_of_dates(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.append([None, "Panel held on", *DATES])


def under_quarters(sheet: Worksheet) -> None:
    sheet.append([None, None, "Q1", "Q2", None, None, "Q3", None, None, "Q4", None, None, "Q1"])
    table(sheet, DATES)


def under_other_words(sheet: Worksheet) -> None:
    sheet.append([None, None, "Agreed", *[None] * 10, "Provisional"])
    sheet.append(["Ref", "Measure", *DATES])
    sheet.append(["CL1", "Children looked after", *stock(MONTHS)])


def with_unlike_headings(sheet: Worksheet) -> None:
    table(sheet, [*DATES[:-1], "Jun-24"])


def with_unlike_formats(sheet: Worksheet) -> None:
    table(sheet, DATES)
    for letter in LETTERS[:-1]:
        sheet[f"{letter}1"].number_format = "mmm-yy"


def with_formulas_on_another_sheet(sheet: Worksheet) -> None:
    table(sheet, DATES)
    data = sheet.parent.create_sheet("Data")
    data.append([7 * at for at in range(20)])
    sheet.append([None, "Referrals", *(f"=Data!{letter}1" for letter in LETTERS)])


def with_a_running_total(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.append([None, "So far", *(f"=SUM($C2:{letter}2)" for letter in LETTERS)])


def with_formulas_that_count_columns(sheet: Worksheet) -> None:
    table(sheet, DATES)
    sheet.append([None, "Nth", *(f"=INDEX($Q$1:$AF$1,COLUMN({letter}2))" for letter in LETTERS)])


def with_a_dashboard(sheet: Worksheet) -> None:
    table(sheet, DATES)
    board = sheet.parent.create_sheet("Dashboard")
    board.append(["Month", *DATES])
    board.append(["Looked after", *(f"=Scorecard!{letter}2" for letter in LETTERS)])


def with_a_card_of_one_month(sheet: Worksheet) -> None:
    table(sheet, DATES)
    board = sheet.parent.create_sheet("Dashboard")
    board["B3"], board["B4"] = "June 2024", "=Scorecard!O2"


def in_an_excel_table(sheet: Worksheet) -> None:
    table(sheet, [f"{NAMES[int(m[5:]) - 1][:3]}-{m[2:4]}" for m in MONTHS])
    sheet.add_table(Table(displayName="Figures", ref="A1:O3"))


def of_calendar_years(sheet: Worksheet) -> None:
    sheet.append([None, None, "2023", *[None] * 6, "2024"])
    table(sheet, DATES)


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (with_an_average_between, "Between its periods there are columns of something else"),
        (with_figures_further_down, "Above or below the table this is under its periods"),
        (with_lights_further_down, "Above or below the table this is under its periods"),
        (with_figures_above, "Above or below the table this is under its periods"),
        (with_a_row_of_dates, "Among its rows there are other dates or headings"),
        (under_quarters, "These words over its periods would not follow"),
        (under_other_words, "These words over its periods would not follow"),
        (of_calendar_years, "These words over its periods would not follow"),
        (with_unlike_headings, "These words over its periods would not follow"),
        (with_unlike_formats, "The headings of its periods are not written alike"),
        (with_formulas_on_another_sheet, "would show other periods than their headings"),
        (with_a_running_total, "would show other periods than their headings"),
        (with_formulas_that_count_columns, "would show other periods than their headings"),
        (with_a_dashboard, "show one of its periods beside a heading that stays"),
        (with_a_card_of_one_month, "show one of its periods beside a heading that stays"),
        (in_an_excel_table, "Its headings are those of an Excel table"),
    ],
)
def test_a_window_that_cannot_follow_is_left_to_a_person(
    build: Callable[[Worksheet], None], why: str, tmp_path: Path
) -> None:
    said = filled(
        tmp_path, build, numbers=("CL1", "CL2")[: 1 + ("other_words" not in build.__name__)]
    )
    assert why in said.refused()


def test_headings_that_are_formulas_are_left_to_a_person(tmp_path: Path) -> None:
    ours = filled(tmp_path, lambda sheet: table(sheet, DATES))
    with zipfile.ZipFile(ours.workbook) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name], count = re.subn(
        rb'(<c r="D1"[^>]*?)(?: t="n")?><v>(\d+)</v>',
        rb"\1><f>EDATE(C1,1)</f><v>\2</v>",
        parts[name],
    )
    assert count == 1
    with zipfile.ZipFile(ours.workbook, "w") as book:
        for each, content in parts.items():
            book.writestr(each, content)
    assert "Headings of its periods are formulas" in ours.refused()

"""A council's own table of a year that is over begins the next one, or it is said why not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from folders import DONE
from openpyxl.worksheet.worksheet import Worksheet
from own_windows import ANSWERS, HELD, OF, OK, STOCK, Window, date, filled, percents, write_readings

from shapes.months import NAMES, span

MARCH, APRIL = "2024-03", "2024-04"
YEAR, LATER = span("2023-04", MARCH), span(APRIL, "2025-03")
SHORT = [f"{NAMES[int(m[5:]) - 1][:3]}-{m[2:4]}" for m in YEAR]
LETTERS = "FGHIJKLMNOPQ"


def year(sheet: Worksheet, heads: list[object], *, target: str = "Target") -> None:
    """Write a scorecard of a year up to February: an outturn, a target, twelve months, a YTD."""
    sheet.append(["Children in care scorecard 2023/24"])
    sheet.append([])
    sheet.append(["Ref", "Measure", target, "2022/23", "2023/24 so far", *heads, "RAG", "Notes"])
    sheet.append(["CL1", "Children looked after at month end", 400, STOCK["2023-03"], None])
    sheet.append(["CL2", "% of reviews held in time", 0.75, 0.7, None])
    for row, values in ((4, STOCK), (5, {m: HELD[m] / OF for m in YEAR})):
        for column, month in enumerate(YEAR[:-1], 6):
            sheet.cell(row, column, values[month])
    sheet["E3"] = "2023/24 YTD"
    percents(sheet, 5, range(4, 18))
    sheet["S5"] = "As agreed in 2023/24"


def of_year(tmp_path: Path, build: Callable[[Worksheet], None]) -> Window:
    return filled(tmp_path, build, MARCH)


SUM = sum(HELD[month] for month in YEAR)
"""Reviews in time of 1,200 in the year."""


@pytest.mark.parametrize("heads", ["dates", "texts", "bare"])
def test_months_are_emptied_and_the_outturn_moves_on(tmp_path: Path, heads: str) -> None:
    forms = {
        "dates": ([date(month) for month in YEAR], [date(month) for month in LATER]),
        "texts": (SHORT, [f"{each[:4]}{int(each[4:]) + 1}" for each in SHORT]),
        "bare": ([each[:3] for each in SHORT], [each[:3] for each in SHORT]),
    }[heads]
    ours = of_year(tmp_path, lambda sheet: year(sheet, list(forms[0])))
    before = ours.grid()
    assert before[4][16] == HELD[MARCH] / OF
    tried = ours.run("next-month", "--dry-run", "--json")
    assert tried.code in OK, tried.err
    assert [each["way"] for each in tried.json()["tables"]] == ["year"]
    assert ours.grid() == before
    made = ours.run("next-month")
    assert made.code in OK, made.err
    assert set(made.codes()) <= {"N117", "N119"}, made.out
    assert "ScorecardE" not in made.said
    title, _, head, counts, shares = ours.grid()
    assert title[0] == "Children in care scorecard 2024/25"
    assert head[2:5] == ["Target", "2023/24", "2024/25 YTD"]
    assert head[5:17] == forms[1]
    assert counts == ["CL1", before[3][1], 400, STOCK[MARCH], *[None] * 13, before[3][17], None]
    assert shares[:3] == before[4][:3]
    assert Fraction(shares[3]).limit_denominator(10**6) == Fraction(SUM, 12 * OF)
    assert shares[4:17] == [None] * 13
    assert shares[18] == "As agreed in 2023/24"
    assert ours.run("next-month").codes() == ["N101"]
    write_readings(tmp_path, APRIL)
    assert ours.run("refresh", APRIL).code in OK
    _, _, _, counts, shares = ours.grid()
    assert counts[5:17] == [STOCK[APRIL], *[None] * 11]
    assert shares[4:17] == [HELD[APRIL] / OF, HELD[APRIL] / OF, *[None] * 11]
    assert shares[17] == ("G" if HELD[APRIL] >= 75 else "R")
    assert ours.run("undo").code == DONE
    assert ours.run("undo").code == DONE
    assert ours.grid() == before


def test_what_the_year_showed_is_kept_as_it_was_printed(tmp_path: Path) -> None:
    ours = of_year(tmp_path, lambda sheet: year(sheet, [date(month) for month in YEAR]))
    shown = {f"CL1,,value,{month},{STOCK[month]}" for month in YEAR}
    shown |= {f"CL2,,value,{month},{HELD[month]}.0%" for month in YEAR}
    shown |= {f"CL1,,value,2022/23,{STOCK['2023-03']}", "CL2,,value,2022/23,70.0%"}
    assert ours.run("next-month").code in OK
    kept = (tmp_path / "lacxl-history-printed.csv").read_text("utf-8-sig")
    assert [each for each in sorted(shown) if f",{each}," not in kept] == []


def test_targets_of_the_year_are_asked_for(tmp_path: Path) -> None:
    ours = of_year(
        tmp_path,
        lambda sheet: year(sheet, [date(month) for month in YEAR], target="Target 2023/24"),
    )
    made = ours.run("next-month")
    assert made.codes() == ["N117", "N118"] or "N118" in made.codes()
    assert "ScorecardC4:C5" in made.said.replace("!", "")
    rows = ours.grid()
    assert rows[2][2] == "Target 2024/25"
    assert [rows[3][2], rows[4][2]] == [None, None]


def test_quarters_beside_the_months_go_with_their_year(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        heads: list[object] = []
        for at, month in enumerate(YEAR):
            heads += [date(month), *([f"Q{at // 3 + 1} 2023/24"] if at % 3 == 2 else [])]
        sheet.append(["Reviews 2023/24"])
        sheet.append(["Ref", "Measure", *heads])
        sheet.append(["CL2", "% of reviews held in time"])
        sheet.append(["CL1", "Children looked after at month end"])
        for at, month in enumerate(YEAR[:-1]):
            sheet.cell(3, 3 + at + at // 3, HELD[month] / OF)
            sheet.cell(4, 3 + at + at // 3, STOCK[month])
        for quarter, letter in enumerate("FJNR"):
            months = YEAR[3 * quarter : 3 * quarter + 3]
            if quarter < 3:
                sheet[f"{letter}3"] = sum(HELD[month] for month in months) / 3 / OF
            left = "CGKO"[quarter], "EIMQ"[quarter]
            sheet[f"{letter}4"] = f"=MAX({left[0]}4:{left[1]}4)"
        percents(sheet, 3, range(3, 19))

    ours = of_year(tmp_path, build)
    before = ours.grid()
    assert ours.run("next-month").code in OK
    title, head, shares, counts = ours.grid()
    assert title[0] == "Reviews 2024/25"
    assert head[5:18:4] == [f"Q{n} 2024/25" for n in (1, 2, 3, 4)]
    assert [value for at, value in enumerate(head[2:]) if at % 4 != 3] == [date(m) for m in LATER]
    assert shares[2:] == [None] * 16
    assert counts[2:] == [value if at % 4 == 3 else None for at, value in enumerate(before[3][2:])]


def test_four_quarters_begin_the_next_year_in_june(tmp_path: Path) -> None:
    ends = YEAR[2::3]

    def build(sheet: Worksheet) -> None:
        sheet.append(["Quarterly report 2023/24"])
        sheet.append(["Ref", "Measure", "Previous year", "Qtr 1", "Qtr 2", "Qtr 3", "Qtr 4"])
        sheet.append(["CL1", "Children looked after at quarter end", STOCK["2023-03"],
                      *(STOCK[end] for end in ends[:-1])])  # fmt: skip

    ours = filled(tmp_path, build, MARCH, numbers=("CL1",))
    made = ours.run("next-month", "--json")
    assert made.code in OK, made.err
    assert made.json()["month"] == "2024-06"
    title, head, counts = ours.grid()
    assert title[0] == "Quarterly report 2024/25"
    assert head[2:] == ["Previous year", "Qtr 1", "Qtr 2", "Qtr 3", "Qtr 4"]
    assert counts[2:] == [STOCK[MARCH], *[None] * 4]
    write_readings(tmp_path, "2024-06", ("CL1",))
    assert ours.run("refresh", "2024-06").code in OK
    assert ours.grid()[2][2:] == [STOCK[MARCH], STOCK["2024-06"], *[None] * 3]
    assert ours.run("next-month").codes() == ["N101"]


def window(sheet: Worksheet) -> None:
    months = span("2023-03", MARCH)
    sheet.append(["Ref", "Measure", "2021/22", "2022/23", *map(date, months), "YTD"])
    sheet.append(["CL1", "Children looked after at month end", 280, STOCK["2023-03"]])
    sheet.append(["CL2", "% of reviews held in time", 0.66, 0.7])
    for column, month in enumerate(months[:-1], 5):
        sheet.cell(2, column, STOCK[month])
        sheet.cell(3, column, HELD[month] / OF)
    percents(sheet, 3, range(3, 19))


def test_in_april_a_window_takes_the_outturn_of_the_year_that_is_over(tmp_path: Path) -> None:
    ours = of_year(tmp_path, window)
    assert ours.run("next-month").code in OK
    head, counts, shares = ours.grid()
    assert head[2:4] == ["2022/23", "2023/24"]
    assert head[4:17] == [date(month) for month in span("2023-04", APRIL)]
    assert counts[2:4] == [STOCK["2023-03"], STOCK[MARCH]]
    assert counts[4:] == [*(STOCK[month] for month in YEAR), None, None]
    assert shares[2] == 0.7
    assert Fraction(shares[3]).limit_denominator(10**6) == Fraction(SUM, 12 * OF)
    assert shares[4:] == [*(HELD[month] / OF for month in YEAR), None, None]


# -- what stays with a person --------------------------------------------------------------------


def with_a_row_that_is_not_filled(sheet: Worksheet) -> None:
    year(sheet, [date(month) for month in YEAR])
    sheet.append([None, "Seen by the panel", None, None, None, *range(70, 82)])


def a_window_with_an_outturn_that_is_not_filled(sheet: Worksheet) -> None:
    window(sheet)
    sheet.append([None, "Seen by the panel", 60, 61, *range(70, 83)])


def with_an_outturn_of_others(sheet: Worksheet) -> None:
    year(sheet, [date(month) for month in YEAR])
    sheet["T3"], sheet["T4"] = "Forecast 2023/24", 401


def with_another_total(sheet: Worksheet) -> None:
    """A formula shows the year as its council counts it: the plain average of months."""
    year(sheet, [date(month) for month in YEAR])
    sheet["E5"] = "=AVERAGE(F5:Q5)+0.01"


def reading_another_sheet(sheet: Worksheet) -> None:
    year(sheet, [date(month) for month in YEAR])
    data = sheet.parent.create_sheet("Data")
    data.append([7 * at for at in range(20)])
    sheet.append([None, "Referrals", None, None, None, *(f"=Data!{each}1" for each in LETTERS)])


def on_a_sheet_of_the_year(sheet: Worksheet) -> None:
    year(sheet, [date(month) for month in YEAR])
    sheet.title = "2023-24"


def with_a_year_left_out(sheet: Worksheet) -> None:
    year(sheet, [date(month) for month in YEAR])
    sheet["D3"] = "2020/21"


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (with_a_row_that_is_not_filled, "lacxl does not fill these cells"),
        (a_window_with_an_outturn_that_is_not_filled, "lacxl does not fill these cells"),
        (with_an_outturn_of_others, "These columns are of the year, and lacxl does not fill them"),
        (with_another_total, "is not the outturn that its readings give"),
        (reading_another_sheet, "These formulas may go on to show the year that is over"),
        (on_a_sheet_of_the_year, "The name of the sheet has the year"),
        (with_a_year_left_out, "The years of the table are not one after another"),
    ],
)
def test_a_year_that_is_not_clear_is_left_to_a_person(
    build: Callable[[Worksheet], None], why: str, tmp_path: Path
) -> None:
    assert why in of_year(tmp_path, build).refused()


def test_a_year_that_only_the_layout_says_does_not_move_on(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", *(each[:3] for each in SHORT)])
        sheet.append(["CL1", "Children looked after", *(STOCK[month] for month in YEAR[:-1])])

    answers = f'{ANSWERS}[year]\n"Scorecard" = "2023/24"\n'
    ours = filled(tmp_path, build, MARCH, answers=answers, numbers=("CL1",))
    assert "The layout gives the months of a table their year" in ours.refused()


def test_twelve_months_that_may_be_a_window_are_asked_about(tmp_path: Path) -> None:
    def build(sheet: Worksheet) -> None:
        sheet.append(["Ref", "Measure", *map(date, YEAR)])
        sheet.append(["CL1", "Children looked after", *(STOCK[month] for month in YEAR[:-1])])

    ours = filled(tmp_path, build, MARCH, numbers=("CL1",))
    assert ours.run("next-month").codes() == ["N104"]
    settings = tmp_path / "lacxl.toml"
    text = settings.read_text("utf-8")
    said = '[workbook]\nnext_month = { "Scorecard" = "roll" }\n'
    settings.write_text(text.replace("[workbook]\n", said, 1), "utf-8")
    assert ours.run("next-month").code in OK
    assert ours.grid()[1][2:] == [*(STOCK[month] for month in YEAR[1:]), None]

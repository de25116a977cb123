"""Tables of a council's own: which cell is of which indicator and period, or why none is."""

from __future__ import annotations

import pytest

from lacxl.domain.errors import Refused
from lacxl.workbook.layout import FigurePart, JudgedCells
from unit.workbook.own_layouts import PARTS, faults, figures, judged, located, told
from unit.workbook.snapshots import sheet

TITLE = ["Scorecard 2025/26"]
HEAD = ["Ref", "Measure", "Target", "Apr-25", "May-25", "RAG"]
A1, A2 = ["A1", "Children in care"], ["A2", "Reviews in time"]
B1 = ["B1", "Admissions"]
ROWS = [TITLE, [], HEAD, A1, A2]
PLAIN = {
    "A1 Apr-25": "Scorecard!D4",
    "A1 May-25": "Scorecard!E4",
    "A2 Apr-25": "Scorecard!D5",
    "A2 May-25": "Scorecard!E5",
}
NUMERATOR, DENOMINATOR = FigurePart.NUMERATOR, FigurePart.DENOMINATOR


def test_each_figure_is_at_its_row_and_its_month() -> None:
    layout = located(sheet("Scorecard", ROWS))
    assert figures(layout) == PLAIN
    assert judged(layout, JudgedCells.TARGET) == {"A1": "C4", "A2": "C5"}
    assert judged(layout, JudgedCells.LIGHT) == {"A1": "F4", "A2": "F5"}


# -- several tables ------------------------------------------------------------------------------


def test_two_tables_below_each_other_have_their_own_headings() -> None:
    second = ["Ref", "Measure", "Apr-25", "RAG", "May-25"]
    layout = located(sheet("Scorecard", [*ROWS, [], second, B1]), of="A1 A2 B1")
    assert figures(layout) == PLAIN | {"B1 Apr-25": "Scorecard!C8", "B1 May-25": "Scorecard!E8"}
    assert judged(layout, JudgedCells.LIGHT) == {"A1": "F4", "A2": "F5", "B1": "D8"}


def test_two_tables_beside_each_other_have_their_own_rows() -> None:
    """A1 and B1 share row 4, so each must be taken from its own columns."""
    wide = [[*HEAD, None, *HEAD], [*A1, None, None, None, None, None, *B1], A2]
    layout = located(sheet("Scorecard", [TITLE, [], *wide]), of="A1 A2 B1")
    assert figures(layout) == PLAIN | {"B1 Apr-25": "Scorecard!K4", "B1 May-25": "Scorecard!L4"}
    assert judged(layout, JudgedCells.LIGHT) == {"A1": "F4", "A2": "F5", "B1": "M4"}


# -- headings on two rows ------------------------------------------------------------------------


def test_year_groups_date_the_bare_months_below_them() -> None:
    over = [None, None, "2024/25", None, "2025/26", None]
    below = ["Ref", "Measure", "Feb", "Mar", "Apr", "May"]
    rows = [["Scorecard"], over, below, A1, A2]
    layout = located(sheet("Scorecard", rows, ["C2:D2", "E2:F2"]))
    assert {k: v for k, v in figures(layout).items() if k.startswith("A1")} == {
        "A1 Feb-25": "Scorecard!C4",
        "A1 Mar-25": "Scorecard!D4",
        "A1 Apr-25": "Scorecard!E4",
        "A1 May-25": "Scorecard!F4",
    }


def test_an_empty_column_amid_the_months_of_a_year_is_none_of_them() -> None:
    over = [None, None, "2025/26", None, None]
    below = ["Ref", "Measure", "Apr", None, "May"]
    layout = located(sheet("Scorecard", [["Scorecard"], over, below, A1, A2], ["C2:E2"]))
    assert set(figures(layout)) == {"A1 Apr-25", "A1 May-25", "A2 Apr-25", "A2 May-25"}


def test_the_title_dates_bare_months_and_no_year_at_all_refuses_them() -> None:
    rows = [["Ref", "Measure", "Target", "Apr", "Mar"], A1, A2]
    dated = located(sheet("Scorecard", [["Children in care 2025/26"], [], *rows]))
    assert figures(dated)["A1 Apr-25"] == "Scorecard!D4"
    assert figures(dated)["A1 Mar-26"] == "Scorecard!E4"
    assert faults(sheet("Scorecard", [["Children in care"], [], *rows])) == {
        "L121": "Scorecard!D3, Scorecard!E3"
    }
    two = [["2025/26 against 2024/25"], [], *rows]
    assert "L121" in faults(sheet("Scorecard", two))


def test_the_layout_may_say_the_year() -> None:
    rows = [["Ref", "Measure", "Apr", "May"], A1, A2]
    found = figures(located(sheet("Scorecard", rows), table='year = "2023/24"'))
    assert found["A1 Apr-23"] == "Scorecard!C2"


def test_actual_target_and_light_of_each_month_are_of_that_month() -> None:
    over = [None, None, "Apr-25", None, None, "May-25", None, None]
    below = ["Ref", "Measure", *["Actual", "Target", "RAG"] * 2]
    layout = located(sheet("Scorecard", [TITLE, over, below, A1, A2], ["C2:E2", "F2:H2"]))
    assert figures(layout)["A1 Apr-25"] == "Scorecard!C4"
    assert figures(layout)["A1 May-25"] == "Scorecard!F4"
    assert judged(layout, JudgedCells.TARGET)["A1 May-25"] == "G4"
    assert judged(layout, JudgedCells.LIGHT)["A2 Apr-25"] == "E5"


def test_a_light_beside_each_month_is_of_the_month_before_it() -> None:
    head = ["Ref", "Measure", "Apr-25", "RAG", "May-25", "RAG"]
    layout = located(sheet("Scorecard", [TITLE, [], head, A1, A2]))
    assert judged(layout, JudgedCells.LIGHT) == {
        "A1 Apr-25": "D4",
        "A1 May-25": "F4",
        "A2 Apr-25": "D5",
        "A2 May-25": "F5",
    }


# -- quarters ------------------------------------------------------------------------------------

MONTHS = [f"{name}-25" for name in ("Apr", "May", "Jun", "Jul", "Aug", "Sep")]


@pytest.mark.parametrize("heading", ["Q1", "Q1 2025/26", "Apr-Jun", "Quarter 1"])
def test_a_quarter_stands_after_its_months(heading: str) -> None:
    head = ["Ref", "Measure", *MONTHS[:3], heading, *MONTHS[3:]]
    found = figures(located(sheet("Scorecard", [TITLE, [], head, A1, A2])))
    assert found["A1 2025/26 Q1"] == "Scorecard!F4"
    assert found["A1 Jul-25"] == "Scorecard!G4"


def test_all_quarters_may_stand_after_all_months() -> None:
    head = ["Ref", "Measure", *MONTHS, "Q1", "Q2"]
    found = figures(located(sheet("Scorecard", [TITLE, [], head, A1, A2])))
    assert (found["A1 2025/26 Q1"], found["A1 2025/26 Q2"]) == ("Scorecard!I4", "Scorecard!J4")


@pytest.mark.parametrize("first", ["Q1", "Q1 2025/26"])
def test_quarters_of_a_calendar_year_are_none_of_ours(first: str) -> None:
    """Q1 after March: it is January to March, and not the first of the financial year."""
    months = ["Jan-25", "Feb-25", "Mar-25", first, "Apr-25", "May-25", "Jun-25", "Q2"]
    rows = [["Performance 2025"], [], ["Ref", "Measure", *months], A1, A2]
    found = figures(located(sheet("Scorecard", rows)))
    assert not [each for each in found if " Q" in each]
    assert found["A1 Apr-25"] == "Scorecard!G4"


@pytest.mark.parametrize(
    "months",
    [
        ["Jan-25", "Feb-25", "Mar-25", "Q1 2025/26", "Apr-25"],
        ["May-25", "Jun-25", "Jul-25", "Q1 2025/26", "Aug-25"],
    ],
)
def test_quarters_that_say_they_are_ours_and_are_not_are_told(months: list[str]) -> None:
    rows = [TITLE, [], ["Ref", "Measure", *months], A1, A2]
    assert told(sheet("Scorecard", rows)) == {"L122": "Scorecard!F3"}
    assert told(sheet("Scorecard", ROWS)) == {}


# -- blocks of rows ------------------------------------------------------------------------------

BLOCK = ["Ref", "Measure", "Part", "Apr-25", "May-25"]
PART = '\npart = ["Part"]\n'


@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize("merged", [True, False])
def test_three_rows_are_known_by_their_words(repeats: bool, merged: bool) -> None:
    name = A2 if repeats and not merged else [None, None]
    rows = [TITLE, BLOCK, [*A2, "Num"], [*name, "Den"], [*name, "%"], [*A1, "Number"]]
    merges = ["A3:A5", "B3:B5"] if merged else []
    layout = located(sheet("Scorecard", rows, merges), headings=PART, parts=PARTS)
    assert figures(layout)["A2 May-25"] == "Scorecard!E5"
    assert figures(layout)["A1 May-25"] == "Scorecard!E6"
    assert figures(layout, NUMERATOR)["A2 May-25"] == "Scorecard!E3"
    assert figures(layout, DENOMINATOR)["A2 Apr-25"] == "Scorecard!D4"


def test_a_row_of_targets_judges_the_same_month() -> None:
    rows = [TITLE, BLOCK, [*A2, "%"], [None, None, "Target"], [*A1, "Number"]]
    layout = located(sheet("Scorecard", rows), headings=PART, parts=PARTS)
    assert judged(layout, JudgedCells.TARGET) == {"A2 Apr-25": "D4", "A2 May-25": "E4"}
    assert "Scorecard!D4" not in figures(layout).values()


def test_rows_in_an_order_need_no_words() -> None:
    head = ["Ref", "Measure", "Apr-25", "May-25"]
    rows = [TITLE, head, A2, [], [], ["Something else"], []]
    order = 'order = ["numerator", "denominator", "value"]'
    for row in (3, 4):  # each has figures, as in a block that is filled
        rows[row] = [None, None, 54.0, 60.0]
    layout = located(sheet("Scorecard", rows), of="A2", table=order)
    assert figures(layout)["A2 Apr-25"] == "Scorecard!C5"
    assert figures(layout, NUMERATOR)["A2 Apr-25"] == "Scorecard!C3"


def test_a_part_that_stands_twice_is_refused() -> None:
    rows = [TITLE, BLOCK, [*A2, "%"], [None, None, "%"], [*A1, "Number"]]
    assert faults(sheet("Scorecard", rows), headings=PART, parts=PARTS)["L105"] == "Scorecard!A3"


# -- references and titles -----------------------------------------------------------------------


def test_the_number_2_1_is_told_from_2_10_by_its_title() -> None:
    rows = [TITLE, [], HEAD, [2.1, "Visits"], [2.1, "Visits in time"]]
    found = figures(located(sheet("Scorecard", rows), of="2.1 2.10"))
    assert found["2.1 Apr-25"] == "Scorecard!D4"
    assert found["2.10 Apr-25"] == "Scorecard!D5"


def test_the_number_2_1_alone_may_be_either_and_is_refused() -> None:
    rows = [TITLE, [], HEAD, [2.1, "Visits"], [2.1, "Punctual visits"]]
    assert faults(sheet("Scorecard", rows), of="2.1 2.10")["L105"] == "Scorecard!A5"


def test_a_text_says_which_of_the_two_it_is() -> None:
    rows = [TITLE, [], HEAD, ["2.10", "Other words"], ["2.1", "Others"]]
    found = figures(located(sheet("Scorecard", rows), of="2.1 2.10"))
    assert found["2.10 Apr-25"] == "Scorecard!D4"
    assert found["2.1 Apr-25"] == "Scorecard!D5"


def test_a_reference_with_the_title_of_another_is_refused() -> None:
    rows = [TITLE, [], HEAD, ["A1", "Reviews in time"], A2]
    assert faults(sheet("Scorecard", rows))["L105"] == "Scorecard!A4"


def test_a_reference_that_stands_twice_is_refused_with_both_places() -> None:
    rows = [*ROWS, ["A1", "Children in care, of which girls"]]
    assert faults(sheet("Scorecard", rows)) == {"L107": "Scorecard!B4, Scorecard!B6"}


def test_an_indicator_without_a_row_is_refused() -> None:
    assert list(faults(sheet("Scorecard", ROWS[:-1]))) == ["L106"]


@pytest.mark.parametrize("again", ["Apr-25", "April 2025", "30/04/2025", 45748.0])
def test_a_month_that_stands_twice_is_refused_however_it_is_spelt(again: str | float) -> None:
    rows = [TITLE, [], [*HEAD[:5], again], A1, A2]
    assert faults(sheet("Scorecard", rows)) == {"L103": "Scorecard!D3 and Scorecard!F3"}


def test_a_column_that_is_not_known_is_left_alone() -> None:
    rows = [TITLE, [], [*HEAD[:4], "Last month", "Rolling", "May-25"], A1, A2]
    layout = located(sheet("Scorecard", rows))
    assert set(figures(layout).values()) == {f"Scorecard!{c}{r}" for c in "DG" for r in (4, 5)}
    assert [words for _, words in layout.tables[0].unread] == ["Rolling"]


# -- sheets --------------------------------------------------------------------------------------


def test_a_sheet_that_was_renamed_is_found_by_its_headings() -> None:
    others = sheet("Notes", [["Ref", "Measure"], ["A1", "See the scorecard"]])
    found = figures(located(others, sheet("Scorecard v2", ROWS)))
    assert found == {k: v.replace("Scorecard", "Scorecard v2") for k, v in PLAIN.items()}


def test_two_copies_of_a_renamed_sheet_are_refused_unless_one_is_hidden() -> None:
    copies = sheet("This month", ROWS), sheet("Old", ROWS)
    assert list(faults(*copies)) == ["L107"]
    found = figures(located(*copies, hidden="Old"))
    assert {place.split("!")[0] for place in found.values()} == {"This month"}


def test_a_copy_under_another_name_is_none_of_the_table() -> None:
    assert figures(located(sheet("Scorecard (2)", ROWS), sheet("Scorecard", ROWS))) == PLAIN


def test_a_sheet_without_the_heading_is_refused_by_name() -> None:
    rows = [TITLE, [], ["No", "What", *HEAD[2:]], A1, A2]
    assert faults(sheet("Scorecard", rows))["L101"] == "Scorecard"


def test_all_of_a_quarter_is_read_in_one_heading() -> None:
    heads = ["Q1 (Apr-Jun) 2025/26", "Q2\nJul – Sep\n2025/26", "YTD (2025/26)"]
    found = figures(located(sheet("Scorecard", [TITLE, [], ["Ref", "Measure", *heads], A1, A2])))
    assert {key: place for key, place in found.items() if key.startswith("A1")} == {
        "A1 2025/26 Q1": "Scorecard!C4",
        "A1 2025/26 Q2": "Scorecard!D4",
        "A1 2025/26 YTD": "Scorecard!E4",
    }


def test_a_year_to_date_that_names_its_end_is_of_that_month_alone() -> None:
    heads = ["Apr-25", "YTD Apr-25", "May-25", "YTD (Apr-May 25)", "YTD"]
    layout = located(
        sheet("Scorecard", [TITLE, [], ["Ref", "Measure", *heads], A1, A2]),
        headings='ytd = ["YTD"]\n',
    )
    line = next(each for each in layout.lines if each.indicator == "A1")
    assert {str(p): str(place.cell) for p, place in line.at.items()} == {
        "2025-04": "C4",
        "2025/26 YTD to Apr-25": "D4",
        "2025-05": "E4",
        "2025/26 YTD to May-25": "F4",
        "YTD": "G4",
    }


def test_the_year_to_date_of_last_year_is_not_this_year_s() -> None:
    heads = ["Apr-25", "2024/25 total so far", "Total so far 2025/26"]
    layout = located(
        sheet("Scorecard", [TITLE, [], ["Ref", "Measure", *heads], A1, A2]),
        headings='ytd = ["Total so far"]\n',
    )
    assert figures(layout)["A1 2024/25 YTD"] == "Scorecard!D4"
    assert figures(layout)["A1 2025/26 YTD"] == "Scorecard!E4"
    assert "A1 YTD" not in figures(layout)


# -- what contradicts itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Q1 (Jul-Sep)", "L123"),
        ("Apr 25 2024/25", "L123"),
        ("Actual Q4 (Jan-Mar 25) 2025/26", "L123"),
        ("H1 2025/26", "L124"),
        ("Actual Apr-Sep 2025", "L124"),
    ],
)
def test_a_heading_that_is_no_period_is_told_and_left_alone(heading: str, code: str) -> None:
    rows = [TITLE, [], ["Ref", "Measure", "Apr-25", heading, "May-25"], A1, A2]
    assert told(sheet("Scorecard", rows)) == {code: "Scorecard!D3"}
    layout = located(sheet("Scorecard", rows))
    assert set(figures(layout)) == {"A1 Apr-25", "A1 May-25", "A2 Apr-25", "A2 May-25"}
    assert [each.code for each in layout.findings] == [code]


def test_half_a_year_over_its_months_leaves_them_as_they_are() -> None:
    over = [None, None, "H1 2025/26", None]
    rows = [TITLE, over, ["Ref", "Measure", "Apr-25", "May-25"], A1, A2]
    assert set(figures(located(sheet("Scorecard", rows, ["C2:D2"])))) == set(PLAIN)


def test_half_a_year_over_actual_and_target_is_left_alone() -> None:
    over = [None, None, "Apr-25", None, "H1 2025/26", None]
    rows = [TITLE, over, ["Ref", "Measure", *["Actual", "Target"] * 2], A1, A2]
    one = sheet("Scorecard", rows, ["C2:D2", "E2:F2"])
    assert set(figures(located(one))) == {"A1 Apr-25", "A2 Apr-25"}
    assert told(one) == {"L124": "Scorecard!E2"}


def test_a_year_over_months_of_another_is_told_and_they_are_not_filled() -> None:
    over = [None, None, "2024/25", None, "2025/26", None]
    below = ["Ref", "Measure", "Apr-25", "May-25", "Jun-25", "Jul-25"]
    one = sheet("Scorecard", [["Scorecard"], over, below, A1, A2], ["C2:D2", "E2:F2"])
    assert set(figures(located(one), FigurePart.VALUE)) == {
        f"{ref} {month}" for ref in ("A1", "A2") for month in ("Jun-25", "Jul-25")
    }
    assert told(one) == {"L123": "Scorecard!C2, Scorecard!C3, Scorecard!D3"}


def test_a_quarter_over_the_months_dates_them_and_one_of_other_months_does_not() -> None:
    over = [None, None, "Q1 2025/26", None, "Q3", None]
    below = ["Ref", "Measure", "Apr", "May", "Jul", "Aug"]
    one = sheet("Scorecard", [TITLE, over, below, A1, A2], ["C2:D2", "E2:F2"])
    assert set(figures(located(one))) == set(PLAIN)
    assert "L123" in told(one)


def test_a_title_over_the_whole_table_contradicts_none_of_its_months() -> None:
    over = [None, None, "2025/26", None, None]
    below = ["Ref", "Measure", "Mar-25", "Apr-25", "May-25"]
    one = sheet("Scorecard", [["Scorecard"], over, below, A1, A2], ["C2:E2"])
    assert "A1 Mar-25" in figures(located(one))
    assert told(one) == {}


@pytest.mark.parametrize(
    ("title", "name", "where"),
    [("Scorecard 2024/25", "Scorecard", "Scorecard!A1"), ("Scorecard", "2024-25", "2024-25")],
)
def test_a_year_that_contradicts_dated_months_is_told_and_they_are_filled(
    title: str, name: str, where: str
) -> None:
    one = sheet(name, [[title], [], ["Ref", "Measure", "Apr-25", "May-25", "Q1"], A1, A2])
    layout = located(one)
    assert set(figures(layout)) == set(PLAIN)  # of which year Q1 is cannot be told
    assert {each.code: each.where for each in layout.findings} == {"L125": where}


def test_titles_that_contradict_each_other_leave_bare_months_unfilled() -> None:
    one = sheet("2025-26", [["Scorecard 2024/25"], [], ["Ref", "Measure", "Apr", "May"], A1, A2])
    assert faults(one) == {"L125": "'2025-26'!C3, '2025-26'!D3"}
    stale = sheet("Scorecard", [TITLE, [], ["Ref", "Measure", "Apr", "May"], A1, A2])
    assert "L125" in faults(stale, table='year = "2024/25"')


def test_a_remark_about_another_year_contradicts_nothing() -> None:
    rows = [TITLE, ["England is of 2023/24"], ["Ref", "Measure", "Apr-25", "May-25"], A1, A2]
    assert told(sheet("Scorecard", rows)) == {}


def test_a_sheet_whose_title_is_its_month_of_another_year_is_told_and_left_alone() -> None:
    head = ["Ref", "Measure", "Actual"]
    sheets = [
        sheet("Apr 25", [["Scorecard April 2025"], [], head, A1, A2]),
        sheet("May 25", [["Scorecard May 2024"], [], head, A1, A2]),
    ]
    layout = located(*sheets, table='time = "sheets"')
    assert set(figures(layout)) == {"A1 Apr-25", "A2 Apr-25"}
    assert {each.code: each.where for each in layout.findings} == {"L125": "'May 25'!A1"}


def test_a_word_below_a_month_that_is_not_known_makes_it_another_figure() -> None:
    """Under each month boys, girls and all: the month's text stands over the boys alone."""
    over = [None, None, "Apr-25", None, "May-25", None]
    below = ["Ref", "Measure", "Boys", "Actual", "Boys", "Actual"]
    merged = sheet("Scorecard", [TITLE, over, below, A1, A2], ["C2:D2", "E2:F2"])
    assert figures(located(merged))["A1 Apr-25"] == "Scorecard!D4"
    assert figures(located(merged))["A1 May-25"] == "Scorecard!F4"
    assert "L101" in faults(sheet("Scorecard", [TITLE, over, below, A1, A2]))


@pytest.mark.parametrize("year", ["", '\nyear = "2025/26"'])
def test_months_without_a_year_that_go_past_march_are_of_no_one_year(year: str) -> None:
    """By one year for all, June of the last year would be taken for that of this one."""
    head = ["Ref", "Measure", "Feb", "Mar", "Apr", "May"]
    with pytest.raises(Refused) as refused:
        located(sheet("Scorecard", [TITLE, [], head, A1, A2]), table=year)
    assert {each.code for each in refused.value.findings} == {"L121"}


def test_months_without_a_year_may_go_backwards() -> None:
    head = ["Ref", "Measure", "Jun", "May", "Apr"]
    layout = located(sheet("Scorecard", [TITLE, [], head, A1, A2]))
    assert figures(layout)["A1 Jun-25"] == "Scorecard!C4"
    assert figures(layout)["A1 Apr-25"] == "Scorecard!E4"


# -- columns under a month that are not its figure -----------------------------------------------


@pytest.mark.parametrize(
    "other",
    ["Cumulative", "YTD", "Forecast", "North", "Actual (cumulative)", "Last year", "YTD 2025/26"],
)
def test_a_column_under_a_month_that_shows_something_else_is_not_its_figure(other: str) -> None:
    """Above each month are both, so a wrong choice would put a month's figure below Forecast."""
    over = ["Ref", "Measure", "Apr-25", None, "May-25", None]
    below = [None, None, other, "Actual", other, "Actual"]
    rows = sheet("Scorecard", [TITLE, [], over, below, A1, A2], ["C3:D3", "E3:F3"])
    layout = located(rows, headings='ytd = ["Cumulative"]\nprevious_year = ["Last year"]')
    months = {key: place for key, place in figures(layout).items() if "YTD" not in key}
    assert months == {
        "A1 Apr-25": "Scorecard!D5",
        "A1 May-25": "Scorecard!F5",
        "A2 Apr-25": "Scorecard!D6",
        "A2 May-25": "Scorecard!F6",
    }


def test_months_under_a_heading_that_they_are_cumulative_are_no_months() -> None:
    over = [None, None, "In month", None, "Cumulative", None]
    below = ["Ref", "Measure", "Apr-25", "May-25", "Apr-25", "May-25"]
    rows = sheet("Scorecard", [TITLE, [], over, below, A1, A2], ["C3:D3", "E3:F3"])
    layout = located(rows, headings='ytd = ["Cumulative"]')
    months = {key: place for key, place in figures(layout).items() if "YTD" not in key}
    assert months == {
        "A1 Apr-25": "Scorecard!C5",
        "A1 May-25": "Scorecard!D5",
        "A2 Apr-25": "Scorecard!C6",
        "A2 May-25": "Scorecard!D6",
    }


def test_words_below_the_months_are_read_though_no_month_is_merged_over_them() -> None:
    over = ["Ref", "Measure", "Apr-25", None, "May-25", None]
    below = [None, None, "North", "County", "North", "County"]
    rows = [TITLE, [], over, below, ["A1", "Children in care", 180.0, 402.0], A2]
    assert "L101" in faults(sheet("Scorecard", rows))


@pytest.mark.parametrize("outturn", ["Outturn Mar-25", "Mar-25 outturn"])
def test_an_outturn_beside_months_is_of_the_year_and_no_month_before_april(outturn: str) -> None:
    head = ["Ref", "Measure", outturn, "Apr-25", "May-25"]
    layout = located(sheet("Scorecard", [TITLE, [], head, A1, A2]))
    assert {k: v for k, v in figures(layout).items() if k.startswith("A1")} == {
        "A1 2024/25": "Scorecard!C4",
        "A1 Apr-25": "Scorecard!D4",
        "A1 May-25": "Scorecard!E4",
    }


# -- rows under one title ------------------------------------------------------------------------


def test_of_rows_of_several_areas_under_one_title_none_is_the_figure() -> None:
    head = ["Ref", "Measure", "Area", "Apr-25", "May-25"]
    rows = [["A1", "Children in care", "North"], [None, None, "County"], [*A2, "County"]]
    areas = sheet("Scorecard", [TITLE, [], head, *rows], ["A4:A5", "B4:B5"])
    assert faults(areas)["L105"] == "Scorecard!A4"


@pytest.mark.parametrize("also", [None, "Three reviews were late."])
def test_a_title_over_two_rows_of_which_one_is_empty_is_that_of_the_first(also: str | None) -> None:
    head = ["Ref", "Measure", "Apr-25", "May-25", "Comment"]
    second = [None, None, None, None, also]
    rows = [TITLE, [], head, A1, second, A2]
    layout = located(sheet("Scorecard", rows, ["A4:A5", "B4:B5"]), headings='comment = ["Comment"]')
    assert figures(layout)["A1 Apr-25"] == "Scorecard!C4"
    assert figures(layout)["A2 Apr-25"] == "Scorecard!C6"


def test_cumulative_over_the_first_of_several_months_leaves_them_all() -> None:
    """Somebody meant all of them, or the first alone: a month's own figure goes into none."""
    over = [None, None, "In month", None, "Cumulative", None]
    below = ["Ref", "Measure", "Apr-25", "May-25", "Apr-25", "May-25"]
    rows = [TITLE, over, below, A1, A2]
    one = sheet("Scorecard", rows)
    assert set(figures(located(one))) == set(PLAIN)
    assert told(one)["L123"] == "Scorecard!E2"
    merged = located(sheet("Scorecard", rows, ["C2:D2", "E2:F2"]))
    assert figures(merged)["A1 Apr-25"] == "Scorecard!C4"
    assert figures(merged)["A1 2025/26 YTD to Apr-25"] == "Scorecard!E4"


def test_columns_that_the_layout_names_for_signals_are_found_and_others_left_alone() -> None:
    head = [*HEAD, "SPC", "Assured", "Variation"]
    named = 'variation = ["SPC"]\nassurance = ["Assured"]'
    layout = located(sheet("Scorecard", [TITLE, [], head, A1, A2]), headings=named)
    assert judged(layout, JudgedCells.VARIATION) == {"A1": "G4", "A2": "G5"}
    assert judged(layout, JudgedCells.ASSURANCE) == {"A1": "H4", "A2": "H5"}
    without = located(sheet("Scorecard", [TITLE, [], head, A1, A2]))
    assert judged(without, JudgedCells.VARIATION) == {}


def test_a_word_beside_each_month_is_of_the_month_before_it() -> None:
    head = ["Ref", "Measure", "Apr-25", "SPC", "May-25", "SPC"]
    layout = located(sheet("Scorecard", [TITLE, [], head, A1, A2]), headings='variation = ["SPC"]')
    assert judged(layout, JudgedCells.VARIATION) == {
        "A1 Apr-25": "D4",
        "A1 May-25": "F4",
        "A2 Apr-25": "D5",
        "A2 May-25": "F5",
    }

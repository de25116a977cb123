"""Several columns under a month, or several rows under a title: which is the figure, or none."""

from __future__ import annotations

import pytest

from lacxl.workbook.snapshot import SheetSnapshot
from unit.adopting.typed_scorecards import Row, proposed
from unit.workbook.snapshots import sheet

MONTHS = ("Apr-25", "May-25", "Jun-25")


def under_months(*words: str) -> SheetSnapshot:
    """Return a scorecard that has columns headed with some words under each month."""
    width = len(words)
    over = [each for month in MONTHS for each in (month, *[None] * (width - 1))]
    merges = (
        [f"{chr(67 + width * i)}3:{chr(66 + width * (i + 1))}3" for i in range(len(MONTHS))]
        if width > 1
        else []
    )
    first, second = [402.0, 409.0], [20.0, 31.0]
    figures: list[Row] = [
        [ref, title, *[n + i for n in numbers for i in range(width)]]
        for ref, title, numbers in (
            ("A1", "Number of children in care", first),
            ("A2", "Number of admissions", second),
        )
    ]
    rows: list[Row] = [
        ["Scorecard 2025/26"],
        [],
        ["Ref", "Measure", *over],
        [None, None, *(list(words) * len(MONTHS))],
        *figures,
    ]
    return sheet("Scorecard", rows, merges)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (("Actual", "YTD"), "C"),
        (("In month", "Cumulative", "Target"), "C"),
        (("Forecast", "Actual"), "D"),
        (("Last year actual", "Actual"), "D"),
        (("Actual (last year)", "Actual"), "D"),
        (("Previous", "Current"), "D"),
        (("Last year", "This year"), "D"),
        (("Q target", "Figure"), "D"),
    ],
)
def test_the_column_of_the_month_is_found_beside_others(
    words: tuple[str, ...], column: str
) -> None:
    (table,) = proposed(under_months(*words)).tables
    assert table.columns is not None
    april = next(iter(table.columns.months.values()))
    assert chr(64 + april.number) == column


@pytest.mark.parametrize(
    "words",
    [
        ("North", "South", "County"),
        ("Boys", "Girls"),
        ("Cumulative", "Target"),
        ("Actual (cumulative)", "Target"),
        ("Target", "Forecast"),
        ("RAG", "Last year"),
        ("Number", "Cumulative"),
    ],
)
def test_where_no_column_is_said_to_be_the_figure_no_table_is_filled(
    words: tuple[str, ...],
) -> None:
    found = proposed(under_months(*words))
    assert found.tables == ()
    assert [each.code for each in found.findings] == ["D215"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Area", ("North", "County")),
        ("Year", ("2024/25", "2025/26")),
        ("Type", ("YTD", "In month")),
        ("", ("Cumulative", "Monthly")),
    ],
)
@pytest.mark.parametrize("merged", [True, False])
def test_of_several_rows_under_one_title_none_is_taken_for_the_figure(
    head: str, said: tuple[str, str], merged: bool
) -> None:
    rows: list[Row] = [["Scorecard 2025/26"], [], ["Ref", "Measure", head, *MONTHS]]
    for ref, title, number in (("A1", "Children in care", 402.0), ("A2", "Admissions", 20.0)):
        rows += [[ref, title, said[0], number, number + 1], [None, None, said[1], 9.0, 8.0]]
    merges = ["A4:A5", "B4:B5", "A6:A7", "B6:B7"] if merged else []
    found = proposed(sheet("Scorecard", rows, merges))
    assert found.tables == ()
    assert [(each.code, each.where) for each in found.findings] == [
        ("D209", "Scorecard!B4, Scorecard!B6")
    ]


def test_months_beside_cumulative_ones_keep_their_headings() -> None:
    over = [None, None, "Monthly", None, "Cumulative", None]
    head = ["Ref", "Measure", "Apr", "May", "Apr", "May"]
    first = ["A1", "Number of children in care", 402.0, 409.0, 402.0, 409.0]
    second = ["A2", "Number of admissions", 20.0, 31.0, 20.0, 51.0]
    rows: list[Row] = [["Scorecard 2025/26"], over, head, first, second]
    (table,) = proposed(sheet("Scorecard", rows, ["C2:D2", "E2:F2"])).tables
    assert table.columns is not None
    assert [each.number for each in table.columns.months.values()] == [3, 4]
    assert "Apr" not in table.words.headings.get("ignored", ())


def test_months_that_go_past_march_are_not_asked_the_year_of() -> None:
    head = ["Ref", "Measure", "Feb", "Mar", "Apr"]
    row = ["A1", "Number of children in care", 402.0, 409.0, 402.0]
    found = proposed(sheet("Scorecard", [["Scorecard"], [], head, row]))
    assert "year" not in [each.id for each in found.asked]


def test_a_number_beyond_any_council_stops_nothing() -> None:
    """Somebody leant on a key; the other rows are still told."""
    head = ["Ref", "Measure", *MONTHS]
    first = ["A1", "Number of children in care", -5.0, 1e300, 402.0]
    second = ["A2", "Number of admissions", 20.0, 31.0, 12.0]
    found = proposed(sheet("Scorecard", [["Scorecard"], [], head, first, second]))
    assert {each.reference for each in found.indicators} == {"A1", "A2"}


def test_of_rows_without_a_reference_that_share_a_title_none_is_filled_and_the_others_are() -> None:
    rows: list[Row] = [
        ["Scorecard"],
        [],
        ["Measure", *MONTHS],
        ["Initial conferences"],
        ["Number held", 12.0, 14.0, 9.0],
        ["Review conferences"],
        ["Number held", 40.0, 38.0, 44.0],
        ["Number of plans", 120.0, 121.0, 119.0],
    ]
    found = proposed(sheet("Scorecard", rows))
    assert [each.title for each in found.indicators] == ["Number of plans"]
    assert [(each.code, each.where) for each in found.findings] == [
        ("D203", "Scorecard!A5, Scorecard!A7")
    ]


@pytest.mark.parametrize("title", ["Cumulative figures 2025/26", "Scorecard 2025/26 (YTD)"])
def test_what_a_title_calls_cumulative_waits_until_somebody_says_otherwise(title: str) -> None:
    head = ["Ref", "Measure", "Apr", "May"]
    first = ["A1", "Number of children in care", 402.0, 398.0]
    second = ["A2", "Number of admissions", 20.0, 18.0]
    found = proposed(sheet("Scorecard", [[title], [], head, first, second]))
    (asked,) = (each for each in found.asked if each.id == "cumulative")
    assert [item.key for item in asked.items] == ["A1", "A2"]
    assert all(each.left_out for each in found.indicators)


def test_references_are_known_below_titles_of_sections_that_lie_over_them() -> None:
    """A table of two indicators, each under the title of its section, above another table."""
    head = ["Measure", "KPI", "Apr-25", "May-25"]
    rows: list[Row] = [
        ["Scorecard"],
        [],
        head,
        ["Front door"],
        ["Number of contacts", "EH01", 402.0, 398.0],
        ["Assessment"],
        ["Number of assessments", "EH02", 20.0, 18.0],
        [],
        head,
        ["Number of plans", "CP01", 160.0, 166.0],
        ["Number of visits", "CP02", 88.0, 90.0],
    ]
    found = proposed(sheet("Scorecard", rows, ["A4:D4", "A6:D6"]))
    assert [each.reference for each in found.indicators] == ["EH01", "EH02", "CP01", "CP02"]

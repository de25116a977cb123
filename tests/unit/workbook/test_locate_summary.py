"""Summaries that are laid out otherwise than the template's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from lacxl.workbook.address import Cell
from lacxl.workbook.layout import JudgedCells
from lacxl.workbook.snapshot import CellValue
from unit.workbook.snapshots import sheet
from unit.workbook.tables import (
    APR,
    HEAD,
    HEALTH,
    KNOWN,
    MAR,
    SUMMARY,
    found,
    refusal,
    rows_of,
)


def test_a_plain_table_without_merged_cells() -> None:
    row = found(sheet("Sheet1", [HEAD, *rows_of()])).line("7.5", "percentage")
    assert [str(p.cell) for p in row.months.values()] == ["E7", "F7"]
    assert str(row.title.cell) == "B6"


def test_numbers_as_numbers_and_no_numbers_at_all() -> None:
    numbers = [[float(str(r[0])) if r[0] else None, *r[1:]] for r in rows_of()]
    bare = [[None, *r[1:]] for r in rows_of()]
    expected = found(sheet("Sheet1", [HEAD, *rows_of()])).summary
    assert found(sheet("Sheet1", [HEAD, *numbers])).summary == expected
    assert found(sheet("Sheet1", [HEAD, *bare])).summary == expected


def test_number_7_1_without_a_title_may_be_7_10() -> None:
    rows = rows_of()
    rows[0][:2] = [7.1, "Children in care"]
    assert refusal(sheet("S", [HEAD, *rows]))["L105"] == "S!A2"


def test_a_number_that_only_looks_alike_when_rounded() -> None:
    rows = [*rows_of(), [7.123, "A measure of our own"]]
    assert found(sheet("S", [HEAD, *rows])).line("7.12", "").title.cell == Cell(14, 2)


def test_a_new_title_beside_the_old_number() -> None:
    rows = rows_of()
    rows[0][1] = "Children in care"
    assert found(sheet("S", [HEAD, *rows])).line("7.1", "").title.cell == Cell(2, 2)


def test_section_headings_blank_and_note_rows() -> None:
    rows = rows_of()
    rows.insert(0, ["7", "Looked after children"])
    rows.insert(1, [])
    rows.insert(10, [None, "Note: provisional"])
    rows.insert(16, ["May 2015"])
    rows.insert(17, [2015.0, "2014/15"])
    places = found(sheet("S", [HEAD, *rows]))
    assert [r.title.cell.row for r in places.summary if r.figure != "percentage"] == [
        row + 2 for row, line in enumerate(rows) if line and line[0] in KNOWN
    ]


def test_the_two_rows_of_7_5_with_a_blank_row_between() -> None:
    rows = rows_of()
    rows.insert(5, [])
    places = found(sheet("S", [HEAD, *rows]))
    assert places.line("7.5", "number").ytd.cell.row == 6
    assert places.line("7.5", "percentage").ytd.cell.row == 8


def test_the_two_rows_of_7_5_both_labelled() -> None:
    rows = rows_of()
    rows[5][:2] = ["7.5", KNOWN["7.5"].title]
    assert found(sheet("S", [HEAD, *rows])).line("7.5", "percentage").ytd.cell.row == 7
    rows[4][0], rows[5][0] = "7.5 (percentage)", "7.5 (number)"
    assert found(sheet("S", [HEAD, *rows])).line("7.5", "percentage").ytd.cell.row == 6


def test_rows_of_7_5_that_cannot_be_told() -> None:
    rows = rows_of()
    rows.insert(6, [None, None, "checked by Performance"])
    assert refusal(sheet("S", [HEAD, *rows])) == {"L108": "S!A6"}
    assert refusal(sheet("S", [HEAD, *rows_of()[:5], *rows_of()[6:]])) == {"L108": "S!A6"}


def test_two_rows_of_one_figure_are_not_its_two() -> None:
    rows = rows_of()
    rows[4][0], rows[5][:2] = "7.5 (number)", ["7.5 (number)", KNOWN["7.5"].title]
    assert refusal(sheet("S", [HEAD, *rows])) == {"L108": "S!A6"}


def test_rows_may_share_a_target_and_never_a_light_or_an_arrow() -> None:
    merges = ["C6:C7", "D6:D7", "H6:H7", "I6:I7"]
    judged = found(sheet("S", [HEAD, *rows_of()], merges)).line("7.5", "percentage").judged
    assert {which: str(place.cell) for which, place in judged.items()} == {
        JudgedCells.TARGET: "C6", JudgedCells.POLARITY: "D6",
        JudgedCells.ARROW: "H7", JudgedCells.LIGHT: "I7",
    }  # fmt: skip


def test_one_row_of_an_indicator_under_the_other() -> None:
    rows = rows_of()
    rows.insert(0, rows[0])
    assert refusal(sheet("S", [HEAD, *rows])) == {"L107": "S!A2, S!A3"}


def test_a_header_with_merged_and_single_rows() -> None:
    group: list[CellValue] = [
        "NO.", None, "TARGET", "GOOD PERF IS", "2014/15", "2015/16", "YTD", "DOT", "RAG",
    ]  # fmt: skip
    below: list[CellValue] = [
        None, "INDICATOR", None, None, "Mar-15", dt.datetime(2015, 4, 1), None, "(Month on Month)",
    ]  # fmt: skip
    merges = ["A1:A2", "C1:C2", "D1:D2", "G1:G2", "I1:I2"]
    places = found(sheet("S", [group, below, *rows_of()], merges))
    row = places.line("7.1", "")
    assert (row.months.keys(), row.years) == ({MAR, APR}, {})
    assert [str(p.cell) for p in (row.ytd, *row.judged.values())] == ["G3", "C3", "D3", "H3", "I3"]


def test_group_headings_with_months_and_years_over_several_columns() -> None:
    group: list[CellValue] = [None] * 4 + ["May 2015", None, "2015/16"]
    expected = found(sheet("S", [[], HEAD, *rows_of()])).summary
    assert found(sheet("S", [group, HEAD, *rows_of()], ["E1:F1", "G1:I1"])).summary == expected
    assert found(sheet("S", [group, HEAD, *rows_of()])).summary == expected


def test_a_title_with_a_month_is_no_column() -> None:
    rows = [["Performance, May 2015"], [None, None, None, None, "May 2015"], [], HEAD, *rows_of()]
    assert found(sheet("S", rows)).months == (MAR, APR)


def test_no_column_gets_its_month_from_afar_or_from_a_group() -> None:
    head = [*HEAD, "Comments", "Checked by"]
    afar = [[None] * 9 + ["May 2015"], [], head, *rows_of()]
    assert found(sheet("S", afar)).months == (MAR, APR)
    group = [[None] * 9 + ["May 2015"], head, *rows_of()]
    assert found(sheet("S", group, ["J1:K1"])).months == (MAR, APR)


def test_a_month_heading_lost_does_not_make_its_group_a_year() -> None:
    head = [*HEAD]
    head[4] = None
    group = [None] * 4 + ["2014/15"]
    row = found(sheet("S", [group, head, *rows_of()])).line("7.1", "")
    assert (list(row.months), row.years) == ([APR], {})


def test_a_column_s_label_may_have_three_rows_of_groups_between() -> None:
    head = [*HEAD[:5], "Actual", *HEAD[6:]]
    groups: list[list[CellValue]] = [[None] * 5 + [text] for text in ("Apr-15", "Council", "%")]
    expected = found(sheet("S", [[], [], [], HEAD, *rows_of()]))
    assert found(sheet("S", [*groups, head, *rows_of()])).summary == expected.summary
    groups.insert(1, [None] * 5 + ["Ofsted"])
    assert found(sheet("S", [*groups, head, *rows_of()])).months == (MAR,)


def test_a_text_above_the_header_beyond_its_last_column_heads_nothing() -> None:
    above: list[CellValue] = [None] * 9 + ["May 2015"]
    assert found(sheet("S", [above, HEAD, *rows_of()])).months == (MAR, APR)


def test_the_labels_of_a_table_that_ends_above_the_header_are_no_headings() -> None:
    rows = [[HEALTH[0]], ["May-15"], ["Jun-15"], HEAD, *rows_of()]
    beside: list[list[CellValue]] = [
        [None] * 9 + row if n < 3 else row for n, row in enumerate(rows)
    ]
    beside[3] = [*HEAD, "Comments"]
    assert found(sheet("S", beside)).months == (MAR, APR)


def test_the_number_is_the_nearest_to_the_left_of_the_indicator() -> None:
    """In a header of two rows the nearest may begin higher than the other."""
    head: list[CellValue] = [None, "Ref", *HEAD[1:]]
    below: list[CellValue] = ["NO."]
    rows = [[f"row {n}", *row] for n, row in enumerate(rows_of())]
    merges = [f"{letter}1:{letter}2" for letter in "CDEFGHIJ"]
    places = found(sheet("S", [head, below, *rows], merges))
    assert str(places.line("7.1", "").title.cell) == "C3"
    assert str(places.line("7.12", "").ytd.cell) == "H15"


def test_a_row_that_holds_something_in_its_last_or_its_first_column_is_one() -> None:
    for column in (2, len(HEAD) - 1):
        rows = rows_of()
        rows[5] = [0.5 if at == column else None for at in range(len(HEAD))]
        rows.insert(5, [])
        row = found(sheet("S", [HEAD, *rows])).line("7.5", "percentage")
        assert row.ytd.cell.row == 8


def test_a_label_merged_over_an_empty_row_and_its_figures() -> None:
    rows = rows_of()
    rows.insert(1, [])
    places = found(sheet("S", [HEAD, *rows], ["A2:A3", "B2:B3"]))
    assert places.line("7.1", "").ytd.cell.row == 2
    rows[0], rows[1] = rows[0][:2], [None, None, *rows[0][2:]]
    places = found(sheet("S", [HEAD, *rows], ["A2:A3", "B2:B3"]))
    assert places.line("7.1", "").ytd.cell.row == 3
    assert str(places.line("7.1", "").title.cell) == "B2"


def test_a_list_of_definitions_is_not_the_summary() -> None:
    glossary = sheet("Glossary", [["Ref", "Measure", "Definition"], ["7.1", "Children", "..."]])
    assert found(SUMMARY, glossary) == found(SUMMARY)
    two = refusal(SUMMARY, replace(SUMMARY, name="Copy"))
    assert two == {"L102": "'Performance Summary'!A5, Copy!A5"}


def test_neither_months_nor_named_columns() -> None:
    assert set(refusal(sheet("S", [["NO.", "INDICATOR"], *rows_of()]))) == {"L104"}
    rows = [["NO.", "INDICATOR"], *rows_of()]
    rows.insert(2, rows[1])
    assert set(refusal(sheet("S", rows))) == {"L104", "L107"}


def test_every_fault_at_once() -> None:
    rows = [[*HEAD[:6], "YTD", "YTD", "RAG"], *rows_of()[1:]]
    assert set(refusal(sheet("S", rows), only=["Health"])) == {"L103", "L104", "L106", "L110"}


def test_no_summary() -> None:
    assert refusal(sheet("INDICATOR", [["INDICATOR", "Title"]])) == {"L101": ""}

"""A workbook that is not understood: each refusal says what, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.workbook.address import Cell
from lacxl.workbook.layout import locate
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot
from unit.workbook.snapshots import DEMO, read, sheet
from unit.workbook.tables import (
    HEAD,
    HEALTH,
    KNOWN,
    LABELS,
    PAGES,
    SUMMARY,
    WORDS,
    found,
    rows_of,
    table,
)


def faults(*sheets: SheetSnapshot, only: Sequence[str] = ()) -> list[Finding]:
    with pytest.raises(Refused) as refused:
        found(*sheets, only=only)
    return list(refused.value.findings)


def summary(rows: list[list[CellValue]], head: Sequence[CellValue] = HEAD) -> SheetSnapshot:
    return sheet("S", [list(head), *rows])


def health(rows: list[list[CellValue]]) -> list[Finding]:
    return faults(sheet("H", rows), only=["Health"])


def test_a_workbook_without_a_summary() -> None:
    expected = [
        error(
            "L101",
            "No sheet has a header row with NO. and INDICATOR within its first rows.",
            todo="Open the right workbook, or put the headings back.",
        )
    ]
    assert faults(sheet("INDICATOR", [["INDICATOR", "Title"]])) == expected
    with pytest.raises(Refused) as refused:
        locate(Snapshot(()), WORDS, KNOWN, PAGES)
    assert list(refused.value.findings) == expected


def test_a_summary_that_stands_twice() -> None:
    assert faults(SUMMARY, replace(SUMMARY, name="Copy")) == [
        error(
            "L102",
            "The summary's header row occurs more than once.",
            "'Performance Summary'!A5, Copy!A5",
            "Rename or remove the headings of the copy.",
        )
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ([*HEAD[:5], "Mar-15", *HEAD[6:]], "Mar-15"),
        ([*HEAD[:4], "2014/15", "2014/15", *HEAD[6:]], "2014/15"),
        ([*HEAD[:4], "TARGET", "Target", *HEAD[6:]], "TARGET"),
    ],
)
def test_a_column_that_is_headed_as_another_is(head: list[str], name: str) -> None:
    columns = {"TARGET": "S!C1 and S!E1"}
    findings = faults(summary(rows_of(), head))
    assert findings[0] == error(
        "L103",
        f"Two columns of the summary are headed {name}.",
        columns.get(name, "S!E1 and S!F1"),
        "Correct one of the two headings.",
    )


def test_a_column_that_is_needed_and_not_there() -> None:
    head = [*HEAD[:6], "so far", "way", "RAG"]
    unread = "Headings not recognised: G1, H1."
    todo = "Put the heading back, or add its new wording to a layout of your own."
    assert faults(summary(rows_of(), head)) == [
        error("L104", f"The summary has no column headed {name}. {unread}", "S!A1", todo)
        for name in ("YTD", "DOT")
    ]
    assert faults(summary(rows_of(), HEAD[:8])) == [
        error("L104", "The summary has no column headed RAG.", "S!A1", todo)
    ]


@pytest.mark.parametrize(
    ("label", "title", "fault"),
    [
        ("7.1", "7.3", "The row has the number 7.1 and the title of 7.3."),
        (7.1, "7.3", "The row has the number 7.1 or 7.10 and the title of 7.3."),
        (7.1, "", "The row may be 7.1 or 7.10, and its title is not known."),
    ],
)
def test_a_row_that_contradicts_itself(label: CellValue, title: str, fault: str) -> None:
    rows = rows_of()
    rows[0][:2] = [label, KNOWN[title].title if title else "Children in care"]
    assert faults(summary(rows))[0] == error(
        "L105", fault, "S!A2", "Correct the number or the title of the row."
    )


def test_an_indicator_without_a_row() -> None:
    assert faults(summary(rows_of()[1:])) == [
        error(
            "L106",
            "The summary has no row for 7.1.",
            "S!A1",
            "Put the row back with its number or title, or name the indicator in lacxl.toml: "
            "leave_out = ['7.1'].",
        )
    ]


def test_an_indicator_in_several_rows() -> None:
    rows = rows_of()
    assert faults(summary([*rows, rows[0]])) == [
        error(
            "L107",
            "Indicator 7.1 is in more than one row of the summary.",
            f"S!A2, S!A{len(rows) + 2}",
            "Correct the number of the wrong row.",
        )
    ]


def test_a_pair_with_one_row() -> None:
    rows = rows_of()
    assert faults(summary([*rows[:5], *rows[6:]])) == [
        error(
            "L108",
            "Indicator 7.5 needs 2 rows, one for each of its figures; 1 found.",
            "S!A6",
            "Put the missing row back, or take the extra one away.",
        )
    ]


def test_a_page_s_heading_that_is_not_there() -> None:
    assert health(table(["Dentists", HEALTH[1]], LABELS)) == [
        error(
            "L110",
            f"No table of months has the heading '{HEALTH[0]}'.",
            "Health",
            "Put the heading back, or name the page in lacxl.toml: leave_out = ['Health'].",
        )
    ]


def test_a_page_s_heading_that_stands_twice() -> None:
    assert health(table([*HEALTH, HEALTH[0]], LABELS)) == [
        error(
            "L111",
            f"The heading '{HEALTH[0]}' occurs more than once over a table of months.",
            "H!B1, H!D1",
            "Rename the heading of the copy.",
        )
    ]


@pytest.mark.parametrize(
    ("label", "name", "cell"),
    [
        ("March 2015", "Mar-15", "A8"),
        ("2014/2015", "2014/15", "A8"),
        ("Year to date 2015/16", "2015/16 YTD", "A8"),
        ("Stat Neigh Ave", "SN AVE", "A8"),
    ],
)
def test_a_page_s_row_that_is_labelled_as_another_is(label: str, name: str, cell: str) -> None:
    assert health(table(HEALTH, [*LABELS, label])) == [
        error(
            "L112",
            f"The table has two rows for {name}.",
            f"H!{cell}",
            "Correct the label of the wrong row.",
        )
    ]


def test_two_columns_that_label_the_rows_of_a_page_differently() -> None:
    rows = [[None, None, *HEALTH]]
    rows += [[a, b, 0.5, 0.5] for a, b in zip(LABELS[:3], ["Apr-15", "May-15", None], strict=True)]
    rows[3][1] = "Jun-15"
    assert health(rows) == [
        error(
            "L112",
            "Two columns label the rows of the table differently.",
            "H!B2 and H!A3",
            "Correct the labels, or move the column that does not belong to the table.",
        )
    ]


def test_columns_that_label_other_periods_do_not_disagree() -> None:
    rows: list[list[CellValue]] = [[None, None, *HEALTH]]
    rows += [[label, None, 0.5, 0.5] for label in ("Jan-15", "Feb-15")]
    rows += [[None, label, 0.5, 0.5] for label in ("Mar-15", "Apr-15")]
    places = found(sheet("H", rows), only=["Health"])
    assert [str(p.cell) for p in places.pages[0].months.values()] == ["C4", "C5"]


def test_figures_that_are_not_told_apart_under_their_heading() -> None:
    rows: list[list[CellValue]] = [[None, HEALTH[0], None, HEALTH[1]]]
    rows += [[label, 0.5, 0.5, 0.5] for label in LABELS]
    assert faults(sheet("H", rows, ["B1:C1"]), only=["Health"]) == [
        error(
            "L113",
            "The columns of the figures cannot be told apart under this heading.",
            "H!B1",
            "Give n, of and d a column each under one merged heading, and every other figure one "
            "column.",
        )
    ]


def test_what_is_left_out_and_is_not_known() -> None:
    with pytest.raises(Refused) as refused:
        locate(read(DEMO), WORDS, KNOWN, ["8.9"])
    (finding,) = refused.value.findings
    known = (*PAGES, "TARGET", "GOOD PERF IS")
    assert (finding.code, finding.where) == ("L114", "lacxl.toml")
    assert finding.what == (
        "leave_out names no page or heading of the layout and no indicator: '8.9'."
    )
    assert finding.todo.startswith(f"Known are {', '.join(known)}, ")
    assert finding.todo.endswith(", NAT TOP QTILE, and the indicators' numbers.")


def test_a_layout_that_shows_what_the_catalogue_does_not_have() -> None:
    known = {number: each for number, each in KNOWN.items() if number != "7.8"}
    with pytest.raises(Refused) as refused:
        locate(read(DEMO), WORDS, known)
    assert list(refused.value.findings) == [
        error(
            "L115",
            "The layout shows indicator 7.8, which the catalogue does not have.",
            "Health",
        )
    ]
    page = replace(
        WORDS.pages[1],
        lines=tuple(replace(c, figure=c.figure and "percent") for c in WORDS.pages[1].lines),
    )
    with pytest.raises(Refused) as refused:
        locate(read(DEMO), replace(WORDS, tables=(WORDS.summary, page)), KNOWN)
    assert list(refused.value.findings) == [
        error(
            "L120",
            "The layout shows 'percent' of 7.5, which has no such figure.",
            "Looked After Children",
            "Name one of its figures: number, percentage.",
        )
    ]


def test_a_cover_that_stands_twice() -> None:
    cover = read(DEMO).sheet("Cover")
    twice = error(
        "L116",
        "The cover, or a label of it, occurs more than once.",
        f"Cover!{first(cover)}, Copy!{first(cover)}",
        "Rename or remove the one that is not meant.",
    )
    assert faults(SUMMARY, cover, replace(cover, name="Copy")) == [twice]
    label = cover.values[first(cover)]
    again = replace(cover, values={**cover.values, Cell(60, 8): label})
    assert faults(SUMMARY, again) == [replace(twice, where=f"Cover!{first(cover)}, Cover!H60")]


def first(cover: SheetSnapshot) -> Cell:
    """Return the first cell that is labelled as the cover's."""
    words = {each for spellings in WORDS.cover.values() for each in spellings}
    plain = {word.casefold().strip(" :") for word in words}
    return min(c for c, v in cover.values.items() if str(v).casefold().strip(" :") in plain)

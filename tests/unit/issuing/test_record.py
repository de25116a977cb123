"""The record of issued months and what counts as issued."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.issuing.issued import filled_months, issued_months, locked_months
from lacxl.issuing.naming import cover_of_issue, issue_file_name
from lacxl.ledgers.record import COLUMNS, Issued, keep_on_record, read_record
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, Cover, Layout, Line
from lacxl.workbook.snapshot import (
    CellError,
    CellLook,
    CellValue,
    Formula,
    Protection,
    SheetSnapshot,
    Snapshot,
)

MAY, JUNE = Month(2015, 5), Month(2015, 6)
ISSUED = Issued(MAY, 1, "Report, May.xlsx", "ab" * 32, "2015-07-09")


@pytest.fixture
def folder(tmp_path: Path) -> Settings:
    """The settings of a folder whose record is issued.csv."""
    path = tmp_path / "lacxl.toml"
    path.write_text('[workbook]\nfile = "r.xlsx"\n[issued]\nfile = "issued.csv"\n', "utf-8")
    return Settings.load(path)


def test_the_record_comes_back_as_it_was_written(folder: Settings) -> None:
    path = folder.issued_path
    keep_on_record(folder, ISSUED)
    assert path.read_text("utf-8") == f"{','.join(COLUMNS)}\n{ISSUED.line()}\n"
    again = Issued(MAY, 2, "Report, May I2.xlsx", "cd" * 32, "2015-07-20")
    keep_on_record(folder, again)
    assert read_record(path) == (ISSUED, again)


def test_an_issue_is_added_to_what_is_there(folder: Settings) -> None:
    """A line of an older lacxl stays as it is, whatever it says."""
    before = f"{','.join(COLUMNS)}\n2015-04,1,old.xlsx,abc,2015-05-20\n"
    folder.issued_path.write_text(before, "utf-8")
    keep_on_record(folder, ISSUED)
    assert folder.issued_path.read_text("utf-8") == f"{before}{ISSUED.line()}\n"


def test_no_record_means_nothing_was_issued(tmp_path: Path) -> None:
    assert read_record(tmp_path / "issued.csv") == ()


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "issued.csv"
    path.write_text("month,issue\nMay,1,f,s,d\n2015-05,one,f,s,d\n2015-05,1\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_record(path)
    assert [f.where for f in refused.value.findings] == [
        f"issued.csv row {row}" for row in (1, 2, 3, 4)
    ]
    assert set(refused.value.codes) == {"I102"}


@pytest.mark.parametrize(
    "line",
    [
        "2015-05,-1,f,s,2015-06-20",
        "2015-05,0,f,s,2015-06-20",
        "2015-05,+1,f,s,2015-06-20",
        "2015-05,1_0,f,s,2015-06-20",
        "2015-05,١,f,s,2015-06-20",
        "2015-05,99999,f,s,2015-06-20",
        "2015-05,1.0,f,s,2015-06-20",
        "2015-05, 1,f,s,2015-06-20",
        "2015-05,1,f,s,20/06/2015",
        "2015-05,1,f,s,20150620",
        "May-15,1,f,s,2015-06-20",
    ],
)
def test_a_line_that_lacxl_never_writes_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "issued.csv"
    path.write_text(f"month,issue,file,sha256,issued_on\n{line}\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_record(path)
    assert [f.where for f in refused.value.findings] == ["issued.csv row 2"]
    assert refused.value.codes == ("I102",)


def test_an_issue_that_stands_twice_is_refused(folder: Settings) -> None:
    keep_on_record(folder, ISSUED)
    keep_on_record(folder, ISSUED)
    with pytest.raises(Refused) as refused:
        read_record(folder.issued_path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("I102", "issued.csv row 3")


def test_a_month_issued_by_hand_stands_without_file_and_day(folder: Settings) -> None:
    by_hand = Issued(MAY, 1, "", "", "")
    keep_on_record(folder, by_hand)
    assert read_record(folder.issued_path) == (by_hand,)


def test_a_record_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "issued.csv"
    path.write_bytes(b"\xff\xfe\x00PK")
    with pytest.raises(Refused) as refused:
        read_record(path)
    assert refused.value.codes == ("I101",)


def column(row_of: dict[Month, int]) -> Line:
    months = {m: CellRef("Health", Cell(row, 3)) for m, row in row_of.items()}
    return Line("Health", "Health", "7.8", "", at=months)


def test_a_month_is_issued_when_all_its_cells_are_locked_on_protected_sheets() -> None:
    layout = Layout(lines=(column({MAY: 5, JUNE: 6}), column({MAY: 7, JUNE: 8})))
    looks = {
        CellRef("Health", Cell(row, 3)): CellLook(locked=row in {5, 7, 8}) for row in (5, 6, 7, 8)
    }
    free = Snapshot((SheetSnapshot("Health"),))
    guarded = Snapshot((SheetSnapshot("Health", protection=Protection()),))
    assert locked_months(free, layout, looks) == frozenset()
    assert locked_months(guarded, layout, looks) == {MAY}  # June has one cell that is free
    assert issued_months((Issued(JUNE, 1, "f", "s", "d"),), frozenset({MAY})) == {MAY, JUNE}


def test_from_the_records_first_month_on_it_alone_decides() -> None:
    record = (Issued(MAY, 1, "f", "s", "d"), Issued(MAY, 2, "f", "s", "d"))
    assert issued_months(record, frozenset({MAY - 1, MAY, JUNE})) == {MAY - 1, MAY}
    assert issued_months((), frozenset({MAY, JUNE})) == {MAY, JUNE}


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        (0.0, True),
        ("TBC", True),
        (dt.datetime(2015, 5, 31), True),
        (Formula("A1", 5.0), True),
        (Formula("A1", "n/a"), True),
        (None, False),
        ("", False),
        (" \n", False),
        (CellError("#N/A"), False),
        (Formula("A1", 0.0), False),
        (Formula("A1", ""), False),
        (Formula("A1", CellError("#DIV/0!")), False),
        (Formula("A1"), False),
    ],
)
def test_a_month_is_filled_where_a_figure_or_a_word_stands(value: CellValue, filled: bool) -> None:
    layout = Layout(lines=(column({MAY: 5, JUNE: 6}),))
    there = {CellRef("Health", Cell(5, 3)): value}
    assert filled_months(layout, there) == (frozenset({MAY}) if filled else frozenset())


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ((405.0, 72.2, 10.0, "TBC"), True),
        ((405.0, None, None, None, None, None, None, "TBC"), True),
        ((None, None, None, None, "TBC"), False),
        (("TBC", "TBC", "TBC", "TBC"), False),
        ((None, None, 0.596, None, None), False),
        ((0.0, 0.0, 0.0, 0.0), True),
    ],
)
def test_a_note_or_a_stray_figure_in_a_new_column_is_no_month_that_was_issued(
    values: tuple[CellValue, ...], filled: bool
) -> None:
    cells = [CellRef("Summary", Cell(row, 9)) for row in range(1, len(values) + 1)]
    lines = (Line(SUMMARY, "Summary", f"7.{n}", "", at={JUNE: c}) for n, c in enumerate(cells))
    found = filled_months(Layout(lines=tuple(lines)), dict(zip(cells, values, strict=True)))
    assert found == (frozenset({JUNE}) if filled else frozenset())


def test_the_name_is_the_reports_own_pattern() -> None:
    assert (
        issue_file_name("Monthly Performance - Corporate Parenting", MAY, 1, ".xlsx")
        == "Monthly Performance - Corporate Parenting - May 2015 - I1.xlsx"
    )


def test_the_cover_keeps_the_kind_of_value_it_had() -> None:
    end, status, created = (CellRef("Cover", Cell(row, 3)) for row in (5, 6, 7))
    there = {end: "April 2015", created: dt.datetime(2015, 6, 9)}
    wanted = cover_of_issue(Cover(end, status, created), there, MAY, 2, dt.date(2015, 7, 9))
    assert [w.value for w in wanted] == ["May 2015", "Issue 2", dt.datetime(2015, 7, 9)]
    assert cover_of_issue(Cover(), {}, MAY, 1, dt.date(2015, 7, 9)) == ()

"""What is worked out of an insertion before Excel is asked: places, series, what is named alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from lacxl.domain.errors import Refused
from lacxl.engines.excel.copying import Copy
from lacxl.engines.excel.growth import Growth, parsed
from lacxl.engines.excel.shrinkage import Shrinkage
from lacxl.engines.package.growing import grow
from lacxl.workbook.address import Area
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.insertion import Axis, Insertion, settled

TWO = (
    Insertion("S", Axis.COLUMNS, 9, extend=True),
    Insertion("S", Axis.COLUMNS, 4, extend=True),
)
"""As next-month has them: the last on a sheet first."""


def test_ranges_of_a_series_take_in_what_is_there_already(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as book:
        for name in ("S", "A, B"):
            book.add_worksheet(name)
    series = "=SERIES(S!$A$2,'A, B'!$B$1:$C$1,S!$B$2:$C$2,1)"
    longer = "=SERIES(S!$A$2,'A, B'!$B$1:$C$1,S!$B$2:$D$2,1)"
    behind = '=SERIES("S!$B$2:$C$2",S!$G$1:$I$1,S!$F$2,2)'
    copy = Copy(
        lambda target: target.write_bytes((tmp_path / "book.xlsx").read_bytes()), "book.xlsx"
    )
    with Growth(copy, ChangeSet(inserted=TWO), None) as growth:
        assert growth.taking_in(series) == longer
        assert growth.taking_in(longer) == longer
        assert growth.taking_in(behind) == behind.replace("$I$1", "$J$1")


@pytest.mark.parametrize(
    ("address", "area"),
    [("$B$3:$D$5", "B3:D5"), ("$C:$D", "C1:D1048576"), ("$7:$8", "A7:XFD8"), ("$C$3", "C3")],
)
def test_addresses_are_read_as_excel_gives_them(address: str, area: str) -> None:
    assert parsed(address) == Area.parse(area)


def test_what_was_inserted_first_has_its_place_at_the_end() -> None:
    assert [each.lines for each in settled(TWO)] == ["J:J", "D:D"]
    assert [each.lines for each in settled(TWO[::-1])] == ["D:D", "I:I"]


def test_each_range_is_told_where_it_is_at_the_end(tmp_path: Path) -> None:
    source = tmp_path / "source.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("K1", "=SUM(F1:H1)")
        sheet.write_formula("K2", "=SUM(B2:C2)")
    told = grow(source, TWO, tmp_path / "grown.xlsx")
    assert [(each.where, each.after) for each in told.extensions] == [
        ("S!M1", "F1:I1"),
        ("S!M2", "B2:D2"),
    ]


@pytest.mark.parametrize(
    ("cell", "content", "named"),
    [
        ("D4", "typed", ("S!D4",)),
        ("A1", "=SUM(D1:D3)*2", ("S!A1",)),
        ("A1", "=SUM(B1:D1)", ()),
        ("A1", "=S!E1", ()),
    ],
)
def test_what_names_the_deleted_alone_would_lose_it(
    tmp_path: Path, cell: str, content: str, named: tuple[str, ...]
) -> None:
    def write(target: Path) -> None:
        with xlsxwriter.Workbook(str(target)) as book:
            book.add_worksheet("S").write(cell, content)

    deleting = ChangeSet(deleted=(Insertion("S", Axis.COLUMNS, 4, extend=True),))
    if not named:
        Shrinkage(Copy(write, "book.xlsx"), deleting, None).close()
        return
    with pytest.raises(Refused) as refusal:
        Shrinkage(Copy(write, "book.xlsx"), deleting, None)
    assert refusal.value.codes == ("E125",)
    assert refusal.value.findings[0].where == named[0]

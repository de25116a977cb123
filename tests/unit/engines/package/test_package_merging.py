"""Merged cells in the file: where they are written, and what is beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_packages import SHEET, part, parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, MergesChange, Swap
from oracles import invariants

ROWS = '<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c></row><row r="3"><c r="A3"/></row>'


def merging(*, part: str = "", join: str = "") -> MergesChange:
    going, coming = (tuple(map(Area.parse, areas.split())) for areas in (part, join))
    return MergesChange("S", Swap(going, coming))


def write(path: Path, parts: dict[str, bytes], *changes: MergesChange) -> Path:
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    target.unlink(missing_ok=True)
    wanted = ChangeSet(merges=changes)
    with PackageWorkbook(source) as book:
        book.write(wanted, target)
    verify(target, wanted)
    assert invariants.new_breaches(source, target) == ()
    return target


def tail(target: Path) -> str:
    return part(target).decode().partition("</sheetData>")[2].removesuffix("</worksheet>")


def test_the_list_is_made_where_the_schema_wants_it(tmp_path: Path) -> None:
    parts = parts_of(ROWS, tail="<sheetCalcPr/><dataValidations count='0'/>")
    assert tail(write(tmp_path, parts, merging(join="D1:E1 D2:D3"))) == (
        '<sheetCalcPr/><mergeCells count="2"><mergeCell ref="D1:E1"/><mergeCell ref="D2:D3"/>'
        '</mergeCells><dataValidations count="0"/>'
    )


def test_others_stay_with_their_comments_and_an_empty_list_goes(tmp_path: Path) -> None:
    listed = (
        '<mergeCells count="2"><!-- ours --><mergeCell ref="$D$1:$E$1"/><mergeCell ref="F1:F9"/>'
        "</mergeCells>"
    )
    parts = parts_of(ROWS, tail=listed)
    assert tail(write(tmp_path, parts, merging(part="D1:E1"))) == (
        '<mergeCells count="1"><!-- ours --><mergeCell ref="F1:F9"/></mergeCells>'
    )
    assert tail(write(tmp_path, parts, merging(part="D1:E1 F1:F9"))) == "<!-- ours -->"


def test_rows_and_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    parts = parts_of(ROWS)
    target = write(tmp_path, parts, merging(join="A3:C4"))
    assert {name for name, content in parts.items() if part(target, name) != content} == {SHEET}
    assert ROWS.encode() in part(target)


def test_of_two_changes_the_second_goes_on_from_the_first(tmp_path: Path) -> None:
    first = merging(join="D1:E1")
    target = write(tmp_path, parts_of(ROWS), first, merging(part="D1:E1", join="D1:F1"))
    assert tail(target) == '<mergeCells count="1"><mergeCell ref="D1:F1"/></mergeCells>'
    assert first.and_then(first.reverse()).coming == frozenset()


@pytest.mark.parametrize("cell", ['<c r="B2" t="q"><v>1</v></c>', '<c r="B2" t="s"><v>0</v></c>'])
def test_what_is_not_understood_or_a_text_is_not_covered(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="2">{cell}</row>'
    with pytest.raises(Refused) as refusal:
        write(tmp_path, parts_of(rows, strings="<si><t>a</t></si>"), merging(join="A2:B2"))
    assert refusal.value.codes == ("W127",)
    assert "B2" in refusal.value.findings[0].what


def test_an_array_formula_is_not_merged(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><f t="array" ref="A2">1+1</f><v>2</v></c></row>'
    with pytest.raises(Refused, match="array formula"):
        write(tmp_path, parts_of(rows), merging(join="A2:B2"))


@pytest.mark.parametrize("area", [Area(0, 1, 2, 1), Area(1, 1, 1, 16_385)])
def test_an_area_off_the_sheet_is_refused(tmp_path: Path, area: Area) -> None:
    with pytest.raises(Refused) as refusal:
        write(tmp_path, parts_of(ROWS), MergesChange("S", Swap((), (area,))))
    assert refusal.value.codes == ("W127",)


def test_a_file_that_is_otherwise_is_noticed(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", parts_of(ROWS))
    with pytest.raises(Refused) as refusal:
        verify(source, ChangeSet(merges=(merging(join="D1:E1"),)))
    assert refusal.value.codes == ("W136",)


def test_a_covered_cell_may_be_emptied_as_the_merge_comes(tmp_path: Path) -> None:
    source, target = save(tmp_path / "a.xlsx", parts_of(ROWS)), tmp_path / "b.xlsx"
    emptied = CellChange("S", Cell(1, 2), Swap(1.0, None))
    wanted = ChangeSet((emptied,), merges=(merging(join="A1:B1"),))
    with PackageWorkbook(source) as book:
        book.write(wanted, target)
    verify(target, wanted)
    with PackageWorkbook(target) as book, pytest.raises(Refused) as refusal:
        book.write(ChangeSet((emptied,)), tmp_path / "c.xlsx")
    assert refusal.value.codes == ("W123",)  # it is covered now

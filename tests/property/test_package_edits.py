"""Random edits of random sheets read back as wanted, to lacxl and to openpyxl alike."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, Swap
from lacxl.workbook.snapshot import OPEN_PROTECTION, CellLook, CellValue

PLAIN = "0.00"
CELLS = st.builds(Cell, st.integers(1, 30), st.integers(1, 12))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=20)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e300, 1e300)
VALUES = TEXTS | NUMBERS | st.booleans()
FORMATS = st.sampled_from(["General", "0.0", "0.00%", '0.0"d"', "#,##0"])


def made(path: Path, cells: dict[Cell, object], formatted: set[Cell]) -> Path:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, look = book.add_worksheet("S"), book.add_format({"num_format": PLAIN})
    for cell in formatted | set(cells):
        place, form = (cell.row - 1, cell.column - 1), look if cell in formatted else None
        value = cells.get(cell)
        if value is None:
            sheet.write_blank(*place, None, form)
        elif isinstance(value, str):
            sheet.write_string(*place, value, form)
        elif isinstance(value, bool):
            sheet.write_boolean(*place, value, form)
        else:
            sheet.write_number(*place, value, form)  # type: ignore[arg-type]
    book.add_worksheet("Other").write(0, 0, "untouched")
    book.close()
    path.write_bytes(out.getvalue())
    return path


def alike(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other


@settings(max_examples=150)  # fmt: skip
@given(
    cells=st.dictionaries(CELLS, VALUES, max_size=25),
    formatted=st.sets(CELLS, max_size=8),
    values=st.dictionaries(CELLS, VALUES | st.none(), max_size=12),
    formats=st.dictionaries(CELLS, FORMATS, max_size=6),
    locks=st.dictionaries(CELLS, st.booleans(), max_size=6),
    protects=st.booleans(),
)
def test_edits_read_back_and_all_else_stays(
    tmp_path: Path,
    cells: dict[Cell, object],
    formatted: set[Cell],
    values: dict[Cell, CellValue],
    formats: dict[Cell, str],
    locks: dict[Cell, bool],
    protects: bool,
) -> None:
    source, target = made(tmp_path / "a.xlsx", cells, formatted), tmp_path / "b.xlsx"
    target.unlink(missing_ok=True)
    changes = ChangeSet(
        tuple(
            CellChange(
                "S", cell,
                Swap(None, values[cell]) if cell in values else None,
                Swap("", formats[cell]) if cell in formats else None,
                Swap(True, locks[cell]) if cell in locks else None,
            )
            for cell in {*values, *formats, *locks}
        ),
        protection=(ProtectionChange("S", Swap(None, OPEN_PROTECTION)),) if protects else (),
    )  # fmt: skip
    with PackageWorkbook(source) as book:
        before = book.survey().sheet("S").values
        book.write(changes, target)
    verify(target, changes)
    expected = {**before, **values}
    expected = {cell: value for cell, value in expected.items() if value not in (None, "")}
    everywhere = [Cell(row, column) for row in range(1, 33) for column in range(1, 15)]
    with PackageWorkbook(target) as book:
        snapshot = book.survey()
        looks = book.looks("S", everywhere)
    found = snapshot.sheet("S").values
    assert found.keys() == expected.keys()
    assert all(alike(found[cell], expected[cell]) for cell in expected)
    assert snapshot.sheet("Other").values == {Cell(1, 1): "untouched"}
    assert snapshot.sheet("S").protection == (OPEN_PROTECTION if protects else None)
    for cell in everywhere:
        code = formats.get(cell, PLAIN if cell in formatted else "General")
        assert looks[cell] == CellLook(code, locks.get(cell, not protects))
    other = openpyxl.load_workbook(target)["S"]
    for cell in everywhere:
        read = other.cell(*cell)
        if not (isinstance(read.value, str) and "_x" in read.value):
            assert alike(read.value, expected.get(cell))
        if read.has_style:
            assert read.number_format == looks[cell].number_format
            assert read.protection.locked == looks[cell].locked

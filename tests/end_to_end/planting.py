"""Faults and other people's work planted into readings and workbooks, byte by byte."""

from __future__ import annotations

import csv
import functools
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, Swap

Edit = Callable[[bytes], bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUMMARY = "Performance Summary"
RED_RULE = (
    b'<conditionalFormatting sqref="B6:B20"><cfRule type="expression" dxfId="0" priority="99">'
    b"<formula>LEN($B6)&gt;200</formula></cfRule></conditionalFormatting>"
)
VALIDATION = (
    b'<dataValidations count="1"><dataValidation type="list" allowBlank="1" sqref="D6:D28">'
    b'<formula1>"High,Low,Info"</formula1></dataValidation></dataValidations>'
)


def rows_of(folder: Path) -> list[list[str]]:
    """Return the rows of readings.csv, the header first."""
    return list(csv.reader((folder / "readings.csv").read_text("utf-8").splitlines()))


def write_rows(folder: Path, rows: list[list[str]]) -> None:
    """Write readings.csv anew."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (folder / "readings.csv").write_text(text.getvalue(), "utf-8", newline="")


def set_reading(folder: Path, indicator: str, month: str, **cells: str) -> int:
    """Change cells of a reading, empty the other numbers and the note; return its row."""
    rows = rows_of(folder)
    for number, row in enumerate(rows, start=1):
        if row[:2] == [indicator, month]:
            named = dict(zip(rows[0], (*row[:2], "", "", "", ""), strict=True)) | cells
            rows[number - 1] = list(named.values())
            write_rows(folder, rows)
            return number
    raise LookupError(indicator)


def add_row(folder: Path, *cells: str) -> int:
    """Add a row to the readings and return its number."""
    rows = rows_of(folder)
    write_rows(folder, [*rows, list(cells)])
    return len(rows) + 1


def rewrite(
    path: Path,
    edits: Mapping[str, Edit] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> None:
    """Write a package anew with some parts edited and others added."""
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    wanted = dict(edits or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, content in parts:
            edit = wanted.pop(info.filename, None)
            new.writestr(info.filename, edit(content) if edit else content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    assert not wanted, f"no such parts: {list(wanted)}"


def part_of(path: Path, sheet: str) -> str:
    """Return the part that holds a sheet."""
    with zipfile.ZipFile(path) as package:
        workbook = package.read("xl/workbook.xml").decode()
        relations = package.read("xl/_rels/workbook.xml.rels").decode()
    name = re.escape(escape(sheet))
    found = re.search(rf'<sheet name="{name}"[^>]*r:id="(\w+)"', workbook)
    assert found, sheet
    target = re.search(rf'<Relationship Id="{found[1]}"[^>]*Target="([^"]+)"', relations)
    assert target, sheet
    return f"xl/{target[1]}"


def read_sheet(path: Path, sheet: str) -> str:
    """Return a sheet's XML."""
    with zipfile.ZipFile(path) as package:
        return package.read(part_of(path, sheet)).decode()


def edit_sheet(path: Path, sheet: str, edit: Edit) -> None:
    """Edit a sheet's XML."""
    before = read_sheet(path, sheet).encode()
    assert edit(before) != before, "the edit found nothing to edit"
    rewrite(path, {part_of(path, sheet): edit})


def set_cell(path: Path, sheet: str, cell: str, inside: str, attributes: str = "") -> None:
    """Put XML into a cell that is there; its style stays."""

    def edit(content: bytes) -> bytes:
        pattern = rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)'
        new, count = re.subn(
            pattern,
            lambda found: f'<c r="{cell}"{found[1]}{attributes}>{inside}</c>',
            content.decode(),
            flags=re.DOTALL,
        )
        assert count == 1, f"{sheet}!{cell}: {count}"
        return new.encode()

    edit_sheet(path, sheet, edit)


def set_text(path: Path, sheet: str, cell: str, text: str) -> None:
    """Put a text into a cell that is there."""
    set_cell(path, sheet, cell, f"<is><t>{escape(text)}</t></is>", ' t="inlineStr"')


def before_end(content: bytes, *names: str) -> Callable[[bytes], bytes]:
    """Return an edit that puts XML before the first of these elements that is there."""

    def edit(sheet: bytes) -> bytes:
        for name in names:
            at = sheet.find(f"<{name}".encode())
            if at >= 0:
                return sheet[:at] + content + sheet[at:]
        raise LookupError(names)

    return edit


@contextmanager
def opened(path: Path) -> Iterator[openpyxl.Workbook]:
    """Open a workbook with openpyxl and save what the block did to it."""
    book = openpyxl.load_workbook(path)
    yield book
    book.save(path)
    book.close()


def values_of(path: Path) -> dict[tuple[str, str], object]:
    """Return every cell that holds something, formulas as text."""
    return dict(_read(path.read_bytes())[0])


def locked_of(path: Path) -> dict[str, set[str]]:
    """Return the locked cells among those that stand in the file, by protected sheet."""
    return {sheet: set(cells) for sheet, cells in _read(path.read_bytes())[1].items()}


@functools.lru_cache(maxsize=32)
def _read(content: bytes) -> tuple[dict[tuple[str, str], object], dict[str, set[str]]]:
    """Return values and locks. The same bytes are read once: tests compare them time and again."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {sheet: list(sheet._cells.values()) for sheet in book.worksheets}
    values = {
        (sheet.title, cell.coordinate): cell.value
        for sheet, there in cells.items()
        for cell in there
        if cell.value is not None
    }
    locked = {
        sheet.title: {cell.coordinate for cell in there if cell.protection.locked}
        for sheet, there in cells.items()
        if sheet.protection.sheet
    }
    return values, locked


def protect_with(path: Path, sheet: str, digest: str, attributes: str = "") -> None:
    """Protect a sheet with the 16-bit hash of a password."""
    edit_sheet(
        path,
        sheet,
        lambda content: re.sub(
            rb"<sheetProtection[^>]*/>",
            f'<sheetProtection password="{digest}" sheet="1"{attributes}/>'.encode(),
            content,
        ),
    )


def lock_cells(path: Path, places: Iterable[CellRef]) -> None:
    """Lock cells that are free."""
    changes = [CellChange(at.sheet, at.cell, locked=Swap(False, True)) for at in places]
    with PackageWorkbook(path) as book:
        book.write(ChangeSet(tuple(changes)), path.with_name("new.xlsx"))
    path.with_name("new.xlsx").replace(path)

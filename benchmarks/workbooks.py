"""The workbooks that are measured: a small sheet, and beside it one of as many cells as wished."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

SMALL, BIG = "Small", "Big"
COLUMNS = 20
TEXTS = 50
_ROWS_AT_ONCE = 500
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LETTERS = "ABCDEFGHIJKLMNOPQRST"


def make_workbook(path: Path, cells: int, *, whole: bool = False, linked: bool = False) -> None:
    """Write a workbook of two sheets, the second with `cells` cells.

    Its numbers have few digits, or are `whole`: with all their digits, as calculations leave them.
    Where it is `linked` a tenth of its cells are formulas that name the first sheet.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    small = path.with_name(f"small {path.name}")
    with xlsxwriter.Workbook(small) as book:
        sheet = book.add_worksheet(SMALL)
        percent = book.add_format({"num_format": "0.0%", "border": 1})
        for row in range(40):
            sheet.write_string(row, 0, f"Indicator {row}")
            for column in range(1, 12):
                sheet.write_number(row, column, row + column / 8, percent)
    add_sheet(small, path, cells, whole=whole, linked=linked)
    small.unlink()


def add_sheet(
    source: Path, target: Path, cells: int, *, whole: bool = False, linked: bool = False
) -> None:
    """Copy a workbook made by XlsxWriter and give it one more sheet, its last."""
    part = "xl/worksheets/sheet9999.xml"
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        first_text = old.read("xl/sharedStrings.xml").count(b"<si>")
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                kind = f'<Override PartName="/{part}" ContentType="{_WORKSHEET}"/>'
                content = _before(content, "</Types>", kind)
            elif info.filename == "xl/_rels/workbook.xml.rels":
                link = (
                    f'<Relationship Id="rIdBig" Type="{_OFFICE}/worksheet"'
                    f' Target="{part.removeprefix("xl/")}"/>'
                )
                content = _before(content, "</Relationships>", link)
            elif info.filename == "xl/workbook.xml":
                number = max(map(int, re.findall(rb'sheetId="(\d+)"', content))) + 1
                listed = f'<sheet name="{BIG}" sheetId="{number}" r:id="rIdBig"/>'
                content = _before(content, "</sheets>", listed)
            elif info.filename == "xl/sharedStrings.xml":
                content = _before(content, "</sst>", _texts())
                stated = rb'uniqueCount="%d"' % (first_text + TEXTS)
                content = re.sub(rb'uniqueCount="\d+"', stated, content, count=1)
            new.writestr(info, content)
        with new.open(part, "w", force_zip64=True) as sheet:
            for piece in _sheet(cells, first_text, whole=whole, linked=linked):
                sheet.write(piece.encode())


def _before(content: bytes, tag: str, more: str) -> bytes:
    if content.count(tag.encode()) != 1:
        raise ValueError(f"{tag} is not there just once")
    return content.replace(tag.encode(), (more + tag).encode())


def _texts() -> str:
    """Return the shared texts of the new sheet, which no table of the workbook is found by."""
    return "".join(f"<si><t>sort of entry {number}</t></si>" for number in range(TEXTS))


def _sheet(cells: int, first_text: int, *, whole: bool, linked: bool) -> Iterator[str]:
    rows = cells // COLUMNS
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
    yield f'<dimension ref="A1:{_LETTERS[-1]}{rows}"/><sheetData>'
    for first in range(1, rows + 1, _ROWS_AT_ONCE):
        yield "".join(
            _row(row, first_text, whole=whole, linked=linked)
            for row in range(first, min(first + _ROWS_AT_ONCE, rows + 1))
        )
    yield "</sheetData></worksheet>"


def _row(row: int, first_text: int, *, whole: bool, linked: bool) -> str:
    cells = (
        _linked(row, column)
        if linked and column % 10 == 2
        else _cell(row, column, first_text, whole=whole)
        for column in range(COLUMNS)
    )
    return f'<row r="{row}">{"".join(cells)}</row>'


def _linked(row: int, column: int) -> str:
    """Return a formula over the small sheet and its own."""
    own, there = f"{_LETTERS[column + 1]}{row}", row % 40 + 1
    formula = f"{SMALL}!$D{there}*2+SUM({SMALL}!B{there}:F{there})+{own}"
    return f'<c r="{_LETTERS[column]}{row}"><f>{formula}</f><v>{row / 8}</v></c>'


def _cell(row: int, column: int, first_text: int, *, whole: bool) -> str:
    """Return one cell: of five columns three are numbers, one shared and one inline text."""
    address = f"{_LETTERS[column]}{row}"
    if column % 5 == 0:
        return f'<c r="{address}" t="s"><v>{first_text + (row + column) % TEXTS}</v></c>'
    if column % 5 == 4:
        return f'<c r="{address}" t="inlineStr"><is><t>entry {row % 977}</t></is></c>'
    number = (row * 7919 + column * 104729) % 99991
    return f'<c r="{address}"><v>{number / 99.991 if whole else number / 8}</v></c>'


def main(arguments: list[str]) -> None:
    """Run `TARGET CELLS` for a workbook of its own, `TARGET CELLS SOURCE` to enlarge another.

    `--whole` gives the numbers all their digits; `--linked` has formulas name the small sheet.
    """
    whole, linked = "--whole" in arguments, "--linked" in arguments
    target, cells, *source = [each for each in arguments if not each.startswith("--")]
    if source:
        add_sheet(Path(source[0]), Path(target), int(cells), whole=whole, linked=linked)
    else:
        make_workbook(Path(target), int(cells), whole=whole, linked=linked)


if __name__ == "__main__":
    main(sys.argv[1:])

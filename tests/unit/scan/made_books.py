"""Workbooks to scan, as members: made by XlsxWriter, and changed part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

import xlsxwriter

from lacxl.scan import scan

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
Fill = Callable[[xlsxwriter.Workbook], None]


def book(fill: Fill) -> dict[str, bytes]:
    """Return the members of a workbook whose properties name nobody."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        fill(made)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def table(*rows: Sequence[object], name: str = "Data") -> dict[str, bytes]:
    """Return a workbook of one sheet that holds these rows; dates are dates."""

    def fill(made: xlsxwriter.Workbook) -> None:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(at, column, value, day)  # type: ignore[arg-type]
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write_number(at, column, value)  # type: ignore[arg-type]

    return book(fill)


def found(members: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return code and place of each finding."""
    return [(finding.code, finding.where) for finding in scan(members)]


def related(members: dict[str, bytes], of: str, kind: str, part: str, content: bytes) -> None:
    """Add a part, and a relationship of that kind to it."""
    folder, _, name = of.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    empty = f'<Relationships xmlns="{RELS}"></Relationships>'.encode()
    old = members.get(rels, empty)
    number = old.count(b"<Relationship ") + 100
    link = f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="/{part}"/>'
    members[rels] = old.replace(b"</Relationships>", link.encode() + b"</Relationships>")
    members[part] = content


def said(members: dict[str, bytes]) -> str:
    """Return all that a scan says, as one text."""
    return "\n".join(str(finding) for finding in scan(members))


def no_content(text: str, secrets: Iterable[str]) -> bool:
    """Say whether none of these stands in a text."""
    return not any(secret in text for secret in secrets)

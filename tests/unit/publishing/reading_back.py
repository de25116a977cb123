"""What independent readers find in the forms; nothing here uses the code that wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import python_calamine
from lxml import etree, html

from lacxl.publishing.publication import Publication
from oracles.reader import opened

ROW = 5
"""Where the headings of a sheet of figures are."""


class Found(NamedTuple):
    """A figure as a reader finds it: whose, what, when, and the number or the symbol."""

    label: str
    figure: str
    period: str
    value: float | str


Sheets = Mapping[str, list[list[object]]]


def expected(publication: Publication) -> list[Found]:
    """Return every figure of a publication, as the forms must give it."""
    return [
        Found(
            line.label,
            entry.part.value,
            entry.period,
            entry.value.text if entry.value.number is None else float(entry.value.number),
        )
        for line in publication.lines
        for entry in line.entries
    ]


def of_openpyxl(path: Path) -> Sheets:
    """Return the rows of each sheet of an .xlsx file."""
    with opened(path) as book:
        return {page.title: [list(r) for r in page.iter_rows(values_only=True)] for page in book}


def of_calamine(path: Path) -> Sheets:
    """Return the rows of each sheet of an .xlsx or .ods file."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def figures_of(rows: list[list[object]]) -> list[Found]:
    """Return the figures of the sheet that has all of them."""
    heads = [str(head) for head in rows[ROW - 1]]
    return [
        Found(row["Indicator"], row["Figure"].casefold(), row["Period"], as_number(row["Value"]))
        for row in (dict(zip(heads, map(str, row), strict=True)) for row in rows[ROW:])
    ]


def as_number(text: str) -> float | str:
    """Return the number that a text is, or the text."""
    try:
        return float(text)
    except ValueError:
        return text


def of_csv(content: bytes) -> list[dict[str, str]]:
    """Return the rows of the tidy CSV."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def tree_of(content: bytes) -> etree._Element:
    """Return the page as a browser without any mercy for its author would read it."""
    return html.document_fromstring(content.decode("utf-8"))


def words_of(element: etree._Element) -> str:
    """Return what is read of an element."""
    return " ".join("".join(element.itertext()).split())


def tables_of(element: etree._Element) -> Iterator[list[list[str]]]:
    """Yield the rows of each table below an element."""
    for table in element.iter("table"):
        yield [
            [words_of(cell) for cell in row.iterchildren("th", "td")] for row in table.iter("tr")
        ]

"""A CSV file: what a table of it gives away, and what another program would make of its cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from lacxl.domain.finding import Finding, first_of, warning
from lacxl.scan import wording
from lacxl.scan.characters import unseen_characters
from lacxl.scan.decoding import decoded, not_as_its_ending, of_letters
from lacxl.scan.records import SheetRows, typed
from lacxl.scan.sheets import columns_named

_SEPARATORS = ",;\t|"
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|svg|table)\b", re.IGNORECASE)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIGNED_NUMBER = re.compile(r"[+-]\s?£?\d[\d,]*(?:\.\d+)?\s?%?", re.ASCII)
_SHOWN = 5


@dataclass(slots=True)
class _Seen:
    """What is noticed on the way through the rows."""

    table: SheetRows = field(default_factory=SheetRows)
    formulas: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    uneven: list[int] = field(default_factory=list)
    unheaded: set[int] = field(default_factory=set)
    headed: tuple[bool, ...] = ()


def scan_delimited(file: IO[bytes], name: str) -> tuple[Finding, ...]:
    """Return what nobody sees in a CSV file, and what looks like a child's record.

    Raises Refused (V126, V127) for what is no text, or another kind of file.
    """
    found = decoded(file, name, ".csv")
    if _MARKUP.match(found.text):
        raise not_as_its_ending(name, ".csv", "a page or another file with tags")
    separator = _separator(found.text)
    seen = _Seen()
    findings = of_letters(found)
    try:
        for number, cells in enumerate(_rows(found.text, separator), 1):
            _take_in(seen, number, cells)
        for _ in _rows(found.text, separator, strict=True):
            pass
    except csv.Error:
        findings.append(_broken())
    findings += _of_rows(seen)
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.where)))


def _rows(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def _separator(text: str) -> str:
    """Return what divides the cells: the sign that the first line with any has most of."""
    for line in text.splitlines()[:20]:
        if (best := max(_SEPARATORS, key=line.count)) in line:
            return best
    return ","


def _take_in(seen: _Seen, number: int, cells: Sequence[str]) -> None:
    filled = {column: text for column, text in enumerate(cells, 1) if text.strip()}
    if not seen.headed and len(filled) > 1:
        seen.headed = tuple(bool(cell.strip()) for cell in cells)
    elif seen.headed and cells:
        if len(cells) != len(seen.headed):
            seen.uneven.append(number)
        seen.unheaded |= {
            column for column in filled if column > len(seen.headed) or not seen.headed[column - 1]
        }
    for column, text in enumerate(cells, 1):
        if begins_a_formula(text):
            seen.formulas.add(column)
        if unseen_characters(text):
            seen.unseen.add(column)
    seen.table.add(number, {column: typed(text) for column, text in filled.items()})


def begins_a_formula(text: str) -> bool:
    """Say whether Excel or Calc would take a cell for a formula; a signed number is none."""
    bare = text.lstrip(" ")
    return (
        bare.startswith(_BEGINS_A_FORMULA)
        and bare.strip() not in ("-", "+")
        and not _SIGNED_NUMBER.fullmatch(bare.strip())
    )


def _of_rows(seen: _Seen) -> Iterator[Finding]:
    if seen.formulas:
        yield warning(
            "V132",
            "Cells begin as a formula does (=, +, -, @ or a tab): a program that opens the file may"
            " carry it out.",
            _columns(seen.formulas),
            "Take the sign away, or put an apostrophe before it.",
        )
    if seen.unseen:
        yield warning(
            "V133",
            "Cells hold characters that nobody sees: controls, or marks without width.",
            _columns(seen.unseen),
            "Take them out in an editor that shows them, or type the cells again.",
        )
    if seen.uneven:
        yield warning(
            "V134",
            "Rows have more or fewer cells than the headings.",
            f"rows {first_of(seen.uneven, _SHOWN)}",
            "Look at these rows in a text editor: a spreadsheet may not show their last cells.",
        )
    if seen.unheaded:
        yield warning(
            "V134",
            "Columns without a heading hold something.",
            _columns(seen.unheaded),
            "Give them a heading, or take them out.",
        )
    for find in seen.table.finds():
        yield wording.in_place(_columns({find.column}), find)


def _columns(columns: set[int]) -> str:
    noun = "column" if len(columns) == 1 else "columns"
    return f"{noun} {columns_named(sorted(columns))}"


def _broken() -> Finding:
    return warning(
        "V124",
        "The file breaks off within a text, or has one that no program would read to its end; what"
        " comes after it may not have been looked at.",
        todo="Export it again, and scan it again.",
    )
